import { connect } from '../../db/client.ts'
import { contactColumns, contactJoins } from '../../server/contacts/contact-row.ts'
import { download, middle, type Round, serve, watchMemory } from './download.ts'
import { milliseconds, percent } from './machine.ts'
import { filled } from './people.ts'

const CONTACTS = Number(process.env.BENCH_EXPORTED ?? 100_000)
const ROUNDS = 3
const MEGABYTE = 2 ** 20

/** The whole contact list as CSV and as XLSX over HTTP, against PostgreSQL copying out the same columns. */
export async function benchListExport(server: string): Promise<void> {
  const url = await filled(server, CONTACTS)
  const served = await serve(url, 'Admin')
  try {
    const reference = await copyOut(url)
    console.log(`  ${CONTACTS.toLocaleString('en')} contacts, all columns, median of ${ROUNDS}`)
    console.log(`  copied out bare         ${milliseconds(reference)}, ${speed(reference)}`)
    for (const format of ['csv', 'xlsx']) {
      const { result, before, peak } = await watchMemory(served, async () => {
        const rounds: Round[] = []
        for (let n = 0; n <= ROUNDS; n++) rounds.push(await download(served, `/contacts/export.${format}`))
        return rounds
      })
      report(format, result.slice(1), reference, { before, peak })
    }
  } finally {
    served.child.kill('SIGTERM')
  }
}

const speed = (time: number) => `${Math.round(CONTACTS / (time / 1000)).toLocaleString('en')} rows/s`

function report(format: string, rounds: Round[], reference: number, memory: { before: number; peak: number }): void {
  const whole = middle(rounds.map((round) => round.whole))
  const first = middle(rounds.map((round) => round.first))
  const size = (rounds[0]?.bytes ?? 0) / MEGABYTE
  const [before, peak] = [memory.before, memory.peak].map((bytes) => Math.round(bytes / MEGABYTE))
  console.log(
    `  ${format.padEnd(23)} ${milliseconds(whole)}, ${speed(whole)}, ${size.toFixed(1)} MB; first byte ${milliseconds(first)}; ` +
      `ratio ${percent(reference, whole)} of the bare copy; memory ${before} MB before, ${peak} MB at most`,
  )
}

/** The least it can cost: the columns of the record with its joins, in order, straight from the database. */
async function copyOut(url: string): Promise<number> {
  const { sql, close } = connect(url, { max: 1 })
  const times: number[] = []
  for (let n = 0; n <= ROUNDS; n++) {
    const started = performance.now()
    const copy = sql`copy (select ${sql.unsafe(contactColumns)} from contacts c ${sql.unsafe(contactJoins)}
      order by c.created_at desc, c.id desc) to stdout`
    for await (const _ of await copy.readable());
    if (n > 0) times.push(performance.now() - started)
  }
  await close()
  return middle(times)
}
