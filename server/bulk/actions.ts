import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { BulkAction } from './schema.ts'

/** An action with its tags by id: a tag that is renamed while the job runs stays the one that was meant. */
export type StoredAction = BulkAction & { tagIds?: string[] }

interface Column {
  name: 'owner_id' | 'chosen_status' | 'role'
  field: 'ownerId' | 'status' | 'role'
  type: 'uuid' | 'text'
  value: string | null
}

function columnOf(action: StoredAction): Column | null {
  if (action.type === 'set_owner') return { name: 'owner_id', field: 'ownerId', type: 'uuid', value: action.ownerId }
  if (action.type === 'set_status')
    return { name: 'chosen_status', field: 'status', type: 'text', value: action.status }
  if (action.type === 'set_role') return { name: 'role', field: 'role', type: 'text', value: action.role }
  return null
}

const list = (ids: readonly string[]): SQL =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`

const valueSql = ({ type, value }: Column): SQL => sql`${value}::${sql.raw(type)}`

/** Whether an action changes the contact `c`. */
export function changesWhom(action: StoredAction): SQL {
  const column = columnOf(action)
  if (column) return sql`c.${sql.raw(column.name)} is distinct from ${valueSql(column)}`
  const carried = sql`(select count(*) from contact_tags ct where ct.contact_id = c.id and ct.tag_id in ${list(action.tagIds ?? [])})`
  if (action.type === 'add_tags') return sql`${carried} < ${Math.max(action.tagIds?.length ?? 0, action.tags.length)}`
  if (action.type === 'remove_tags') return sql`${carried} > 0`
  const member = (id: string) =>
    sql`exists (select 1 from segment_members sm where sm.contact_id = c.id and sm.segment_id = ${id}::uuid)`
  if (action.type === 'add_to_segment') return sql`not ${member(action.segmentId)}`
  return action.type === 'remove_from_segment' ? member(action.segmentId) : sql`false`
}

export interface Step {
  operationId: string
  contactIds: string[]
  action: StoredAction
  /** Who asked for it, for the history of each contact. */
  userId: string
  requestId: string | null
}

/**
 * Changes a batch of contacts, keeps what each was before with the target, and writes their history: one transaction of
 * the caller, so that a batch is done once or not at all.
 * @returns how many it changed
 */
export function applyAction(tx: Tx, step: Step): Promise<number> {
  const column = columnOf(step.action)
  if (column) return applyColumn(tx, step, column)
  switch (step.action.type) {
    case 'add_tags':
      return applyTags(
        tx,
        step,
        sql`insert into contact_tags (contact_id, tag_id)
        select held.id, t.id from held cross join tags t where t.id in ${list(step.action.tagIds ?? [])}
         order by held.id, t.id on conflict do nothing returning contact_id, tag_id`,
      )
    case 'remove_tags':
      return applyTags(
        tx,
        step,
        sql`delete from contact_tags using held where contact_id = held.id
        and tag_id in ${list(step.action.tagIds ?? [])} returning contact_id, tag_id`,
      )
    case 'add_to_segment':
      return applyMembers(
        tx,
        step,
        sql`insert into segment_members (segment_id, contact_id, added_by)
        select s.id, c.id, ${step.userId}::uuid from contacts c join segments s on s.id = ${step.action.segmentId}::uuid and s.kind = 'static'
         where c.id in ${list(step.contactIds)} order by c.id on conflict do nothing returning contact_id`,
      )
    case 'remove_from_segment':
      return applyMembers(
        tx,
        step,
        sql`delete from segment_members where segment_id = ${step.action.segmentId}::uuid
        and contact_id in ${list(step.contactIds)} returning contact_id`,
      )
    default:
      return Promise.resolve(0)
  }
}

async function applyColumn(tx: Tx, step: Step, column: Column): Promise<number> {
  const name = sql.raw(column.name)
  return counted(
    tx,
    sql`with held as materialized (
        select id, ${name} as before from contacts where id in ${list(step.contactIds)} and ${name} is distinct from ${valueSql(column)}
         order by id for no key update
      ), changed as (
        update contacts c set ${name} = ${valueSql(column)}, version = version + 1, updated_at = now() from held where c.id = held.id returning c.id
      ), noted as (
        update bulk_targets t set outcome = 'changed', before = to_jsonb(held.before), after = to_jsonb(${valueSql(column)})
          from held where t.operation_id = ${step.operationId}::uuid and t.contact_id = held.id
      ), told as (
        ${history(step, column.field, sql`held.id`, sql`to_jsonb(held.before)`, sql`to_jsonb(${valueSql(column)})`, sql`held`)}
      )
      select count(*)::int as n from changed`,
  )
}

const history = ({ userId, requestId }: Step, field: string, id: SQL, before: SQL, after: SQL, from: SQL): SQL => sql`
  insert into contact_changes (contact_id, user_id, field, before, after, route, request_id)
  select ${id}, ${userId}::uuid, ${field}, ${before}, ${after}, 'person', ${requestId} from ${from}`

/** The record carries its tags: its version goes up, and an edit form that knows the old ones is refused. */
async function applyTags(tx: Tx, step: Step, change: SQL): Promise<number> {
  const adds = step.action.type === 'add_tags'
  return counted(
    tx,
    sql`with held as materialized (
        select id from contacts where id in ${list(step.contactIds)} order by id for no key update
      ), touched as (${change}), each_contact as (
        select contact_id as id, jsonb_agg(tag_id) as ids, (select jsonb_agg(t.name order by lower(t.name)) from tags t
          where t.id = any(array_agg(touched.tag_id))) as names from touched group by contact_id
      ), changed as (
        update contacts c set version = version + 1, updated_at = now() from each_contact x where c.id = x.id returning c.id
      ), noted as (
        update bulk_targets t set outcome = 'changed', before = x.ids from each_contact x
         where t.operation_id = ${step.operationId}::uuid and t.contact_id = x.id
      ), told as (
        ${history(
          step,
          adds ? 'tagsAdded' : 'tagsRemoved',
          sql`x.id`,
          adds ? sql`null::jsonb` : sql`x.names`,
          adds ? sql`x.names` : sql`null::jsonb`,
          sql`each_contact x`,
        )}
      )
      select count(*)::int as n from changed`,
  )
}

const applyMembers = (tx: Tx, { operationId }: Step, change: SQL): Promise<number> =>
  counted(
    tx,
    sql`with touched as (${change}), noted as (
        update bulk_targets t set outcome = 'changed' from touched
         where t.operation_id = ${operationId}::uuid and t.contact_id = touched.contact_id
      ) select count(*)::int as n from touched`,
  )

/** Puts a batch back, where it is still as the change left it. @returns how many were put back */
export function revertAction(tx: Tx, step: Step): Promise<number> {
  const { action } = step
  const column = columnOf(action)
  if (column) return revertColumn(tx, step, column)
  if (action.type === 'add_tags' || action.type === 'remove_tags') {
    const wasAdded = action.type === 'add_tags'
    const targets = sql`bulk_targets t cross join lateral jsonb_array_elements_text(t.before) tag
      where t.operation_id = ${step.operationId}::uuid and t.contact_id in ${list(step.contactIds)}`
    const change = wasAdded
      ? sql`delete from contact_tags ct using (select t.contact_id, tag.value::uuid as tag_id from ${targets}) x
          where ct.contact_id = x.contact_id and ct.tag_id = x.tag_id returning ct.contact_id, ct.tag_id`
      : sql`insert into contact_tags (contact_id, tag_id) select t.contact_id, g.id from bulk_targets t
          cross join lateral jsonb_array_elements_text(t.before) tag join tags g on g.id = tag.value::uuid
          where t.operation_id = ${step.operationId}::uuid and t.contact_id in ${list(step.contactIds)}
          order by 1, 2 on conflict do nothing returning contact_id, tag_id`
    return revertTags(tx, step, change, wasAdded)
  }
  const segmentId = 'segmentId' in action ? action.segmentId : ''
  const change =
    action.type === 'add_to_segment'
      ? sql`delete from segment_members where segment_id = ${segmentId}::uuid and contact_id in ${list(step.contactIds)} returning contact_id`
      : sql`insert into segment_members (segment_id, contact_id, added_by) select s.id, c.id, ${step.userId}::uuid
          from contacts c join segments s on s.id = ${segmentId}::uuid where c.id in ${list(step.contactIds)} on conflict do nothing returning contact_id`
  return counted(
    tx,
    sql`with touched as (${change}), noted as (update bulk_targets t set outcome = 'restored' from touched
      where t.operation_id = ${step.operationId}::uuid and t.contact_id = touched.contact_id) select count(*)::int as n from touched`,
  )
}

function revertTags(tx: Tx, step: Step, change: SQL, wasAdded: boolean): Promise<number> {
  return counted(
    tx,
    sql`with touched as (${change}), each_contact as (
        select contact_id as id, (select jsonb_agg(t.name order by lower(t.name)) from tags t where t.id = any(array_agg(touched.tag_id))) as names
          from touched group by contact_id
      ), changed as (
        update contacts c set version = version + 1, updated_at = now() from each_contact x where c.id = x.id returning c.id
      ), noted as (
        update bulk_targets t set outcome = 'restored' from each_contact x where t.operation_id = ${step.operationId}::uuid and t.contact_id = x.id
      ), told as (
        ${history(
          step,
          wasAdded ? 'tagsRemoved' : 'tagsAdded',
          sql`x.id`,
          wasAdded ? sql`x.names` : sql`null::jsonb`,
          wasAdded ? sql`null::jsonb` : sql`x.names`,
          sql`each_contact x`,
        )}
      )
      select count(*)::int as n from changed`,
  )
}

function revertColumn(tx: Tx, step: Step, column: Column): Promise<number> {
  const name = sql.raw(column.name)
  const before = sql`(t.before #>> '{}')::${sql.raw(column.type)}`
  return counted(
    tx,
    sql`with held as materialized (
        select c.id, ${before} as before, c.${name} as after from contacts c join bulk_targets t on t.contact_id = c.id and t.operation_id = ${step.operationId}::uuid
         where c.id in ${list(step.contactIds)} and c.${name} is not distinct from ${valueSql(column)} order by c.id for no key update of c
      ), changed as (
        update contacts c set ${name} = held.before, version = version + 1, updated_at = now() from held where c.id = held.id returning c.id
      ), noted as (
        update bulk_targets t set outcome = 'restored' from held where t.operation_id = ${step.operationId}::uuid and t.contact_id = held.id
      ), told as (
        ${history(step, column.field, sql`held.id`, sql`to_jsonb(held.after)`, sql`to_jsonb(held.before)`, sql`held`)}
      )
      select count(*)::int as n from changed`,
  )
}

async function counted(tx: Tx, statement: SQL): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(statement)
  return row?.n ?? 0
}
