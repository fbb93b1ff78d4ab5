import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { matchesOf } from '../../server/duplicates/check-person.ts'
import { findPairs, type SuggestedPair } from '../../server/duplicates/find-pairs.ts'
import { loadPeople } from '../../server/duplicates/load-people.ts'
import { People } from '../../server/duplicates/people.ts'
import { personFrom } from '../../server/duplicates/person.ts'
import { randomFrom } from '../fixtures/people.ts'
import { milliseconds, percent } from './machine.ts'

const SIZES = (process.env.BENCH_CONTACTS ?? '10000,100000,1000000').split(',').map(Number)

/**
 * Everybody compared with everybody, at several sizes, in a process of its own with two threads; then one contact with
 * everybody. Beside it, at the smallest size, what one would do in PostgreSQL alone. With BENCH_TRUTH=<folder> also
 * precision and recall on truth sets.
 */
export async function benchDuplicates(url: string): Promise<void> {
  if (process.env.BENCH_TRUTH) await truthSets(process.env.BENCH_TRUTH)
  let before: { contacts: number; seconds: number } | null = null
  for (const contacts of SIZES) {
    const own = await filledWithNames(url, contacts)
    const { seconds, steps, most } = await scanInProcess(own)
    const { sql, close } = connect(own, { max: 1 })
    const [scan] =
      await sql`select names, name_pairs, candidates, suggested from duplicate_scans order by created_at desc limit 1`
    console.log(
      `  ${contacts.toLocaleString('en')} contacts  ${seconds.toFixed(1)} s (${told(steps, seconds)}), ${most} MB at the most`,
    )
    console.log(`    ${JSON.stringify(scan)}`)
    if (before)
      console.log(
        `    growth  ${(seconds / before.seconds).toFixed(1)} × for ${contacts / before.contacts} × as many contacts`,
      )
    else console.log(`    PostgreSQL alone (trigrams, then levenshtein)  ${await inDatabase(sql, seconds)}`)
    await close()
    const nightly = await scanInProcess(own)
    console.log(
      `    again, as each night  ${nightly.seconds.toFixed(1)} s (${told(nightly.steps, nightly.seconds)}), ${nightly.most} MB at the most`,
    )
    await oneContact(own)
    before = { contacts, seconds }
  }
}

const told = (steps: Record<string, number>, end: number): string =>
  Object.entries(steps)
    .map(([step, at], number, all) => `${step} ${((all[number + 1]?.[1] ?? end) - at).toFixed(1)}`)
    .join(', ')

interface ScanReport {
  seconds: number
  steps: Record<string, number>
  most: number
}

const scanInProcess = (url: string): Promise<ScanReport> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('./scan-process.ts', import.meta.url), [url, '2'])
    let report: ScanReport | null = null
    child.once('message', (message) => {
      report = message as ScanReport
    })
    child.once('exit', (code) => (report ? resolve(report) : reject(new Error(`The scan ended with ${code}.`))))
  })

/** Contacts that are looked for before it counts: their pages of the index are in memory then, as they are on a day of work. */
const WARM = 3_000
const COUNTED = 500

/** How long one contact takes, of some taken at random. */
async function oneContact(url: string): Promise<void> {
  const { db, sql, close } = connect(url, { max: 1 })
  await sql`vacuum analyze contact_fingerprints`
  const ids = await sql<{ id: string }[]>`select id from contacts order by md5(id::text) limit ${WARM + COUNTED}`
  const known = await loadPeople(
    db,
    ids.map(({ id }) => id),
    [],
  )
  const taken: number[] = []
  for (const { id, person } of known) {
    const started = performance.now()
    await matchesOf(db, person, [], id)
    taken.push(performance.now() - started)
  }
  console.log(
    `    one contact with everybody  ${quantiles(taken.slice(-COUNTED))} (aim 10 ms); the first after a start ${quantiles(taken.slice(0, COUNTED))}`,
  )
  await close()
}

function quantiles(taken: readonly number[]): string {
  const sorted = taken.toSorted((a, b) => a - b)
  return [0.5, 0.95, 0.99]
    .map((share) => `p${100 * share} ${milliseconds(sorted[Math.floor(share * sorted.length)] ?? 0)}`)
    .join(', ')
}

/** Near names as PostgreSQL finds them by itself: not all of them, since trigrams are another measure. */
async function inDatabase(sql: ReturnType<typeof connect>['sql'], ours: number): Promise<string> {
  await sql`create extension if not exists fuzzystrmatch`
  await sql`create table spoken as select id, lower(concat_ws(' ', first_name, last_name)) as name from contacts`
  await sql`create index on spoken using gin (name gin_trgm_ops)`
  await sql`analyze spoken`
  const started = performance.now()
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::int as n from spoken a join spoken b on a.name % b.name and a.id < b.id
    where levenshtein_less_equal(a.name, b.name, 2) <= 2`
  const seconds = (performance.now() - started) / 1000
  return `${seconds.toFixed(1)} s for ${row?.n} pairs, ${(seconds / ours).toFixed(1)} × the whole scan`
}

const SYLLABLES =
  'ba ken dor lin mar to ri sch wal ner ko vic sen berg mann ol es fa gru hai an be ma lo ka mei er ber ton son li na ta wil hel ga ste fan tin ro bert chen wals ki feld stein hu go pe ter jo hanne'.split(
    ' ',
  )

/**
 * People with names as skewed as in large countries (the commonest first name 1.4 %, the commonest last name 0.8 %), skewed
 * companies and numbers; one in twenty is there twice, a little different.
 */
async function filledWithNames(server: string, contacts: number): Promise<string> {
  const name = `bench_duplicates_${contacts}`
  const admin = connect(server, { max: 1 })
  await admin.sql.unsafe(`drop database if exists ${name} with (force)`)
  await admin.sql.unsafe(`create database ${name}`)
  await admin.close()
  const url = new URL(server)
  url.pathname = `/${name}`
  await migrate(url.href)
  const { sql, close } = connect(url.href, { max: 1 })
  await sql.unsafe('set synchronous_commit = off; set session_replication_role = replica')
  const random = randomFrom(42)
  const skewed = (size: number, power: number) => Math.floor(size * random() ** power)
  const word = (parts: number) =>
    Array.from({ length: parts }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] as string).join('')
  const first = Array.from({ length: 5_000 }, () => word(2 + Math.floor(random() * 2)))
  const last = Array.from({ length: 250_000 }, () => word(2 + Math.floor(random() * 3)))
  const companies = Math.ceil(contacts / 20)
  await sql`insert into companies (name, sort_name) select 'Company ' || n, 'company ' || n from generate_series(1, ${companies}::int) n`
  await sql`create temp table co as select id, row_number() over (order by id) as n from companies`
  let rows: { f: string; l: string; m: string | null; p: string | null; c: number }[] = []
  const write = async () => {
    await sql`insert into contacts (first_name, last_name, phone, company_id)
      select r.f, r.l, r.p, co.id from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(f text, l text, p text, c int) left join co on co.n = r.c`
    rows = []
  }
  for (let number = 0; number < contacts; number += 1) {
    const again = random() < 0.05 ? rows.at(-1) : undefined
    rows.push(
      again
        ? { ...again, l: `${again.l.slice(0, -1)}x`, p: random() < 0.5 ? again.p : null }
        : {
            f: first[skewed(first.length, 2)] as string,
            l: last[skewed(last.length, 2.6)] as string,
            m: null,
            p: random() < 0.4 ? `+4930${Math.floor(random() * 90_000_000) + 1_000_000}` : null,
            c: random() < 0.8 ? 1 + skewed(companies, 2) : 0,
          },
    )
    if (rows.length === 10_000) await write()
  }
  await write()
  await sql`insert into contact_addresses (address, contact_id, display, is_primary)
    select lower(c.first_name || '.' || c.last_name) || n || '@' || case when k is null then 'gmail.com' else 'company' || k || '.example' end, c.id, 'x', true
      from (select c.*, row_number() over (order by c.id) as n, co.n as k from contacts c left join co on co.id = c.company_id) c where n % 10 < 8`
  await sql.unsafe('set session_replication_role = origin')
  await sql.unsafe('vacuum analyze')
  await close()
  return url.href
}

/**
 * Truth sets as CSV: columns as in the README beside them, one person an `entity_id`. Weights are chosen by one half of the
 * people, those of odd hash; what holds is what the other half says.
 */
async function truthSets(folder: string): Promise<void> {
  for (const set of ['crm_synth_open', 'febrl3', 'febrl1', 'splink_fake1000', 'rldata500']) {
    const rows: TruthRow[] = parse(await readFile(join(folder, `${set}.csv`)), { columns: true })
    await truthSet(set, rows)
    await truthSet('  to choose by', rows.filter(isToChooseBy))
    await truthSet(
      '  held out',
      rows.filter((row) => !isToChooseBy(row)),
    )
  }
}

type TruthRow = Record<string, string>

const isToChooseBy = ({ entity_id = '' }: TruthRow): boolean =>
  (createHash('sha256').update(entity_id).digest()[0] as number) % 2 === 1

async function truthSet(name: string, rows: TruthRow[]): Promise<void> {
  const people = rows.map((row) =>
    personFrom({
      firstName: row.first_name,
      lastName: row.last_name,
      addresses: row.email ? [row.email] : [],
      phones: [row.phone],
      company: row.company,
      custom: ['address', 'city', 'state', 'postcode', 'dob'].flatMap((field) => {
        const value = row[field]
        return value ? [{ field, value }] : []
      }),
    }),
  )
  const { pairs } = await findPairs(People.of(people), { threads: 1, stop: new AbortController().signal })
  report(name, rows, pairs)
}

function report(set: string, rows: TruthRow[], pairs: SuggestedPair[]): void {
  const sizes = new Map<string, number>()
  for (const { entity_id = '' } of rows) sizes.set(entity_id, (sizes.get(entity_id) ?? 0) + 1)
  const truth = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  const isRight = ({ one, other }: SuggestedPair) => rows[one]?.entity_id === rows[other]?.entity_id
  const right = pairs.filter(isRight).length
  const first = pairs.toSorted((a, b) => b.score - a.score).slice(0, 100)
  const precision = right / pairs.length
  const recall = right / truth
  console.log(
    `  ${set.padEnd(16)} precision ${percent(right, pairs.length)}, recall ${percent(right, truth)}, F1 ${((2 * precision * recall) / (precision + recall)).toFixed(3)}; wrong among the first ${first.length}: ${first.filter((pair) => !isRight(pair)).length}`,
  )
  const certainties = ['certain', 'likely', 'possible'].map((certainty) => {
    const these = pairs.filter((pair) => pair.certainty === certainty)
    return `${certainty} ${these.length} (${these.filter((pair) => !isRight(pair)).length} wrong)`
  })
  console.log(`    ${certainties.join(', ')}`)
}
