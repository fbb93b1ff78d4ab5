import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { inSnapshot } from '../platform/snapshot.ts'
import { ahead, walk } from '../platform/walk.ts'
import { unmark } from './check-due.ts'
import { type Found, findPairs, strongReasons } from './find-pairs.ts'
import { comparedFields, everybody, type PersonRow, personOf } from './load-people.ts'
import type { Person } from './person.ts'
import { saveManyFingerprints } from './save-fingerprints.ts'
import { holdForSuggestions, regroupAll, type Suggestion, writePairs } from './save-pairs.ts'
import type { DuplicateScan } from './schema.ts'
import { storeFrequencies } from './stored-frequencies.ts'
import { weigh } from './weigh.ts'

export interface ScanContext {
  db: Database
  /** Threads that compare names. */
  threads: number
  stop: AbortSignal
}

/** Everybody as of one instant. */
interface Snapshot {
  ids: string[]
  people: Person[]
  /** Numbers of those whose fingerprints are missing or old. */
  withoutFingerprint: number[]
  /** Marks that were there: what was compared since is not. */
  marks: { id: string; at: string }[]
}

/**
 * Compares everybody with everybody and puts what is found in the place of the open suggestions, in one transaction. It can
 * end anywhere and be done again.
 */
export async function scanEverybody(context: ScanContext, scanId: string): Promise<void> {
  const { db, threads, stop } = context
  const tell = (values: Progress) => report(db, scanId, values)
  await tell({ state: 'running', step: 'reading' })
  const { ids, people, withoutFingerprint, marks } = await readEverybody(db, stop)
  await tell({ step: 'names', contacts: ids.length })
  const found = await findPairs(people, {
    threads,
    stop,
    onNames: (names, namePairs) => void tell({ step: 'pairs', names, namePairs }),
  })
  await tell({ step: 'writing', candidates: found.candidates })
  const suggested = await db.transaction(async (tx) => {
    const count = await replaceSuggestions(tx, suggestionsOf(found, ids, people))
    await storeFrequencies(tx, found.counts)
    return count
  })
  await tell({ step: 'fingerprints', suggested })
  const known = withoutFingerprint.map((number) => ({ id: ids[number] as string, person: people[number] as Person }))
  await saveManyFingerprints(db, known, stop)
  for (let from = 0; from < marks.length; from += MARKS) await unmark(db, marks.slice(from, from + MARKS))
  await tell({ state: 'done' })
}

const ROWS = 10_000
const MARKS = 5_000

async function readEverybody(db: Database, stop: AbortSignal): Promise<Snapshot> {
  const all: Snapshot = { ids: [], people: [], withoutFingerprint: [], marks: [] }
  await inSnapshot(db, async (tx) => {
    const fields = await comparedFields(tx)
    all.marks = [
      ...(await tx.execute<{ id: string; at: string }>(
        sql`select contact_id as id, created_at::text as at from duplicate_due`,
      )),
    ]
    const due = new Set(all.marks.map(({ id }) => id))
    const fingerprinted = new Set<string>()
    for await (const rows of walk<{ id: string }>(tx, sql`select contact_id as id from contact_fingerprints`, ROWS))
      for (const { id } of rows) fingerprinted.add(id)
    for await (const rows of ahead(walk<PersonRow>(tx, everybody, ROWS))) {
      stop.throwIfAborted()
      for (const row of rows) {
        const number = all.ids.push(row.id) - 1
        all.people.push(personOf(row, fields))
        if (due.has(row.id) || !fingerprinted.has(row.id)) all.withoutFingerprint.push(number)
      }
    }
  })
  return all
}

const suggestionsOf = ({ pairs, counts }: Found, ids: string[], people: Person[]): Suggestion[] =>
  pairs.map(({ one, other, score, certainty }) => ({
    one: ids[one] as string,
    other: ids[other] as string,
    score,
    certainty,
    strong: strongReasons(weigh(people[one] as Person, people[other] as Person, counts).evidence),
  }))

async function replaceSuggestions(tx: Tx, suggestions: Suggestion[]): Promise<number> {
  const held = await holdForSuggestions(
    tx,
    suggestions.flatMap(({ one, other }) => [one, other]),
  )
  await tx.execute(sql`delete from duplicate_pairs where state = 'open'`)
  await writePairs(
    tx,
    suggestions.filter(({ one, other }) => held.has(one) && held.has(other)),
  )
  await regroupAll(tx)
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from duplicate_pairs where state = 'open'`,
  )
  return row?.n ?? 0
}

type Progress = { state?: string; step?: string } & Partial<Counts>
type Counts = Pick<DuplicateScan, 'contacts' | 'names' | 'namePairs' | 'candidates' | 'suggested'>

async function report(
  db: Database,
  scanId: string,
  { state, step, contacts, names, namePairs, candidates, suggested }: Progress,
): Promise<void> {
  await db.execute(sql`update duplicate_scans set
      state = coalesce(${state ?? null}, state), step = ${state === 'done' ? null : (step ?? null)},
      contacts = coalesce(${contacts ?? null}::int, contacts), names = coalesce(${names ?? null}::int, names),
      name_pairs = coalesce(${namePairs ?? null}::bigint, name_pairs), candidates = coalesce(${candidates ?? null}::bigint, candidates),
      suggested = coalesce(${suggested ?? null}::int, suggested),
      started_at = case when ${state ?? null} = 'running' then now() else started_at end,
      finished_at = case when ${state ?? null} = 'done' then now() end
    where id = ${scanId}::uuid`)
}
