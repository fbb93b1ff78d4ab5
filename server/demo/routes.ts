import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Delivery } from './deliver.ts'
import { accountOf, issueIdToken, issueToken } from './entra/issue.ts'
import { readScopes } from './entra/scopes.ts'
import type { Answer, Call } from './http.ts'
import { OUTLOOK_ID } from './seed/organisation.ts'
import type { DemoTenant } from './tenant.ts'

/**
 * The demo's own routes beside the product: sign-in without a password, the list of people, the demo Graph under the
 * page's own origin, and new mail on demand. They exist only where the demo tenant does.
 */
export function demoRoutes(tenant: DemoTenant): FastifyPluginAsync {
  return async (app) => {
    app.get('/demo/people', async () => tenant.people)

    app.post<{ Body: { user?: string; scope?: 'api' | 'graph' } }>('/demo/token', async (req, reply) => {
      const answer = await tokenFor(tenant, req.body?.user ?? '', req.body?.scope === 'graph' ? 'graph' : 'api')
      return answer ?? reply.code(404).send({ error: 'Nobody in the demo tenant has this address.' })
    })

    app.post<{ Body: Partial<Delivery> }>('/demo/deliver', async (req, reply) => {
      const to = [req.body?.to ?? []].flat()
      const known = tenant.mailboxes.map(({ address }) => address)
      const wrong = to.find((address) => !known.includes(address.toLowerCase()))
      if (to.length === 0 || wrong) {
        return reply.code(400).send({ error: `to must name mailboxes of the demo tenant: ${known.join(', ')}` })
      }
      return reply.code(201).send(await tenant.deliver({ ...pickDelivery(req.body), to }))
    })

    await app.register(forwarded(tenant))
  }
}

/** Only what a page may set; the odder parts of a delivery are for tests. */
function pickDelivery({ from, subject, text, html, cc }: Partial<Delivery>) {
  return {
    ...(from ? { from: { name: from.name ?? from.address, address: from.address } } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    ...(cc ? { cc } : {}),
  }
}

async function tokenFor(tenant: DemoTenant, address: string, scope: 'api' | 'graph') {
  const { entra } = tenant
  const user = entra.directory.byAddress(address)
  if (user?.kind !== 'user') return undefined
  const { token, expiresIn } = await issueToken(entra, user, scope, scope === 'graph' ? OUTLOOK_ID : entra.clientId)
  const asked = scope === 'api' ? `api://${entra.clientId}/access_as_user` : 'https://graph.microsoft.com/.default'
  return {
    token_type: 'Bearer',
    access_token: token,
    id_token: await issueIdToken(entra, user, undefined),
    expires_in: expiresIn,
    scope: readScopes(entra, asked).granted,
    account: accountOf(entra, user),
  }
}

/**
 * Hands `/demo/graph/v1.0/…` to the demo Graph and `/{tenant}/…` to the demo Entra in process: a page on plain http
 * could not reach them without a warning. MSAL wants an authority's path to begin with the tenant.
 */
function forwarded(tenant: DemoTenant): FastifyPluginAsync {
  return async (app) => {
    // Both read their bodies themselves: JSON, forms, or MIME as text.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_req, body, done) => done(null, body))
    app.all('/demo/graph/*', (req, reply) => forward('/demo/graph', tenant.graph, req, reply))
    app.all(`/${tenant.tenantId}/*`, (req, reply) => forward('', tenant.signInPages, req, reply))
  }
}

async function forward(prefix: string, to: (call: Call) => Promise<Answer>, req: FastifyRequest, reply: FastifyReply) {
  const url = new URL(req.url, `${req.protocol}://${req.host}`)
  const answer = await to({
    method: req.method,
    path: url.pathname.slice(prefix.length),
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
    base: `${url.origin}${prefix}`,
  })
  return reply.code(answer.status).headers(answer.headers).send(answer.body)
}
