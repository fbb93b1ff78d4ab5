import { describe, expect, it } from 'vitest'
import { mergeContacts } from '../../../server/merge/merge-contacts.ts'
import { forgetMerges } from '../../../server/merge/read-merges.ts'
import { undoMerge } from '../../../server/merge/undo-merge.ts'
import { rep, type TestApi, testApi } from '../api.ts'
import { makeField } from '../custom-fields/fields.ts'
import { freshDatabase } from '../database.ts'
import { add, merge, read, undo, undoCall } from './people.ts'
import { everythingOf, makePerson, makeWorld, placesOf, randomFrom } from './world.ts'

const nobody = '00000000-0000-7000-8000-000000000000'

describe('undo of a merge', () => {
  it.each(Array.from({ length: 10 }, (_, n) => n + 1))(
    'ME-14 leaves everything as it was before the merge, whatever people have (seed %i)',
    async (seed) => {
      const connection = await freshDatabase()
      const random = randomFrom(seed)
      const world = await makeWorld(connection)
      const people: string[] = []
      for (let n = 2 + random.below(4); n > 0; n--) people.push(await makePerson(connection, world, random))
      const watched = [...people, ...world.bystanders]
      const context = { db: connection.db, now: () => new Date() }
      const before = await everythingOf(connection, watched)
      const [primaryId, ...otherIds] = people as [string, ...string[]]
      const fields = { firstName: random.pick(people), email: random.pick(people), phone: random.pick(people) }
      const { merge } = await mergeContacts(context, world.actor, { primaryId, otherIds, fields })
      expect(await placesOf(connection, otherIds)).toEqual([])
      const undone = await undoMerge(context, world.actor, merge.id)
      expect(undone.merge).toMatchObject({ conflicts: [], undoneAt: expect.any(String), undoableUntil: null })
      const after = await everythingOf(connection, watched)
      for (const place of Object.keys(before)) expect(after[place], place).toEqual(before[place])
    },
  )

  it.each([21, 22, 23])('ME-14 takes merges of merges apart, the last first (seed %i)', async (seed) => {
    const connection = await freshDatabase()
    const random = randomFrom(seed)
    const world = await makeWorld(connection)
    const people: string[] = []
    for (let n = 0; n < 5; n++) people.push(await makePerson(connection, world, random))
    const [a, b, c, d, e] = people as [string, string, string, string, string]
    const watched = [...people, ...world.bystanders]
    const context = { db: connection.db, now: () => new Date() }
    const steps: [string, string[]][] = [
      [a, [b]],
      [c, [d]],
      [c, [a]],
      [e, [c]],
    ]
    const states = []
    const merges: string[] = []
    for (const [primaryId, otherIds] of steps) {
      states.push(await everythingOf(connection, watched))
      merges.push((await mergeContacts(context, world.actor, { primaryId, otherIds, fields: {} })).merge.id)
    }
    await expect(undoMerge(context, world.actor, merges[0] as string)).rejects.toMatchObject({
      status: 409,
      type: 'not-undoable',
      members: { laterMergeId: merges[3] },
    })
    for (const [n, id] of [...merges.entries()].toReversed()) {
      expect((await undoMerge(context, world.actor, id)).merge.conflicts).toEqual([])
      const after = await everythingOf(connection, watched)
      for (const place of Object.keys(after)) expect(after[place], `${n} ${place}`).toEqual(states[n]?.[place])
    }
    expect(await connection.sql`select 1 from merged_contacts`).toHaveLength(0)
  })

  it('ME-14 brings no entry back that was deleted since, and no role in a deal that was edited since', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const call = api.as(rep)
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const note = { type: 'note', summary: 'Not for the file' }
    const { body } = await call({ method: 'POST', url: `/api/v1/contacts/${bob}/activities`, payload: note })
    for (const name of ['Lenses', 'Mirrors'])
      await sql`with d as (insert into deals (name, stage_id) select ${name}, id from deal_stages order by position limit 1 returning id)
        insert into deal_contacts (deal_id, contact_id, role) select id, ${bob}, 'champion' from d`
    const { merge: made } = await merge(api, ann, [bob])
    expect((await call({ method: 'DELETE', url: `/api/v1/activities/${body.id}` })).status).toBe(204)
    await sql`update deal_contacts set role = 'blocker' where deal_id = (select id from deals where name = 'Lenses')`
    const undone = await undo(api, made.id)
    expect(undone.merge.conflicts).toEqual([
      'The role in the deal Lenses was edited since the merge and stays as it is.',
    ])
    expect(await sql`select 1 from activity_contacts where activity_id = ${body.id}`).toHaveLength(0)
    expect(await sql`select contact_id, reason from activity_removals`).toEqual([
      { contact_id: bob, reason: 'deleted' },
    ])
    expect(
      await sql`select d.name, c.role from deal_contacts c join deals d on d.id = c.deal_id where contact_id = ${bob} order by 1`,
    ).toEqual([
      { name: 'Lenses', role: 'blocker' },
      { name: 'Mirrors', role: 'champion' },
    ])
  })

  it('ME-14 puts ids back that stand inside JSON, where nobody changed it since', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    await sql`insert into imports (name, format, source, tag, requested_by, undo)
      select n, 'csv', 'list', 'list', u.id, ${JSON.stringify({ left: [{ contactId: bob }, { contactId: ann }] })}::jsonb
        from (select id from users limit 1) u, unnest(array['kept', 'changed']) n`
    await sql`insert into idempotency_keys (user_id, key, request_hash, answer)
      select id, 'made-bob', 'x', ${JSON.stringify({ id: bob, version: 1 })}::jsonb from users limit 1`
    const standing = () =>
      sql`select name as what, undo as value from imports where name = 'kept'
        union all select key, answer from idempotency_keys where key = 'made-bob' order by 1`
    const before = await standing()
    const { merge: made } = await merge(api, ann, [bob])
    expect(JSON.stringify(await standing())).not.toContain(bob)
    await sql`update imports set undo = '{"left": []}' where name = 'changed'`
    await undo(api, made.id)
    expect(await standing()).toEqual(before)
    expect(await sql`select undo from imports where name = 'changed'`).toEqual([{ undo: { left: [] } }])
  })

  it('ME-14 gives back what the merge took off one for the other, however long ago that was', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const call = api.as(rep)
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const note = { type: 'note', summary: 'Both', contactIds: [bob] }
    const { body } = await call({ method: 'POST', url: `/api/v1/contacts/${ann}/activities`, payload: note })
    await sql`with gone as (delete from activity_contacts where contact_id = ${ann} and activity_id = ${body.id} returning *)
      insert into activity_removals (activity_id, contact_id, occurred_at, type, blind, folded, reason, removed_at)
      select activity_id, contact_id, occurred_at, type, blind, folded, 'unlogged', now() - interval '40 days' from gone`
    const { merge: made } = await merge(api, ann, [bob])
    expect(await sql`select 1 from activity_removals where removed_at < now() - interval '1 day'`).toHaveLength(0)
    await undo(api, made.id)
    expect(await sql`select contact_id from activity_contacts where activity_id = ${body.id}`).toEqual([
      { contact_id: bob },
    ])
  })

  it('ME-14 leaves with the survivor what came since, and what somebody edited since, and says so', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example', tags: ['VIP'] })
    const bob = await add(api, {
      firstName: 'Bob',
      email: 'bob@x.example',
      jobTitle: 'Buyer',
      department: 'Sales',
      tags: ['Fair'],
    })
    const { merge: made, contact } = await merge(api, ann, [bob], { fields: { firstName: bob } })
    const edit = { version: contact.version, jobTitle: 'Head of Buying', tags: ['Fair', 'VIP', 'New'] }
    expect((await call({ method: 'PATCH', url: `/api/v1/contacts/${ann}`, payload: edit })).status).toBe(200)
    const note = { type: 'note', summary: 'Said hello' }
    await call({ method: 'POST', url: `/api/v1/contacts/${ann}/activities`, payload: note })
    const undone = await undo(api, made.id)
    expect(undone.merge.conflicts).toEqual(['Job title was edited since the merge and stays as it is.'])
    expect(undone.contact).toMatchObject({
      id: ann,
      firstName: 'Ann',
      jobTitle: 'Head of Buying',
      department: null,
      email: 'ann@x.example',
      aliases: [],
      tags: ['New', 'VIP'],
    })
    expect(await read(call, bob)).toMatchObject({
      id: bob,
      firstName: 'Bob',
      email: 'bob@x.example',
      jobTitle: 'Buyer',
      department: 'Sales',
      tags: ['Fair'],
    })
    const summaries = async (id: string) =>
      (await call({ url: `/api/v1/contacts/${id}/timeline` })).body.items.map(
        ({ summary }: { summary: string }) => summary,
      )
    expect(await summaries(ann)).toEqual([
      'The merge with Bob was undone.',
      'Said hello',
      'Bob was merged into this contact.',
    ])
    expect(await summaries(bob)).toEqual(['The merge with Bob was undone.'])
    const history = (await call({ url: `/api/v1/contacts/${ann}/history` })).body.items
    expect(
      history.filter(({ route, after }: { route: string; after: unknown }) => route === 'merge' && after === null),
    ).toMatchObject([{ field: expect.any(String) }, { field: expect.any(String) }, { field: expect.any(String) }])
    const [entry] = await api.connection.sql`select action, subject_id from audit_entries order by number desc limit 1`
    expect(entry).toEqual({ action: 'contacts.merge-undone', subject_id: ann })
  })

  it('ME-14 lists addresses that were removed or given to another since', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { firstName: 'Bob', email: 'bob@x.example', aliases: ['b2@x.example', 'b3@x.example'] })
    const { merge: made, contact } = await merge(api, ann, [bob])
    const edit = { version: contact.version, aliases: ['b3@x.example'] }
    expect((await call({ method: 'PATCH', url: `/api/v1/contacts/${ann}`, payload: edit })).status).toBe(200)
    const carl = await add(api, { firstName: 'Carl', email: 'b2@x.example' })
    const undone = await undo(api, made.id)
    expect(undone.merge.conflicts.toSorted()).toEqual([
      'b2@x.example belongs to another contact since the merge and stays there.',
      'bob@x.example was removed since the merge and is not there any more.',
    ])
    expect(await read(call, bob)).toMatchObject({ email: 'b3@x.example', aliases: [] })
    expect(await read(call, carl)).toMatchObject({ email: 'b2@x.example' })
  })

  it('leaves the primary address that somebody chose since, where it stays with the survivor', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { firstName: 'Bob', email: 'bob@x.example' })
    const { merge: made, contact } = await merge(api, ann, [bob])
    const edit = { version: contact.version, email: 'new@x.example', aliases: contact.aliases }
    expect((await call({ method: 'PATCH', url: `/api/v1/contacts/${ann}`, payload: edit })).status).toBe(200)
    expect((await undo(api, made.id)).contact).toMatchObject({ email: 'new@x.example', aliases: ['ann@x.example'] })
  })

  it('gives a unique value back, unless another contact has it by now', async () => {
    const api = await testApi()
    const call = api.as(rep)
    await makeField(api, { label: 'Customer number', key: 'number', type: 'text', unique: true })
    const ann = await add(api, { firstName: 'Ann', customFields: { number: 'N-1' } })
    const bob = await add(api, { firstName: 'Bob', customFields: { number: 'N-2' } })
    const first = await merge(api, ann, [bob], { fields: { 'customFields.number': bob } })
    expect((await undo(api, first.merge.id)).contact.customFields).toEqual({ number: 'N-1' })
    expect((await read(call, bob)).customFields).toEqual({ number: 'N-2' })
    const second = await merge(api, ann, [bob])
    await add(api, { firstName: 'Carl', customFields: { number: 'n-2' } })
    expect((await undo(api, second.merge.id)).merge.conflicts).toEqual([
      'Customer number of Bob belongs to another contact since.',
    ])
    expect((await read(call, bob)).customFields).toEqual({})
  })

  it('leaves out a company that is gone since', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann', company: 'Acme' })
    const bob = await add(api, { firstName: 'Bob', company: 'Bolt' })
    const kept = await merge(api, ann, [bob])
    await sql`delete from companies where name = 'Bolt'`
    expect((await undo(api, kept.merge.id)).merge.conflicts).toEqual(['The company of Bob is gone since.'])
    const carl = await add(api, { firstName: 'Carl', company: 'Cord' })
    const chosen = await merge(api, ann, [carl], { fields: { companyId: carl } })
    await sql`delete from companies where name = 'Acme'`
    const undone = await undo(api, chosen.merge.id)
    expect(undone.merge.conflicts).toEqual(['The company from before the merge is gone since.'])
    expect(undone.contact).toMatchObject({ company: null })
    expect(await read(api.as(rep), bob)).toMatchObject({ company: null })
  })

  it('makes again what was folded, and nothing whose place is gone', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann', tags: ['VIP', 'Old'] })
    const bob = await add(api, { firstName: 'Bob', tags: ['VIP', 'Old'] })
    const { merge: made } = await merge(api, ann, [bob])
    await sql`delete from tags where name = 'Old'`
    const undone = await undo(api, made.id)
    expect(undone.contact.tags).toEqual(['VIP'])
    expect(await read(api.as(rep), bob)).toMatchObject({ tags: ['VIP'] })
  })

  it('parts the ledgers, takes back what the merge said again, and lets an opt-out since then hold for all', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const record = (id: string, payload: object) =>
      call({ method: 'POST', url: `/api/v1/contacts/${id}/consent`, payload })
    const consentOf = async (id: string) => (await read(call, id)).consent
    const ann = await add(api, { firstName: 'Ann', email: 'ann@x.example' })
    const bob = await add(api, { firstName: 'Bob', email: 'bob@x.example' })
    await record(bob, { status: 'opted_out', effectiveAt: '2026-01-01T00:00:00Z' })
    await record(ann, {
      status: 'opted_in',
      type: 'explicit',
      effectiveAt: '2026-05-01T00:00:00Z',
      evidence: { note: 'yes' },
    })
    const first = await merge(api, ann, [bob])
    expect(first.contact.consent.status).toBe('opted_out')
    expect((await undo(api, first.merge.id)).contact).toMatchObject({
      status: 'active',
      consent: { status: 'opted_in' },
    })
    expect(await consentOf(bob)).toMatchObject({ status: 'opted_out', date: '2026-01-01T00:00:00.000Z' })
    const carl = await add(api, { firstName: 'Carl', email: 'carl@x.example' })
    await record(carl, { status: 'opted_in', type: 'explicit', evidence: { note: 'yes' } })
    const second = await merge(api, ann, [carl])
    expect(second.contact.consent.status).toBe('opted_in')
    await record(ann, { status: 'opted_out', objection: true, source: 'Letter' })
    const undone = await undo(api, second.merge.id)
    expect(undone.merge.conflicts).toEqual(['An opt-out that was recorded since the merge holds for all of them.'])
    for (const id of [ann, carl]) expect(await consentOf(id)).toMatchObject({ status: 'opted_out', objected: true })
  })

  it('consent to tracking since the merge keeps no opt-out of marketing from holding for all', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const [ann, bob] = [await add(api, { firstName: 'Ann' }), await add(api, { firstName: 'Bob' })]
    const record = (payload: object) => call({ method: 'POST', url: `/api/v1/contacts/${ann}/consent`, payload })
    const { merge: made } = await merge(api, ann, [bob])
    await record({ status: 'opted_out' })
    await record({ purpose: 'tracking', status: 'opted_in', evidence: { note: 'yes' } })
    await undo(api, made.id)
    for (const id of [ann, bob]) expect((await read(call, id)).consent, id).toMatchObject({ status: 'opted_out' })
  })

  it('ME-14 is refused twice, after thirty days, for what nobody merged, and for data that was forgotten', async () => {
    const api = await testApi()
    const refused = async (id: string) => {
      const { status, body } = await undoCall(api, id)
      return [status, body.type]
    }
    const ann = await add(api, { firstName: 'Ann' })
    const one = await merge(api, ann, [await add(api, { firstName: 'Bob' })])
    await undo(api, one.merge.id)
    expect(await refused(one.merge.id)).toEqual([409, 'not-undoable'])
    expect(await refused(nobody)).toEqual([404, 'not-found'])
    const old = await merge(api, ann, [await add(api, { firstName: 'Old' })])
    await age(api, old.merge.id, 31)
    expect(await refused(old.merge.id)).toEqual([409, 'not-undoable'])
    expect((await api.as(rep)({ url: `/api/v1/merges/${old.merge.id}` })).body.undoableUntil).toBeNull()
  })

  it('ME-15 forgets after thirty days what undoing takes, keeps who it was, and goes with the survivor', async () => {
    const api = await testApi()
    const { sql, db } = api.connection
    const ann = await add(api, { firstName: 'Ann' })
    const old = await merge(api, ann, [await add(api, { firstName: 'Old' })])
    const young = await merge(api, ann, [await add(api, { firstName: 'Young' })])
    await age(api, old.merge.id, 31)
    await age(api, young.merge.id, 29)
    expect(await forgetMerges(db, new Date())).toBe(1)
    expect(await forgetMerges(db, new Date())).toBe(0)
    expect(await sql`select distinct merge_id from merge_parts`).toEqual([{ merge_id: young.merge.id }])
    expect(await sql`select before, after from merges where id = ${old.merge.id}`).toEqual([
      { before: null, after: null },
    ])
    const { body } = await api.as(rep)({ url: `/api/v1/merges/${old.merge.id}` })
    expect(body).toMatchObject({
      formerNames: ['Old'],
      knownAs: [{ field: 'firstName', text: 'Old' }],
      undoableUntil: null,
    })
    await sql`delete from contacts where id = ${ann}`
    for (const table of ['merges', 'merged_contacts', 'merge_parts'])
      expect(await sql`select 1 from ${sql(table)}`).toHaveLength(0)
  })

  it('restores columns that did not exist yet when it was merged with their defaults', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const ann = await add(api, { firstName: 'Ann', tags: ['VIP'] })
    const bob = await add(api, { firstName: 'Bob', tags: ['VIP'] })
    const { merge: made } = await merge(api, ann, [bob])
    await sql`alter table contact_tags add column weight int not null default 7`
    await sql`alter table contacts add column shape text not null default 'round'`
    await undo(api, made.id)
    expect(await sql`select weight from contact_tags where contact_id = ${bob}`).toEqual([{ weight: 7 }])
    expect(await sql`select shape from contacts where id = ${bob}`).toEqual([{ shape: 'round' }])
  })
})

const age = ({ connection: { sql } }: TestApi, id: string, days: number) =>
  sql`update merges set created_at = now() - make_interval(days => ${days}) where id = ${id}`
