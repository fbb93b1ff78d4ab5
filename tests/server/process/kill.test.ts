import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contacts } from '../../../server/demo/seed/people.ts'
import { type DemoTenant, startDemoTenant } from '../../../server/demo/tenant.ts'
import { freePort, type Program, startProgram } from './program.ts'

const OWN = /@(halden-optics|halden)\.example$/i

interface Mail {
  internetMessageId: string | null
  isDraft: boolean
  from?: { emailAddress: { address: string } }
  toRecipients: { emailAddress: { address: string } }[]
  ccRecipients: { emailAddress: { address: string } }[]
  bccRecipients: { emailAddress: { address: string } }[]
  singleValueExtendedProperties?: { value: string }[]
  internetMessageHeaders?: { name: string; value: string }[]
}

/** What the timelines must hold, worked out from the mailboxes themselves and by nothing of the product. */
async function truth(tenant: DemoTenant, addresses: Map<string, string>): Promise<string[]> {
  const token = await appToken(tenant)
  const entries = new Set<string>()
  for (const { oid } of tenant.mailboxes) {
    for (const folder of ['inbox', 'sentitems']) {
      let path: string | undefined =
        `/v1.0/users/${oid}/mailFolders/${folder}/messages?$top=500&$select=internetMessageId,isDraft,from,toRecipients,ccRecipients,bccRecipients,internetMessageHeaders,subject,sentDateTime&$expand=${encodeURIComponent("singleValueExtendedProperties($filter=id eq 'Integer 0x36')")}`
      while (path) {
        const [pathname, query] = path.split('?') as [string, string]
        const answer = await tenant.graph({
          method: 'GET',
          path: pathname,
          query: new URLSearchParams(query),
          headers: { authorization: `Bearer ${token}`, prefer: 'IdType="ImmutableId"' },
          body: Buffer.alloc(0),
          base: 'https://graph',
        })
        const page = JSON.parse(String(answer.body)) as { value: Mail[]; '@odata.nextLink'?: string }
        for (const mail of page.value) for (const entry of entriesOf(mail, addresses)) entries.add(entry)
        path = page['@odata.nextLink']?.replace('https://graph', '')
      }
    }
  }
  return [...entries].sort()
}

function entriesOf(mail: Mail, addresses: Map<string, string>): string[] {
  const isPrivate =
    mail.singleValueExtendedProperties?.some(({ value }) => value !== '0') ||
    mail.internetMessageHeaders?.some(({ name }) => name.toLowerCase() === 'sensitivity')
  const from = mail.from?.emailAddress.address
  if (mail.isDraft || isPrivate || !from || !mail.internetMessageId) return []
  const people = [
    from,
    ...[mail.toRecipients, mail.ccRecipients, mail.bccRecipients].flat().map((person) => person.emailAddress.address),
  ]
  const found = new Set(
    people.map((address) => addresses.get(address.toLowerCase())).filter((contact) => contact !== undefined),
  )
  const type = OWN.test(from) ? 'email_sent' : 'email_received'
  return [...found].map((contact) => `${contact} ${type} ${mail.internetMessageId?.replace(/^<|>$/g, '')}`)
}

async function appToken(tenant: DemoTenant): Promise<string> {
  const response = await fetch(`${tenant.authority}/${tenant.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: tenant.clientId,
      client_secret: tenant.clientSecret,
      scope: `${tenant.graphBaseUrl}/.default`,
    }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

describe('the whole program, as in production, in front of an Entra and a Graph it reaches only over TLS', () => {
  it('killed again and again in the middle of the first sync, it loses and doubles nothing', {
    timeout: 240_000,
  }, async () => {
    const { readFileSync } = await import('node:fs')
    const { getCACertificates, setDefaultCACertificates } = await import('node:tls')
    const folder = await mkdtemp(join(tmpdir(), 'throughline-kill-'))
    const tenant = await startDemoTenant({ dataDir: join(folder, 'tenant'), port: 0 })
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(tenant.caFile, 'utf8')])
    const port = await freePort()
    const env = {
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      ENTRA_AUTHORITY: tenant.authority,
      ENTRA_TENANT_ID: tenant.tenantId,
      ENTRA_CLIENT_ID: tenant.clientId,
      ENTRA_CLIENT_SECRET: tenant.clientSecret,
      GRAPH_BASE_URL: tenant.graphBaseUrl,
      EXTRA_CA_FILE: tenant.caFile,
      ALLOW_PRIVATE_CLOUD: 'true',
      SECRET_KEY: 'a secret key for this test, long enough',
    }
    let program: Program = await startProgram(env)
    onTestFinished(async () => {
      await program.kill('SIGTERM')
      await tenant.stop()
      await rm(folder, { recursive: true, force: true })
    })
    expect(program.output()).toContain(`Throughline runs. Open http://localhost:${port}`)
    const admin = tenant.people.find((person) => person.roles.includes('Admin'))?.email as string
    const api = async (method: string, path: string, body?: object) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await tenant.signIn(admin)}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return response.json() as Promise<never>
    }
    expect((await fetch(`http://127.0.0.1:${port}/demo/token`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/preview/`)).status).toBe(404)

    const addresses = new Map<string, string>()
    const add = async (people: typeof contacts) => {
      for (const person of people) {
        const made: { id: string } = await api('POST', '/api/v1/contacts', {
          firstName: person.firstName,
          lastName: person.lastName,
          email: person.email,
          aliases: person.aliases,
        })
        for (const address of [person.email, ...person.aliases]) addresses.set(address.toLowerCase(), made.id)
      }
    }
    await add(contacts.slice(0, 20))
    const { items: mailboxes }: { items: { id: string; address: string }[] } = await api('GET', '/api/v1/mailboxes')
    const wanted = mailboxes.filter((mailbox) => tenant.mailboxes.some(({ address }) => address === mailbox.address))
    expect(wanted).toHaveLength(6)
    for (const { id } of wanted) await api('POST', `/api/v1/mailboxes/${id}/sync`)
    for (const wait of [60, 150, 90, 240]) {
      await sleep(wait)
      await program.kill('SIGKILL')
      program = await startProgram(env)
    }
    await add(contacts.slice(20))
    await program.kill('SIGKILL')
    program = await startProgram(env)

    const expected = await truth(tenant, addresses)
    expect(expected.length).toBeGreaterThan(900)
    let found: string[] = []
    for (let tries = 0; tries < 100 && found.length < expected.length; tries++) {
      await sleep(1000)
      found = await timelines(api, [...new Set(addresses.values())])
    }
    expect(found).toEqual(expected)
  })
})

async function timelines(
  api: (method: string, path: string) => Promise<never>,
  contactIds: string[],
): Promise<string[]> {
  const entries: string[] = []
  for (const id of contactIds) {
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: {
        items: { type: string; details: { internetMessageId: string | null } }[]
        nextCursor: string | null
      } = await api('GET', `/api/v1/contacts/${id}/timeline?limit=100${cursor ? `&cursor=${cursor}` : ''}`)
      for (const { type, details } of page.items)
        if (details.internetMessageId) entries.push(`${id} ${type} ${details.internetMessageId}`)
      cursor = page.nextCursor
    }
  }
  return entries.sort()
}
