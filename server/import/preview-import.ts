import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { Secrets } from '../platform/secrets.ts'
import { actingUser } from '../users/acting-user.ts'
import { ahead, type Chunk, fresh, inChunks, mapChunk } from './chunks.ts'
import { fileOf, type ImportRecord, importById } from './import-record.ts'
import { type Issue, issueText, shownIssue } from './issues.ts'
import { loadBook } from './load-book.ts'
import { type NameOf, namedChanges } from './named-changes.ts'
import { Overlay } from './overlay.ts'
import { type PlannedRow, planRows } from './plan.ts'
import { prepareImport } from './prepare-import.ts'
import { rowsOf } from './records.ts'
import { type ImportCounts, type ImportPreview, type ImportRow, rowOutcomes } from './schema.ts'
import { addCounts, countRows, isTelling, writeRows } from './write-rows.ts'

export interface JobContext {
  db: Database
  secrets: Secrets
  now(): Date
  /** How many rows are decided together, where it is not the usual number. */
  chunk?: number
}

const SAMPLES = 20
const MOST_KINDS = 500
const MOST_VALUES = 200
const EXAMPLES = 5

/**
 * Checks a whole file: what would become of each row if it were imported now, judged by the code that imports. Writes
 * nothing to contacts; rows that would not simply come in are kept to look at. May be repeated.
 */
export async function previewImport(context: JobContext, id: string): Promise<void> {
  const { db, secrets } = context
  const row = await importById(db, id)
  if (row.state !== 'previewing') return
  await db.execute(sql`delete from import_rows where import_id = ${id}::uuid`)
  await db.execute(
    sql`update imports set rows = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, refused = 0, warned = 0, phase_rows = 0 where id = ${id}::uuid`,
  )
  const prepared = await prepareImport(
    db,
    row,
    await actingUser(db, row.requested_by, 'import'),
    secrets,
    context.now(),
  )
  const { rules } = prepared
  const result = new PreviewResult(row)
  const finished = await db.transaction(async (tx) => {
    const overlay = await Overlay.open(
      tx,
      rules.fields.filter(({ unique }) => unique).map(({ key }) => key),
    )
    let total = 0
    for await (const rows of rowsOf(context, fileOf(row))) {
      total += rows.length
      await overlay.notice(rows.map(prepared.identify))
    }
    await db.execute(sql`update imports set total = ${total} where id = ${id}::uuid`)
    const chunks = ahead(mappedChunks(context, row, prepared.map))
    for await (const { rows, mapped } of chunks) {
      const book = await loadBook(tx, mapped, {
        importId: id,
        mapping: rules.mapping,
        fields: rules.fields,
        secrets,
        lock: false,
      })
      await overlay.apply(book, mapped, rules.mapping.matchBy)
      const own = fresh(mapped)
      const { planned, writes } = planRows(own, book, rules)
      const byRow = new Map(planned.map((one) => [one.row, one]))
      await overlay.keep(book, own, (number) => byRow.get(number)?.contact ?? null, writes)
      const nameOf = (field: string, value: string) =>
        field === 'companyId' ? (book.companiesById.get(value)?.name ?? null) : prepared.userName(value)
      result.add(planned, rows, writes.companies.length, nameOf)
      const cells = new Map(rows.map((one) => [one.row, one]))
      const isStored = (contactId: string) => !book.contacts.get(contactId)?.isNew && !overlay.isThought(contactId)
      const counts = countRows(planned)
      const stopped = await db.transaction(async (own) => {
        await writeRows(
          own,
          id,
          planned.filter(isTelling).map((one) => ({ ...one, key: null })),
          (number) => cells.get(number),
          isStored,
        )
        await addCounts(own, id, counts)
        const [state] = await own.execute<{ asked: string | null }>(
          sql`select asked from imports where id = ${id}::uuid`,
        )
        return state?.asked === 'cancel'
      })
      if (stopped) return false
    }
    return true
  })
  if (!finished) {
    await db.execute(sql`delete from import_rows where import_id = ${id}::uuid`)
    await db.execute(sql`update imports set state = 'uploaded', phase = null, asked = null, preview = null, rows = 0, created = 0, updated = 0,
      unchanged = 0, skipped = 0, refused = 0, warned = 0 where id = ${id}::uuid and state = 'previewing'`)
    return
  }
  await db.execute(sql`update imports set state = 'previewed', phase = null, asked = null, preview = ${JSON.stringify(result.done())}::jsonb
    where id = ${id}::uuid and state = 'previewing'`)
}

export async function* mappedChunks(
  context: JobContext,
  row: ImportRecord,
  map: Parameters<typeof mapChunk>[1],
  after = 0,
): AsyncGenerator<Chunk> {
  for await (const rows of inChunks(rowsOf(context, fileOf(row)), context.chunk)) {
    if ((rows.at(-1)?.row ?? 0) <= after) continue
    yield await mapChunk(
      rows.filter((one) => one.row > after),
      map,
    )
  }
}

interface Kind {
  issue: Issue
  rows: number
  examples: { row: number; value: string | null }[]
}

/** Adds up what a preview finds; its size does not grow with the file. */
class PreviewResult {
  readonly #row: ImportRecord
  readonly #names: string[]
  readonly #samples = new Map<string, ImportRow[]>(rowOutcomes.map((outcome) => [outcome, []]))
  readonly #kinds = new Map<string, Kind>()
  readonly #unknown = new Map<number, Map<string, number>>()
  readonly #fields = new Map<string, { set: number; changed: number }>()
  #companyCount = 0
  #counts: ImportCounts = countRows([])

  constructor(row: ImportRecord) {
    this.#row = row
    this.#names = row.columns.map(({ name }) => name)
  }

  add(
    planned: readonly PlannedRow[],
    rows: readonly { row: number; cells: string[] }[],
    newCompanies: number,
    nameOf: NameOf,
  ): void {
    const counts = countRows(planned)
    for (const key of Object.keys(counts) as (keyof ImportCounts)[]) this.#counts[key] += counts[key]
    this.#companyCount += newCompanies
    for (const [index, one] of planned.entries()) {
      this.#sample(one, rows[index]?.cells ?? [], nameOf)
      for (const issue of one.issues) this.#issue(one, issue)
      for (const { field, before } of namedChanges(one.changes, nameOf)) {
        const seen = this.#fields.get(field) ?? { set: 0, changed: 0 }
        seen[before === null ? 'set' : 'changed'] += 1
        this.#fields.set(field, seen)
      }
    }
  }

  #sample(one: PlannedRow, cells: string[], nameOf: NameOf): void {
    const samples = this.#samples.get(one.outcome) as ImportRow[]
    if (samples.length >= SAMPLES) return
    const hidden = one.issues.some(({ code }) => code === 'erased' || code === 'suppressed')
    samples.push({
      row: one.row,
      line: one.line,
      outcome: one.outcome,
      contact: one.contact && !one.contact.isNew ? { id: one.contact.id, name: one.contact.name } : null,
      cells: hidden ? [] : cells.map((cell) => cell.slice(0, 200).replaceAll('\0', '').toWellFormed()),
      issues: one.issues.map((issue) => shownIssue(issue, this.#names)),
      changes: namedChanges(one.changes, nameOf),
    })
  }

  #issue({ row }: PlannedRow, issue: Issue): void {
    const key = `${issue.code} ${issue.column}`
    const kind = this.#kinds.get(key) ?? { issue, rows: 0, examples: [] }
    if (!this.#kinds.has(key) && this.#kinds.size >= MOST_KINDS) return
    kind.rows += 1
    if (kind.examples.length < EXAMPLES) kind.examples.push({ row, value: issue.value })
    this.#kinds.set(key, kind)
    if (issue.code !== 'not-a-choice' || issue.column === null || issue.value === null) return
    const values = this.#unknown.get(issue.column) ?? new Map<string, number>()
    if (values.has(issue.value) || values.size < MOST_VALUES)
      values.set(issue.value, (values.get(issue.value) ?? 0) + 1)
    this.#unknown.set(issue.column, values)
  }

  done(): ImportPreview {
    return {
      counts: this.#counts,
      samples: [...this.#samples.values()].flat(),
      issues: [...this.#kinds.values()]
        .toSorted((a, b) => b.rows - a.rows)
        .map(({ issue, rows, examples }) => ({
          code: issue.code,
          severity: issue.severity,
          column: issue.column === null ? null : (this.#names[issue.column] ?? null),
          message: issueText(issue),
          rows,
          examples,
        })),
      unknownChoices: [...this.#unknown].map(([column, values]) => ({
        column,
        values: [...values].map(([value, rows]) => ({ value, rows })).toSorted((a, b) => b.rows - a.rows),
      })),
      fields: [...this.#fields]
        .map(([field, counts]) => ({ field, ...counts }))
        .toSorted((a, b) => b.set + b.changed - a.set - a.changed),
      companies: this.#companyCount,
    }
  }
}
