import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, IMMUTABLE, openStage, personOf, type Reply, type Stage } from './fixture.ts'
import { answerChecker, HOW, operations, PRESENT } from './microsoft-shapes.ts'

describe(`answers of the demo Graph (${HOW})`, () => {
  const check = answerChecker()
  const met = new Set<string>()
  let stage: Stage
  let values: Record<string, string>
  let hook: Awaited<ReturnType<typeof openHook>>

  /** Performs an operation, named by its path template, and compares the answer. */
  async function call(
    method: string,
    template: string,
    expected: number,
    ask: Ask & { query?: string } = {},
  ): Promise<Reply> {
    const path = template.replace(/\{([\w-]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? name))
    const reply = await stage.ask(`${path}${ask.query ?? ''}`, { method, headers: IMMUTABLE, ...ask })
    expect(reply.status, JSON.stringify(reply.body)).toBe(expected)
    expect(check(method, template, reply.status, reply.body)).toEqual([])
    met.add(`${method} ${template}`)
    return reply
  }

  beforeAll(async () => {
    stage = await openStage()
    hook = await openHook(stage)
    values = { 'user-id': personOf(stage, 'maren').oid, 'mailFolder-id': 'inbox' }
  })
  afterAll(async () => {
    hook.close()
    await stage.close()
  })

  it('people and organisation', async () => {
    await call('GET', '/users', 200, { query: '?$select=id,mail,displayName,userType,accountEnabled,proxyAddresses' })
    await call('GET', '/users', 200)
    await call('GET', '/users/{user-id}', 200)
    await call('GET', '/organization', 200)
    await call('GET', '/users/{user-id}/mailboxSettings', 200)
    const token = await stage.tenant.signIn('maren.lindqvist@halden-optics.example', 'graph')
    await call('GET', '/me', 200, { token })
    await call('GET', '/me', 400)
  })

  it('folders', async () => {
    const list = '/users/{user-id}/mailFolders'
    await call('GET', list, 200, { query: '?includeHiddenFolders=true&$top=50' })
    await call('GET', `${list}/delta`, 200)
    await call('GET', `${list}/{mailFolder-id}`, 200)
    await call('GET', `${list}/{mailFolder-id}/childFolders`, 200)
    const made = await call('POST', list, 201, { body: { displayName: 'Made by a test' } })
    await call('POST', list, 409, { body: { displayName: 'Made by a test' } })
    values['mailFolder-id'] = made.body.id
    await call('POST', `${list}/{mailFolder-id}/childFolders`, 201, { body: { displayName: 'Below' } })
    await call('PATCH', `${list}/{mailFolder-id}`, 200, { body: { displayName: 'Renamed' } })
    await call('DELETE', `${list}/{mailFolder-id}`, 204)
    await call('GET', `${list}/{mailFolder-id}`, 404)
    values['mailFolder-id'] = 'inbox'
  })

  it('every message of every mailbox, whole and with headers and extended properties', async () => {
    const select =
      '$select=subject,body,uniqueBody,internetMessageHeaders,from,toRecipients,conversationIndex,flag,parentFolderId'
    const expand =
      "$expand=attachments,singleValueExtendedProperties($filter=id eq 'Integer 0x36' or id eq 'String 0x001A')"
    for (const { oid } of stage.tenant.mailboxes) {
      values['user-id'] = oid
      await call('GET', '/users/{user-id}/messages', 200, { query: '?$top=1000' })
      await call('GET', '/users/{user-id}/messages', 200, { query: `?$top=1000&${select}&${expand}` })
    }
    values['user-id'] = personOf(stage, 'maren').oid
    await call('GET', '/users/{user-id}/mailFolders/{mailFolder-id}/messages', 200)
  })

  it('delta rounds, with tombstones and partial updates', async () => {
    const template = '/users/{user-id}/mailFolders/{mailFolder-id}/messages/delta'
    const headers = { prefer: 'IdType="ImmutableId", odata.maxpagesize=1000' }
    const first = await call('GET', template, 200, { headers })
    expect(first.body['@odata.deltaLink']).toBeTruthy()
    const [one, two] = first.body.value
    const message = (id: string) => `/users/${values['user-id']}/messages/${id}`
    await stage.ask(message(one.id), { method: 'PATCH', body: { isRead: !one.isRead } })
    await stage.ask(message(two.id), { method: 'DELETE' })
    await stage.tenant.deliver({ to: ['maren.lindqvist@halden-optics.example'] })
    const second = await call('GET', template, 200, { headers, query: new URL(first.body['@odata.deltaLink']).search })
    expect(second.body.value).toHaveLength(3)
    await stage.tenant.loseSyncState(values['user-id'] ?? '')
    await call('GET', template, 410, { headers, query: new URL(second.body['@odata.deltaLink']).search })
  })

  it('one message: read, write, move, send, delete, below the mailbox and below its folder', async () => {
    for (const root of ['/users/{user-id}/messages', '/users/{user-id}/mailFolders/{mailFolder-id}/messages']) {
      values['mailFolder-id'] = 'inbox'
      const { copies } = await stage.tenant.deliver({ to: ['maren.lindqvist@halden-optics.example'] })
      values['message-id'] = copies[0]?.id as string
      const one = `${root}/{message-id}`
      await call('GET', one, 200)
      await call('PATCH', one, 200, { body: { isRead: true, categories: ['Blue category'] } })
      await call('PATCH', one, 400, { body: { subject: 'Received mail keeps its subject' } })
      await call('GET', `${one}/$value`, 200)
      await call('GET', `${one}/attachments`, 200)
      await call('POST', `${one}/createReply`, 201, { body: { comment: 'Hello' } })
      await call('POST', `${one}/createReplyAll`, 201, { body: {} })
      await call('POST', `${one}/move`, 201, { body: { destinationId: 'archive' } })
      values['mailFolder-id'] = 'archive'
      await call('DELETE', one, 204)
      const recipients = [{ emailAddress: { address: 'x@y.example', name: 'X' } }]
      values['mailFolder-id'] = 'drafts'
      const draft = await call('POST', root, 201, { body: { subject: 'Draft', toRecipients: recipients } })
      values['message-id'] = draft.body.id
      await call('POST', `${one}/send`, 202)
      values['message-id'] = 'nonsense'
      await call('GET', one, 400)
    }
    values['mailFolder-id'] = 'inbox'
  })

  it('sendMail and translateExchangeIds', async () => {
    const message = { subject: 'Hi', toRecipients: [{ emailAddress: { address: 'x@y.example' } }] }
    await call('POST', '/users/{user-id}/sendMail', 202, { body: { message } })
    await call('POST', '/users/{user-id}/sendMail', 400, { body: {} })
    const { body } = await stage.ask(`/users/${values['user-id']}/messages?$top=2&$select=id`)
    const inputIds = [...body.value.map((one: { id: string }) => one.id), 'nonsense']
    const ids = { inputIds, sourceIdType: 'restId', targetIdType: 'restImmutableEntryId' }
    await call('POST', '/users/{user-id}/translateExchangeIds', 200, { body: ids })
  })

  it('subscriptions', async () => {
    const body = {
      changeType: 'created',
      notificationUrl: hook.url,
      resource: `users/${values['user-id']}/mailFolders('inbox')/messages`,
      expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
      clientState: 'state',
    }
    const made = await call('POST', '/subscriptions', 201, { body })
    values['subscription-id'] = made.body.id
    await call('GET', '/subscriptions', 200)
    await call('GET', '/subscriptions/{subscription-id}', 200)
    await call('PATCH', '/subscriptions/{subscription-id}', 200, {
      body: { expirationDateTime: body.expirationDateTime },
    })
    await call('POST', '/subscriptions/{subscription-id}/reauthorize', 204)
    await call('DELETE', '/subscriptions/{subscription-id}', 204)
    await call('GET', '/subscriptions/{subscription-id}', 404)
    await call('POST', '/subscriptions', 400, { body: { ...body, resource: 'users' } })
  })

  it('a batch', async () => {
    const requests = [
      { id: '1', method: 'GET', url: `/users/${values['user-id']}/mailFolders/inbox` },
      { id: '2', method: 'GET', url: '/nowhere', dependsOn: ['1'] },
    ]
    await call('POST', '/$batch', 200, { body: { requests } })
    await call('POST', '/$batch', 400, { body: { requests: [] } })
  })

  it.runIf(PRESENT)('are compared in earnest: a wrong one is noticed', () => {
    const wrong = { value: [{ id: 1, receivedDateTime: 'yesterday' }] }
    expect(check('GET', '/users/{user-id}/messages', 200, wrong).length).toBeGreaterThan(1)
    const both = { value: [], '@odata.nextLink': 'a', '@odata.deltaLink': 'b' }
    expect(check('GET', '/users/{user-id}/mailFolders/{mailFolder-id}/messages/delta', 200, both)).not.toEqual([])
  })

  it.runIf(PRESENT)('leave nothing of the document out but /users/delta', () => {
    // `/me/…` is the same code as `/users/{id}/…`.
    const missing = operations().filter((one) => !met.has(one) && !met.has(one.replace('/me/', '/users/{user-id}/')))
    expect(missing).toEqual(['GET /users/delta'])
  })
})

/** An endpoint that passes the validation handshake. */
async function openHook(stage: Stage) {
  const server = createServer(stage.tenant.tls, (req, res) => {
    const token = new URL(req.url ?? '', 'https://localhost').searchParams.get('validationToken') ?? ''
    res.setHeader('content-type', 'text/plain').end(token)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `https://localhost:${(server.address() as AddressInfo).port}/`, close: () => void server.close() }
}
