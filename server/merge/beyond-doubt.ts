import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Evidence } from '../duplicates/evidence.ts'
import { comparedFields, loadPeople } from '../duplicates/load-people.ts'
import type { Reason } from '../duplicates/schema.ts'
import { storedFrequencies } from '../duplicates/stored-frequencies.ts'
import { weigh } from '../duplicates/weigh.ts'
import { uuids } from './tables.ts'

/** Names that one person can have. */
const compatible: readonly Reason['detail'][] = ['same', 'nickname', 'initial', 'swapped', 'similar']
/** From here on a fact speaks against one person, in bits. */
const AGAINST = -2

/** Whether any two of them, as they are now, have the very same mailbox and compatible names, and nothing against it. */
export async function isBeyondDoubt(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const known = await loadPeople(tx, ids, await comparedFields(tx))
  const people = known.map(({ person }) => person)
  const frequencies = await storedFrequencies(tx, people)
  return (
    people.length === ids.length &&
    people.every((one, at) => people.slice(at + 1).every((other) => agree(weigh(one, other, frequencies).evidence)))
  )
}

/** A mailbox that several people share has another detail; where one has no name, there is nothing about names. */
const agree = (evidence: readonly Evidence[]): boolean =>
  evidence.some(({ kind, detail }) => kind === 'address' && detail === 'sameMailbox') &&
  evidence.every(({ kind, detail, bits }) => bits > AGAINST && (kind !== 'name' || compatible.includes(detail)))

/** Whether a merge of two of them was undone: somebody did not want it. */
export async function wasTakenApart(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from merges m where m.undone_at is not null and (
      select count(*) from unnest(${uuids(ids)}) i where i = m.survivor_id
          or exists (select 1 from jsonb_array_elements(m.choices -> 'formers') f where f ->> 'id' = i::text)) > 1 limit 1`)
  return rows.length > 0
}
