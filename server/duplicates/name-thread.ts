import { parentPort, workerData } from 'node:worker_threads'
import { type NameTask, similarPart } from './near-names.ts'

const { packed, part, parts } = workerData as NameTask
const pairs = similarPart(packed, part, parts)
parentPort?.postMessage(pairs, [pairs.buffer])
