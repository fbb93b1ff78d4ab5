import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import { type Match, matchesOf } from './check-person.ts'
import { strongReasons } from './find-pairs.ts'
import { comparedFields, type KnownPerson, loadPeople } from './load-people.ts'
import { saveFingerprints } from './save-fingerprints.ts'
import { holdForSuggestions, regroup, type Suggestion, writePairs } from './save-pairs.ts'

interface Mark {
  id: string
  /** When the mark was made: a contact that changes once more is marked anew. */
  at: string
}

/** Contacts a transaction. */
const BATCH = 50
/** From so many on comparing everybody with everybody is faster. */
export const WORTH_A_SCAN = 5_000

/** How many contacts wait to be compared; counted up to where a scan is worth it. */
export async function countDue(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from (select 1 from duplicate_due limit ${WORTH_A_SCAN}::int) d`,
  )
  return row?.n ?? 0
}

/** Compares the contacts that waited longest with everybody. Doing it twice changes nothing. @returns how many there were */
export async function checkDue(db: Database): Promise<number> {
  const marks = await db.execute<Mark & Record<string, unknown>>(
    sql`select contact_id as id, created_at::text as at from duplicate_due order by created_at, contact_id limit ${BATCH}::int`,
  )
  if (marks.length === 0) return 0
  const fields = await comparedFields(db)
  const known = await loadPeople(
    db,
    marks.map(({ id }) => id),
    fields,
  )
  await saveFingerprints(db, known)
  const checked: Checked[] = []
  for (const { id, person } of known) checked.push({ id, person, matches: await matchesOf(db, person, fields, id) })
  await db.transaction(async (tx) => {
    await suggest(tx, checked)
    await unmark(tx, marks)
  })
  return marks.length
}

interface Checked extends KnownPerson {
  matches: Match[]
}

/** What was found takes the place of what was suggested for these contacts before. */
async function suggest(tx: Tx, checked: readonly Checked[]): Promise<void> {
  const ids = plainArray(checked.map(({ id }) => id))
  const before = await tx.execute<{ id: string }>(sql`
    select case when p.first_id = any(${ids}::uuid[]) then p.second_id else p.first_id end as id from duplicate_pairs p
     where state = 'open' and (first_id = any(${ids}::uuid[]) or second_id = any(${ids}::uuid[]))`)
  const affected = [
    ...checked.flatMap(({ id, matches }) => [id, ...matches.map((match) => match.id)]),
    ...before.map(({ id }) => id),
  ]
  const held = await holdForSuggestions(tx, affected)
  await tx.execute(sql`delete from duplicate_pairs
    where state = 'open' and (first_id = any(${ids}::uuid[]) or second_id = any(${ids}::uuid[]))`)
  await writePairs(
    tx,
    unique(checked.flatMap(suggestionsFrom)).filter(({ one, other }) => held.has(one) && held.has(other)),
  )
  await regroup(tx, affected)
}

const suggestionsFrom = ({ id, matches }: Checked): Suggestion[] =>
  matches.map(({ id: other, judgement: { evidence, score, certainty } }) => ({
    one: id < other ? id : other,
    other: id < other ? other : id,
    score,
    certainty,
    strong: strongReasons(evidence),
  }))

const unique = (suggestions: Suggestion[]): Suggestion[] => [
  ...new Map(suggestions.map((suggestion) => [`${suggestion.one} ${suggestion.other}`, suggestion])).values(),
]

/** Who was marked again meanwhile stays marked. */
export async function unmark(tx: Tx, marks: readonly Mark[]): Promise<void> {
  await tx.execute(sql`delete from duplicate_due d using unnest(${plainArray(marks.map(({ id }) => id))}::uuid[],
      ${plainArray(marks.map(({ at }) => `"${at}"`))}::timestamptz[]) as m(id, at)
    where d.contact_id = m.id and d.created_at = m.at`)
}
