import { sql } from 'drizzle-orm'
import { distance } from 'fastest-levenshtein'
import type { Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import { factProbes, nameProbes } from './fingerprint.ts'
import { limitOf, waysToSay } from './fold-name.ts'
import type { Frequencies } from './frequencies.ts'
import { type ComparedField, type KnownPerson, loadPeople } from './load-people.ts'
import type { Person } from './person.ts'
import { storedFrequencies } from './stored-frequencies.ts'
import { type Judgement, weigh } from './weigh.ts'

/** Somebody who may be the person that was asked about. */
export interface Match {
  id: string
  person: Person
  judgement: Judgement & { certainty: NonNullable<Judgement['certainty']> }
}

/**
 * Of so many with a near name each is weighed. Of more the likeliest, and those with a fact in common: the name alone says
 * too little then.
 */
const NEAR_NAMES = 200
/** More are never compared with one person. */
const MOST_COMPARED = 1_000

/** Who among all contacts may be this person, best first: found by fingerprints, weighed as a full scan would. */
export async function matchesOf(
  tx: Tx,
  person: Person,
  fields: readonly ComparedField[],
  except: string | null,
): Promise<Match[]> {
  const [bySay, byFact] = await Promise.all([nearNamed(tx, person), havingFacts(tx, person)])
  const suggested = bySay.length > NEAR_NAMES && except ? await suggestedBefore(tx, except) : []
  const ids = [...new Set([...suggested, ...byFact, ...bySay.slice(0, NEAR_NAMES)])]
  const known = await loadPeople(tx, ids.filter((id) => id !== except).slice(0, MOST_COMPARED), fields)
  const others = known.map((other) => other.person)
  return judge(person, known, await storedFrequencies(tx, [person], others))
}

function judge(person: Person, known: KnownPerson[], frequencies: Frequencies): Match[] {
  return known
    .map(({ id, person: other }) => ({ id, person: other, judgement: weigh(person, other, frequencies) }))
    .filter((match): match is Match => match.judgement.certainty !== null)
    .toSorted((a, b) => b.judgement.score - a.judgement.score || (a.id < b.id ? -1 : 1))
}

/** Whose name is near, the likeliest first: the same name, then names that few have, then as the ids are. */
async function nearNamed(tx: Tx, person: Person): Promise<string[]> {
  const ways = waysToSay(person.name)
  if (ways.length === 0) return []
  const rows = await tx.execute<{ contact_id: string; ways: string }>(sql`
    select contact_id, array_to_string(ways, E'\n') as ways from contacts_by_fingerprint(${plainArray(ways.flatMap(nameProbes))}::int[])`)
  const found = rows.filter((row) => row.ways.split('\n').some((other) => ways.some((way) => near(way, other))))
  return found.length <= NEAR_NAMES ? found.map(({ contact_id: id }) => id) : likeliestFirst(found, ways.join('\n'))
}

function likeliestFirst(found: readonly { contact_id: string; ways: string }[], own: string): string[] {
  const bearers = Map.groupBy(found, (row) => row.ways)
  const rank = ({ ways }: { ways: string }) => (ways === own ? 0 : (bearers.get(ways)?.length ?? 0))
  return found
    .toSorted((a, b) => rank(a) - rank(b) || (a.contact_id < b.contact_id ? -1 : 1))
    .map(({ contact_id: id }) => id)
}

/** Who is suggested for a contact: found by comparing everybody, who are not all looked at here. */
async function suggestedBefore(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select case when first_id = ${id}::uuid then second_id else first_id end as id from duplicate_pairs
     where state = 'open' and ${id}::uuid in (first_id, second_id)`)
  return rows.map((row) => row.id)
}

function near(one: string, other: string): boolean {
  const limit = limitOf(one, other)
  return Math.abs(one.length - other.length) <= limit && (one === other || distance(one, other) <= limit)
}

async function havingFacts(tx: Tx, person: Person): Promise<string[]> {
  const keys = factProbes(person, await storedFrequencies(tx, [person]))
  if (keys.length === 0) return []
  const rows = await tx.execute<{ contact_id: string }>(sql`
    select contact_id from contacts_by_fingerprint(${plainArray(keys)}::int[]) limit ${MOST_COMPARED}::int`)
  return rows.map((row) => row.contact_id)
}
