import { createHash } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoRoutes } from '../../../server/demo/routes.ts'
import { contacts } from '../../../server/demo/seed/people.ts'
import { twins } from '../../../server/demo/seed/twins.ts'
import { seedThroughApi } from '../../../server/demo/seed-product.ts'
import { openStage, type Stage } from './fixture.ts'

describe('the demo’s routes beside the product', () => {
  let stage: Stage
  let app: FastifyInstance
  const token = async (user: string, scope?: string) =>
    (await app.inject({ method: 'POST', url: '/demo/token', payload: { user, scope } })).json()

  beforeAll(async () => {
    stage = await openStage()
    app = Fastify()
    await app.register(demoRoutes(stage.tenant))
  })
  afterAll(async () => {
    await app.close()
    await stage.close()
  })

  it('lists the people', async () => {
    const people = (await app.inject('/demo/people')).json()
    expect(people).toHaveLength(5)
    expect(people[0]).toMatchObject({ name: 'Maren Lindqvist', roles: ['Rep'] })
  })

  it('gives a person’s token with what msal needs for an account', async () => {
    const answer = await token('Jonas.Brandt@halden-optics.example')
    expect(decodeJwt(answer.access_token)).toMatchObject({
      aud: stage.tenant.clientId,
      roles: ['Admin'],
      scp: 'access_as_user',
    })
    expect(decodeJwt(answer.id_token)).toMatchObject({ oid: answer.account.localAccountId })
    expect(answer).toMatchObject({ token_type: 'Bearer', scope: `api://${stage.tenant.clientId}/access_as_user` })
    expect(answer.account.homeAccountId).toBe(`${answer.account.localAccountId}.${stage.tenant.tenantId}`)
    expect(
      (await app.inject({ method: 'POST', url: '/demo/token', payload: { user: 'x@y.example' } })).statusCode,
    ).toBe(404)
  })

  it('signs in on the page’s own origin, from the list of people to the token', async () => {
    const { tenantId, clientId } = stage.tenant
    const verifier = 'a-verifier-that-is-long-enough-for-rfc-7636-of-course'
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: 'http://localhost:3000/signin.html',
      response_mode: 'fragment',
      scope: `api://${clientId}/access_as_user openid offline_access`,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 's1',
    })
    const chooser = await app.inject(`/${tenantId}/oauth2/v2.0/authorize?${query}`)
    expect(chooser.body).toContain('Maren Lindqvist')
    query.set('demo_person', (await app.inject('/demo/people')).json()[0].oid)
    const back = await app.inject(`/${tenantId}/oauth2/v2.0/authorize?${query}`)
    const answer = new URLSearchParams(new URL(String(back.headers.location)).hash.slice(1))
    expect([back.statusCode, answer.get('state')]).toEqual([302, 's1'])
    const redeemed = await app.inject({
      method: 'POST',
      url: `/${tenantId}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        code: answer.get('code') ?? '',
        redirect_uri: 'http://localhost:3000/signin.html',
        code_verifier: verifier,
      }).toString(),
    })
    expect(decodeJwt(redeemed.json().access_token)).toMatchObject({ aud: clientId, scp: 'access_as_user' })
    query.set('redirect_uri', 'https://elsewhere.example/')
    expect((await app.inject(`/${tenantId}/oauth2/v2.0/authorize?${query}`)).statusCode).toBe(400)
  })

  it('hands requests to Graph under the page’s own origin, next links included', async () => {
    const { access_token } = await token('maren.lindqvist@halden-optics.example', 'graph')
    const headers = { authorization: `Bearer ${access_token}`, host: 'localhost:3000' }
    const list = await app.inject({ url: '/demo/graph/v1.0/me/messages?$top=5', headers })
    expect(list.json().value).toHaveLength(5)
    const next = new URL(list.json()['@odata.nextLink'])
    expect(next.origin).toBe('http://localhost:3000')
    const more = await app.inject({ url: next.pathname + next.search, headers })
    expect(more.json().value).toHaveLength(5)
    const payload = {
      message: { subject: 'From the page', toRecipients: [{ emailAddress: { address: 'x@y.example' } }] },
    }
    const sent = await app.inject({ method: 'POST', url: '/demo/graph/v1.0/me/sendMail', headers, payload })
    expect(sent.statusCode).toBe(202)
    expect((await app.inject('/demo/graph/v1.0/me')).statusCode).toBe(401)
  })

  it('lets a believable mail arrive on demand', async () => {
    const to = ['tomas.echeverria@halden-optics.example']
    const answer = await app.inject({ method: 'POST', url: '/demo/deliver', payload: { to } })
    expect(answer.statusCode).toBe(201)
    const { copies } = answer.json()
    const { body } = await stage.ask(`/users/${copies[0].mailbox}/messages/${copies[0].id}`)
    const owners = contacts.filter(({ ownerEmail }) => ownerEmail === to[0]).map(({ email }) => email)
    expect(owners).toContain(body.from.emailAddress.address)
    expect(body.subject).not.toMatch(/[[\]{}|]/)
    expect(Date.now() - Date.parse(body.receivedDateTime)).toBeLessThan(10_000)
    expect(
      (await app.inject({ method: 'POST', url: '/demo/deliver', payload: { to: ['x@y.example'] } })).statusCode,
    ).toBe(400)
  })

  it('seeds the product through its own API only, and again without harm', async () => {
    const product = Fastify()
    const posted: { email: string; duplicates?: string }[] = []
    const synced: string[] = []
    product.get('/api/v1/contacts', async () => ({ items: [], total: { count: posted.length, exact: true } }))
    product.post<{ Body: { email: string; duplicates?: string } }>('/api/v1/contacts', async (req, reply) => {
      posted.push(req.body)
      return reply.code(201).send({ id: req.body.email })
    })
    const consenting = new Set<string>()
    product.post<{ Params: { id: string } }>('/api/v1/contacts/:id/consent', async (req, reply) => {
      consenting.add(req.params.id)
      return reply.code(201).send({})
    })
    const deals: { stageId: string; contacts: { contactId: string }[] }[] = []
    product.get('/api/v1/deal-stages', async () => ({
      items: ['open', 'open', 'open', 'won', 'lost'].map((outcome, n) => ({ id: `${n}`, outcome })),
    }))
    product.post<{ Body: (typeof deals)[number] }>('/api/v1/deals', async (req, reply) => {
      deals.push(req.body)
      return reply.code(201).send({})
    })
    const templates: string[] = []
    product.post<{ Body: { name: string } }>('/api/v1/templates', async (req, reply) => {
      templates.push(req.body.name)
      return reply.code(201).send({})
    })
    product.get('/api/v1/mailboxes', async () => ({
      items: stage.tenant.mailboxes.map(({ address }, i) => {
        const id = String(i)
        return { id, address, state: synced.includes(id) ? 'ready' : 'available' }
      }),
    }))
    product.post<{ Params: { id: string } }>('/api/v1/mailboxes/:id/sync', async (req) => {
      synced.push(req.params.id)
      return {}
    })
    const baseUrl = await product.listen({ port: 0, host: '127.0.0.1' })
    const addresses = stage.tenant.mailboxes.map(({ address }) => address)
    for (let i = 0; i < 2; i++) await seedThroughApi({ baseUrl, token: 'token' }, addresses)
    expect(posted.filter(({ duplicates }) => duplicates === undefined)).toHaveLength(40)
    expect(posted.filter(({ duplicates }) => duplicates === 'allow')).toHaveLength(twins.length)
    expect(posted[0]).toMatchObject({ firstName: 'Katrin', company: { name: 'Weissach Präzision GmbH' } })
    expect(consenting.size).toBe(7)
    expect(deals.length).toBeGreaterThan(5)
    expect(deals.every(({ stageId, contacts: people }) => stageId && people.length > 0)).toBe(true)
    expect(posted.map(({ email }) => email)).toEqual(expect.arrayContaining([...consenting]))
    expect(synced).toHaveLength(6)
    expect(templates).toHaveLength(3)
    await product.close()
  })
})
