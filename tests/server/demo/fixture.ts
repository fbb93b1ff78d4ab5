import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates, setDefaultCACertificates } from 'node:tls'
import { type DemoTenant, startDemoTenant } from '../../../server/demo/tenant.ts'

export interface Reply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests themselves
  body: any
}

export interface Ask {
  method?: string
  headers?: Record<string, string>
  body?: unknown
  token?: string
}

/** A demo tenant in a folder of its own, and ways to talk to it over TLS. */
export interface Stage {
  tenant: DemoTenant
  dataDir: string
  appToken: string
  /** @param path below `/v1.0`, or a whole link. */
  ask(path: string, ask?: Ask): Promise<Reply>
  restart(): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  now?: () => Date
  latencyMs?: number
}

export const IMMUTABLE = { prefer: 'IdType="ImmutableId"' }

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'demo-tenant-'))
  const stage = { dataDir, ...(await started(dataDir, options)) } as Stage
  stage.ask = (path, ask = {}) => request(stage, path, ask)
  stage.restart = async () => {
    await stage.tenant.stop().catch(() => undefined)
    Object.assign(stage, await started(dataDir, options))
  }
  stage.close = async () => {
    await stage.tenant.stop()
    rmSync(dataDir, { recursive: true })
  }
  return stage
}

async function started(dataDir: string, options: StageOptions) {
  const tenant = await startDemoTenant({ dataDir, port: 0, latencyMs: 0, ...options })
  setDefaultCACertificates([...rootCertificates, readFileSync(tenant.caFile, 'utf8')])
  const form = {
    grant_type: 'client_credentials',
    client_id: tenant.clientId,
    client_secret: tenant.clientSecret,
    scope: 'https://graph.microsoft.com/.default',
  }
  const { body } = await post(`${tenant.authority}/${tenant.tenantId}/oauth2/v2.0/token`, form)
  return { tenant, appToken: body.access_token as string }
}

/** Posts a form, as OAuth wants it. */
export async function post(url: string, form: Record<string, string>, headers = {}): Promise<Reply> {
  return replyOf(await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers }))
}

async function request(stage: Stage, path: string, { method = 'GET', headers = {}, body, token }: Ask): Promise<Reply> {
  const url = path.startsWith('https:') ? path : `${stage.tenant.graphBaseUrl}/v1.0${path}`
  const isText = typeof body === 'string'
  return replyOf(
    await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token ?? stage.appToken}`,
        ...(body === undefined ? {} : { 'content-type': isText ? 'text/plain' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    }),
  )
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** Follows next links to the end of a delta round. */
export async function round(stage: Stage, link: string, ask: Ask = { headers: IMMUTABLE }) {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const items: any[] = []
  const pages: number[] = []
  for (let next: string | undefined = link; ; ) {
    const { status, body } = await stage.ask(next, ask)
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    items.push(...body.value)
    pages.push(body.value.length)
    next = body['@odata.nextLink']
    if (!next) return { items, pages, deltaLink: body['@odata.deltaLink'] as string }
  }
}

export const personOf = (stage: Stage, local: string) => {
  const found = stage.tenant.mailboxes.find(
    ({ address }) => address.startsWith(`${local}.`) || address.startsWith(local),
  )
  if (!found) throw new Error(`No mailbox ${local}`)
  return found
}
