import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
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
