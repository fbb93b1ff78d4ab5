import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { forgetCalls, matchDueCalls } from '../../../server/calls/match-due.ts'
import { purgeRemoved } from '../../../server/timeline/purge-removed.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { add, merge } from '../merge/people.ts'

interface Source {
  id: string
  signingKey: string
}

const sourceOf = async (api: TestApi, name = 'Telephone system'): Promise<Source> =>
  (await api.as(admin)({ method: 'POST', url: '/api/v1/call-sources', payload: { name } })).body

const NUMBER = '+493012345678'
const call = (more: object = {}) => ({
  callId: 'c-1',
  number: NUMBER,
  direction: 'inbound',
  startedAt: '2026-03-01T09:00:00Z',
  durationSeconds: 90,
  outcome: 'answered',
  ...more,
})

interface Signing {
  at?: number
  headers?: Record<string, string>
  /** What is sent instead of what was signed. */
  sent?: string
  path?: string
}

const post = async (api: TestApi, source: Source, body: object | string, { at, headers, sent, path }: Signing = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = String(at ?? Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', source.signingKey).update(`${timestamp}.${text}`).digest('hex')
  const answer = await api.app.inject({
    method: 'POST',
    url: path ?? `/hooks/calls/${source.id}`,
    payload: sent ?? text,
    headers: {
      'content-type': 'application/json',
      'x-throughline-timestamp': timestamp,
      'x-throughline-signature': `v1=${signature}`,
      ...headers,
    },
  })
  return { status: answer.statusCode, body: answer.json() }
}

const timeline = async (api: TestApi, id: string) =>
  (await api.as(rep)({ url: `/api/v1/contacts/${id}/timeline?type=call` })).body.items
const read = async (api: TestApi, id: string) => (await api.as(rep)({ url: `/api/v1/contacts/${id}` })).body
const received = async (api: TestApi, query = '') =>
  (await api.as(admin)({ url: `/api/v1/received-calls${query}` })).body.items

describe('calls by a signed webhook', () => {
  it('stand on the timeline of the contact with the number, and count as contact', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const ann = await add(api, { lastName: 'Ann', country: 'DE', phone: '030 12345678' })
    await api.as(rep)({ url: '/api/v1/me' })
    const posted = await post(api, source, call({ recordingUrl: 'https://pbx.example/r/1', agentEmail: rep.email }))
    expect(posted.status).toBe(202)
    const [entry] = await timeline(api, ann)
    expect(entry).toMatchObject({
      type: 'call',
      source: 'voice',
      summary: 'Call from +49 30 12345678',
      occurredAt: '2026-03-01T09:00:00.000Z',
      actor: { kind: 'user', name: rep.name },
      details: {
        direction: 'inbound',
        durationSeconds: 90,
        durationMinutes: 1.5,
        outcome: 'answered',
        recordingUrl: 'https://pbx.example/r/1',
      },
    })
    expect((await read(api, ann)).lastContactedAt).toBe('2026-03-01T09:00:00.000Z')
    expect(await received(api)).toMatchObject([
      { id: posted.body.id, state: 'filed', contacts: [{ id: ann, name: 'Ann' }] },
    ])
  })

  it('TL-10 a call nobody took is an activity but no contact', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const ann = await add(api, { lastName: 'Ann', mobile: NUMBER })
    for (const [n, outcome] of ['missed', 'no-answer', 'Voicemail', 'busy'].entries()) {
      expect((await post(api, source, call({ callId: `m${n}`, outcome, durationSeconds: 20 }))).status).toBe(202)
    }
    await post(api, source, call({ callId: 'silent', outcome: null, durationSeconds: 0 }))
    expect(await timeline(api, ann)).toHaveLength(5)
    expect(await read(api, ann)).toMatchObject({ lastContactedAt: null, lastActivityAt: '2026-03-01T09:00:00.000Z' })
    await post(api, source, call({ callId: 'spoken', outcome: 'talked about prices', durationSeconds: 20 }))
    expect((await read(api, ann)).lastContactedAt).toBe('2026-03-01T09:00:00.000Z')
  })

  it('refuses alike what is signed wrongly, too old, too early, altered, or from a source that is unknown or revoked', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const now = Math.floor(Date.now() / 1000)
    const other = await sourceOf(api, 'Other')
    const revoked = await sourceOf(api, 'Revoked')
    await api.as(admin)({ method: 'POST', url: `/api/v1/call-sources/${revoked.id}/revoke` })
    const answers = [
      await post(api, source, call(), { at: now - 301 }),
      await post(api, source, call(), { at: now + 310 }),
      await post(api, source, call(), { sent: JSON.stringify(call({ number: '+4930999999' })) }),
      await post(api, source, call(), { sent: `${JSON.stringify(call())} ` }),
      await post(api, source, call(), { headers: { 'x-throughline-signature': 'v1=00' } }),
      await post(api, source, call(), { headers: { 'x-throughline-signature': `v1=${'0'.repeat(64)}` } }),
      await post(api, source, call(), { headers: { 'x-throughline-timestamp': `${now}.5` } }),
      await post(api, { ...source, signingKey: other.signingKey }, call()),
      await post(api, { ...source, id: '0192aaaa-0000-7000-8000-000000000000' }, call()),
      await post(api, { ...source, id: 'nonsense' }, call()),
      await post(api, revoked, call()),
    ]
    const told = new Set(answers.map(({ status, body }) => JSON.stringify([status, body.type, body.detail])))
    expect([...told]).toHaveLength(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { type: 'not-signed' } })
    expect(await received(api)).toEqual([])
  })

  it('a new key counts at once and the one before no more', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const renewed = (await api.as(admin)({ method: 'POST', url: `/api/v1/call-sources/${source.id}/rotate` })).body
    expect(renewed).toMatchObject({ id: source.id, keyNumber: 2 })
    expect(renewed.signingKey).not.toBe(source.signingKey)
    expect((await post(api, source, call())).status).toBe(401)
    expect((await post(api, renewed, call())).status).toBe(202)
    const { items } = (await api.as(admin)({ url: '/api/v1/call-sources' })).body
    expect(JSON.stringify(items)).not.toContain('tlcalls_')
    expect(items[0].lastCallAt).not.toBeNull()
  })

  it('a second delivery answers the same and writes nothing; another call under the same key is refused', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const ann = await add(api, { lastName: 'Ann', phone: NUMBER })
    const [first, second, third] = await Promise.all([
      post(api, source, call()),
      post(api, source, call()),
      post(api, source, call(), { headers: { 'idempotency-key': 'c-1' } }),
    ])
    expect([first?.status, second?.status, third?.status]).toEqual([202, 202, 202])
    expect(new Set([first?.body.id, second?.body.id, third?.body.id]).size).toBe(1)
    expect(await timeline(api, ann)).toHaveLength(1)
    expect(await post(api, source, call({ durationSeconds: 5 }))).toMatchObject({
      status: 409,
      body: { type: 'idempotency-key-reused' },
    })
    expect((await post(api, await sourceOf(api, 'Second'), call())).body.id).not.toBe(first?.body.id)
  })

  it('a delivery that was overheard and is sent again under another key is the same call', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const ann = await add(api, { lastName: 'Ann', phone: NUMBER })
    const first = await post(api, source, call())
    const replayed = await post(api, source, call(), { headers: { 'idempotency-key': 'another' } })
    expect([replayed.status, replayed.body.id]).toEqual([202, first.body.id])
    expect(await timeline(api, ann)).toHaveLength(1)
  })

  it('one that was deleted does not come back when somebody gets the number', async () => {
    const api = await testApi()
    const ann = await add(api, { lastName: 'Ann', phone: NUMBER })
    await post(api, await sourceOf(api), call())
    const [entry] = await timeline(api, ann)
    await api.as(admin)({ method: 'DELETE', url: `/api/v1/activities/${entry.id}` })
    expect(await purgeRemoved(api.connection.db, new Date(Date.now() + 31 * 86_400_000))).toBe(1)
    const bob = await add(api, { lastName: 'Bob', phone: NUMBER })
    await matchDueCalls(api.connection.db)
    expect([await timeline(api, ann), await timeline(api, bob), await received(api)]).toEqual([[], [], []])
  })

  it('TL-10 what nobody answered counts for nothing when another entry leaves the timeline either', async () => {
    const api = await testApi()
    const ann = await add(api, { lastName: 'Ann', phone: NUMBER })
    await post(api, await sourceOf(api), call({ outcome: 'missed', durationSeconds: 0 }))
    const url = `/api/v1/contacts/${ann}/activities`
    const { body } = await api.as(rep)({ method: 'POST', url, payload: { type: 'meeting', summary: 'Demo' } })
    expect((await read(api, ann)).lastContactedAt).not.toBeNull()
    await api.as(rep)({ method: 'DELETE', url: `${url}/${body.id}` })
    expect((await read(api, ann)).lastContactedAt).toBeNull()
  })

  it('the source may stand in a header instead of the address', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const answer = await post(api, source, call(), {
      path: '/hooks/calls',
      headers: { 'x-throughline-source': source.id },
    })
    expect(answer.status).toBe(202)
    expect((await post(api, source, call(), { path: '/hooks/calls' })).status).toBe(401)
  })

  it('says what is wrong with a call that is signed', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const wrong: [object | string, string][] = [
      ['not json', ''],
      ['[]', ''],
      [call({ number: '' }), 'number'],
      [call({ direction: 'sideways' }), 'direction'],
      [call({ startedAt: '2999-01-01T00:00:00Z' }), 'startedAt'],
      [call({ recordingUrl: 'http://pbx.example/r' }), 'recordingUrl'],
      [call({ recordingUrl: 'javascript:alert(1)' }), 'recordingUrl'],
      [call({ recordingUrl: 'https://user:word@pbx.example/' }), 'recordingUrl'],
      [call({ durationSeconds: -1 }), 'durationSeconds'],
      [call({ callId: undefined }), 'callId'],
      [call({ outcome: 'x'.repeat(200) }), 'outcome'],
    ]
    for (const [body, path] of wrong) {
      const answer = await post(api, source, body)
      expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, path])
    }
    expect((await post(api, source, call({ outcome: 'x'.repeat(70_000) }))).status).toBe(413)
    const odd = await post(
      api,
      source,
      call({ outcome: 'a\u0000b\nc', number: '+49 30 1234\u00005678', extra: { a: 1 } }),
    )
    expect(odd.status).toBe(202)
    expect(await received(api)).toMatchObject([{ outcome: 'a b c' }])
  })

  it('one number of two people is one entry that names both, and nobody’s last contact', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const [ann, bob] = [
      await add(api, { lastName: 'Ann', phone: NUMBER }),
      await add(api, { lastName: 'Bob', mobile: NUMBER }),
    ]
    await add(api, { lastName: 'Behind', phone: `${NUMBER} ext. 12` })
    await post(api, source, call())
    const [entry] = await timeline(api, ann)
    expect(entry).toMatchObject({ contacts: [{ id: bob, name: 'Bob' }], details: { sharedBy: 2 } })
    expect([(await read(api, ann)).lastContactedAt, (await read(api, bob)).lastContactedAt]).toEqual([null, null])
  })

  it('a switchboard’s call is on nobody’s timeline and says so', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    for (let n = 0; n < 6; n++) await add(api, { lastName: `Colleague ${n}`, phone: `${NUMBER} ext. ${100 + n}` })
    await post(api, source, call())
    expect(await received(api)).toMatchObject([{ state: 'shared', holders: 6, contacts: [] }])
    expect(await received(api, '?state=shared')).toHaveLength(1)
    expect(await received(api, '?state=waiting')).toHaveLength(0)
  })

  it('waits for somebody with the number: added, edited, or merged later', async () => {
    const api = await testApi()
    const source = await sourceOf(api)
    const numbers = ['+493011111111', '+493022222222', '+493033333333']
    for (const [n, number] of numbers.entries()) await post(api, source, call({ callId: `w${n}`, number }))
    expect((await received(api, '?state=waiting')).map(({ state }: { state: string }) => state)).toEqual(
      Array(3).fill('waiting'),
    )

    const added = await add(api, { lastName: 'Added', country: 'DE', mobile: '030 11111111' })
    const edited = await add(api, { lastName: 'Edited' })
    const { version } = await read(api, edited)
    await api.as(rep)({ method: 'PATCH', url: `/api/v1/contacts/${edited}`, payload: { version, phone: numbers[1] } })
    await api.connection.db.execute(sql`update received_calls set match_due_at = null where number = ${numbers[2]}`)
    const loser = await add(api, { lastName: 'Loser', phone: numbers[2] })
    const primary = await add(api, { lastName: 'Primary' })
    await merge(api, primary, [loser])
    expect(await matchDueCalls(api.connection.db)).toBe(3)
    expect((await timeline(api, added)).map(({ occurredAt }: { occurredAt: string }) => occurredAt)).toEqual([
      '2026-03-01T09:00:00.000Z',
    ])
    expect(await timeline(api, edited)).toHaveLength(1)
    expect(await timeline(api, primary)).toHaveLength(1)
    expect(await received(api, '?state=waiting')).toEqual([])
    expect(await matchDueCalls(api.connection.db)).toBe(0)
  })

  it('is looked up once more after a minute, for a contact that was saved at the same instant', async () => {
    const api = await testApi()
    const { db } = api.connection
    await post(api, await sourceOf(api), call())
    const [row] = await db.execute<{ seconds: number }>(
      sql`select extract(epoch from match_due_at - now())::int as seconds from received_calls`,
    )
    expect(row?.seconds).toBeGreaterThan(50)
    await db.execute(sql`update received_calls set match_due_at = now()`)
    expect(await matchDueCalls(db)).toBe(1)
    expect(await matchDueCalls(db)).toBe(0)
  })

  it('a contact written by hundreds in one statement gets its call too, and two workers file it once', async () => {
    const api = await testApi()
    const { db } = api.connection
    await post(api, await sourceOf(api), call())
    await db.execute(sql`insert into contacts (last_name, phone) select 'N' || n, case when n = 200 then ${NUMBER} else '+49301000' || n end
      from generate_series(1, 400) n`)
    await Promise.all([matchDueCalls(db), matchDueCalls(db), matchDueCalls(db)])
    const [count] = await db.execute<{ entries: number; last: string }>(sql`
      select count(*)::int as entries, max(c.last_name) as last from activity_contacts x join contacts c on c.id = x.contact_id where x.type = 'call'`)
    expect(count).toEqual({ entries: 1, last: 'N200' })
  })

  it('is found by an index among many contacts', async () => {
    const api = await testApi()
    const { db } = api.connection
    await db.execute(
      sql`insert into contacts (last_name, phone) select 'N' || n, '+4930' || (10000000 + n) from generate_series(1, 2000) n`,
    )
    // Among so few PostgreSQL would rather read them all.
    const plan = await db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`)
      return tx.execute<{
        'QUERY PLAN': string
      }>(sql`explain select id from contacts where search_text like '%493010000777%'
        and (split_part(phone, ';', 1) = '+493010000777' or split_part(mobile, ';', 1) = '+493010000777')`)
    })
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Bitmap Index Scan on contacts_search')
    await post(api, await sourceOf(api), call({ number: '+493010000777' }))
    expect(await received(api)).toMatchObject([{ state: 'filed', contacts: [{ name: 'N777' }] }])
  })

  it('is forgotten after three years, while the entry stays', async () => {
    const api = await testApi()
    const ann = await add(api, { lastName: 'Ann', phone: NUMBER })
    const source = await sourceOf(api)
    await post(api, source, call())
    await post(api, source, call({ callId: 'new' }))
    await api.connection.db.execute(
      sql`update received_calls set received_at = now() - interval '37 months' where key = 'c-1'`,
    )
    await forgetCalls(api.connection.db)
    expect(await received(api)).toHaveLength(1)
    expect(await timeline(api, ann)).toHaveLength(2)
  })

  it('only admins see sources and received calls', async () => {
    const api = await testApi()
    for (const url of ['/api/v1/call-sources', '/api/v1/received-calls'])
      expect((await api.as(rep)({ url })).status).toBe(403)
    expect((await api.as(admin)({ method: 'POST', url: '/api/v1/call-sources', payload: { name: ' ' } })).status).toBe(
      422,
    )
    const gone = '/api/v1/call-sources/0192aaaa-0000-7000-8000-000000000000/rotate'
    expect((await api.as(admin)({ method: 'POST', url: gone })).body.type).toBe('call-source-not-found')
    const source = await sourceOf(api)
    await api.as(admin)({ method: 'POST', url: `/api/v1/call-sources/${source.id}/revoke` })
    const again = await api.as(admin)({ method: 'POST', url: `/api/v1/call-sources/${source.id}/rotate` })
    expect(again.body.type).toBe('call-source-revoked')
  })
})
