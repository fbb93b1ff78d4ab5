import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Database, Tx } from '#db/client.ts'
import { pinned } from '../filter/pin.ts'
import { BrokenFilter } from '../filter/problems.ts'
import { resolveFilter } from '../filter/resolve.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant } from '../platform/instant.ts'
import { NotFound, Problem } from '../platform/problem.ts'
import type { CreateView, EditView, SavedView, ViewQuery } from './schema.ts'

export class NotYours extends Problem {
  readonly type = 'not-yours'
  constructor() {
    super(403, 'This view belongs to somebody else. Save it under a name of your own to change it.')
  }
}

interface Row extends Record<string, unknown> {
  id: string
  name: string
  visibility: SavedView['visibility']
  query: ViewQuery
  owner: SavedView['owner']
  updated_at: string
  version: number
}

const visible = (actor: Actor): SQL => sql`(v.owner_id = ${actor.userId}::uuid or v.visibility = 'everyone')`

const rowsWhere = (condition: SQL): SQL => sql`
  select v.id, v.name, v.visibility, v.query, v.updated_at, v.version,
      json_build_object('id', u.id, 'name', u.name, 'email', u.email) as owner
    from saved_views v join users u on u.id = v.owner_id where ${condition} order by lower(v.name), v.id`

/** My views and those of everyone. A view whose filter names what is gone says so and is not left out (SE-11). */
export async function listViews(db: Database, actor: Actor): Promise<SavedView[]> {
  const rows = await db.execute<Row>(rowsWhere(visible(actor)))
  return Promise.all(rows.map((row) => viewFrom(db, actor, row)))
}

async function viewFrom(tx: Tx, actor: Actor, row: Row): Promise<SavedView> {
  const { id, name, visibility, query, owner, version } = row
  const broken = await brokenBy(tx, query)
  return {
    id,
    name,
    visibility,
    query,
    owner,
    version,
    broken,
    mine: owner.id === actor.userId,
    updatedAt: isoInstant(row.updated_at),
  }
}

async function brokenBy(tx: Tx, { filter }: ViewQuery): Promise<string | null> {
  if (!filter) return null
  try {
    await resolveFilter(tx, filter)
    return null
  } catch (error) {
    if (error instanceof BrokenFilter) return error.message
    throw error
  }
}

async function readView(tx: Tx, actor: Actor, id: string): Promise<SavedView> {
  const [row] = await tx.execute<Row>(rowsWhere(sql`v.id = ${id}::uuid and ${visible(actor)}`))
  if (!row) throw new NotFound('such view')
  return viewFrom(tx, actor, row)
}

const kept = async (tx: Tx, query: ViewQuery): Promise<ViewQuery> =>
  query.filter ? { ...query, filter: await pinned(tx, query.filter) } : query

export function createView(
  db: Database,
  actor: Actor,
  { name, visibility, query }: z.infer<typeof CreateView>,
): Promise<SavedView> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ id: string }>(sql`insert into saved_views (name, visibility, query, owner_id)
      values (${name}, ${visibility}, ${JSON.stringify(await kept(tx, query))}::jsonb, ${actor.userId}::uuid) returning id`)
    return readView(tx, actor, row?.id as string)
  })
}

/** @throws NotFound, NotYours, StaleView */
export function editView(db: Database, actor: Actor, id: string, input: z.infer<typeof EditView>): Promise<SavedView> {
  return db.transaction(async (tx) => {
    const before = await requireMine(tx, actor, id)
    if (input.version !== undefined && input.version !== before.version) throw new StaleView(before)
    const query = input.query ? JSON.stringify(await kept(tx, input.query)) : null
    await tx.execute(sql`update saved_views set name = coalesce(${input.name ?? null}, name),
      visibility = coalesce(${input.visibility ?? null}, visibility), query = coalesce(${query}::jsonb, query),
      version = version + 1, updated_at = now() where id = ${id}::uuid`)
    return readView(tx, actor, id)
  })
}

class StaleView extends Problem {
  readonly type = 'stale-version'
  constructor(current: SavedView) {
    super(409, 'This view was changed in another window. Look at it and save again.', { current })
  }
}

/** @throws NotFound, NotYours */
export function deleteView(db: Database, actor: Actor, id: string): Promise<void> {
  return db.transaction(async (tx) => {
    await requireMine(tx, actor, id)
    await tx.execute(sql`delete from saved_views where id = ${id}::uuid`)
  })
}

async function requireMine(tx: Tx, actor: Actor, id: string): Promise<SavedView> {
  await tx.execute(sql`select 1 from saved_views where id = ${id}::uuid for update`)
  const view = await readView(tx, actor, id)
  if (!view.mine) throw new NotYours()
  return view
}
