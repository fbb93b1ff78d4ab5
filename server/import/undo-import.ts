import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { lockCompanyNames } from '../companies/companies.ts'
import { recordConsents } from '../consent/ledger.ts'
import { removeContacts } from '../contacts/remove-contacts.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { removeImportNotes } from '../timeline/import-notes.ts'
import { actingUser } from '../users/acting-user.ts'
import { type ImportRecord, importById } from './import-record.ts'
import { loadContacts } from './load-book.ts'
import type { JobContext } from './preview-import.ts'
import { putBack } from './put-back.ts'
import type { Import } from './schema.ts'
import { renewStatistics } from './statistics.ts'
import { writeChunk } from './write-chunk.ts'

const BATCH = 2000
const MOST_LISTED = 200

/**
 * Takes an import back (IM-16): contacts it made go, unless somebody worked with them since; what it changed gets its
 * value from before, where the value is still the import's. What stays is told, with the reason. Opt-outs stay always.
 * Batch by batch, each with how far it is in one transaction: it may stop and be repeated at any moment.
 */
export async function undoImport(context: JobContext, id: string): Promise<void> {
  const { db } = context
  const row = await importById(db, id)
  if (row.state !== 'undoing') return
  const actor = await actingUser(db, row.undone_by ?? row.requested_by, 'import', row.request_id)
  await renewStatistics(db)
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after
    after = await db.transaction((tx) => undoBatch(tx, context, actor, row, from))
  }
  await db.transaction(async (tx) => {
    await removeCompanies(tx, id)
    await tx.execute(sql`delete from tags t using imports i where i.id = ${id}::uuid and lower(t.name) = lower(i.tag)
      and not exists (select 1 from contact_tags ct where ct.tag_id = t.id)
      and not exists (select 1 from segments s where s.filter::text like '%' || t.id || '%')
      and not exists (select 1 from scoring_rules r where r.condition::text like '%' || t.id || '%')`)
    await tx.execute(
      sql`update imports set state = 'undone', phase = null where id = ${id}::uuid and state = 'undoing'`,
    )
  })
}

interface Touched extends Record<string, unknown> {
  contact_id: string
  created: boolean
  version: number
  /** Why it cannot simply go. */
  used: string | null
  current: number
}

/** Contacts of the next rows that were not looked at yet, and the row to go on behind; null at the end. */
async function nextContacts(tx: Tx, importId: string, after: number): Promise<{ ids: string[]; last: number } | null> {
  const rows = await tx.execute<{ row: number; contact_id: string }>(sql`
    select r.row, r.contact_id from import_rows r where r.import_id = ${importId}::uuid and r.row > ${after} and r.contact_id is not null
       and r.undone is null and r.outcome in ('created', 'updated') order by r.row limit ${BATCH}`)
  const last = rows.at(-1)?.row
  return last === undefined ? null : { ids: [...new Set(rows.map(({ contact_id }) => contact_id))], last }
}

/** What the contacts hold beside the record tells whether somebody uses them. */
async function touchedContacts(tx: Tx, importId: string, ids: string[]): Promise<Touched[]> {
  return tx.execute<Touched>(sql`
    with theirs as (
      select r.contact_id, bool_or(r.outcome = 'created') as created, max(r.version) as version from import_rows r
       where r.contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) and r.import_id = ${importId}::uuid
         and r.outcome in ('created', 'updated') group by r.contact_id
    )
    select t.*, c.version as current, case
        when exists (select 1 from activity_contacts ac join activities a on a.id = ac.activity_id
          where ac.contact_id = t.contact_id and a.source not in ('import', 'm365')) then 'Somebody logged something on the timeline.'
        when exists (select 1 from segment_members sm where sm.contact_id = t.contact_id) then 'Somebody put the contact into a segment.'
        when exists (select 1 from score_adjustments sa where sa.contact_id = t.contact_id) then 'Somebody adjusted the score.'
        when exists (select 1 from import_rows o where o.contact_id = t.contact_id and o.import_id > ${importId}::uuid and o.outcome in ('created', 'updated')
          and o.undone is null) then 'A later import changed the contact.'
        when exists (select 1 from consent_entries e where e.contact_id = t.contact_id and e.evidence ->> 'import' is distinct from ${importId}) then 'Somebody recorded consent.'
      end as used
      from theirs t join contacts c on c.id = t.contact_id`)
}

async function undoBatch(
  tx: Tx,
  context: JobContext,
  actor: Actor,
  row: ImportRecord,
  after: number,
): Promise<number | null> {
  await lockAddressBook(tx)
  await lockCompanyNames(tx)
  await tx.execute(sql`select 1 from imports where id = ${row.id}::uuid for update`)
  const next = await nextContacts(tx, row.id, after)
  if (!next) return null
  const touched = await touchedContacts(tx, row.id, next.ids)
  const contacts = await loadContacts(
    tx,
    touched.map(({ contact_id }) => contact_id),
    { importId: row.id, lock: true },
  )
  const free = touched.filter(({ created, used, version, current }) => created && used === null && version === current)
  const removed = await removeContacts(
    tx,
    free.map(({ contact_id }) => contact_id),
  )
  const gone = new Set(free.map(({ contact_id }) => contact_id))
  const left: NonNullable<Import['undo']>['left'] = []
  const leave = (contactId: string, reasons: string[]) => {
    const contact = contacts.get(contactId)
    if (reasons.length > 0) left.push({ contact: { id: contactId, name: contact?.name ?? '' }, reasons })
  }
  for (const one of touched) {
    if (!one.created || gone.has(one.contact_id)) continue
    leave(one.contact_id, [one.used ?? 'Somebody changed the contact since.'])
  }
  const others = touched.filter(({ created }) => !created)
  const changes = await changesOf(
    tx,
    row.id,
    others.map(({ contact_id }) => contact_id),
  )
  const { writes, taken, notes, reasons, restored } = putBack(contacts, changes, row.tag)
  await writeChunk(tx, { importId: row.id, actor, secrets: context.secrets }, writes)
  await takeAddresses(tx, taken)
  const noted = await removeImportNotes(tx, notes)
  const kept = await voidConsents(
    tx,
    actor,
    row.id,
    others.map(({ contact_id }) => contact_id),
  )
  for (const { contact_id } of others)
    leave(contact_id, [
      ...(reasons.get(contact_id) ?? []),
      ...(noted.has(contact_id) ? ['Somebody edited or moved a note since.'] : []),
      ...(kept.has(contact_id) ? ['An opt-out stays, whatever it came from.'] : []),
    ])
  await tx.execute(sql`update import_rows r set undone = case when r.contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(left.map(({ contact }) => contact.id))}::jsonb)) then 'left' else 'restored' end
    where r.import_id = ${row.id}::uuid and r.outcome in ('created', 'updated') and r.contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(touched.map(({ contact_id }) => contact_id))}::jsonb))`)
  await addUndone(tx, row.id, { removed, restored, left })
  return next.last
}

export interface UndoneRow extends Record<string, unknown> {
  contact_id: string
  changes: { field: string; before: unknown; after: unknown }[]
}

/** What the import changed, the last first. */
async function changesOf(tx: Tx, importId: string, ids: string[]): Promise<UndoneRow[]> {
  if (ids.length === 0) return []
  return tx.execute<UndoneRow>(sql`select r.contact_id, coalesce(r.changes, '[]') as changes from import_rows r
    where r.import_id = ${importId}::uuid and r.outcome = 'updated' and r.contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    order by r.row desc`)
}

async function takeAddresses(tx: Tx, taken: { contactId: string; address: string }[]): Promise<void> {
  if (taken.length === 0) return
  await tx.execute(sql`delete from contact_addresses a using jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as r("contactId" uuid, address text)
    where a.address = r.address and a.contact_id = r."contactId"`)
}

/**
 * Entries of the import to ledgers that were there count no more: a further entry says so, and nothing is rewritten. An
 * opt-out counts on (CO-07).
 * @returns whose opt-out it was
 */
async function voidConsents(tx: Tx, actor: Actor, importId: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.execute<{ contact_id: string; refuses: boolean }>(sql`
    select e.contact_id, bool_or(e.status = 'opted_out') as refuses from consent_entries e
     where e.contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) and e.evidence ->> 'import' = ${importId}
     group by e.contact_id`)
  const now = new Date()
  await recordConsents(
    tx,
    { actor, route: 'import' },
    rows
      .filter(({ refuses }) => !refuses)
      .map(({ contact_id }) => ({
        contactId: contact_id,
        status: 'unknown',
        effectiveAt: now,
        source: 'Import undone',
        evidence: { voids: importId },
      })),
  )
  return new Set(rows.filter(({ refuses }) => refuses).map(({ contact_id }) => contact_id))
}

/** Companies that the import made and that nobody uses, edited or added to. */
async function removeCompanies(tx: Tx, importId: string): Promise<void> {
  await tx.execute(sql`delete from companies c using import_companies i where i.import_id = ${importId}::uuid and c.id = i.company_id and c.version = 1
    and not exists (select 1 from contacts p where p.company_id = c.id)
    and not exists (select 1 from company_changes h where h.company_id = c.id and h.route <> 'import')`)
}

async function addUndone(
  tx: Tx,
  importId: string,
  { removed, restored, left }: { removed: number; restored: number; left: NonNullable<Import['undo']>['left'] },
): Promise<void> {
  const [row] = await tx.execute<{ undo: Import['undo'] }>(sql`select undo from imports where id = ${importId}::uuid`)
  const before = row?.undo ?? { removed: 0, restored: 0, left: [], leftCount: 0 }
  const undo: Import['undo'] = {
    removed: before.removed + removed,
    restored: before.restored + restored,
    left: [...before.left, ...left].slice(0, MOST_LISTED),
    leftCount: before.leftCount + left.length,
  }
  await tx.execute(
    sql`update imports set undo = ${JSON.stringify(undo)}::jsonb, phase_rows = phase_rows + ${removed + restored + left.length} where id = ${importId}::uuid`,
  )
}
