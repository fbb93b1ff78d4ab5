import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'
import { exported, guardian } from '../export/export.ts'
import { add, merge, mergeCall } from './people.ts'

const nobody = '00000000-0000-7000-8000-000000000000'
describe('merge: ids that were given up', () => {
  it('ME-12 answer a read with 301 to the same place of the survivor, and a write with whom they went into', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { firstName: 'Bob' })
    await merge(api, ann, [bob])
    const places = ['', '/timeline?limit=5', '/history', '/consent', '/score']
    for (const place of places) {
      const answer = await call({ url: `/api/v1/contacts/${bob}${place}` })
      expect([place, answer.status, answer.headers.location]).toEqual([place, 301, `/api/v1/contacts/${ann}${place}`])
      expect(answer.body).toMatchObject({ type: 'contact-merged', status: 301, mergedInto: ann })
      expect((await call({ url: String(answer.headers.location) })).status).toBe(200)
    }
    const headers = { authorization: `Bearer ${await api.entra.token(rep)}` }
    const head = await api.app.inject({ method: 'HEAD', url: `/api/v1/contacts/${bob}`, headers })
    expect([head.statusCode, head.headers.location]).toEqual([301, `/api/v1/contacts/${ann}`])
    expect((await api.as(admin)({ url: `/api/v1/contacts/${bob}/export` })).headers.location).toBe(
      `/api/v1/contacts/${ann}/export`,
    )
    const note = { type: 'note', summary: 'Hello' }
    const writes = [
      { method: 'PATCH', url: `/api/v1/contacts/${bob}`, payload: { firstName: 'B', version: 1 } },
      { method: 'POST', url: `/api/v1/contacts/${bob}/activities`, payload: note },
      { method: 'POST', url: `/api/v1/contacts/${ann}/activities`, payload: { ...note, contactIds: [bob] } },
      { method: 'POST', url: `/api/v1/contacts/${bob}/consent`, payload: { status: 'opted_out' } },
      { method: 'POST', url: '/api/v1/merges', payload: { primaryId: ann, otherIds: [bob] } },
      { method: 'POST', url: '/api/v1/merges/preview', payload: { primaryId: bob, otherIds: [ann] } },
    ] as const
    for (const write of writes) {
      const { status, body, headers: sent } = await call(write)
      expect([write.url, status, body.type, body.mergedInto]).toEqual([write.url, 409, 'contact-merged', ann])
      expect(sent.location).toBeUndefined()
    }
    expect((await call({ url: `/api/v1/contacts/${nobody}` })).body.type).toBe('contact-not-found')
    expect((await call({ url: '/api/v1/contacts/lookup', query: { email: 'no@x.example' } })).status).toBe(404)
  })

  it('ME-12 flattens chains, and lists the merges of a contact under any of its ids', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const [a, b, c] = [
      await add(api, { firstName: 'A' }),
      await add(api, { firstName: 'B' }),
      await add(api, { firstName: 'C' }),
    ]
    const first = await merge(api, b, [a])
    const second = await merge(api, c, [b])
    expect((await call({ url: `/api/v1/contacts/${a}` })).headers.location).toBe(`/api/v1/contacts/${c}`)
    for (const contactId of [a, b, c]) {
      const { body } = await call({ url: '/api/v1/merges', query: { contactId } })
      expect(body.items.map(({ id }: { id: string }) => id)).toEqual([second.merge.id, first.merge.id])
    }
    const page = (await call({ url: '/api/v1/merges', query: { limit: '1' } })).body
    const next = (await call({ url: '/api/v1/merges', query: { limit: '1', cursor: page.nextCursor } })).body
    expect([page.items[0].id, next.items[0].id, next.nextCursor]).toEqual([second.merge.id, first.merge.id, null])
    expect((await call({ url: `/api/v1/merges/${first.merge.id}` })).body).toMatchObject({
      survivorId: c,
      undoableUntil: null,
    })
    expect((await call({ url: `/api/v1/merges/${nobody}` })).status).toBe(404)
  })

  it('stand in the export of the survivor, with what gave way and who received the data before', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann', jobTitle: 'Buyer' })
    const bob = await add(api, { firstName: 'Bob', jobTitle: 'Seller' })
    await exported(api, bob)
    await merge(api, ann, [bob])
    const file = await exported(api, ann)
    expect(file.merges).toEqual([
      {
        at: expect.any(String),
        by: expect.objectContaining({ label: '[employee]' }),
        formerIds: [bob],
        knownAs: [
          { field: 'firstName', text: 'Bob' },
          { field: 'jobTitle', text: 'Seller' },
        ],
        inBulk: false,
        undoneAt: null,
        left: [],
      },
    ])
    expect(file.recipients).toHaveLength(1)
  })
})

describe('merge: the door', () => {
  it('ME-16 refuses oneself, those who are gone, and versions that were not looked at', async () => {
    const api = await testApi()
    const ann = await add(api, { firstName: 'Ann' })
    const bob = await add(api, { firstName: 'Bob' })
    const refused = async (otherIds: string[], more: object = {}) => {
      const { status, body } = await mergeCall(api, ann, otherIds, more)
      return [status, body.type]
    }
    expect(await refused([ann])).toEqual([422, 'invalid-input'])
    expect(await refused([bob, bob.toUpperCase()])).toEqual([422, 'invalid-input'])
    expect(await refused([])).toEqual([422, 'invalid-input'])
    expect(await refused([nobody])).toEqual([404, 'contact-not-found'])
    expect(await refused([bob], { fields: { jobTitle: nobody } })).toEqual([422, 'invalid-input'])
    expect(await refused([bob], { fields: { leadScore: bob } })).toEqual([422, 'invalid-input'])
    expect(await refused([bob], { fields: { 'customFields.none': bob } })).toEqual([422, 'invalid-input'])
    const stale = await mergeCall(api, ann, [bob], { versions: { [bob]: 7 } })
    expect([stale.status, stale.body.type, stale.body.current.id]).toEqual([409, 'stale-version', bob])
    expect(await api.connection.sql`select 1 from merges`).toHaveLength(0)
    expect((await mergeCall(api, ann, [bob], { versions: { [bob]: 1, [ann]: 1 } })).status).toBe(200)
  })

  it('is for those who write: data protection merges, previews and undoes nothing', async () => {
    const api = await testApi()
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const call = api.as(guardian)
    expect((await mergeCall(api, ann, [bob], {}, { person: guardian })).status).toBe(403)
    expect(
      (await call({ method: 'POST', url: '/api/v1/merges/preview', payload: { primaryId: ann, otherIds: [bob] } }))
        .status,
    ).toBe(403)
    const { merge: made } = await merge(api, ann, [bob])
    expect((await call({ method: 'POST', url: `/api/v1/merges/${made.id}/undo` })).status).toBe(403)
    expect((await call({ url: '/api/v1/merges' })).body.items).toHaveLength(1)
    expect((await api.app.inject({ url: '/api/v1/merges' })).statusCode).toBe(401)
  })

  it('is done once for a key', async () => {
    const api = await testApi()
    const [ann, bob, carl] = [
      await add(api, { firstName: 'Ann' }),
      await add(api, { firstName: 'Bob' }),
      await add(api, { firstName: 'Carl' }),
    ]
    const headers = { 'idempotency-key': 'merged-once-1' }
    const first = await merge(api, ann, [bob], {}, { headers })
    expect((await merge(api, ann, [bob], {}, { headers })).merge).toEqual(first.merge)
    expect((await mergeCall(api, ann, [carl], {}, { headers })).body.type).toBe('idempotency-key-reused')
  })

  it('tells the timeline who was merged in by whom, and the audit log by ids alone', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann' })
    const [bob, carl] = [await add(api, { firstName: 'Bob', lastName: 'Meier' }), await add(api, { firstName: 'Carl' })]
    await merge(api, ann, [bob, carl])
    const { items } = (await api.as(rep)({ url: `/api/v1/contacts/${ann}/timeline` })).body
    expect(items).toMatchObject([
      {
        type: 'merged',
        summary: 'Bob Meier and Carl were merged into this contact.',
        actor: { kind: 'user', name: 'Rita Rep' },
        details: { formerIds: [bob, carl] },
      },
    ])
    const [entry] = await sql<
      { text: string }[]
    >`select action || ' ' || subject_id || ' ' || details::text as text from audit_entries`
    expect(entry?.text).toMatch(new RegExp(`^contacts.merged ${ann} .*${bob}`))
    expect(entry?.text).not.toMatch(/Bob|Meier|Ann/)
  })
})
