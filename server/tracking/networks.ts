import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import type { App } from '../app-types.ts'

const NOTED_EVERY = 3_600_000
const MOST_REMEMBERED = 10_000

/**
 * Notes from which networks signed-in people use the product, each once an hour, after they were answered: an open from
 * there is no customer's (TR-02).
 */
export function noteNetworks(api: App): void {
  const { proxies } = api
  const { db, log, now } = api.services
  const noted = new Map<string, number>()
  api.addHook('onResponse', async ({ actor, raw }) => {
    const network = actor ? proxies.networkOf(raw) : null
    if (!network) return
    const key = `${actor.userId} ${network}`
    const at = now().getTime()
    if (at - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY) return
    if (noted.size > MOST_REMEMBERED) noted.clear()
    noted.set(key, at)
    await saveNetwork(db, actor.userId, network).catch((error: unknown) => {
      noted.delete(key)
      log.warn({ err: error }, 'a network could not be noted')
    })
  })
}

async function saveNetwork(db: Database, userId: string, network: string): Promise<void> {
  await db.execute(sql`insert into user_networks (user_id, network, seen_at) values (${userId}::uuid, ${network}, now())
    on conflict (user_id, network) do update set seen_at = excluded.seen_at`)
}
