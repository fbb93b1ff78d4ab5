import { connect } from '../../db/client.ts'
import { scanInThread } from '../../server/duplicates/jobs.ts'

/** A scan as the product runs it, in a process with nothing else in it: how long each step took, and the memory of the process. */
const [url = '', threads = '2'] = process.argv.slice(2)
const { sql, close } = connect(url, { max: 1 })
const [row] = await sql<{ id: string }[]>`insert into duplicate_scans default values returning id`
const begun = performance.now()
const steps: Record<string, number> = {}
let most = 0
let done = false
const scan = scanInThread(
  { scanId: row?.id as string, databaseUrl: url, threads: Number(threads) },
  new AbortController().signal,
)
void scan.then(() => {
  done = true
})
while (!done) {
  most = Math.max(most, Math.round(process.memoryUsage.rss() / 2 ** 20))
  const [{ step = null } = {}] = await sql<
    { step: string | null }[]
  >`select step from duplicate_scans where id = ${row?.id as string}`
  if (step) steps[step] ??= (performance.now() - begun) / 1000
  await new Promise((resolve) => setTimeout(resolve, 100))
}
const { failed } = await scan
if (failed) throw new Error(failed)
process.send?.({ seconds: (performance.now() - begun) / 1000, steps, most })
await close()
