import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { lockCompanyNames } from '../companies/companies.ts'
import { createField, editField } from '../custom-fields/edit-fields.ts'
import { fieldDefinitions, listFields } from '../custom-fields/fields.ts'
import { markDue } from '../duplicates/mark-due.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { actingUser } from '../users/acting-user.ts'
import { ahead, type Chunk, fresh, mapChunk } from './chunks.ts'
import { forgetRows } from './forget-rows.ts'
import { type ImportRecord, importById } from './import-record.ts'
import { loadBook } from './load-book.ts'
import { planRows } from './plan.ts'
import { fieldsAsOf, type Prepared, prepareImport } from './prepare-import.ts'
import { type JobContext, mappedChunks } from './preview-import.ts'
import type { Mapping } from './schema.ts'
import { isWorthALook, renewStatistics } from './statistics.ts'
import { writeChunk } from './write-chunk.ts'
import { addCounts, countRows, writeRows } from './write-rows.ts'

export interface RunContext extends JobContext {
  sql: postgres.Sql
}

/** Attempts at a chunk that collides with what others write at the same moment. */
const ATTEMPTS = 8
/** How much of what inserts add to the search indexes waits to be sorted in at once. More is faster here, and slower for whoever searches meanwhile. */
const PENDING_LIST = '16MB'

/**
 * Imports the rows of a file that are not in yet, chunk by chunk: what a chunk writes, what became of its rows and how far
 * the import is are one transaction, so a crash at any moment loses nothing and doubles nothing. Stops behind a chunk when
 * somebody asks for it. Waits while another import writes (IM-20).
 */
export async function runImport(context: RunContext, id: string): Promise<void> {
  const row = await importById(context.db, id)
  if (row.state !== 'running') return
  const release = await turnToWrite(context, id)
  if (!release) return
  try {
    await run(context, id)
  } finally {
    await release()
  }
}

/** One import writes at a time: the lock belongs to a session, so it is free at once when its process dies. */
async function turnToWrite({ db, sql: pool }: RunContext, id: string): Promise<(() => Promise<void>) | null> {
  const session = await pool.reserve()
  const taken = async () => {
    const [answer] = await session<{ taken: boolean }[]>`select pg_try_advisory_lock(${locks.imports}) as taken`
    return answer?.taken === true
  }
  for (let first = true; !(await taken()); first = false) {
    if (first) await db.execute(sql`update imports set waiting = true where id = ${id}::uuid`)
    if (await stoppedWhileWaiting(db, id)) {
      session.release()
      return null
    }
    await sleep(500)
  }
  await db.execute(
    sql`update imports set waiting = false, phase_started_at = now(), phase_began = phase_rows where id = ${id}::uuid`,
  )
  return async () => {
    await session`select pg_advisory_unlock(${locks.imports})`
    session.release()
  }
}

async function stoppedWhileWaiting(tx: Tx, id: string): Promise<boolean> {
  const rows =
    await tx.execute(sql`update imports set state = case asked when 'pause' then 'paused' else 'cancelled' end, asked = null,
    phase = null, waiting = false, finished_at = case asked when 'cancel' then now() end
    where id = ${id}::uuid and state = 'running' and asked is not null returning 1`)
  return rows.length > 0
}

async function run(context: RunContext, id: string): Promise<void> {
  const { db } = context
  const begun = await importById(db, id)
  if (begun.state !== 'running') return
  const actor = await actingUser(db, begun.requested_by, 'import', begun.request_id)
  await makeFields(context, actor, begun)
  const row = await importById(db, id)
  let prepared = await prepareImport(db, row, actor, context.secrets, context.now())
  const chunks = ahead(mappedChunks(context, row, (one) => prepared.map(one), row.rows))
  let written = 0
  for await (const chunk of chunks) {
    let current = chunk
    if (written > 0 && isWorthALook(written)) await renewStatistics(db)
    written += 1
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attempted(() => importChunk(context, actor, id, prepared, current), attempt)
      if (outcome === 'stopped') return
      if (outcome === 'done') break
      if (outcome === 'fields-changed') {
        prepared = await prepareImport(db, row, actor, context.secrets, context.now())
        current = await mapChunk(chunk.rows, prepared.map)
      }
    }
  }
  await finish(context, row)
}

type Outcome = 'done' | 'stopped' | 'fields-changed' | 'again'

/** Unique values that somebody else took meanwhile, deadlocks, and sessions that were lost pass. */
async function attempted(work: () => Promise<Outcome>, attempt: number): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    const { code } = ((error as { cause?: unknown }).cause ?? error) as { code?: string }
    if (attempt >= ATTEMPTS || !/^(23505|23503|40001|40P01|55P03)$/.test(code ?? '')) throw error
    await sleep(50 * 2 ** attempt)
    return 'again'
  }
}

function importChunk(
  context: RunContext,
  actor: Actor,
  id: string,
  prepared: Prepared,
  { rows, mapped }: Chunk,
): Promise<Outcome> {
  const { db, secrets } = context
  const { rules } = prepared
  return db.transaction(async (tx) => {
    // A chunk that a crash of the machine takes along is done again: it need not reach the disk at once.
    await tx.execute(
      sql`select set_config('gin_pending_list_limit', ${PENDING_LIST}, true), set_config('synchronous_commit', 'off', true)`,
    )
    await lockAddressBook(tx)
    await lockCompanyNames(tx)
    const first = rows[0]?.row ?? 0
    const [state] = await tx.execute<{ state: string; asked: ImportRecord['asked']; rows: number }>(
      sql`select state, asked, rows from imports where id = ${id}::uuid for update`,
    )
    if (state?.state !== 'running' || state.rows >= first + rows.length - 1) return 'stopped'
    if (state.asked) return stop(tx, id, state.asked)
    if ((await fieldsAsOf(tx)) !== prepared.fieldsAsOf) return 'fields-changed'
    const own = fresh(mapped)
    const book = await loadBook(tx, own, {
      importId: id,
      mapping: rules.mapping,
      fields: rules.fields,
      secrets,
      lock: true,
    })
    const { planned, writes } = planRows(own, book, rules)
    await writeChunk(tx, { importId: id, actor, secrets }, writes)
    const cells = new Map(rows.map((one) => [one.row, one]))
    await writeRows(tx, id, planned, (number) => cells.get(number))
    await addCounts(tx, id, countRows(planned))
    return 'done'
  })
}

/** Whom an import wrote: to be compared with everybody once it rests, not in the middle of it. */
const whomItWrote = (id: string) =>
  sql`select contact_id from import_rows where import_id = ${id}::uuid and outcome in ('created', 'updated')`

async function stop(tx: Tx, id: string, asked: 'pause' | 'cancel'): Promise<Outcome> {
  await markDue(tx, whomItWrote(id))
  await tx.execute(sql`update imports set state = ${asked === 'pause' ? 'paused' : 'cancelled'}, asked = null, phase = null,
    finished_at = ${asked === 'pause' ? sql`null` : sql`now()`} where id = ${id}::uuid`)
  return 'stopped'
}

async function finish(context: RunContext, row: ImportRecord): Promise<void> {
  await forgetRows(context, row.id)
  await context.db.transaction(async (tx) => {
    await markDue(tx, whomItWrote(row.id))
    await tx.execute(sql`update imports set state = case when asked = 'cancel' then 'cancelled' else 'done' end, asked = null, phase = null, total = rows,
      finished_at = now() where id = ${row.id}::uuid and state = 'running'`)
    if (row.fingerprint && row.mapping.remember) await remember(tx, row)
  })
}

/** For the next file of this shape; nobody vouches for people they have not seen. */
async function remember(tx: Tx, { fingerprint, mapping, requested_by }: ImportRecord): Promise<void> {
  const { attestation: _, ...kept } = mapping
  const { consentStatus, ...defaults } = kept.defaults
  const safe: Mapping = {
    ...kept,
    defaults: consentStatus && consentStatus !== 'opted_in' ? { ...defaults, consentStatus } : defaults,
  }
  await tx.execute(sql`insert into import_mappings (fingerprint, mapping, used_by) values (${fingerprint}, ${JSON.stringify(safe)}::jsonb, ${requested_by}::uuid)
    on conflict (fingerprint) do update set mapping = excluded.mapping, used_by = excluded.used_by, used_at = now()`)
}

/** Makes the fields and choices that the mapping asks for, once: a repeated run finds them. The mapping then names them. */
async function makeFields({ db }: RunContext, actor: Actor, row: ImportRecord): Promise<void> {
  const columns = [...row.mapping.columns]
  const matchBy = [...row.mapping.matchBy]
  for (const [index, column] of columns.entries()) {
    if (column.target !== 'new' || !column.field) continue
    const { label, type, unique } = column.field
    const choices =
      type === 'single_choice' || type === 'multi_choice'
        ? createdChoices(column.choices).map((one) => ({ label: one }))
        : undefined
    const field = await createField(
      db,
      actor,
      { entity: 'contact', label, type, ...(unique ? { unique } : {}), ...(choices ? { choices } : {}) },
      `import ${row.id} field ${index}`,
    )
    const { field: _, ...rest } = column
    columns[index] = { ...rest, target: `custom.${field.key}` }
    if (field.unique) matchBy.unshift(`custom.${field.key}`)
  }
  if (columns.some((column, index) => column !== row.mapping.columns[index])) {
    const mapping: Mapping = { ...row.mapping, columns, matchBy: [...new Set(matchBy)] }
    await db.execute(sql`update imports set mapping = ${JSON.stringify(mapping)}::jsonb where id = ${row.id}::uuid`)
  }
  await makeChoices(db, actor, columns)
}

const createdChoices = (choices: Mapping['columns'][number]['choices']): string[] => [
  ...new Set(
    Object.values(choices ?? {}).flatMap((one) => (typeof one === 'object' && 'create' in one ? [one.create] : [])),
  ),
]

async function makeChoices(db: RunContext['db'], actor: Actor, columns: Mapping['columns']): Promise<void> {
  const fields = await fieldDefinitions(db, 'contact')
  for (const { target, choices } of columns) {
    const field = fields.find(({ key, archived }) => !archived && target === `custom.${key}`)
    const there = new Set(field?.choices.map(({ label }) => label.toLowerCase()))
    const missing = createdChoices(choices).filter((label) => !there.has(label.toLowerCase()))
    if (!field || missing.length === 0) continue
    const current = (await listFields(db, { entity: 'contact', archived: 'false' })).find(({ id }) => id === field.id)
    if (current)
      await editField(db, actor, field.id, current.version, {
        choices: [...current.choices, ...missing.map((label) => ({ label }))],
      })
  }
}
