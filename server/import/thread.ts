import { workerData } from 'node:worker_threads'
import { connect } from '#db/client.ts'
import { secretsFrom } from '../platform/secrets.ts'
import { settleThread } from '../platform/thread.ts'
import type { ThreadTask } from './in-thread.ts'
import { previewImport } from './preview-import.ts'
import { runImport } from './run-import.ts'
import { undoImport } from './undo-import.ts'

const { kind, importId, databaseUrl, secretKey } = workerData as ThreadTask
const connection = connect(databaseUrl, { max: 4, name: 'throughline-import' })
const context = { ...connection, secrets: secretsFrom(secretKey), now: () => new Date() }
const tasks = { preview: previewImport, run: runImport, undo: undoImport }

await settleThread(() => tasks[kind](context, importId))
await connection.close()
