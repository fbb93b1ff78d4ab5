import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { audit } from '../audit/audit.ts'
import { countMatches, matching } from '../contacts/list-contacts.ts'
import { pinned } from '../filter/pin.ts'
import { BrokenFilter } from '../filter/problems.ts'
import { resolveFilter } from '../filter/resolve.ts'
import type { Filter } from '../filter/schema.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { NotFound, Problem } from '../platform/problem.ts'
import type { CreateSegment, EditSegment, Segment } from './schema.ts'

export class SegmentInUse extends Problem {
  readonly type = 'segment-in-use'
  constructor(usedBy: Segment['usedBy']) {
    super(
      409,
      'This segment is used elsewhere. Take it out there first, or delete it with `force=true`: what uses it pauses.',
      {
        usedBy,
      },
    )
  }
}

export class StaleSegment extends Problem {
  readonly type = 'stale-version'
  constructor(current: Segment) {
    super(409, 'Somebody changed this segment in the meantime. Look at it and save again.', { current })
  }
}

export class NotStatic extends Problem {
  readonly type = 'segment-not-static'
  constructor() {
    super(
      409,
      'The members of a dynamic segment follow from its filter. Change the filter, or freeze the segment first.',
    )
  }
}

interface Row extends Record<string, unknown> {
  id: string
  name: string
  description: string | null
  kind: 'dynamic' | 'static'
  filter: Filter | null
  time_zone: string
  owner: Segment['owner']
  used_by: Segment['usedBy']
  members: number
  created_at: string
  updated_at: string
  version: number
}

/** Who names a segment in a filter: other segments and scoring rules. */
const usedBy = sql`(select coalesce(json_agg(json_build_object('kind', u.kind, 'id', u.id, 'name', u.name) order by u.name), '[]')
  from (select 'segment' as kind, x.id, x.name, x.filter as tree from segments x where x.kind = 'dynamic' and x.id <> s.id
        union all select 'scoring_rule', r.id, r.name, r.condition from scoring_rules r) u
  where jsonb_path_exists(u.tree, '$.** ? (@.field == "segments").value[*] ? (@ == $id)', jsonb_build_object('id', s.id)))`

const rowsWhere = (condition: SQL): SQL => sql`
  select s.id, s.name, s.description, s.kind, s.filter, s.time_zone, s.created_at, s.updated_at, s.version, ${usedBy} as used_by,
    (select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = s.owner_id) as owner,
    case when s.kind = 'static' then (select count(*) from segment_members m where m.segment_id = s.id) end::int as members
  from segments s where ${condition} order by lower(s.name), s.id`

/** All segments, each with its present size. One whose filter names what is gone is paused and says what (SG-05). */
export async function listSegments(db: Database, now: Date): Promise<Segment[]> {
  const rows = await db.execute<Row>(rowsWhere(sql`true`))
  const segments: Segment[] = []
  for (const row of rows) segments.push(await segmentFrom(db, row, now))
  return segments
}

/** @throws NotFound */
export async function readSegment(tx: Tx, id: string, now: Date): Promise<Segment> {
  const [row] = await tx.execute<Row>(rowsWhere(sql`s.id = ${id}::uuid`))
  if (!row) throw new NotFound('such segment')
  return segmentFrom(tx, row, now)
}

async function segmentFrom(tx: Tx, row: Row, now: Date): Promise<Segment> {
  const { size, paused } =
    row.kind === 'static' ? { size: { count: row.members, exact: true }, paused: null } : await sizeOf(tx, row, now)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    filter: row.filter,
    timeZone: row.time_zone,
    owner: row.owner,
    size,
    paused,
    usedBy: row.used_by,
    createdAt: isoInstant(row.created_at),
    updatedAt: isoInstant(row.updated_at),
    version: row.version,
  }
}

async function sizeOf(tx: Tx, row: Row, now: Date): Promise<Pick<Segment, 'size' | 'paused'>> {
  try {
    const filter: Filter = { field: 'segments', op: 'any_of', value: [row.id] }
    return { size: await countMatches(tx, { filter, timeZone: row.time_zone }, now), paused: null }
  } catch (error) {
    if (error instanceof BrokenFilter) return { size: null, paused: error.message }
    throw error
  }
}

/** A dynamic segment keeps its filter; a static one freezes who matches now, or takes the contacts named. */
export function createSegment(db: Database, actor: Actor, input: CreateSegment, now: Date): Promise<Segment> {
  return db.transaction(async (tx) => {
    const timeZone = input.timeZone ?? 'UTC'
    const filter = input.filter ? await pinned(tx, input.filter) : null
    if (filter) await resolveFilter(tx, filter)
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into segments (name, description, kind, filter, time_zone, owner_id)
      values (${input.name}, ${input.description ?? null}, ${input.kind}, ${filter ? JSON.stringify(filter) : null}::jsonb,
        ${timeZone}, ${actor.userId}) returning id`)
    const id = row?.id as string
    if (input.kind === 'static')
      await freezeMembers(tx, actor, id, { ...input, filter: filter ?? undefined, timeZone }, now)
    return readSegment(tx, id, now)
  })
}

type Frozen = {
  filter?: Filter | undefined
  search?: string | undefined
  contactIds?: string[] | undefined
  timeZone: string
}

async function freezeMembers(
  tx: Tx,
  actor: Actor,
  id: string,
  { filter, search, contactIds, timeZone }: Frozen,
  now: Date,
) {
  if (contactIds) await addMembers(tx, actor, id, contactIds)
  if (!filter && !search) return
  const condition = await matching(tx, { filter, search, timeZone }, now)
  await tx.execute(sql`insert into segment_members (segment_id, contact_id, added_by)
    select ${id}::uuid, c.id, ${actor.userId}::uuid from contacts c join contact_engagement e on e.contact_id = c.id
     where ${condition} on conflict do nothing`)
}

/** @throws NotFound, StaleSegment, BrokenFilter (also when it would contain itself) */
export function editSegment(db: Database, id: string, input: EditSegment, now: Date): Promise<Segment> {
  return db.transaction(async (tx) => {
    if (input.filter) await tx.execute(sql`select pg_advisory_xact_lock(${locks.segments})`)
    const [row] = await tx.execute<{ version: number; kind: string }>(
      sql`select version, kind from segments where id = ${id}::uuid for update`,
    )
    if (!row) throw new NotFound('such segment')
    if (input.version !== undefined && input.version !== row.version)
      throw new StaleSegment(await readSegment(tx, id, now))
    const filter = input.filter ? await pinned(tx, input.filter) : undefined
    if (filter && row.kind === 'static') throw new NotStatic()
    await tx.execute(sql`update segments set name = coalesce(${input.name ?? null}, name),
      description = ${input.description === undefined ? sql`description` : input.description},
      filter = coalesce(${filter ? JSON.stringify(filter) : null}::jsonb, filter),
      time_zone = coalesce(${input.timeZone ?? null}, time_zone), version = version + 1, updated_at = now() where id = ${id}::uuid`)
    if (filter) await resolveFilter(tx, { field: 'segments', op: 'any_of', value: [id] })
    return readSegment(tx, id, now)
  })
}

/** The contacts stay. @throws NotFound, SegmentInUse unless forced */
export function deleteSegment(db: Database, actor: Actor, id: string, force: boolean, now: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const segment = await readSegment(tx, id, now)
    if (segment.usedBy.length > 0 && !force) throw new SegmentInUse(segment.usedBy)
    await tx.execute(sql`delete from segments where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'segment.deleted', subjectKind: 'segment', subjectId: id })
  })
}

/** A static copy of who is in it now. @throws NotFound, BrokenFilter */
export async function freezeSegment(db: Database, actor: Actor, id: string, name: string, now: Date): Promise<Segment> {
  const segment = await readSegment(db, id, now)
  const filter: Filter = { field: 'segments', op: 'any_of', value: [id] }
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into segments (name, description, kind, filter, time_zone, owner_id)
      values (${name}, ${segment.description}, 'static', ${segment.filter ? JSON.stringify(segment.filter) : null}::jsonb,
        ${segment.timeZone}, ${actor.userId}) returning id`)
    await freezeMembers(tx, actor, row?.id as string, { filter, timeZone: segment.timeZone }, now)
    return readSegment(tx, row?.id as string, now)
  })
}

/** Ids of nobody are left out; whoever is in already keeps the day of joining. @throws NotFound, NotStatic */
export async function addMembers(tx: Tx, actor: Actor, id: string, contactIds: string[]): Promise<void> {
  await requireStatic(tx, id)
  await tx.execute(sql`insert into segment_members (segment_id, contact_id, added_by)
    select ${id}::uuid, c.id, ${actor.userId}::uuid from contacts c
     where c.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb)) order by c.id
    on conflict do nothing`)
}

/** @throws NotFound, NotStatic */
export async function removeMembers(tx: Tx, id: string, contactIds: string[]): Promise<void> {
  await requireStatic(tx, id)
  await tx.execute(sql`delete from segment_members where segment_id = ${id}::uuid
    and contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb))`)
}

export async function requireStatic(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.execute<{ kind: string }>(sql`select kind from segments where id = ${id}::uuid for share`)
  if (!row) throw new NotFound('such segment')
  if (row.kind !== 'static') throw new NotStatic()
}
