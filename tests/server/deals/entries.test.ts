import { describe, expect, it } from 'vitest'
import { rep, testApi } from '../api.ts'
import { merge, undo } from '../merge/people.ts'
import { addCompany, addContact, addDeal, entriesOf, patch, putContacts, stagesOf, typesOf } from './world.ts'

describe('entries of deals', () => {
  it('TL-14 a deal that is made, won, opened again and lost is told once each, on everybody’s timeline', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const [ann, bob] = [await addContact(api, 'Ann'), await addContact(api, 'Bob')]
    const { id } = await addDeal(api, {
      name: 'Filters',
      amount: '100',
      currency: 'EUR',
      contacts: [{ contactId: ann }, { contactId: bob }],
    })
    await call(patch(id, { version: 1, stageId: stages.Proposal }))
    const won = await call(patch(id, { version: 2, stageId: stages.Won, closeReason: 'Best lenses', amount: '120' }))
    expect(won.body).toMatchObject({
      closedAt: expect.any(String),
      closeReason: 'Best lenses',
      stageSince: won.body.closedAt,
    })
    const again = await call(patch(id, { version: 3, stageId: stages.Negotiation }))
    expect(again.body).toMatchObject({ closedAt: null, closeReason: null })
    const lost = await call(patch(id, { version: 4, stageId: stages.Lost, closeReason: 'Budget cut' }))
    expect(lost.status).toBe(200)
    const entries = await entriesOf(api, ann)
    expect(
      entries.map(({ type, summary, details }) => [type, summary, details.stage, details.amount, details.reason]),
    ).toEqual([
      ['deal_created', 'Filters', 'Qualification', '100.00', null],
      ['deal_won', 'Filters', 'Won', '120.00', 'Best lenses'],
      ['deal_reopened', 'Filters', 'Negotiation', '120.00', 'Best lenses'],
      ['deal_lost', 'Filters', 'Lost', '120.00', 'Budget cut'],
    ])
    expect(entries[1]).toMatchObject({ occurredAt: won.body.closedAt, actor: { kind: 'user', name: 'Rita Rep' } })
    expect(entries.every(({ details }) => details.dealId === id && details.dealName === 'Filters')).toBe(true)
    expect(await entriesOf(api, bob)).toMatchObject(entries.map(({ id: entry }) => ({ id: entry })))
  })

  it('TL-14 keeps the name when the deal is renamed or deleted', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const ann = await addContact(api, 'Ann')
    const { id } = await addDeal(api, { name: 'First name', contacts: [{ contactId: ann }] })
    await call(patch(id, { version: 1, name: 'Second name', stageId: stages.Won }))
    expect((await call({ method: 'DELETE', url: `/api/v1/deals/${id}` })).status).toBe(204)
    const entries = await entriesOf(api, ann)
    expect(entries.map(({ details }) => details.dealName)).toEqual(['First name', 'Second name'])
  })

  it('a lost deal says why; from won to lost is one entry, and the reason of the one is none for the other', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const ann = await addContact(api, 'Ann')
    const { id } = await addDeal(api, { stageId: stages.Won, closeReason: 'Speed', contacts: [{ contactId: ann }] })
    const refused = await call(patch(id, { version: 1, stageId: stages.Lost }))
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'closeReason'])
    const lost = await call(patch(id, { version: 1, stageId: stages.Lost, closeReason: 'Cancelled' }))
    expect(lost.body).toMatchObject({ closeReason: 'Cancelled', version: 2 })
    expect((await call(patch(id, { version: 2, closeReason: '  ' }))).status).toBe(422)
    expect((await call(patch(id, { version: 2, closeReason: 'Insolvent' }))).body.closedAt).toBe(lost.body.closedAt)
    expect(await typesOf(api, ann)).toEqual(['deal_created', 'deal_won', 'deal_lost'])
    const open = await call(patch(id, { version: 3, stageId: stages.Proposal, closeReason: 'Not shown' }))
    expect(open.body.closeReason).toBeNull()
  })

  it('who joins later stands on the entries so far, at their own instants; who leaves keeps theirs', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const [ann, bob] = [await addContact(api, 'Ann'), await addContact(api, 'Bob')]
    const { id } = await addDeal(api, { contacts: [{ contactId: ann }] })
    await call(patch(id, { version: 1, stageId: stages.Won }))
    await call(putContacts(id, 2, [{ contactId: bob, role: 'champion' }]))
    expect(await entriesOf(api, bob)).toMatchObject(
      (await entriesOf(api, ann)).map(({ id: entry, occurredAt }) => ({ id: entry, occurredAt })),
    )
    await call(patch(id, { version: 3, stageId: stages.Proposal }))
    expect(await typesOf(api, ann)).toEqual(['deal_created', 'deal_won'])
    expect(await typesOf(api, bob)).toEqual(['deal_created', 'deal_won', 'deal_reopened'])
  })

  it('a deal of nobody tells nobody; with the first contact its beginning and end are told, of the day they were', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const made = await addDeal(api, { name: 'Alone' })
    const won = await call(patch(made.id, { version: 1, stageId: stages.Won, closeReason: 'Fast' }))
    expect(await api.connection.sql`select 1 from activities`).toHaveLength(0)
    const ann = await addContact(api, 'Ann')
    await call(putContacts(made.id, 2, [{ contactId: ann }]))
    const told = await entriesOf(api, ann)
    expect(told.map(({ type, occurredAt, actor, details }) => [type, occurredAt, actor.name, details.reason])).toEqual([
      ['deal_created', made.createdAt, 'Rita Rep', null],
      ['deal_won', won.body.closedAt, 'Rita Rep', 'Fast'],
    ])
    await call(putContacts(made.id, 3, []))
    await call(putContacts(made.id, 4, [{ contactId: ann }]))
    expect(await typesOf(api, ann)).toEqual(['deal_created', 'deal_won'])
  })

  it('what was taken off a timeline stays off when its contact joins again', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const ann = await addContact(api, 'Ann')
    const { id } = await addDeal(api, { contacts: [{ contactId: ann }] })
    await api.connection.sql`
      with gone as (delete from activity_contacts where contact_id = ${ann} returning *)
      insert into activity_removals (activity_id, contact_id, occurred_at, type, blind, folded, reason)
      select activity_id, contact_id, occurred_at, type, blind, folded, 'unlogged' from gone`
    await call(putContacts(id, 1, []))
    await call(putContacts(id, 2, [{ contactId: ann }]))
    expect(await typesOf(api, ann)).toEqual([])
  })

  it('the timeline of a company shows each once; the score is due; it is activity but no contact', async () => {
    const api = await testApi()
    const company = await addCompany(api, 'Nordwind')
    const [ann, bob] = [
      await addContact(api, 'Ann', { companyId: company }),
      await addContact(api, 'Bob', { companyId: company }),
    ]
    await api.connection.sql`update contact_engagement set score_due_at = null`
    const deal = await addDeal(api, { contacts: [{ contactId: ann }, { contactId: bob }] })
    expect((await entriesOf(api, company, 'companies')).map(({ type }) => type)).toEqual(['deal_created'])
    const rows = await api.connection
      .sql`select score_due_at is not null as due, last_contacted_at from contact_engagement`
    expect(rows.map(({ due, last_contacted_at }) => [due, last_contacted_at])).toEqual([
      [true, null],
      [true, null],
    ])
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${ann}` })
    expect(body).toMatchObject({ lastActivityAt: deal.createdAt, lastContactedAt: null })
  })

  it('a rule that looks at deals is due when the stage or amount changes, and when somebody leaves', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const ann = await addContact(api, 'Ann')
    const { id } = await addDeal(api, { contacts: [{ contactId: ann }] })
    const dueAfter = async (change: object) => {
      await api.connection.sql`update contact_engagement set score_due_at = null`
      await call(change as never)
      const [row] = await api.connection
        .sql`select score_due_at is not null as due from contact_engagement where contact_id = ${ann}`
      return row?.due
    }
    expect(await dueAfter(patch(id, { version: 1, name: 'Renamed' }))).toBe(false)
    expect(await dueAfter(patch(id, { version: 2, stageId: stages.Proposal }))).toBe(true)
    expect(await dueAfter(patch(id, { version: 3, amount: '1', currency: 'EUR' }))).toBe(true)
    expect(await dueAfter(putContacts(id, 4, []))).toBe(true)
  })

  it('ME-10 deals move with a merge, roles on the same deal are united, and an undo parts them again', async () => {
    const api = await testApi()
    const call = api.as(rep)
    const stages = await stagesOf(api)
    const [ann, anna, bob] = [await addContact(api, 'Ann'), await addContact(api, 'Anna'), await addContact(api, 'Bob')]
    const both = await addDeal(api, {
      contacts: [{ contactId: ann }, { contactId: bob }, { contactId: anna, role: 'champion' }],
    })
    const hers = await addDeal(api, { name: 'Hers', contacts: [{ contactId: anna, role: 'blocker' }] })
    const read = async (id: string) => (await call({ url: `/api/v1/deals/${id}` })).body.contacts
    const before = [await read(both.id), await read(hers.id)]
    const { merge: made } = await merge(api, ann, [anna])
    expect(await read(both.id)).toMatchObject([
      { id: ann, role: 'champion' },
      { id: bob, role: null },
    ])
    expect(await read(hers.id)).toMatchObject([{ id: ann, role: 'blocker' }])
    expect((await entriesOf(api, ann)).map(({ details }) => details.dealName).sort()).toEqual(['Deal', 'Hers'])
    await call(patch(both.id, { version: 1, stageId: stages.Won }))
    expect(await typesOf(api, ann)).toEqual(['deal_created', 'deal_created', 'deal_won'])
    await undo(api, made.id)
    expect([await read(both.id), await read(hers.id)]).toEqual(before)
  })

  it('ME-15 a merge and a move that meet at once lose nothing: the survivor is told', async () => {
    const api = await testApi()
    const stages = await stagesOf(api)
    for (let n = 0; n < 4; n++) {
      const [ann, anna] = [await addContact(api, `Ann${n}`), await addContact(api, `Anna${n}`)]
      const { id } = await addDeal(api, { contacts: [{ contactId: anna }] })
      const [, moved] = await Promise.all([
        merge(api, ann, [anna]),
        api.as(rep)(patch(id, { version: 1, stageId: stages.Won })),
      ])
      expect(moved.status).toBe(200)
      expect(await typesOf(api, ann)).toEqual(['deal_created', 'deal_won'])
    }
  })
})
