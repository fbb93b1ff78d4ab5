import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { admin, rep, testApi } from '../api.ts'
import { message, seedMailboxes } from '../mail/mailboxes.ts'

const post = (payload: object, headers: Record<string, string> = {}) => ({
  method: 'POST' as const,
  url: '/api/v1/contacts',
  payload,
  headers,
})

describe('contacts', () => {
  it('adds a contact with its company, finds it by address, alias and plus tag, and reads it back', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const made = await call(
      post({
        firstName: ' Zoë ',
        lastName: 'Müller',
        email: 'Zoe@Client.example',
        aliases: ['zoe@old.example'],
        company: 'Client AG',
        tags: ['VIP', 'vip'],
        role: 'Decision Maker',
        country: 'de',
      }),
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      firstName: 'Zoë',
      email: 'Zoe@Client.example',
      aliases: ['zoe@old.example'],
      company: { name: 'Client AG' },
      tags: ['VIP'],
      role: 'decision_maker',
      version: 1,
      owner: { name: 'Rita Rep' },
      consent: { status: 'unknown', country: 'DE', jurisdiction: 'GDPR' },
    })
    for (const email of [
      'zoe@client.example',
      'ZOE@OLD.example',
      'zoe+news@client.example',
      'Zoë <zoe@client.example>',
    ]) {
      const found = await call({ url: '/api/v1/contacts/lookup', query: { email } })
      expect(found.body, email).toMatchObject({ id: made.body.id, timeline: { items: [], nextCursor: null } })
    }
    const second = await call(post({ firstName: 'Bo', email: 'bo@client.example' }))
    expect(second.body.company?.name).toBe('Client AG')
    const listed = await call({ url: '/api/v1/contacts', query: { search: 'ag zo' } })
    expect(listed.body).toMatchObject({ items: [{ id: made.body.id }], total: { count: 1, exact: true } })
  })

  it('an unknown address is 404 contact-not-found', async () => {
    const { as } = await testApi()
    const { status, body } = await as(rep)({ url: '/api/v1/contacts/lookup', query: { email: 'nobody@x.example' } })
    expect([status, body.type]).toEqual([404, 'contact-not-found'])
  })

  it('one address, one contact: a second claim is refused with a link to the holder, and nothing is made', async () => {
    const { as, connection } = await testApi()
    const call = as(rep)
    const { body: holder } = await call(post({ firstName: 'Ann', email: 'ann@x.example' }))
    const refused = await call(post({ firstName: 'Other', email: 'other@x.example', aliases: ['ANN@x.example'] }))
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      type: 'address-taken',
      contactId: holder.id,
      contact: `/api/v1/contacts/${holder.id}`,
    })
    const [count] = await connection.db.execute(sql`select count(*)::int as n from contacts`)
    expect(count?.n).toBe(1)
  })

  it('two people adding the same address at once: one is added, one is refused', async () => {
    const { as } = await testApi()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => as(rep)(post({ firstName: 'Same', email: 'same@x.example' }))),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
  })

  it('refuses input it cannot use, naming the field and the remedy', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const cases: [object, string][] = [
      [{}, 'empty-contact'],
      [{ jobTitle: 'CEO' }, 'empty-contact'],
      [{ email: 'not an address' }, 'invalid-input'],
      [{ firstName: 'A', linkedin: 'javascript:alert(1)' }, 'invalid-input'],
      [{ firstName: 'A', linkedin: 'https://evil.example/linkedin.com' }, 'invalid-input'],
      [{ firstName: 'A', consent: { status: 'opted_in' } }, 'invalid-input'],
      [{ firstName: 'A', leadScore: 100 }, 'invalid-input'],
      [{ firstName: 'nul \0' }, 'invalid-input'],
      [{ firstName: 'half \ud800', tags: ['half \ud800'] }, 'invalid-input'],
      [{ firstName: 'A', companyId: '00000000-0000-7000-8000-000000000000' }, 'unknown-reference'],
    ]
    for (const [payload, type] of cases) {
      const { status, body } = await call(post(payload))
      expect([status, body.type], JSON.stringify(payload)).toEqual([422, type])
    }
  })

  it('a repeated create with one Idempotency-Key makes one contact; another request with it is refused', async () => {
    const { as } = await testApi()
    const call = as(rep)
    const headers = { 'idempotency-key': 'key-of-this-form' }
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(post({ firstName: 'Once', email: 'once@x.example' }, headers))),
    )
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.id}`)).size).toBe(1)
    expect((await call(post({ firstName: 'Twice' }, headers))).body.type).toBe('idempotency-key-reused')
  })

  it('a stale edit is refused with the current record; the change history tells who changed what', async () => {
    const { as } = await testApi()
    const { body: contact } = await as(rep)(post({ firstName: 'Ann', email: 'ann@x.example' }))
    const edit = (payload: object, headers = {}) => ({
      method: 'PATCH' as const,
      url: `/api/v1/contacts/${contact.id}`,
      payload,
      headers,
    })
    const first = await as(rep)(edit({ jobTitle: 'CFO', version: 1 }))
    expect(first.body).toMatchObject({ jobTitle: 'CFO', version: 2 })
    const stale = await as(admin)(edit({ jobTitle: 'CTO' }, { 'if-match': '"1"' }))
    expect(stale.status).toBe(409)
    expect(stale.body).toMatchObject({ type: 'stale-version', current: { jobTitle: 'CFO', version: 2 } })
    expect((await as(admin)(edit({ jobTitle: 'CTO' }))).status).toBe(422)
    expect((await as(admin)(edit({ email: 'ann@new.example' }, { 'if-match': '"2"' }))).body).toMatchObject({
      email: 'ann@new.example',
      aliases: ['ann@x.example'],
    })
    const history = await as(rep)({ url: `/api/v1/contacts/${contact.id}/history` })
    expect(
      history.body.items.map((item: { field: string; by: { name: string } }) => [item.field, item.by.name]).toSorted(),
    ).toEqual([
      ['aliases', 'Adam Admin'],
      ['created', 'Rita Rep'],
      ['email', 'Adam Admin'],
      ['jobTitle', 'Rita Rep'],
    ])
  })

  it('of many edits at once with one version exactly one wins', async () => {
    const { as } = await testApi()
    const { body: contact } = await as(rep)(post({ firstName: 'Ann' }))
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        as(rep)({ method: 'PATCH', url: `/api/v1/contacts/${contact.id}`, payload: { version: 1, jobTitle: `T${n}` } }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  })

  it('tells contacts, colleagues and strangers on a message apart, and how much history a stranger has', async () => {
    const { as, connection, graph, services } = await testApi()
    const [anna] = await seedMailboxes(connection, ['anna'])
    if (!anna) throw new Error('no mailbox')
    await as(rep)(post({ firstName: 'Kim', email: 'kim@client.example' }))
    for (let n = 0; n < 3; n++)
      graph.put(anna.graphUserId, 'inbox', message({ from: 'new@stranger.example', to: [anna.address] }))
    await syncMailbox(services, anna)
    const { body } = await as(rep)({
      method: 'POST',
      url: '/api/v1/contacts/resolve',
      payload: { addresses: ['Kim+x@client.example', anna.address, 'new@stranger.example', 'x@ours.example', 'noise'] },
    })
    expect(
      body.people.map((person: { kind: string; earlierMessages: number }) => [person.kind, person.earlierMessages]),
    ).toEqual([
      ['contact', 0],
      ['colleague', 0],
      ['unknown', 3],
      ['colleague', 0],
      ['unknown', 0],
    ])
  })
})
