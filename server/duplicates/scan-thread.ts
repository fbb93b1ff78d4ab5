import { workerData } from 'node:worker_threads'
import { connect } from '#db/client.ts'
import { settleThread } from '../platform/thread.ts'
import { scanEverybody } from './scan.ts'

export interface ScanTask {
  scanId: string
  databaseUrl: string
  threads: number
}

const { scanId, databaseUrl, threads } = workerData as ScanTask
const connection = connect(databaseUrl, { max: 2, name: 'throughline-duplicates' })
await settleThread(() => scanEverybody({ db: connection.db, threads, stop: new AbortController().signal }, scanId))
await connection.close()
