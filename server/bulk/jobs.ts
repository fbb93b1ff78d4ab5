import type { Services, Worker } from '../app-types.ts'

export async function startBulk(_: Services): Promise<Worker> {
  return { stop() {} }
}
