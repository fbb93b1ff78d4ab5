import { describe, expect, it } from 'vitest'
import { checkDue } from '../../../server/duplicates/check-due.ts'
import { startMerges } from '../../../server/merge/jobs.ts'
import { mergeAutomatically } from '../../../server/merge/merge-automatically.ts'
import { mergeEach } from '../../../server/merge/merge-in-bulk.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { guardian, manager, userId } from '../export/export.ts'
import { add, merge, read, undo } from './people.ts'

/** What the nightly job does, once everybody who is new or changed was compared. */
async function night({ connection: { db } }: TestApi): Promise<number> {
  while ((await checkDue(db)) > 0);
  return mergeAutomatically({ db, now: () => new Date() })
}

const settle = ({ as }: TestApi, mergeAutomatically: unknown, person = manager) =>
  as(person)({ method: 'PUT', url: '/api/v1/merge-settings', payload: { mergeAutomatically } })

const report = async ({ as }: TestApi, person = manager) =>
  (await as(person)({ url: '/api/v1/merges/automatic-report' })).body

const mailbox = (local: string, tag: string) => `${local}+${tag}@waalwijk-lenses.example`

/** Two contacts of one mailbox. */
async function pair(api: TestApi, local: string, one: object, other: object): Promise<[string, string]> {
  return [
    await add(api, { email: mailbox(local, 'a'), ...one }),
    await add(api, { email: mailbox(local, 'b'), ...other }),
  ]
}

const anneke = { firstName: 'Anneke', lastName: 'Vloet' }
const vloets = (api: TestApi) => pair(api, 'anneke.vloet', anneke, anneke)

const certainties = async ({ as }: TestApi, ids: readonly string[]) => {
  const { items } = (await as(rep)({ url: '/api/v1/duplicates' })).body
  return items.find(({ contacts }: { contacts: { id: string }[] }) => contacts.every(({ id }) => ids.includes(id)))
    ?.certainty
}

describe('automatic merge', () => {
  it('ME-19 is off until a manager or an administrator turns it on, which the audit log has', async () => {
    const api = await testApi()
    const pairs = await vloets(api)
    expect(await night(api)).toBe(0)
    expect(await certainties(api, pairs)).toBe('certain')
    const { body } = await api.as(rep)({ url: '/api/v1/merge-settings' })
    expect(body).toEqual({ mergeAutomatically: false, updatedAt: null, updatedBy: null })
    for (const person of [rep, guardian]) {
      const refused = await settle(api, true, person)
      expect([refused.status, refused.body.status, refused.body.detail]).toEqual([403, 403, expect.any(String)])
      expect((await api.as(person)({ url: '/api/v1/merges/automatic-report' })).status).toBe(403)
    }
    expect((await settle(api, 'yes')).status).toBe(422)
    expect((await settle(api, true, admin)).body).toMatchObject({
      mergeAutomatically: true,
      updatedBy: { name: admin.name },
    })
    const [entry] = await api.connection.sql`select details from audit_entries where action = 'merging.changed'`
    expect(entry?.details).toEqual({ before: { mergeAutomatically: false }, after: { mergeAutomatically: true } })
    expect(await night(api)).toBe(1)
    await settle(api, false)
    await pair(api, 'joost.hagen', { firstName: 'Joost', lastName: 'Hagen' }, { firstName: 'Joost', lastName: 'Hagen' })
    expect(await night(api)).toBe(0)
  })

  it('ME-19 merges the very same mailbox with compatible names, in nobody’s name, and undoes it for good', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await settle(api, true)
    const [one, other] = await vloets(api)
    const owner = await userId(api.connection)
    await sql`update contacts set owner_id = ${owner} where id in (${one}, ${other})`
    const dots = [
      await add(api, { firstName: 'Robert', lastName: 'Quist', email: 'rob.quist81@gmail.com', phone: '+31207941234' }),
      await add(api, { firstName: 'Bob', lastName: 'Quist', email: 'robquist81@gmail.com', phone: '+31207941234' }),
    ]
    expect(await night(api)).toBe(2)
    const { items } = (await api.as(rep)({ url: '/api/v1/merges' })).body
    expect(items).toHaveLength(2)
    for (const { inBulk, mergedBy, undoableUntil, survivorId, formerIds } of items) {
      expect([inBulk, mergedBy, undoableUntil]).toEqual([true, null, expect.any(String)])
      expect([...dots, one, other]).toEqual(expect.arrayContaining([survivorId, ...formerIds]))
    }
    const made = items.find(({ survivorId }: { survivorId: string }) => [one, other].includes(survivorId))
    expect(
      await sql`select user_id from audit_entries where action = 'contacts.merged' and subject_id = ${made.survivorId}`,
    ).toEqual([{ user_id: null }])
    expect(
      await sql`select user_id, route from contact_changes where contact_id = ${made.survivorId} and field = 'merged'`,
    ).toEqual([{ user_id: null, route: 'merge' }])
    expect(
      await sql`select m.user_id, a.actor_kind, a.actor_name from activity_mentions m join activities a on a.id = m.activity_id
        where m.user_id = ${owner}`,
    ).toEqual([{ user_id: owner, actor_kind: 'system', actor_name: null }])
    const { body } = await api.as(rep)({ url: `/api/v1/contacts/${made.survivorId}/timeline` })
    expect(body.items).toContainEqual(
      expect.objectContaining({ type: 'merged', actor: expect.objectContaining({ kind: 'system' }) }),
    )
    expect(await night(api)).toBe(0)

    expect((await undo(api, made.id)).merge.conflicts).toEqual([])
    for (const id of [one, other]) expect(await read(api.as(rep), id)).toMatchObject({ id })
    expect(await night(api)).toBe(0)
    expect(await certainties(api, [one, other])).toBe('certain')
  })

  it('ME-19 is a job of the night', async () => {
    const api = await testApi()
    const { db, sql } = api.connection
    await settle(api, true)
    await vloets(api)
    while ((await checkDue(db)) > 0);
    await startMerges(api.services)
    expect(await sql`select cron from pgboss.schedule where name = 'merge-automatically'`).toEqual([
      { cron: '30 3 * * *' },
    ])
    await api.services.queue.send('merge-automatically', {})
    await expect.poll(() => sql`select 1 from merges`, { timeout: 20_000 }).toHaveLength(1)
  })

  it('ME-19 may stop in the middle and run twice at once: each group is merged once', async () => {
    const api = await testApi()
    const { db, sql } = api.connection
    await settle(api, true)
    for (const [firstName, lastName] of [
      ['Anneke', 'Vloet'],
      ['Joost', 'Hagen'],
      ['Mieke', 'Zandstra'],
    ] as const)
      await pair(api, `${firstName}.${lastName}`, { firstName, lastName }, { firstName, lastName })
    while ((await checkDue(db)) > 0);
    const context = { db, now: () => new Date() }
    for await (const done of mergeEach(context, null, null)) {
      expect(done).toBe(true)
      break
    }
    const [one, other] = await Promise.all([mergeAutomatically(context), mergeAutomatically(context)])
    expect(one + other).toBe(2)
    expect(await sql`select 1 from merges`).toHaveLength(3)
    expect(await sql`select 1 from contacts`).toHaveLength(3)
    expect((await report(api)).merged).toBe(3)
  })

  it('ME-19 leaves everything else to people', async () => {
    const api = await testApi()
    const { sql } = api.connection
    await settle(api, true)
    const near: Record<string, string[]> = {
      'another name': await pair(api, 'desk7', anneke, { firstName: 'Pieter', lastName: 'Brandsma' }),
      'half a name each': await pair(api, 'desk8', { firstName: 'Aukje' }, { lastName: 'Feenstra' }),
      'a role mailbox': await pair(api, 'sales', anneke, anneke),
      'owners differ': await pair(
        api,
        'joost.hagen',
        { firstName: 'Joost', lastName: 'Hagen' },
        { firstName: 'Joost', lastName: 'Hagen' },
      ),
      'called different': await pair(
        api,
        'mieke.zand',
        { firstName: 'Mieke', lastName: 'Zand' },
        { firstName: 'Mieke', lastName: 'Zand' },
      ),
      'no mailbox': [
        await add(api, { firstName: 'Wout', lastName: 'Terpstra', mobile: '+31612345678', linkedin: 'wout-terpstra' }),
        await add(api, { firstName: 'Wout', lastName: 'Terpstra', mobile: '+31612345678', linkedin: 'wout-terpstra' }),
      ],
      'another profile': await pair(
        api,
        'saskia.mol',
        { firstName: 'Saskia', lastName: 'Mol', linkedin: 'saskia-mol' },
        { firstName: 'Saskia', lastName: 'Mol', linkedin: 'another-mol' },
      ),
    }
    const [first, second] = [await userId(api.connection, 'One', 'one@ours.example'), await userId(api.connection)]
    const [joost, hagen] = near['owners differ'] as [string, string]
    await sql`update contacts set owner_id = ${first} where id = ${joost}`
    await sql`update contacts set owner_id = ${second} where id = ${hagen}`
    await api.as(rep)({
      method: 'POST',
      url: '/api/v1/duplicates/dismissals',
      payload: { contactIds: near['called different'] },
    })
    expect(await night(api)).toBe(0)
    for (const [why, ids] of Object.entries(near))
      for (const id of ids) expect((await read(api.as(rep), id)).id, why).toBe(id)
    expect(await certainties(api, near['owners differ'] ?? [])).toBe('certain')
    expect(await certainties(api, near['no mailbox'] ?? [])).toBe('certain')
    expect(await report(api)).toEqual({ merged: 0, until: null })
  })

  it('ME-19 merges nobody who is only likely, or became another one since they were compared', async () => {
    const api = await testApi()
    const { sql, db } = api.connection
    await settle(api, true)
    const ids = await vloets(api)
    while ((await checkDue(db)) > 0);
    await sql`update duplicate_groups set certainty = 'likely'`
    expect(await mergeAutomatically({ db, now: () => new Date() })).toBe(0)
    await sql`update duplicate_groups set certainty = 'certain'`
    await sql`update contacts set first_name = 'Pieter', last_name = 'Brandsma' where id = ${ids[0]}`
    await sql`delete from duplicate_due`
    expect(await mergeAutomatically({ db, now: () => new Date() })).toBe(0)
    expect(await sql`select 1 from merges`).toHaveLength(0)
  })

  it('ME-19 reports once to each manager and administrator how many, and what people merge is not in it', async () => {
    const api = await testApi()
    await settle(api, true)
    const [a, b] = [await add(api, { firstName: 'A' }), await add(api, { firstName: 'B' })]
    await merge(api, a, [b])
    expect(await report(api)).toEqual({ merged: 0, until: null })
    await vloets(api)
    expect(await night(api)).toBe(1)
    const { merged, until } = await report(api)
    expect([merged, until]).toEqual([1, expect.any(String)])
    const seen = { method: 'POST', url: '/api/v1/merges/automatic-report/seen', payload: { until } } as const
    expect((await api.as(rep)(seen)).status).toBe(403)
    expect((await api.as(manager)(seen)).status).toBe(204)
    expect(await night(api)).toBe(0)
    expect(await report(api)).toEqual({ merged: 0, until: null })
    expect(await report(api, admin)).toEqual({ merged: 1, until })
    await pair(api, 'joost.hagen', { firstName: 'Joost', lastName: 'Hagen' }, { firstName: 'Joost', lastName: 'Hagen' })
    expect(await night(api)).toBe(1)
    expect((await report(api)).merged).toBe(1)
    expect((await report(api, admin)).merged).toBe(2)
  })
})
