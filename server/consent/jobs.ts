import type { Services, Worker } from '../app-types.ts'

export async function startConsentClock(_: Services): Promise<Worker> {
  return { stop() {} }
}
