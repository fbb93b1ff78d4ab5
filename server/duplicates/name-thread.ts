import { parentPort, workerData } from 'node:worker_threads'
import { type NameTask, similarPairs } from './near-names.ts'

const pairs = similarPairs(workerData as NameTask)
parentPort?.postMessage(pairs, [pairs.buffer])
