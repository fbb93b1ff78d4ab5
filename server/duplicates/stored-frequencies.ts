import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { plainArray, textArray } from '../platform/arrays.ts'
import {
  type Counted,
  companyOf,
  countedFacts,
  type FactKind,
  type Frequencies,
  withinKind,
  withinValue,
} from './frequencies.ts'
import type { Person } from './person.ts'

/** Beside the counts of values: how many people there are, and how far kinds of facts follow from the company, in 1/1000. */
const PEOPLE = 'people'
const FOLLOWS = 'follows'

/** The frequencies of the last scan, as far as these people need them. Before the first scan every value is rare. */
export async function storedFrequencies(tx: Tx, people: readonly Person[]): Promise<Frequencies> {
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
  const asked = [...wanted.values()]
  const kinds = asked.map(({ kind }) => kind)
  const keys = asked.map(({ kind, value }) => hash53(`${kind}\n${value}`))
  const rows = await tx.execute<{ kind: string; key: string; contacts: number }>(sql`
    select f.kind, f.key, f.contacts from unnest(${textArray(kinds)}::text[], ${plainArray(keys)}::bigint[]) as w(kind, key)
      join fact_frequencies f on f.kind = w.kind and f.key = w.key`)
  const found = new Map(rows.map(({ kind, key, contacts }) => [`${kind}\n${key}`, contacts]))
  const of = (kind: string, value: string) => found.get(`${kind}\n${hash53(`${kind}\n${value}`)}`)
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
  const add = (kind: string, value: string, count: number) => {
    rows.kinds.push(kind)
    rows.keys.push(hash53(`${kind}\n${value}`))
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
  add(PEOPLE, '', counts.people)
  for (const kind of counts.kinds()) add(FOLLOWS, kind, Math.round(1000 * counts.followsCompany(kind as FactKind)))
  for (const [kind, value, count] of counts.repeated()) {
    add(kind, value, count)
    if (rows.keys.length >= AT_ONCE) await write()
  }
  await write()
}

/** 53 bits of two mixed 32-bit hashes: few enough for a number, enough that values hardly ever meet. */
function hash53(text: string): number {
  let one = 0xdeadbeef
  let other = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x9e3779b1)
    other = Math.imul(other ^ unit, 0x5f356495)
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35)
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35)
  return 0x1_0000_0000 * (other & 0x1f_ffff) + (one >>> 0)
}
