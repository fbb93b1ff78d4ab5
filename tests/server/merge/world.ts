import type { Connection } from '../../../db/client.ts'
import { contactReferences } from '../../../db/references.ts'
import { appendAndProject, type NewEntry } from '../../../server/consent/ledger.ts'
import type { Actor } from '../../../server/platform/actor.ts'

/** Numbers that are the same for a seed (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    below,
    chance: (share: number) => next() < share,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
    some: <T>(items: readonly T[], share: number): T[] => items.filter(() => next() < share),
  }
}
export type Random = ReturnType<typeof randomFrom>

export interface World {
  actor: Actor
  users: string[]
  companies: string[]
  tags: string[]
  segments: string[]
  activities: string[]
  deals: string[]
  /** Whoever is never merged: pairs and threads lead to them. */
  bystanders: string[]
}

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)

/** What contacts can have in common. */
export async function makeWorld({ sql }: Connection): Promise<World> {
  const users = ids(
    await sql`insert into users (entra_id, name, email) select gen_random_uuid(), 'User ' || n, 'user' || n || '@ours.example' from generate_series(1, 3) n returning id`,
  )
  const companies = ids(
    await sql`insert into companies (name, country) select 'Company ' || n, (array['DE','US','CA'])[n] from generate_series(1, 3) n returning id`,
  )
  const tags = ids(await sql`insert into tags (name) select 'Tag ' || n from generate_series(1, 5) n returning id`)
  const segments = ids(
    await sql`insert into segments (name, kind) select 'Segment ' || n, 'static' from generate_series(1, 4) n returning id`,
  )
  await sql`insert into custom_fields (entity, key, label, type, choices, is_unique) values
    ('contact', 'topics', 'Topics', 'multi_choice', '[{"id": "t1", "label": "Tea"}, {"id": "t2", "label": "Rice"}, {"id": "t3", "label": "Salt"}]', false),
    ('contact', 'tier', 'Tier', 'single_choice', '[{"id": "c1", "label": "Gold"}, {"id": "c2", "label": "Silver"}]', false),
    ('contact', 'number', 'Customer number', 'text', '[]', true)`
  const activities = ids(
    await sql`insert into activities (type, occurred_at, source, summary, actor_kind, created_at)
      select 'note', timestamptz '2026-01-01Z' + make_interval(days => n), 'manual', 'Entry ' || n, 'user', timestamptz '2026-01-01Z'
        from generate_series(1, 12) n returning id`,
  )
  const deals = ids(
    await sql`insert into deals (name, stage_id) select 'Deal ' || n, (select id from deal_stages where position = 1)
      from generate_series(1, 4) n returning id`,
  )
  await sql`insert into bulk_operations (action, selection, requested_by)
    select '{"type": "set_role", "role": "blocker"}', '{}', ${users[0] as string} from generate_series(1, 2)`
  await sql`insert into imports (name, format, source, tag, requested_by) values ('fair.csv', 'csv', 'Fair', 'Fair', ${users[0] as string})`
  const bystanders = ids(
    await sql`insert into contacts (first_name, last_name) select 'By', 'Stander ' || n from generate_series(1, 3) n returning id`,
  )
  const actor: Actor = {
    userId: users[0] as string,
    entraId: '',
    name: 'User 1',
    email: 'user1@ours.example',
    roles: ['Manager'],
    route: 'person',
  }
  return { actor, users, companies, tags, segments, activities, deals, bystanders }
}

let made = 0

const at = (instant: number): string => new Date(instant).toISOString()

/** Somebody with a random choice of rows in every table that refers to a contact. */
export async function makePerson(connection: Connection, world: World, random: Random): Promise<string> {
  const { sql } = connection
  const n = ++made
  const custom = {
    ...(random.chance(0.6) ? { topics: random.some(['t1', 't2', 't3'], 0.6) } : {}),
    ...(random.chance(0.5) ? { tier: random.pick(['c1', 'c2']) } : {}),
    ...(random.chance(0.5) ? { number: `N-${n}` } : {}),
  }
  if (custom.topics?.length === 0) delete custom.topics
  const phone = random.chance(0.5) ? `+4930${1_000_000 + n}` : null
  const [row] = await sql<{ id: string }[]>`
    insert into contacts (first_name, last_name, phone, phone_display, phone_country, job_title, department, company_id, role,
      chosen_status, source, owner_id, linkedin, country, custom_fields, created_at)
    values (${random.pick(['Ann', 'Anna', null])}, ${`Person ${n}`}, ${phone}, ${phone}, ${phone && 'DE'},
      ${random.pick(['Buyer', 'Head of Buying', null])}, ${random.pick(['Sales', null])}, ${random.pick([...world.companies, null])},
      ${random.pick(['decision_maker', 'champion', null])}, ${random.pick(['active', 'inactive'])}, ${random.pick(['Fair', 'Web', null])},
      ${random.pick([...world.users, null])}, ${random.chance(0.3) ? `https://www.linkedin.com/in/p${n}` : null},
      ${random.pick(['DE', 'US', 'CA', null])}, ${JSON.stringify(custom)}::jsonb,
      ${at(Date.UTC(2026, random.below(6), 1 + random.below(27)))})
    returning id`
  const id = row?.id as string
  const addresses = random.below(3)
  for (let place = 0; place <= addresses; place++) {
    if (addresses === 0 && random.chance(0.3)) continue
    const address = `p${n}.${place}@x.example`
    await sql`insert into contact_addresses (address, contact_id, display, is_primary, bounced_at, created_at)
      values (${address}, ${id}, ${address.toUpperCase()}, ${place === 0}, ${random.chance(0.2) ? '2026-05-01Z' : null}, ${at(Date.UTC(2026, 0, 1, 0, place))})`
  }
  for (const tag of random.some(world.tags, 0.4)) await sql`insert into contact_tags values (${id}, ${tag})`
  for (const segment of random.some(world.segments, 0.4))
    await sql`insert into segment_members (segment_id, contact_id, added_at, added_by)
      values (${segment}, ${id}, ${at(Date.UTC(2026, random.below(6), 2))}, ${random.pick(world.users)})`
  for (const activity of random.some(world.activities, 0.4))
    await sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind)
      select id, ${id}, occurred_at, type, ${random.chance(0.3)} from activities where id = ${activity}`
  for (const deal of random.some(world.deals, 0.4))
    await sql`insert into deal_contacts (deal_id, contact_id, role, created_at)
      values (${deal}, ${id}, ${random.pick(['champion', 'blocker', null])}, ${at(Date.UTC(2026, random.below(6), 3))})`
  await sql`insert into contact_changes (contact_id, user_id, field, before, after, route)
    select ${id}, ${random.pick(world.users)}, 'jobTitle', null, '"Buyer"', 'person' from generate_series(1, ${random.below(3)}::int)`
  await sql`insert into consent_warnings (contact_id, expires_at, days_before, owner_id)
    select ${id}, timestamptz '2027-01-01Z', d, ${random.pick(world.users)} from unnest(${random.some([60, 30, 7], 0.4)}::int[]) d`
  await sql`insert into score_adjustments (contact_id, points, reason, user_id, expires_at)
    select ${id}, 5, 'Met at the fair', ${random.pick(world.users)}, timestamptz '2030-01-01Z' from generate_series(1, ${random.below(3)}::int)`
  await sql`insert into bulk_targets (operation_id, contact_id, outcome, before)
    select id, ${id}, ${random.pick(['changed', 'unchanged'])}, '"champion"' from bulk_operations where random() < 0.5`
  await sql`insert into import_rows (import_id, row, line, outcome, contact_id, row_key)
    select id, ${n}, ${n}, 'created', ${id}, ${Buffer.from(`row ${n}`)} from imports`
  if (random.chance(0.2)) await sql`insert into owed_backfills (contact_id) values (${id})`
  for (const other of random.some(world.bystanders, 0.4)) {
    const dismissed = random.chance(0.6)
    await sql`insert into duplicate_pairs (first_id, second_id, score, certainty, state, known_reasons, decided_by, decided_at)
      values (least(${id}::uuid, ${other}::uuid), greatest(${id}::uuid, ${other}::uuid), 0.5, 'possible',
        ${dismissed ? 'dismissed' : 'open'}, ${dismissed ? ['name'] : []}, ${dismissed ? random.pick(world.users) : null},
        ${dismissed ? '2026-06-01Z' : null})`
  }
  await recordRandomConsent(connection, world, random, id)
  await sql`update contact_engagement set last_activity_at = ${random.chance(0.7) ? '2026-06-01Z' : null},
    last_contacted_at = ${random.chance(0.5) ? at(Date.UTC(2026, random.below(6), 1)) : null} where contact_id = ${id}`
  return id
}

const proof = { note: 'Told Rita at the fair.' }

/** Entries as they come in: dates in any order, by people, files and forms. */
export function randomEntry(random: Random): Omit<NewEntry, 'contactId'> & { by: 'person' | 'import' | 'public' } {
  const status = random.pick(['opted_in', 'opted_in', 'opted_out', 'pending', 'unknown'] as const)
  const purpose = random.pick(['marketing', 'marketing', 'tracking'] as const)
  const type =
    status === 'opted_in'
      ? purpose === 'tracking'
        ? 'explicit'
        : random.pick(['explicit', 'implied', 'imported'] as const)
      : null
  return {
    by: random.pick(['person', 'person', 'import', 'public']),
    purpose,
    status,
    type,
    effectiveAt: new Date(Date.UTC(2026, random.below(9), 1 + random.below(27))),
    source: random.pick(['Fair', 'Form']),
    objection: status === 'opted_out' && purpose === 'marketing' && random.chance(0.3),
    ...(type === 'implied' ? { event: 'purchase', eventAt: new Date(Date.UTC(2026, random.below(9), 1)) } : {}),
    evidence: random.chance(0.7) ? proof : {},
  }
}

async function recordRandomConsent({ db }: Connection, { actor }: World, random: Random, contactId: string) {
  for (let n = random.below(4); n > 0; n--) {
    const { by, ...entry } = randomEntry(random)
    await db.transaction((tx) =>
      appendAndProject(
        tx,
        { actor: by === 'public' ? null : actor, route: by },
        [contactId],
        [{ contactId, ...entry }],
      ),
    )
  }
}

/** Of these tables only the guess or mark of the moment would differ. */
const passing = new Set(['duplicate_due', 'contact_fingerprints', 'duplicate_members', 'consent_reviews'])

type Row = Record<string, unknown>

/**
 * Everything the database holds of contacts, by the registry of references. Without what a merge and its undo add by
 * design: versions and instants of change, lines of history, the entries that tell of it, what the ledger says about it.
 */
export async function everythingOf({ sql }: Connection, contactIds: readonly string[]): Promise<Record<string, Row[]>> {
  const held: Record<string, Row[]> = {}
  held.contacts = (
    await sql<
      { row: Row }[]
    >`select to_jsonb(c) - array['version', 'updated_at'] as row from contacts c where id = any(${contactIds as string[]}) order by id`
  ).map(({ row }) => row)
  for (const { table, column } of contactReferences.filter((one) => !passing.has(one.table))) {
    const rows = await sql<
      { row: Row }[]
    >`select to_jsonb(t) as row from ${sql(table)} t where ${sql(column)} = any(${contactIds as string[]})`
    held[`${table}.${column}`] = rows
      .map(({ row }) => row)
      .filter((row) => !isAddition(table, row))
      .map(({ lead_score: _, scored_at: __, score_due_at: ___, ...row }) => row)
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  return held
}

function isAddition(table: string, row: Row): boolean {
  const evidence = (row.evidence ?? {}) as Row
  if (table === 'contact_changes') return row.route === 'merge'
  if (table === 'activity_contacts') return row.type === 'merged'
  if (table === 'consent_entries') return evidence.merge !== undefined || evidence.voids !== undefined
  return table === 'merges' && row.undone_at !== null
}

/** Where a table of the registry still names one of these ids. */
export async function placesOf({ sql }: Connection, formerIds: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const { table, column } of contactReferences) {
    const rows = await sql`select 1 from ${sql(table)} where ${sql(column)} = any(${formerIds as string[]}) limit 1`
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found
}
