import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../db/client.ts'
import { listContacts } from '../../server/contacts/list-contacts.ts'
import type { Filter } from '../../server/filter/schema.ts'
import { milliseconds } from './machine.ts'
import { filled } from './people.ts'

const SMALL = 100_000
const LARGE = Number(process.env.BENCH_CONTACTS ?? 1_000_000)
const ROUNDS = 15

interface Query {
  name: string
  search?: (n: number) => string
  filter?: (n: number) => Filter
  sort?: string
}

const FIRST = ['anna', 'ben', 'zoe', 'soren', 'ines', 'yusuf']
const tag = (n: number): Filter => ({ field: 'tags', op: 'any_of', value: [`Tag ${1 + ((n * 37) % 200)}`] })

/** As people use the list: nothing, search as one types, filters alone and together, every kind of order. */
const queries: Query[] = [
  { name: 'newest first' },
  { name: 'by name', sort: 'name' },
  { name: 'by lead score, highest first', sort: '-leadScore' },
  { name: 'by last contact, latest first', sort: '-lastContactedAt' },
  { name: 'by company', sort: 'company' },
  { name: 'search of two letters', search: (n) => ['an', 'be', 'zo', 'ma'][n % 4] as string },
  { name: 'search of a first name', search: (n) => FIRST[n % 6] as string },
  { name: 'search of three parts', search: (n) => `${FIRST[n % 6]?.slice(0, 3)} mar comp` },
  { name: 'search of an address', search: (n) => `${FIRST[n % 6]}.dorlin` },
  { name: 'search of digits', search: (n) => `3${100000 + n * 7919}` },
  { name: 'search by lead score', search: (n) => FIRST[n % 6] as string, sort: '-leadScore' },
  { name: 'search with a typo', search: (n) => ['wilelm', 'tamrra', 'quetnin', 'xiemna'][n % 4] as string },
  {
    name: 'status active, by name',
    filter: () => ({ field: 'status', op: 'any_of', value: ['active'] }),
    sort: 'name',
  },
  { name: 'unsubscribed, newest', filter: () => ({ field: 'status', op: 'any_of', value: ['unsubscribed'] }) },
  { name: 'a tag, by last activity', filter: tag, sort: '-lastActivityAt' },
  { name: 'two tags, not a third', filter: (n) => ({ and: [tag(n), tag(n + 3), { not: tag(n + 5) }] }) },
  {
    name: 'country and score range, by score',
    filter: () => ({
      and: [
        { field: 'country', op: 'any_of', value: ['FR', 'CH'] },
        { field: 'leadScore', op: 'between', value: [60, 100] },
      ],
    }),
    sort: '-leadScore',
  },
  {
    name: 'custom number and text',
    filter: (n) => ({
      and: [
        { field: 'custom.level', op: 'gte', value: 90 },
        { field: 'custom.region', op: 'is', value: `Region ${n % 20}` },
      ],
    }),
  },
  { name: 'by custom number', sort: 'custom.level' },
  {
    name: 'search, title, dates and role, by contact',
    search: (n) => FIRST[n % 6] as string,
    filter: () => ({
      and: [
        { field: 'jobTitle', op: 'contains', value: 'head' },
        { field: 'lastContactedAt', op: 'in_last_days', value: 365 },
        { field: 'role', op: 'not_empty' },
      ],
    }),
    sort: '-lastContactedAt',
  },
]

/** Twenty list queries at 100,000 and at 1,000,000 contacts: first page of 50 with its count, as the page asks for it. */
export async function benchList(server: string): Promise<void> {
  const small = await measured(server, SMALL)
  const large = await measured(server, LARGE)
  console.log(
    `  ${'first page of 50 with count'.padEnd(44)} ${'100 k p50/p95'.padStart(18)} ${'1 M p50/p95'.padStart(18)}   growth`,
  )
  for (const { name } of queries) {
    const [a, b] = [small.get(name), large.get(name)] as [number[], number[]]
    console.log(
      `  ${name.padEnd(44)} ${pair(a).padStart(18)} ${pair(b).padStart(18)}   ${(at(b, 0.5) / at(a, 0.5)).toFixed(1)}×`,
    )
  }
  const [all100, all1] = [[...small.values()].flat().sort(ascending), [...large.values()].flat().sort(ascending)]
  console.log(
    `  ${'all'.padEnd(44)} ${pair(all100).padStart(18)} ${pair(all1).padStart(18)}   ${(at(all1, 0.95) / at(all100, 0.95)).toFixed(1)}× at p95 (aims: p95 50 ms, growth 2×)`,
  )
}

const ascending = (a: number, b: number) => a - b
const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number
const pair = (sorted: number[]) => `${milliseconds(at(sorted, 0.5))} / ${milliseconds(at(sorted, 0.95))}`

async function measured(server: string, contacts: number): Promise<Map<string, number[]>> {
  const connection = connect(await filled(server, contacts), { max: 4 })
  const times = new Map(queries.map(({ name }) => [name, [] as number[]]))
  const now = new Date()
  for (let round = -2; round < ROUNDS; round++) {
    for (const { name, search, filter, sort } of queries) {
      const n = round + 2
      const started = performance.now()
      const page = await listContacts(
        connection.db,
        { search: search?.(n), filter: filter?.(n), sort, timeZone: 'Europe/Berlin', limit: 50 },
        now,
      )
      JSON.stringify(page)
      if (round >= 0) times.get(name)?.push(performance.now() - started)
      await sleep(1)
    }
  }
  await connection.close()
  for (const list of times.values()) list.sort(ascending)
  return times
}
