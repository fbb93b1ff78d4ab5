import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { inSnapshot } from '../platform/snapshot.ts'
import { ahead, walk } from '../platform/walk.ts'
import { unmark } from './check-due.ts'
import { type Found, findPairs, strongReasons } from './find-pairs.ts'
import { Ids } from './ids.ts'
import { comparedFields, everybody, personOf, type ScannedRow } from './load-people.ts'
import { People } from './people.ts'
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
  ids: Ids
  people: People
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
  await tell({ step: 'names', contacts: people.length })
  const found = await findPairs(people, {
    threads,
    stop,
    onNames: (names, namePairs) => tell({ step: 'pairs', names, namePairs }),
  })
  await tell({ step: 'writing', candidates: found.candidates })
  const suggested = await db.transaction(async (tx) => {
    const count = await replaceSuggestions(tx, suggestionsOf(found, ids, people))
    await storeFrequencies(tx, found.counts)
    return count
  })
  await tell({ step: 'fingerprints', suggested })
  await saveManyFingerprints(
    db,
    withoutFingerprint.length,
    (at) => {
      const number = withoutFingerprint[at] as number
      return { id: ids.at(number), person: people.at(number) }
    },
    stop,
  )
  for (let from = 0; from < marks.length; from += MARKS) await unmark(db, marks.slice(from, from + MARKS))
  await tell({ state: 'done' })
}

const ROWS = 10_000
const MARKS = 5_000

async function readEverybody(db: Database, stop: AbortSignal): Promise<Snapshot> {
  const all: Snapshot = { ids: new Ids(), people: new People(), withoutFingerprint: [], marks: [] }
  await inSnapshot(db, async (tx) => {
    const fields = await comparedFields(tx)
    all.marks = [
      ...(await tx.execute<{ id: string; at: string }>(
        sql`select contact_id as id, created_at::text as at from duplicate_due`,
      )),
    ]
    for await (const rows of ahead(walk<ScannedRow>(tx, everybody(fields), ROWS))) {
      stop.throwIfAborted()
      for (const row of rows) {
        all.people.add(personOf(row, fields))
        const number = all.ids.add(row.id)
        if (row.without_fingerprint) all.withoutFingerprint.push(number)
      }
    }
  })
  return all
}

const suggestionsOf = ({ pairs, counts }: Found, ids: Ids, people: People): Suggestion[] =>
  pairs.map(({ one, other, score, certainty }) => ({
    one: ids.at(one),
    other: ids.at(other),
    score,
    certainty,
    strong: strongReasons(weigh(people.at(one), people.at(other), counts).evidence),
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
