import { sql } from 'drizzle-orm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { graphClient } from '../../../server/graph/client.ts'
import { openGate } from '../../../server/graph/gate.ts'
import { TRACKED_MARK } from '../../../server/graph/mail.ts'
import { LIST_UNSUBSCRIBE, LIST_UNSUBSCRIBE_POST } from '../../../server/graph/outgoing.ts'
import { readItems } from '../../../server/mail/fetch-mails.ts'
import { ingestMails } from '../../../server/mail/ingest.ts'
import { dueOutgoing, forgetFailed, lookUpOutgoing } from '../../../server/sending/look-up.ts'
import { ownAddresses } from '../../../server/users/organisation.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, turnOn } from '../tracking/mails.ts'
import { type Fate, SendingGraph } from './sending-graph.ts'

const guardian = { ...admin, oid: '22222222-0000-4000-8000-000000000009', name: 'Dora Data', roles: ['DataProtection'] }
const HOUR = 3_600_000

/** The server with a mailbox of the rep and one contact, in front of a Graph that sends as it is told. */
async function office() {
  const api = await testApi()
  const graph = new SendingGraph()
  const baseUrl = await graph.listen()
  onTestFinished(() => graph.close())
  const gate = openGate(api.connection.url)
  onTestFinished(() => gate.end())
  const { tokens, db } = api.services
  // The routes read the services when they are called.
  api.services.graph.call = graphClient({ baseUrl, tokens, gate }).call
  const call = api.as(rep)
  const { body: me } = await call({ url: '/api/v1/me' })
  await db.execute(sql`insert into organisation_domains (domain) values ('ours.example') on conflict do nothing`)
  await db.execute(sql`insert into mailboxes (graph_user_id, user_id, address, name)
    values (${rep.oid}::uuid, ${me.id}::uuid, 'rita@ours.example', 'Rita Rep') on conflict (graph_user_id) do update set user_id = excluded.user_id`)
  const { body: ann } = await call({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { firstName: 'Ann', email: 'ann@client.example', country: 'US' },
  })
  const mail = { to: [{ address: 'ann@client.example', name: 'Ann' }], subject: 'Offer', html: '<p>Hello Ann</p>' }
  const send = (payload: object = {}, key?: string) =>
    call({
      method: 'POST',
      url: '/api/v1/mails',
      payload: { ...mail, ...payload },
      ...(key ? { headers: { 'idempotency-key': key } } : {}),
    })
  const timeline = async () =>
    (await call({ url: `/api/v1/contacts/${ann.id}/timeline`, query: { type: 'email_sent' } })).body.items
  const state = async (id: string) => (await call({ url: `/api/v1/mails/${id}` })).body
  const wait = (milliseconds: number) => {
    const at = Date.now() + milliseconds
    api.services.now = () => new Date(at)
  }
  return { api, graph, call, send, timeline, state, wait, ann, look: (id: string) => lookUpOutgoing(api.services, id) }
}

describe('sending as the rep', () => {
  it('goes out once, stands on the timeline at once, and sync knows it again', async () => {
    const { api, graph, send, timeline, state, ann } = await office()
    const { status, body } = await send({ cc: [{ address: 'boss@ours.example' }] })
    expect([status, body.state, body.error]).toEqual([201, 'sent', null])
    expect(graph.sent).toHaveLength(1)
    expect(await timeline()).toMatchObject([
      { type: 'email_sent', source: 'throughline', details: { subject: 'Offer', preview: 'Hello Ann' } },
    ])
    const { mails } = await readItems(api.services.graph, rep.oid, [
      { ...graph.sent[0]?.message, isDraft: false } as never,
    ])
    const [mailbox] = await api.connection.sql<{ id: string }[]>`select id from mailboxes`
    const own = await ownAddresses(api.services.db)
    await api.services.db.transaction((tx) =>
      ingestMails(
        { tx, own, secrets: api.services.secrets, mailbox: { id: mailbox?.id as string, syncFrom: null } },
        mails,
      ),
    )
    expect(await timeline()).toHaveLength(1)
    const { body: contact } = await api.as(rep)({ url: `/api/v1/contacts/${ann.id}` })
    expect(contact.lastContactedAt).toBe('2026-11-01T09:00:00.000Z')
    expect(await state(body.id)).toMatchObject({ state: 'sent', sentAt: expect.any(String) })
    const [row] = await api.connection.sql`select content, due_at from outgoing_mails`
    expect(row).toMatchObject({ content: null, due_at: null })
  })

  it('the same key is the same mail: twice one after the other, and twice at once', async () => {
    const { graph, send } = await office()
    const both = await Promise.all([send({}, 'key-of-one-mail'), send({}, 'key-of-one-mail')])
    const third = await send({}, 'key-of-one-mail')
    expect(new Set([...both, third].map(({ body }) => body.id)).size).toBe(1)
    expect(graph.count('send')).toBe(1)
    expect((await send({ subject: 'Another' }, 'key-of-one-mail')).status).toBe(422)
    expect(graph.sent).toHaveLength(1)
  })

  const lost: [string, Fate][] = [
    ['504', 'unanswered'],
    ['a reset', 'lost'],
  ]
  for (const [name, fate] of lost) {
    it(`${name} after it went out: looked up, never sent again`, async () => {
      const { graph, send, timeline, state, look } = await office()
      graph.fate = (step) => (step === 'send' ? fate : 'done')
      const { body } = await send()
      expect(body.state).toBe('unsure')
      await look(body.id)
      expect(await state(body.id)).toMatchObject({ state: 'sent', error: null })
      expect(await timeline()).toHaveLength(1)
      expect([graph.count('send'), graph.sent.length]).toEqual([1, 1])
    })

    it(`${name} while the draft was made: the one that is there goes out`, async () => {
      const { graph, send } = await office()
      graph.fate = (step) => (step === 'create' ? fate : 'done')
      expect((await send()).body.state).toBe('sent')
      expect([graph.items.length, graph.sent.length]).toEqual([1, 1])
    })
  }

  it('a 504 that sent nothing is told after an hour, with the draft as the remedy', async () => {
    const { api, graph, send, state, wait, look } = await office()
    graph.fate = (step) => (step === 'send' ? 'never sent' : 'done')
    const { body } = await send()
    await look(body.id)
    expect((await state(body.id)).state).toBe('unsure')
    wait(HOUR + 60_000)
    expect(await dueOutgoing(api.services)).toEqual([body.id])
    await look(body.id)
    expect(await state(body.id)).toMatchObject({
      state: 'failed',
      error: { code: 'not_sent', remedy: expect.stringContaining('Drafts') },
    })
    expect([graph.count('send'), graph.sent.length]).toEqual([1, 0])
    expect(await dueOutgoing(api.services)).toEqual([])
  })

  it('a sent item that shows late is found late', async () => {
    const { graph, send, timeline, state, look } = await office()
    graph.shows = false
    const { body } = await send()
    expect(body.state).toBe('sent')
    expect(await timeline()).toEqual([])
    await look(body.id)
    graph.shows = true
    await look(body.id)
    expect(await timeline()).toHaveLength(1)
    expect((await state(body.id)).state).toBe('sent')
  })

  it('a lookup that fails is tried again, longer each time', async () => {
    const { api, graph, send, state, look } = await office()
    graph.fate = (step) => (step === 'send' ? 'lost' : step === 'find' ? 'refused' : 'done')
    const { body } = await send()
    await look(body.id)
    const [first] = await api.connection.sql<{ attempts: number }[]>`select attempts from outgoing_mails`
    graph.fate = () => 'done'
    await look(body.id)
    expect([first?.attempts, (await state(body.id)).state]).toEqual([1, 'sent'])
  })

  it('a refusal is told in words and nothing is sent', async () => {
    const { graph, send, timeline } = await office()
    graph.fate = (step) => (step === 'send' ? 'refused' : 'done')
    expect((await send()).body).toMatchObject({
      state: 'failed',
      error: {
        message: 'Microsoft does not let you send from this mailbox (ErrorSendAsDenied).',
        remedy: expect.stringContaining('Drafts'),
      },
    })
    graph.fate = (step) => (step === 'create' ? 'lost before' : 'done')
    expect((await send()).body).toMatchObject({
      state: 'failed',
      error: { remedy: expect.stringContaining('Nothing was sent') },
    })
    expect(graph.sent).toEqual([])
    expect(await timeline()).toEqual([])
  })

  it('a process that stopped at any step leaves nothing unknown and sends nothing twice', async () => {
    const { api, graph, send, state, wait, look } = await office()
    const stopped = async (at: string) => {
      graph.fate = (step) => (step === 'send' ? 'never sent' : 'done')
      const { body } = await send()
      await api.connection
        .sql`update outgoing_mails set state = ${at}, due_at = now() + interval '2 minutes' where id = ${body.id}`
      return body.id as string
    }
    const ids = {
      preparing: await stopped('preparing'),
      drafted: await stopped('drafted'),
      sending: await stopped('sending'),
    }
    const item = graph.items.find(({ marker }) => marker === ids.sending)
    if (item) item.isDraft = false // it was sent, and nobody heard
    graph.items.splice(0, 1) // and this draft was never made
    const before = graph.count('send')
    wait(3 * 60_000)
    expect((await dueOutgoing(api.services)).toSorted()).toEqual(Object.values(ids).toSorted())
    for (const id of Object.values(ids)) await look(id)
    expect(await state(ids.preparing)).toMatchObject({
      state: 'failed',
      error: { code: 'interrupted', remedy: expect.stringContaining('Send it again') },
    })
    expect(await state(ids.drafted)).toMatchObject({
      state: 'failed',
      error: { remedy: expect.stringContaining('Drafts') },
    })
    expect((await state(ids.sending)).state).toBe('sent')
    expect(graph.count('send')).toBe(before)
  })

  it('what failed is forgotten after a week', async () => {
    const { api, graph, send, wait } = await office()
    graph.fate = () => 'refused'
    await send()
    await forgetFailed(api.services)
    const kept = await api.connection.sql`select 1 from outgoing_mails where content is not null`
    wait(8 * 24 * HOUR)
    await forgetFailed(api.services)
    expect([
      kept.length,
      (await api.connection.sql`select 1 from outgoing_mails where content is not null`).length,
    ]).toEqual([1, 0])
  })

  it('refuses wrong addresses, and is not for data protection or for others to see', async () => {
    const { api, graph, send } = await office()
    expect(await send({ to: [{ address: 'no address' }] })).toMatchObject({
      status: 422,
      body: { type: 'address-not-valid' },
    })
    const payload = { to: [{ address: 'ann@client.example' }], subject: 'x', html: 'x' }
    expect((await api.as(guardian)({ method: 'POST', url: '/api/v1/mails', payload })).status).toBe(403)
    const { body } = await send()
    expect((await api.as(admin)({ url: `/api/v1/mails/${body.id}` })).status).toBe(404)
    expect(graph.sent).toHaveLength(1)
  })

  it('sends no script and nothing that loads by itself', async () => {
    const { graph, send } = await office()
    await send({
      html: '<p onclick="x()">Hi<script>alert(1)</script><a href="javascript:x">y</a><img src="data:,x"></p>',
    })
    const html = graph.sentHtml()
    expect(html).toBe('<p>Hi<a>y</a><img /></p>')
  })
})

describe('a tracked mail sent as the rep', () => {
  const sendTracked = async () => {
    const there = await office()
    await turnOn(there.api)
    await addContact(there.api)
    there.graph.shows = false
    const { body } = await there.send({ to: [{ address: 'ann@x.example' }], track: true })
    const [tracked] = await there.api.connection.sql<{ id: string; sent_at: Date | null }[]>`
      select id, sent_at from tracked_mails`
    return { ...there, id: body.id as string, tracked }
  }

  it('TR-02 counts as sent from Microsoft’s yes on, though its sent item never shows', async () => {
    const { graph, id, state, tracked } = await sendTracked()
    expect(tracked?.sent_at).not.toBeNull()
    expect((await state(id)).state).toBe('sent')
    expect(graph.items[0]?.message.singleValueExtendedProperties).toContainEqual({
      id: TRACKED_MARK,
      value: tracked?.id,
    })
  })

  it('leaves no image of ours in what it quotes, tracked or not', async () => {
    const { graph, send } = await office()
    const old = `https://crm.ours.example/t/o/${'A'.repeat(44)}.gif`
    await send({ html: `<p>Hi</p><blockquote>Earlier<img src="${old}"></blockquote>` })
    expect(graph.sentHtml()).toBe('<p>Hi</p><blockquote>Earlier</blockquote>')
  })
})

describe('who may get marketing', () => {
  const optOut = (api: Awaited<ReturnType<typeof office>>) =>
    api.call({ method: 'POST', url: `/api/v1/contacts/${api.ann.id}/consent`, payload: { status: 'opted_out' } })

  it('OP-07 blocks marketing to who opted out, never a personal mail', async () => {
    const there = await office()
    await optOut(there)
    expect(await there.send({ purpose: 'marketing' })).toMatchObject({
      status: 422,
      body: { type: 'marketing-not-allowed', refused: [{ address: 'ann@client.example' }] },
    })
    expect(there.graph.items).toEqual([])
    expect((await there.send()).body.state).toBe('sent')
  })

  it('what went out before somebody opted out is answered as sent; under a new key it is refused', async () => {
    const there = await office()
    const marketing = { purpose: 'marketing' }
    const { body: first } = await there.send(marketing, 'key-before-opting-out')
    await optOut(there)
    expect(await there.send(marketing, 'key-before-opting-out')).toMatchObject({
      status: 201,
      body: { id: first.id, state: 'sent' },
    })
    expect((await there.send({ ...marketing, subject: 'Other' }, 'key-before-opting-out')).body.type).toBe(
      'idempotency-key-reused',
    )
    expect((await there.send(marketing, 'key-after-opting-out')).body.type).toBe('marketing-not-allowed')
    expect(there.graph.sent).toHaveLength(1)
  })

  it('marketing goes to one person at a time, with a way out', async () => {
    const { call, graph, send } = await office()
    await call({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { firstName: 'Bob', email: 'bob@else.example', country: 'US' },
    })
    const both = { purpose: 'marketing', to: [{ address: 'ann@client.example' }, { address: 'bob@else.example' }] }
    expect(await send(both)).toMatchObject({ status: 422, body: { type: 'marketing-one-recipient' } })
    expect((await send({ purpose: 'marketing' })).body.state).toBe('sent')
    const [, url] = /href="(https:\/\/crm\.ours\.example\/u\/[\w-]+)"/.exec(graph.sentHtml() ?? '') ?? []
    expect(url).toBeDefined()
    // RFC 8058: one click in the mail program is enough.
    const properties = () =>
      (graph.items.at(-1)?.message.singleValueExtendedProperties ?? []) as { id: string; value: string }[]
    expect(properties()).toEqual(
      expect.arrayContaining([
        { id: LIST_UNSUBSCRIBE, value: `<${url}>` },
        { id: LIST_UNSUBSCRIBE_POST, value: 'List-Unsubscribe=One-Click' },
      ]),
    )
    await send({})
    expect(properties().map(({ id }) => id)).not.toContain(LIST_UNSUBSCRIBE)
  })

  it('OP-07 a marketing template makes a mail marketing, whatever it is given out for; an unknown one is no mail', async () => {
    const there = await office()
    const template = { name: 'Offer', purpose: 'marketing', subject: 'Sale', body: '<p>All must go</p>' }
    const { body: made } = await there.call({ method: 'POST', url: '/api/v1/templates', payload: template })
    expect((await there.send({ templateId: made.id })).body).toMatchObject({ state: 'sent', purpose: 'marketing' })
    expect(there.graph.sentHtml()).toMatch(/href="https:\/\/crm\.ours\.example\/u\/[\w-]+"/)
    await optOut(there)
    expect(await there.send({ templateId: made.id, purpose: 'one_to_one' })).toMatchObject({
      status: 422,
      body: { type: 'marketing-not-allowed' },
    })
    expect((await there.send({ templateId: '00000000-0000-7000-8000-000000000000' })).status).toBe(404)
    expect(there.graph.sent).toHaveLength(1)
  })

  it('OP-07 says of each recipient who it is and what holds, while the mail is written', async () => {
    const there = await office()
    await optOut(there)
    const recipients = ['Ann@client.example', 'rita@ours.example', 'who@else.example', 'nonsense'].map((address) => ({
      address,
    }))
    const check = (payload: object) => there.call({ method: 'POST', url: '/api/v1/compose/check', payload })
    const { body } = await check({ recipients })
    expect(body.recipients).toMatchObject([
      { own: false, contact: { displayName: 'Ann' }, consentStatus: 'opted_out', marketing: { decision: 'block' } },
      { own: true, contact: null, marketing: null },
      { own: false, contact: null, marketing: { decision: 'block' }, tracking: { allowed: false } },
      { address: 'nonsense', own: false, contact: null },
    ])
    expect(body.verdict).toMatchObject({ action: 'warn', text: expect.stringContaining('Ann') })
    expect((await check({ recipients, purpose: 'marketing' })).body.verdict.action).toBe('block')
    expect((await check({ recipients: recipients.slice(1, 2) })).body.verdict).toEqual({ action: 'allow', text: null })
    expect(body.tracking).toMatchObject({ enabled: false, allowed: false })
    const none = { recipients, templateId: '00000000-0000-7000-8000-000000000000' }
    expect((await check(none)).status).toBe(404)
  })
})
