import { sql } from 'drizzle-orm'
import { addressHash } from '../mail/address-hash.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { colleague, colleagueOrNull, type ExportContext, type Exporter, short, type UserRow } from './exporter.ts'
import { Someone } from './people.ts'

const ROWS_AT_ONCE = 500

interface ChangeRow extends Record<string, unknown> {
  id: string
  at: string
  by: UserRow | null
  field: string
  before: unknown
  after: unknown
  route: string
}

/** Ids of companies as their names, as long as there are such companies; ids of users become parties later. */
const readable = (side: 'before' | 'after') => sql`case when h.field = 'companyId'
  then coalesce((select to_jsonb(co.name) from companies co where co.id::text = h.${sql.raw(side)} #>> '{}'), h.${sql.raw(side)})
  else h.${sql.raw(side)} end`

export const changes: Exporter = {
  async *list(context) {
    let last: ChangeRow | undefined
    do {
      const rows = await changesAfter(context, last)
      last = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined
      yield rows.map(({ id, at, by, ...change }) => ({ at: isoInstant(at), by: colleagueOrNull(by), ...change }))
    } while (last)
  },
}

async function changesAfter({ tx, contactId }: ExportContext, last: ChangeRow | undefined): Promise<ChangeRow[]> {
  const beyond = last ? sql`and (h.at, h.id) > (${last.at}::timestamptz, ${last.id}::uuid)` : sql``
  return tx.execute<ChangeRow>(sql`
    select h.id, h.at, h.field, ${readable('before')} as before, ${readable('after')} as after, h.route,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = h.user_id) as by
      from contact_changes h where h.contact_id = ${contactId}::uuid ${beyond} order by h.at, h.id limit ${ROWS_AT_ONCE}`)
}

interface BulkRow extends Record<string, unknown> {
  created_at: string
  by: UserRow
  action: unknown
  outcome: string
  before: unknown
  after: unknown
  undone_at: string | null
}

export const bulkChanges = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<BulkRow>(sql`
    select o.created_at, json_build_object('name', u.name, 'email', u.email) as by, o.action, t.outcome, t.before, t.after,
        o.undone_at
      from bulk_targets t join bulk_operations o on o.id = t.operation_id join users u on u.id = o.requested_by
     where t.contact_id = ${contactId}::uuid order by o.created_at, o.id`)
  return rows.map(({ created_at, by, undone_at, ...change }) => ({
    at: isoInstant(created_at),
    by: colleague(by),
    ...change,
    undoneAt: isoInstantOrNull(undone_at),
  }))
})

interface ImportedRowRow extends Record<string, unknown> {
  created_at: string
  by: UserRow
  file: string
  row: number
  outcome: string
  changes: unknown
  issues: unknown
  cells: string[] | null
}

export const imports = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<ImportedRowRow>(sql`
    select i.created_at, json_build_object('name', u.name, 'email', u.email) as by, i.name as file, r.row, r.outcome, r.changes, r.issues, r.cells
      from import_rows r join imports i on i.id = r.import_id join users u on u.id = i.requested_by
     where r.contact_id = ${contactId}::uuid order by i.created_at, i.id, r.row`)
  return rows.map(({ created_at, by, ...row }) => ({ at: isoInstant(created_at), by: colleague(by), ...row }))
})

interface MergeRow extends Record<string, unknown> {
  created_at: string
  by: UserRow | null
  former_ids: string[]
  known_as: unknown[]
  in_bulk: boolean
  undone_at: string | null
  conflicts: string[] | null
}

/** Records of the person that became one with this: their ids answer with it, what gave way is listed. */
export const merges = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<MergeRow>(sql`
    select m.created_at, m.in_bulk, m.undone_at, m.conflicts, coalesce(m.choices -> 'knownAs', '[]') as known_as,
        (select coalesce(json_agg(f.former_id order by f.former_id), '[]') from merged_contacts f where f.merge_id = m.id) as former_ids,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = m.merged_by) as by
      from merges m where m.survivor_id = ${contactId}::uuid order by m.created_at, m.id`)
  return rows.map(({ created_at, by, former_ids, known_as, in_bulk, undone_at, conflicts }) => ({
    at: isoInstant(created_at),
    by: colleagueOrNull(by),
    formerIds: former_ids,
    knownAs: known_as,
    inBulk: in_bulk,
    undoneAt: isoInstantOrNull(undone_at),
    left: conflicts ?? [],
  }))
})

/** The hashes of both forms of a tagged address are rows of their own: the first column finds either. */
export const mailPlaces = short(async ({ tx, addresses, secrets }) => {
  const hashes = addresses.map((address) => addressHash(secrets, address).toString('hex'))
  const rows = await tx.execute<{
    address: string
    name: string | null
    at: string
    blind: boolean
    until: string
  }>(sql`
    select b.address, b.name, k.occurred_at as at, k.blind, k.occurred_at + make_interval(months => b.history_months) as until
      from correspondents k join mailboxes b on b.id = k.mailbox_id
     where k.address_hash in (select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb))
     order by k.occurred_at, b.address, k.graph_message_id`)
  return rows.map(({ address, name, at, blind, until }) => ({
    mailbox: new Someone(name, address, true),
    occurredAt: isoInstant(at),
    blindCopied: blind,
    keptUntil: isoInstant(until),
  }))
})

export const blocks = short(async ({ tx, addresses }) => {
  const rows = await tx.execute<{ pattern: string; by: UserRow | null; created_at: string }>(sql`
    select b.pattern, b.created_at,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = b.created_by) as by
      from mail_blocks b where b.kind = 'address'
       and b.pattern in (select value from jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb))
     order by b.created_at, b.id`)
  return rows.map(({ pattern, by, created_at }) => ({
    address: pattern,
    by: colleagueOrNull(by),
    since: isoInstant(created_at),
  }))
})

/** Where the data came from, counted. */
export const sources = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<{ of: string; source: string; items: number; first: string; last: string }>(sql`
    with held as (
      select 'record' as of, coalesce(c.source, 'not recorded') as source, c.created_at as at from contacts c where c.id = ${contactId}::uuid
      union all select 'addresses', 'record', created_at from contact_addresses where contact_id = ${contactId}::uuid
      union all select 'consent', coalesce(source, route), created_at from consent_entries where contact_id = ${contactId}::uuid
      union all select 'changes', route, at from contact_changes where contact_id = ${contactId}::uuid
      union all select 'activities', a.source, ac.occurred_at
        from activity_contacts ac join activities a on a.id = ac.activity_id where ac.contact_id = ${contactId}::uuid)
    select of, source, count(*)::int as items, min(at) as first, max(at) as last from held group by of, source order by of, source`)
  return rows.map((row) => ({ ...row, first: isoInstant(row.first), last: isoInstant(row.last) }))
})

/** Who received the data before, by the audit log, under an earlier id too. */
export const recipients = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<{ at: string; details: { roles: string[]; others: string } }>(sql`
    select at, details from audit_entries where action = ${EXPORTED} and (subject_id = ${contactId}
        or subject_id in (select former_id::text from merged_contacts where survivor_id = ${contactId}::uuid)) order by number`)
  return rows.map(({ at, details }) => ({ at: isoInstant(at), roles: details.roles, others: details.others }))
})

export const EXPORTED = 'contact.exported'
