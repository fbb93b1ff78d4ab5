import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#db/client.ts'
import { Problem } from '../platform/problem.ts'
import { secretsFrom } from '../platform/secrets.ts'
import type { ThreadOutcome, ThreadTask } from './in-thread.ts'
import { previewImport } from './preview-import.ts'
import { runImport } from './run-import.ts'
import { undoImport } from './undo-import.ts'

const { kind, importId, databaseUrl, secretKey } = workerData as ThreadTask
const connection = connect(databaseUrl, { max: 4, name: 'throughline-import' })
const context = { ...connection, secrets: secretsFrom(secretKey), now: () => new Date() }
const tasks = { preview: previewImport, run: runImport, undo: undoImport }

/** SQLSTATE classes 08, 53, 57 and what the driver says of a lost connection; collisions that lasted too long. */
const PASSING = /^(08|53|57|40|55P03)|^(ECONN|EPIPE|ETIMEDOUT|CONNECTION_|CONNECT_)/

/** The text of a database error quotes the values it was given: only its code goes out. */
function outcomeOf(error: unknown): ThreadOutcome {
  if (error instanceof Problem) return { failed: error.message, mayPass: false }
  const { name, code, cause, stack } = error as Error & { code?: string; cause?: { code?: string } }
  const known = code ?? cause?.code ?? ''
  const place = /server\/[^\s):]+:\d+/.exec(stack ?? '')?.[0] ?? ''
  return {
    failed: `Something unforeseen happened (${[name, known, place].filter(Boolean).join(' ')}).`,
    mayPass: PASSING.test(known),
  }
}

try {
  await tasks[kind](context, importId)
  parentPort?.postMessage({ failed: null, mayPass: false } satisfies ThreadOutcome)
} catch (error) {
  parentPort?.postMessage(outcomeOf(error))
} finally {
  await connection.close()
}
