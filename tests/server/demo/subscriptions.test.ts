import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { IMMUTABLE, openStage, personOf, type Stage } from './fixture.ts'
import { HOW, valueChecker } from './microsoft-shapes.ts'

const MINUTE = 60_000
type Notification = Record<string, unknown> & { resourceData?: { id: string } }

/** An https endpoint as the product's would be: it echoes validation tokens and keeps what it is told. */
async function openEndpoint(tls: { key: string; cert: string }) {
  const told: Notification[] = []
  const state = { echo: true, refusals: 0, posts: 0 }
  const server = createServer(tls, async (req, res) => {
    const token = new URL(req.url ?? '', 'https://localhost').searchParams.get('validationToken')
    if (token !== null) return res.setHeader('content-type', 'text/plain').end(state.echo ? token : 'no')
    let body = ''
    for await (const chunk of req) body += chunk
    state.posts++
    if (state.refusals-- > 0) return res.writeHead(503).end()
    told.push(...JSON.parse(body).value)
    res.writeHead(202).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `https://localhost:${(server.address() as AddressInfo).port}/hooks/graph?from=graph`
  return { url, told, state, close: () => void server.close() }
}

describe(`change notifications (${HOW})`, () => {
  const unfit = valueChecker('microsoft.graph.changeNotificationCollection')
  let now = Date.now()
  let stage: Stage
  let endpoint: Awaited<ReturnType<typeof openEndpoint>>
  let maren: string
  const minutes = (count: number) => new Date(now + count * MINUTE).toISOString()
  const subscribe = (more: object = {}) =>
    stage.ask('/subscriptions', {
      method: 'POST',
      headers: IMMUTABLE,
      body: {
        changeType: 'created,updated,deleted',
        notificationUrl: endpoint.url,
        lifecycleNotificationUrl: endpoint.url,
        resource: `users/${maren}/mailFolders('inbox')/messages`,
        expirationDateTime: minutes(4000),
        clientState: 'only we know',
        ...more,
      },
    })
  const arrive = async () =>
    (await stage.tenant.deliver({ to: ['maren.lindqvist@halden-optics.example'] })).copies[0]?.id
  const heard = (count: number) =>
    vi.waitFor(() => {
      if (endpoint.told.length < count) throw new Error(`heard ${endpoint.told.length} of ${count}`)
      return endpoint.told
    }, 8000)

  beforeAll(async () => {
    stage = await openStage({ now: () => new Date(now) })
    endpoint = await openEndpoint(stage.tenant.tls)
    maren = personOf(stage, 'maren').oid
  })
  afterEach(async () => {
    const { body } = await stage.ask('/subscriptions')
    for (const { id } of body.value) await stage.ask(`/subscriptions/${id}`, { method: 'DELETE' })
    endpoint.told.length = 0
    Object.assign(endpoint.state, { echo: true, refusals: 0, posts: 0 })
  })
  afterAll(async () => {
    endpoint.close()
    await stage.close()
  })

  it('validates the endpoint, then tells it of a new message with the client state and the immutable id', async () => {
    const { status, body } = await subscribe()
    expect(status).toBe(201)
    const id = await arrive()
    const [told] = await heard(1)
    expect(unfit({ value: [told] })).toEqual([])
    expect(told).toMatchObject({
      subscriptionId: body.id,
      clientState: 'only we know',
      changeType: 'created',
      tenantId: stage.tenant.tenantId,
      resource: `Users/${maren}/Messages/${id}`,
      resourceData: { '@odata.type': '#Microsoft.Graph.Message', id },
    })
    expect((await stage.ask(`/${told?.resource}`, { headers: IMMUTABLE })).status).toBe(200)
  })

  it('refuses an endpoint that does not echo the token, is not https, or is not there', async () => {
    endpoint.state.echo = false
    expect((await subscribe()).body.error.code).toBe('ValidationError')
    expect((await subscribe({ notificationUrl: 'http://localhost:1/' })).status).toBe(400)
    endpoint.state.echo = true
    expect((await subscribe({ lifecycleNotificationUrl: 'https://localhost:9/' })).status).toBe(400)
    expect((await stage.ask('/subscriptions')).body.value).toEqual([])
  })

  it('tells of changes and removals, and only of the folder and kinds asked for', async () => {
    await subscribe({ changeType: 'updated' })
    await subscribe({ changeType: 'deleted', resource: `/users/${maren}/messages` })
    const id = await arrive()
    await stage.ask(`/users/${maren}/messages/${id}`, { method: 'PATCH', body: { isRead: true } })
    await stage.ask(`/users/${maren}/messages/${id}`, { method: 'DELETE' })
    await stage.ask(`/users/${maren}/messages/${id}`, { method: 'DELETE' })
    const told = await heard(2)
    expect(told.map((one) => one.changeType).toSorted()).toEqual(['deleted', 'updated'])
  })

  it('tries again when the endpoint is down for a moment', async () => {
    await subscribe()
    endpoint.state.refusals = 1
    await arrive()
    await heard(1)
    expect(endpoint.state.posts).toBe(2)
  })

  it('lives at most 10,080 minutes, at least 45, is renewed by PATCH, and ends', async () => {
    expect((await subscribe({ expirationDateTime: minutes(10_081) })).status).toBe(400)
    const { body } = await subscribe({ expirationDateTime: minutes(5) })
    expect(Date.parse(body.expirationDateTime)).toBe(now + 45 * MINUTE)
    const renewal = { method: 'PATCH', body: { expirationDateTime: minutes(60) } }
    const renewed = await stage.ask(`/subscriptions/${body.id}`, renewal)
    expect(Date.parse(renewed.body.expirationDateTime)).toBe(now + 60 * MINUTE)
    now += 61 * MINUTE
    expect((await stage.ask(`/subscriptions/${body.id}`)).status).toBe(404)
    expect(
      (await stage.ask(`/subscriptions/${body.id}`, { method: 'PATCH', body: { expirationDateTime: minutes(60) } }))
        .status,
    ).toBe(404)
    await arrive()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(endpoint.told).toEqual([])
  })

  it('sends lifecycle events, and removes with subscriptionRemoved', async () => {
    const { body } = await subscribe()
    stage.tenant.lifecycle(maren, 'missed')
    stage.tenant.lifecycle(maren, 'subscriptionRemoved')
    const told = await heard(2)
    expect(told.map((one) => one.lifecycleEvent)).toEqual(['missed', 'subscriptionRemoved'])
    expect(told[0]).toMatchObject({ subscriptionId: body.id, clientState: 'only we know' })
    expect((await stage.ask(`/subscriptions/${body.id}`)).status).toBe(404)
  })

  it('outlives a restart', async () => {
    const { body } = await subscribe()
    await stage.restart()
    const kept = await stage.ask(`/subscriptions/${body.id}`)
    expect(kept.body).toMatchObject({ id: body.id, resource: body.resource })
    const id = await arrive()
    const told = await heard(1)
    expect(told[0]?.resourceData?.id).toBe(id)
  })
})
