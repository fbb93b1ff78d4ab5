import type { Services, Worker } from '../app-types.ts'

export async function startScoring(_: Services): Promise<Worker> {
  return { stop() {} }
}
