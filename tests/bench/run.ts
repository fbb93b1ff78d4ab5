import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { benchBulk } from './bulk.ts'
import { benchDuplicates } from './duplicates.ts'
import { benchExport } from './export.ts'
import { benchImport } from './import.ts'
import { benchList } from './list.ts'
import { benchListExport } from './list-export.ts'
import { benchLookup } from './lookup.ts'
import { machine } from './machine.ts'
import { benchMerge } from './merge.ts'
import { benchScoring } from './scoring.ts'
import { benchSync } from './sync.ts'
import { benchTimeline } from './timeline.ts'
import { benchTracking } from './tracking.ts'

/**
 * `npm run bench [name]`. Prints ratios against a reference of the same run; BENCH_CONTACTS sets the size (1,000,000).
 */
const benches = {
  lookup: benchLookup,
  list: benchList,
  bulk: benchBulk,
  scoring: benchScoring,
  export: benchExport,
  import: benchImport,
  listExport: benchListExport,
  duplicates: benchDuplicates,
  merge: benchMerge,
  sync: benchSync,
  timeline: benchTimeline,
  tracking: benchTracking,
}

const wanted = process.argv[2]
const dataDir = await mkdtemp(join(tmpdir(), 'throughline-bench-'))
const server = await startEmbedded({
  dataDir,
  settings: { shared_buffers: '1GB', max_wal_size: '8GB', maintenance_work_mem: '1GB' },
})
try {
  console.log(`On ${machine()}, embedded PostgreSQL 18`)
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted && wanted !== name) continue
    console.log(`\n${name}`)
    await bench(await emptyDatabase(server.url, name))
  }
} finally {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** One bench leaves nothing for the next to trip over. */
async function emptyDatabase(url: string, name: string): Promise<string> {
  const { sql, close } = connect(url, { max: 1 })
  await sql.unsafe(`create database "bench_${name}"`)
  await close()
  const own = new URL(url)
  own.pathname = `/bench_${name}`
  return own.href
}
