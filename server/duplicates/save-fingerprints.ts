import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { plainArray, textArray } from '../platform/arrays.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { KnownPerson } from './load-people.ts'

/** Keeps what contacts are found by, in one statement; who is gone meanwhile is left out. */
export async function saveFingerprints(tx: Tx, known: readonly KnownPerson[]): Promise<void> {
  if (known.length === 0) return
  const rows = known.map(({ id, person }) => ({ id, ...fingerprintOf(person) }))
  await tx.execute(sql`
    insert into contact_fingerprints (contact_id, keys, ways)
    select c.id, r.keys::int[], string_to_array(r.ways, E'\n')
      from unnest(${plainArray(rows.map(({ id }) => id))}::uuid[], ${textArray(rows.map(({ keys }) => plainArray(keys)))}::text[],
        ${textArray(rows.map(({ ways }) => ways.join('\n')))}::text[]) as r(id, keys, ways)
      join contacts c on c.id = r.id order by c.id
    on conflict (contact_id) do update set keys = excluded.keys, ways = excluded.ways`)
}

const AT_ONCE = 5_000
/** From so many on the index takes new keys in a list that is sorted in at once; until then whoever looks reads the list. */
const MANY = 20_000

/**
 * Keeps what many contacts are found by. A list of keys that was left by a crash is sorted in by the next.
 * @param known who comes at a place, of `count`
 */
export async function saveManyFingerprints(
  db: Database,
  count: number,
  known: (at: number) => KnownPerson,
  stop: AbortSignal,
): Promise<void> {
  if (count >= MANY)
    await db.execute(sql`alter index contact_fingerprints_keys set (fastupdate = on, gin_pending_list_limit = 65536)`)
  for (let from = 0; from < count; from += AT_ONCE) {
    stop.throwIfAborted()
    const size = Math.min(AT_ONCE, count - from)
    await saveFingerprints(
      db,
      Array.from({ length: size }, (_, at) => known(from + at)),
    )
  }
  await db.execute(sql`alter index contact_fingerprints_keys set (fastupdate = off)`)
  await db.execute(sql`select gin_clean_pending_list('contact_fingerprints_keys')`)
}
