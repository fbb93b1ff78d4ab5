import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { plainArray, textArray } from '../platform/arrays.ts'
import { factKey } from './fact-key.ts'
import {
  type Counted,
  companyOf,
  countedFacts,
  type Frequencies,
  isCustom,
  withinKind,
  withinValue,
} from './frequencies.ts'
import type { Person } from './person.ts'

/** Beside the counts of values: how many people there are, and how far kinds of facts follow from the company, in 1/1000. */
const PEOPLE = 'people'
const FOLLOWS = 'follows'

/**
 * The frequencies of the last scan, as far as these people need them. Before the first scan every value is rare.
 * @param beside people who are compared with those only: of theirs counts what need not be shared to say something
 */
export async function storedFrequencies(
  tx: Tx,
  people: readonly Person[],
  beside: readonly Person[] = [],
): Promise<Frequencies> {
  const wanted = new Map<string, { kind: string; value: string }>()
  const want = (kind: string, value: string) => wanted.set(nameOf(kind, value), { kind, value })
  want(PEOPLE, '')
  for (const person of people) {
    const company = companyOf(person)
    for (const { kind, value, within } of countedFacts(person)) {
      want(kind, value)
      if (!within || !company) continue
      want(withinKind(kind), withinValue(company, value))
      want(FOLLOWS, kind)
    }
  }
  for (const { kind, value } of beside.flatMap(countedFacts)) if (kind === 'word' || isCustom(kind)) want(kind, value)
  const asked = [...wanted.values()]
  const kinds = asked.map(({ kind }) => kind)
  const keys = asked.map(({ kind, value }) => factKey(kind, value))
  const rows = await tx.execute<{ kind: string; key: string; contacts: number }>(sql`
    select f.kind, f.key, f.contacts from unnest(${textArray(kinds)}::text[], ${plainArray(keys)}::bigint[]) as w(kind, key)
      join fact_frequencies f on f.kind = w.kind and f.key = w.key`)
  const found = new Map(rows.map(({ kind, key, contacts }) => [`${kind}\n${key}`, contacts]))
  const of = (kind: string, value: string) => found.get(`${kind}\n${factKey(kind, value)}`)
  return {
    people: of(PEOPLE, '') ?? 1,
    count: (kind, value) => of(kind, value) ?? 1,
    countAt: (company, kind, value) => of(withinKind(kind), withinValue(company, value)) ?? 1,
    followsCompany: (kind) => (of(FOLLOWS, kind) ?? 0) / 1000,
  }
}

const nameOf = (kind: string, value: string) => `${kind}\n${value}`

/** Rows a statement. */
const AT_ONCE = 20_000

/** Takes the place of the frequencies before. Only values of two people and more are kept. */
export async function storeFrequencies(tx: Tx, counts: Counted): Promise<void> {
  await tx.execute(sql`delete from fact_frequencies`)
  const rows = { kinds: [] as string[], keys: [] as number[], counts: [] as number[] }
  const add = (kind: string, key: number, count: number) => {
    rows.kinds.push(kind)
    rows.keys.push(key)
    rows.counts.push(count)
  }
  const write = async () => {
    await tx.execute(sql`insert into fact_frequencies (kind, key, contacts)
      select * from unnest(${textArray(rows.kinds)}::text[], ${plainArray(rows.keys)}::bigint[], ${plainArray(rows.counts)}::int[])
      on conflict (kind, key) do update set contacts = greatest(fact_frequencies.contacts, excluded.contacts)`)
    rows.kinds = []
    rows.keys = []
    rows.counts = []
  }
  add(PEOPLE, factKey(PEOPLE, ''), counts.people)
  for (const kind of counts.kinds())
    add(FOLLOWS, factKey(FOLLOWS, kind), Math.round(1000 * counts.followsCompany(kind)))
  for (const [kind, key, count] of counts.repeated()) {
    add(kind, key, count)
    if (rows.keys.length >= AT_ONCE) await write()
  }
  await write()
}
