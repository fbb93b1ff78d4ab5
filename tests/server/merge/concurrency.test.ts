import { describe, expect, it } from 'vitest'
import { connect } from '../../../db/client.ts'
import { mergeContacts } from '../../../server/merge/merge-contacts.ts'
import { undoMerge } from '../../../server/merge/undo-merge.ts'
import { Problem } from '../../../server/platform/problem.ts'
import { logActivity } from '../../../server/timeline/log-activity.ts'
import { freshDatabase } from '../database.ts'
import { makePerson, makeWorld, placesOf, randomFrom } from './world.ts'

const outcome = (error: unknown): string => {
  if (error instanceof Problem) return error.type
  throw error
}

describe('merges that meet', () => {
  it('ME-16 end with every row at exactly one survivor: 50 at once over the same 40 people, with notes between', async () => {
    const connection = await freshDatabase()
    const { sql } = connection
    const random = randomFrom(5)
    const world = await makeWorld(connection)
    const people: string[] = []
    for (let n = 0; n < 40; n++) people.push(await makePerson(connection, world, random))
    const count = async () => {
      const [row] =
        await sql`select (select count(*) from contact_addresses)::int as addresses, (select count(*) from score_adjustments)::int as adjustments,
        (select count(*) from import_rows)::int as rows, (select count(distinct activity_id) from activity_contacts where type <> 'merged')::int as activities,
        (select count(*) from consent_entries where route <> 'merge')::int as consent, (select count(*) from contact_changes where route <> 'merge')::int as changes`
      return row
    }
    const before = await count()
    const wide = connect(connection.url, { max: 20 })
    const context = { db: wide.db, now: () => new Date() }
    const merging = Array.from({ length: 50 }, () => {
      const [primaryId, ...otherIds] = [...new Set([random.pick(people), random.pick(people), random.pick(people)])]
      return otherIds.length === 0
        ? Promise.resolve('none')
        : mergeContacts(context, world.actor, { primaryId: primaryId as string, otherIds, fields: {} }).then(
            () => 'merged',
            outcome,
          )
    })
    const noting = Array.from({ length: 20 }, () =>
      logActivity(wide.db, world.actor, random.pick(people), {
        type: 'note',
        summary: 'Meanwhile',
        contactIds: [random.pick(people)],
      }).then(() => 'noted', outcome),
    )
    const outcomes = await Promise.all([...merging, ...noting])
    await wide.close()
    const [notes] = await sql<{ n: number }[]>`select count(*)::int as n from activities where summary = 'Meanwhile'`
    expect(notes?.n).toBe(outcomes.filter((one) => one === 'noted').length)
    const foreseen = ['merged', 'contact-merged', 'contact-not-found', 'noted', 'none']
    expect(outcomes.filter((one) => !foreseen.includes(one))).toEqual([])
    expect(outcomes.filter((one) => one === 'merged').length).toBeGreaterThan(8)
    const formers = (await sql<{ former_id: string }[]>`select former_id from merged_contacts`).map(
      ({ former_id }) => former_id,
    )
    const living = (await sql<{ id: string }[]>`select id from contacts`).map(({ id }) => id)
    expect([...formers, ...living].toSorted()).toEqual([...people, ...world.bystanders].toSorted())
    expect(
      await sql`select 1 from merged_contacts m where not exists (select 1 from contacts c where c.id = m.survivor_id)`,
    ).toHaveLength(0)
    expect(await placesOf(connection, formers)).toEqual([])
    expect(await count()).toEqual({ ...before, activities: before?.activities + (notes?.n ?? 0) })
    expect(
      await sql`select contact_id from contact_addresses where is_primary group by contact_id having count(*) > 1`,
    ).toHaveLength(0)
  })

  it('ME-16 of A into B and B into C at once, both are one in the end or the second is told', async () => {
    const connection = await freshDatabase()
    const world = await makeWorld(connection)
    const random = randomFrom(9)
    const context = { db: connection.db, now: () => new Date() }
    for (let round = 0; round < 5; round++) {
      const [a, b, c] = [
        await makePerson(connection, world, random),
        await makePerson(connection, world, random),
        await makePerson(connection, world, random),
      ]
      const both = await Promise.all([
        mergeContacts(context, world.actor, { primaryId: b, otherIds: [a], fields: {} }).then(() => 'merged', outcome),
        mergeContacts(context, world.actor, { primaryId: c, otherIds: [b], fields: {} }).then(() => 'merged', outcome),
      ])
      expect(['merged merged', 'contact-merged merged']).toContain(both.join(' '))
    }
  })

  it('undoes a merge once, however many ask for it', async () => {
    const connection = await freshDatabase()
    const world = await makeWorld(connection)
    const random = randomFrom(11)
    const [a, b] = [await makePerson(connection, world, random), await makePerson(connection, world, random)]
    const context = { db: connection.db, now: () => new Date() }
    const { merge } = await mergeContacts(context, world.actor, { primaryId: a, otherIds: [b], fields: {} })
    const all = await Promise.all(
      Array.from({ length: 4 }, () => undoMerge(context, world.actor, merge.id).then(() => 'undone', outcome)),
    )
    expect(all.toSorted()).toEqual(['not-undoable', 'not-undoable', 'not-undoable', 'undone'])
  })
})
