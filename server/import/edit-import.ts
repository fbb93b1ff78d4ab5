import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import { type FieldDefinition, fieldDefinitions } from '../custom-fields/fields.ts'
import { NotAllowed } from '../identity/problems.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { Secrets } from '../platform/secrets.ts'
import { forgetFile } from './file-store.ts'
import { type ImportRecord, importFor, importFrom, KEPT_DAYS, lockedImport } from './import-record.ts'
import { holdsDates, openQuestions } from './prepare-import.ts'
import {
  AttestationNotAllowed,
  DateOrderNeeded,
  FileGone,
  ImportNotReady,
  MappingNamesNobody,
  NotUndoable,
} from './problems.ts'
import { orderFor, readDate } from './read-date.ts'
import type { ChangeReading, Import, ImportColumn, ImportState, Mapping } from './schema.ts'
import { forgetUpload, rereadImport } from './upload-import.ts'

export interface ImportsContext {
  db: Database
  secrets: Secrets
  queue: JobQueue
}

/** As the wire shows it, with what is still to be answered and how values will be read. @throws ImportNotFound */
export async function readImport(tx: Tx, actor: Actor, id: string): Promise<Import> {
  const row = await importFor(tx, actor, id)
  const fields = await fieldDefinitions(tx, 'contact')
  return importFrom(
    row,
    openQuestions(row.mapping, row.columns, fields),
    row.columns.map((column, index) => withExamples(column, row.mapping, index, fields)),
  )
}

function withExamples(
  column: ImportColumn,
  mapping: Mapping,
  index: number,
  fields: readonly FieldDefinition[],
): ImportColumn {
  const mapped = mapping.columns[index]
  if (!mapped || !holdsDates(mapped, fields)) return column
  const read = (raw: string) => {
    const order = orderFor(raw, mapped.dateOrder ?? column.dateOrder)
    return order ? (readDate(raw, order)?.day ?? null) : null
  }
  return { ...column, examples: column.samples.map((raw) => ({ raw, read: read(raw) })) }
}

const editable: readonly ImportState[] = ['uploaded', 'previewed', 'failed']

async function editableImport(tx: Tx, actor: Actor, id: string): Promise<ImportRecord> {
  await importFor(tx, actor, id)
  const row = await lockedImport(tx, id)
  if (row.file_deleted_at) throw new FileGone()
  if (row.started_at !== null || !editable.includes(row.state)) {
    throw new ImportNotReady(
      row.state,
      row.state === 'previewing'
        ? 'The file is being checked. Wait for that, or cancel it.'
        : 'This import has begun; how its file is read and mapped stays as it is. Upload the file again to import it in another way.',
    )
  }
  return row
}

/** Reads the file in another way; the mapping is proposed anew. @throws ImportNotFound, ImportNotReady, FileGone, FileUnreadable */
export async function changeReading(
  context: ImportsContext,
  actor: Actor,
  id: string,
  change: ChangeReading,
): Promise<void> {
  const row = await context.db.transaction((tx) => editableImport(tx, actor, id))
  await rereadImport(context, actor, row, change)
}

/**
 * Takes the mapping, whole. What was previewed by another one counts no more.
 * @throws ImportNotFound, ImportNotReady, FileGone, InvalidInput, NotAllowed, AttestationNotAllowed
 */
export async function changeMapping(
  context: ImportsContext,
  actor: Actor,
  id: string,
  mapping: Mapping,
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const row = await editableImport(tx, actor, id)
    await checkMapping(tx, actor, row, mapping)
    await tx.execute(sql`update imports set mapping = ${JSON.stringify(mapping)}::jsonb, mapping_from = 'person', state = 'uploaded',
      preview = null where id = ${id}::uuid`)
  })
}

async function checkMapping(tx: Tx, actor: Actor, row: ImportRecord, mapping: Mapping): Promise<void> {
  const fields = (await fieldDefinitions(tx, 'contact')).filter(({ archived }) => !archived)
  const faults: { path: string; message: string }[] = []
  const fault = (path: string, message: string) => faults.push({ path, message })
  if (mapping.columns.length !== row.columns.length)
    fault(
      'columns',
      `The file has ${row.columns.length} columns, and ${mapping.columns.length} are mapped. Send one mapping a column, in their order.`,
    )
  for (const [index, column] of mapping.columns.entries()) {
    const at = `columns.${index}`
    const field = fields.find(({ key }) => column.target === `custom.${key}`)
    if (column.target.startsWith('custom.') && !field)
      fault(`${at}.target`, 'There is no such field any more. Choose another place for the column.')
    if (column.target === 'new' && !column.field)
      fault(`${at}.field`, 'Say what the new field is called, and its type.')
    if (column.kindColumn !== undefined && column.kindColumn >= row.columns.length)
      fault(`${at}.kindColumn`, 'There is no such column.')
    for (const decision of Object.values(column.choices ?? {})) {
      if (
        typeof decision === 'object' &&
        'choice' in decision &&
        field &&
        !field.choices.some(({ id }) => id === decision.choice)
      )
        fault(`${at}.choices`, 'A choice that was decided for is gone. Choose another.')
    }
  }
  for (const key of mapping.matchBy.filter((one) => one.startsWith('custom.'))) {
    if (!fields.some((field) => key === `custom.${field.key}` && field.unique))
      fault('matchBy', 'Only fields whose values are one of a kind identify people.')
  }
  const { ownerId } = mapping.defaults
  if (ownerId) {
    const [user] = await tx.execute(sql`select 1 from users where id = ${ownerId}::uuid and active`)
    if (!user) fault('defaults.ownerId', 'Nobody who is still here. Choose a colleague from the list.')
  }
  if (mapping.attestation && new Date(mapping.attestation.date) > new Date())
    fault('attestation.date', 'This lies in the future.')
  if (faults.length > 0) throw new InvalidInput(faults)
  if (mapping.attestation && !actor.roles.some((role) => role === 'Manager' || role === 'Admin'))
    throw new AttestationNotAllowed()
  if (makesFields(mapping) && !actor.roles.includes('Admin')) throw new NotAllowed(['Admin'])
}

/** Custom fields and their choices are an administrator's to make. */
const makesFields = ({ columns }: Mapping): boolean =>
  columns.some(
    ({ target, choices }) =>
      target === 'new' || Object.values(choices ?? {}).some((one) => typeof one === 'object' && 'create' in one),
  )

const naming = new Set([
  'firstName',
  'lastName',
  'fullName',
  'email',
  'aliases',
  'phone',
  'mobile',
  'company',
  'id',
  'linkedin',
])

/** Everything that must be settled before rows are looked at. @throws DateOrderNeeded, MappingNamesNobody, and as changeMapping */
async function requireReady(tx: Tx, actor: Actor, row: ImportRecord): Promise<void> {
  if (row.file_deleted_at) throw new FileGone()
  await checkMapping(tx, actor, row, row.mapping)
  if (row.mapping.defaults.consentStatus === 'opted_in' && !row.mapping.attestation) {
    throw new InvalidInput([
      {
        path: 'attestation',
        message: 'Importing people as Opted In needs your word for it: where, when and to what wording they agreed.',
      },
    ])
  }
  if (!row.mapping.columns.some(({ target }) => naming.has(target))) throw new MappingNamesNobody()
  const questions = openQuestions(row.mapping, row.columns, await fieldDefinitions(tx, 'contact'))
  if (questions.length > 0)
    throw new DateOrderNeeded(questions.map(({ column }) => ({ index: column, name: row.columns[column]?.name ?? '' })))
}

/** Checks the whole file in a job; nothing is written to any contact. */
export async function startPreview({ db, queue }: ImportsContext, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await importFor(tx, actor, id)
    const row = await lockedImport(tx, id)
    if (row.state === 'previewing') return
    if (row.started_at !== null) throw new ImportNotReady(row.state, 'This import has begun already.')
    await requireReady(tx, actor, row)
    await tx.execute(sql`update imports set state = 'previewing', preview = null, error = null, asked = null, phase = 'checking', phase_rows = 0,
      phase_began = 0, phase_started_at = now() where id = ${id}::uuid`)
    await queue.send('preview-import', { importId: id }, { key: id, tx })
  })
}

/** Begins the import, or goes on with one that was paused or failed. Asked twice, it runs once. */
export async function startRun({ db, queue }: ImportsContext, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await importFor(tx, actor, id)
    const row = await lockedImport(tx, id)
    // A job that was lost, whatever became of it, is sent again; beside one that runs it finds nothing to do.
    if (row.state === 'running' && row.asked !== 'pause') {
      await queue.send('run-import', { importId: id }, { key: id, tx })
      return
    }
    const may: readonly ImportState[] = ['uploaded', 'previewed', 'paused', 'failed', 'running']
    if (!may.includes(row.state)) throw new ImportNotReady(row.state, whyNotRun(row.state))
    if (row.started_at === null) await requireReady(tx, actor, row)
    else if (row.file_deleted_at) throw new FileGone()
    const first = row.started_at === null
    await tx.execute(sql`update imports set state = 'running', asked = null, error = null, phase = 'writing',
      started_at = coalesce(started_at, now()), phase_started_at = now() ${
        first
          ? sql`, rows = 0, created = 0, updated = 0, unchanged = 0,
      skipped = 0, refused = 0, warned = 0, phase_rows = 0`
          : sql`, phase_rows = rows`
      }, phase_began = ${first ? sql`0` : sql`rows`} where id = ${id}::uuid`)
    if (first) {
      await tx.execute(sql`delete from import_rows where import_id = ${id}::uuid`)
      await audit(tx, actor, {
        action: 'contacts.imported',
        subjectKind: 'import',
        subjectId: id,
        details: { rows: row.total, onMatch: row.mapping.onMatch },
      })
    }
    await queue.send('run-import', { importId: id }, { key: id, tx })
  })
}

function whyNotRun(state: ImportState): string {
  if (state === 'previewing') return 'The file is being checked. Wait for that, or cancel it.'
  if (state === 'undoing' || state === 'undone') return 'This import was undone. Upload the file again to import it.'
  return 'This import is over. Upload the file again to import it once more.'
}

/** Asks the job to stop behind the rows it is writing: to go on later, or for good. What is in stays in. */
export async function askToStop(
  { db }: ImportsContext,
  actor: Actor,
  id: string,
  asked: 'pause' | 'cancel',
): Promise<void> {
  await db.transaction(async (tx) => {
    await importFor(tx, actor, id)
    const row = await lockedImport(tx, id)
    if (asked === 'cancel' && row.state === 'paused') {
      await tx.execute(
        sql`update imports set state = 'cancelled', phase = null, finished_at = now() where id = ${id}::uuid`,
      )
    } else if (row.state === 'running' || (asked === 'cancel' && row.state === 'previewing')) {
      await tx.execute(sql`update imports set asked = ${asked} where id = ${id}::uuid`)
    } else if (!(asked === 'pause' && row.state === 'paused') && !(asked === 'cancel' && row.state === 'cancelled')) {
      throw new ImportNotReady(row.state, 'Nothing of this import is under way, so there is nothing to stop.')
    }
  })
}

/** Takes back what an import did, in a job. @throws ImportNotFound, NotUndoable */
export async function startUndo({ db, queue }: ImportsContext, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const seen = await importFor(tx, actor, id)
    await lockedImport(tx, id)
    if (seen.state === 'undoing' || seen.state === 'undone') return
    const { undoableUntil, state } = await readImport(tx, actor, id)
    if (!undoableUntil) throw new NotUndoable(whyNotUndo(state, seen))
    await tx.execute(sql`update imports set state = 'undoing', undone_by = ${actor.userId}::uuid, undo = null, asked = null, phase = 'undoing',
      phase_rows = 0, phase_began = 0, phase_started_at = now() where id = ${id}::uuid`)
    await audit(tx, actor, { action: 'contacts.import-undone', subjectKind: 'import', subjectId: id })
    await queue.send('undo-import', { importId: id }, { key: id, tx })
  })
}

function whyNotUndo(state: ImportState, row: ImportRecord): string {
  if (state === 'running') return 'The import is under way. Pause or cancel it first.'
  if (row.started_at === null) return 'This import has not begun, so there is nothing to undo.'
  return row.created + row.updated === 0
    ? 'This import changed nobody, so there is nothing to undo.'
    : `An import can be undone for ${KEPT_DAYS} days; this one is older.`
}

/** Deletes an import that never began; of one that did, the file that is still kept. */
export async function deleteImport(context: ImportsContext, actor: Actor, id: string): Promise<void> {
  const row = await importFor(context.db, actor, id)
  if (['previewing', 'running', 'undoing'].includes(row.state))
    throw new ImportNotReady(row.state, 'Something is under way. Cancel it first.')
  if (row.state === 'paused')
    throw new ImportNotReady(row.state, 'The import can go on, and needs its file for that. Cancel it first.')
  if (row.started_at !== null) return forgetUpload(context.db, id)
  await context.db.transaction(async (tx) => {
    await forgetFile(tx, id)
    await tx.execute(sql`delete from imports where id = ${id}::uuid and started_at is null`)
  })
}

/** Something stands in the way that does not pass by itself. What is in stays in, and the import can go on where it stopped. */
export const failImport = (db: Database, id: string, why: string) =>
  db.execute(sql`update imports set phase = null, waiting = false, asked = null,
      error = ${`${why} ${'What is in stays in, and it can go on where it stopped.'}`},
      state = case state when 'undoing' then 'done' else 'failed' end
    where id = ${id}::uuid and state in ('previewing', 'running', 'undoing')`)

/** What is older than it may be kept: uploads that broke off, the files, then what undoing took. */
export async function forgetOldImports(db: Database): Promise<void> {
  await db.execute(sql`delete from imports where bytes = 0 and created_at < now() - interval '1 day'`)
  const old: SQL = sql`created_at < now() - make_interval(days => ${KEPT_DAYS})`
  const rows = await db.execute<{ id: string; began: boolean }>(sql`
    select id, started_at is not null as began from imports where ${old} and file_deleted_at is null and state not in ('running', 'undoing')`)
  for (const { id } of rows) await forgetUpload(db, id)
  await db.execute(sql`delete from import_rows r using imports i where i.id = r.import_id and i.file_deleted_at is not null
    and coalesce(i.finished_at, i.created_at) < now() - make_interval(days => ${KEPT_DAYS})`)
}
