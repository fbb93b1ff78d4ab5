import type { ClientConfig } from '../../server/users/schema.ts'
import { timed } from './client.ts'
import { problemOf } from './problem.ts'

let loaded: Promise<ClientConfig> | undefined

/** What sign-in needs to know. Asked for once; a failure is not remembered. */
export function clientConfig(): Promise<ClientConfig> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined
    throw error
  })
  return loaded
}

async function load(): Promise<ClientConfig> {
  const response = await timed(fetch, '/config.json')
  if (!response.ok) throw await problemOf(response)
  return response.json()
}
