import { fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import type { ThreadTask } from '../../server/import/in-thread.ts'
import { uploadImport } from '../../server/import/upload-import.ts'
import type { Actor } from '../../server/platform/actor.ts'
import { secretsFrom } from '../../server/platform/secrets.ts'
import type { ImportProcessMessage } from './import-process.ts'
import { FIRST, SYLLABLES, TITLES } from './names.ts'

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000)
const SECRET = 'a key of the bench, long enough'

/**
 * A file of 1,000,000 rows and 15 columns: kept, checked, imported with all indexes, a part undone; against PostgreSQL's
 * own COPY of the very same contacts into the same table with the same indexes. What is measured of memory is a process
 * with nothing but the import in it.
 */
export async function benchImport(url: string): Promise<void> {
  await migrate(url)
  const connection = connect(url, { max: 4 })
  const { db, sql } = connection
  const [user] = await sql<
    { id: string }[]
  >`insert into users (entra_id, name) values (gen_random_uuid(), 'Bench') returning id`
  const actor: Actor = {
    userId: user?.id as string,
    entraId: '',
    name: 'Bench',
    email: null,
    roles: ['Admin'],
    route: 'person',
  }
  const context = { db, sql, secrets: secretsFrom(SECRET) }
  const count = ROWS.toLocaleString('en')
  const rate = (seconds: number) =>
    `${seconds.toFixed(1)} s = ${Math.round(ROWS / seconds).toLocaleString('en')} rows/s`
  let id = ''
  const upload = await seconds(async () => {
    id = await uploadImport(context, actor, 'people.csv', peopleCsv(ROWS))
  })
  const [{ bytes = 0 } = {}] = await sql<{ bytes: number }[]>`select bytes::float8 as bytes from imports`
  const task = (kind: ThreadTask['kind']) => inProcess({ kind, importId: id, databaseUrl: url, secretKey: SECRET })
  await sql`update imports set state = 'previewing'`
  const preview = await task('preview')
  const previewed = await counts(sql)
  await sql`update imports set state = 'running', started_at = now(), rows = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, refused = 0, warned = 0`
  await sql`delete from import_rows`
  const run = await task('run')
  const imported = await counts(sql)
  const copied = await rawCopy(sql)
  console.log(`  ${count} rows, 15 columns, ${Math.round(bytes / 2 ** 20)} MB`)
  console.log(`  kept (packed, encrypted)      ${rate(upload)}`)
  console.log(`  whole file checked            ${rate(preview.seconds)}`)
  console.log(`  imported                      ${rate(run.seconds)}`)
  console.log(`  raw COPY, same indexes        ${rate(copied)}`)
  console.log(
    `  import : raw COPY             ${Math.round((100 * copied) / run.seconds)} % (aim 60 %); with check and upload ${Math.round((100 * copied) / (run.seconds + preview.seconds + upload))} %`,
  )
  console.log(`  memory, checking              ${memory(preview)}`)
  console.log(`  memory, importing             ${memory(run)}`)
  console.log(
    `  preview foretold the import   ${isDeepStrictEqual(previewed, imported)} ${JSON.stringify({ previewed, imported })}`,
  )
  if (ROWS <= 1_000_000) await undoPart(sql, id, task)
  await connection.close()
}

/** What raw COPY takes for the contacts as the import left them; nothing but the indexes is at work. */
async function rawCopy(sql: ReturnType<typeof connect>['sql']): Promise<number> {
  const file = join(tmpdir(), `bench-contacts-${process.pid}`)
  await sql.unsafe(`copy contacts to '${file}'`)
  await sql.unsafe('create table copied (like contacts including all)')
  await sql.unsafe('checkpoint')
  const taken = await seconds(() => sql.unsafe(`copy copied from '${file}'`))
  await sql.unsafe('drop table copied')
  await rm(file, { force: true })
  return taken
}

async function undoPart(
  sql: ReturnType<typeof connect>['sql'],
  id: string,
  task: (kind: 'undo') => Promise<Done>,
): Promise<void> {
  const part = Math.min(ROWS, 100_000)
  await sql`update import_rows set undone = 'left' where import_id = ${id} and row > ${part}`
  await sql`update imports set state = 'undoing'`
  const { seconds: taken } = await task('undo')
  console.log(
    `  undone, ${part.toLocaleString('en')} of them        ${taken.toFixed(1)} s = ${Math.round(part / taken).toLocaleString('en')} rows/s`,
  )
}

const memory = ({ before, tenths }: Done): string =>
  `${before} MB before; ${Math.max(...tenths)} MB at the most; by tenths of the time ${tenths.join(' ')} (aim below 300, flat)`

const counts = async (sql: ReturnType<typeof connect>['sql']) =>
  (await sql`select rows, created, updated, unchanged, skipped, refused, warned from imports`)[0]

/** People as lists have them: skewed, one in fifty rows a person of an earlier row, one in thirty without an address. */
async function* peopleCsv(rows: number): AsyncGenerator<Buffer> {
  const random = lcg(42)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  yield Buffer.from(
    'First Name,Last Name,Email,Phone,Mobile,Job Title,Department,Company,Country,LinkedIn,Tags,Source,Created,Consent status,Notes about\r\n',
  )
  let text = ''
  for (let row = 1; row <= rows; row += 1) {
    const again = random() < 0.02 ? Math.max(1, Math.floor(random() * row)) : row
    const last = lastNameOf(again)
    const company = Math.floor(random() ** 2 * (rows / 17))
    const mail =
      random() < 0.033 ? '' : `${last}.${again}@${random() < 0.2 ? 'gmail.com' : `company${again % 60_000}.example`}`
    text += [
      pick(FIRST),
      last[0]?.toUpperCase() + last.slice(1),
      mail,
      random() < 0.6 ? `+49 30 ${1_000_000 + Math.floor(random() * 8_000_000)}` : '',
      random() < 0.3 ? `+49 151 ${10_000_000 + Math.floor(random() * 80_000_000)}` : '',
      random() < 0.7 ? pick(TITLES) : '',
      random() < 0.4 ? pick(['Sales', 'Purchasing', 'R&D', 'Finance']) : '',
      random() < 0.8 ? `"Company ${company}, ${pick(['Inc.', 'GmbH', 'Ltd'])}"` : '',
      pick(['Germany', 'DE', 'France', 'US', '']),
      random() < 0.2 ? `https://www.linkedin.com/in/person-${again}` : '',
      random() < 0.3 ? pick(['vip', 'fair', 'vip; fair', 'newsletter']) : '',
      random() < 0.5 ? 'Website' : '',
      `20${10 + (row % 15)}-0${1 + (row % 9)}-1${row % 10}`,
      random() < 0.05 ? 'opted out' : '',
      random() < 0.1 ? 'Met at the fair; wants a quote' : '',
    ].join(',')
    text += '\r\n'
    if (text.length > 256 * 1024) {
      yield Buffer.from(text)
      text = ''
    }
  }
  yield Buffer.from(text)
}

/** A person who comes again has the same name. */
function lastNameOf(person: number): string {
  const random = lcg(person * 7919)
  const syllable = () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] as string
  random()
  return syllable() + syllable() + (random() < 0.5 ? syllable() : '')
}

/** The same people in every run. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

interface Done {
  seconds: number
  /** Of the process, in MB: before it began, and the most in each tenth of the time it took. */
  before: number
  tenths: number[]
}

/** Does a task in a process that does nothing else, on a thread as in the product. @throws what the task failed with */
async function inProcess(task: ThreadTask): Promise<Done> {
  const child = fork(join(import.meta.dirname, 'import-process.ts'), { serialization: 'advanced' })
  const samples: number[] = []
  let started = 0
  return new Promise((resolve, reject) => {
    child.on('message', (message: ImportProcessMessage) => {
      if ('memory' in message) samples.push(message.memory)
      if ('ready' in message) {
        started = performance.now()
        child.send(task)
      }
      if (!('outcome' in message)) return
      if (message.outcome.failed) return reject(new Error(message.outcome.failed))
      const [before = 0, ...during] = samples
      const most = (tenth: number) => {
        const at = (share: number) => Math.floor((during.length * share) / 10)
        return Math.max(...during.slice(at(tenth), Math.max(at(tenth + 1), at(tenth) + 1)))
      }
      resolve({
        seconds: (performance.now() - started) / 1000,
        before,
        tenths: Array.from({ length: 10 }, (_, tenth) => most(tenth)),
      })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The process of the import ended by itself (${code}).`)))
  })
}

async function seconds(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
