import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

const namesOnce = (names: string[]): string =>
  JSON.stringify([...new Map(names.toReversed().map((name) => [name.toLowerCase(), name.normalize('NFKC')])).values()])

/** Makes the tags of a contact be these; unknown ones are made. Case does not tell tags apart, the first spelling stays. */
export async function saveTags(tx: Tx, contactId: string, names: string[]): Promise<void> {
  const wanted = JSON.stringify(await tagIdsOf(tx, names, true))
  await tx.execute(sql`delete from contact_tags where contact_id = ${contactId}::uuid
    and tag_id not in (select value::uuid from jsonb_array_elements_text(${wanted}::jsonb))`)
  await tx.execute(sql`insert into contact_tags (contact_id, tag_id)
    select ${contactId}::uuid, value::uuid from jsonb_array_elements_text(${wanted}::jsonb) order by value on conflict do nothing`)
}

/** The tags of these names, without regard to case; those that do not exist are made, or left out. */
export async function tagIdsOf(tx: Tx, names: string[], make: boolean): Promise<string[]> {
  const wanted = namesOnce(names)
  if (make) {
    await tx.execute(sql`insert into tags (name) select value from jsonb_array_elements_text(${wanted}::jsonb) order by lower(value)
      on conflict ((lower(name))) do nothing`)
  }
  const rows = await tx.execute<{ id: string }>(sql`select id from tags
    where lower(name) in (select lower(value) from jsonb_array_elements_text(${wanted}::jsonb)) order by id`)
  return rows.map((row) => row.id)
}

/** The ids of tags by their names in lower case; those that do not exist are made. */
export async function tagIdsByName(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const wanted = [...new Set(names)]
  await tagIdsOf(tx, wanted, true)
  const rows = await tx.execute<{ id: string; lower: string }>(sql`
    select w.value as lower, t.id from jsonb_array_elements_text(${JSON.stringify(wanted.map((name) => name.toLowerCase()))}::jsonb) w
      join tags t on lower(t.name) = lower(w.value)`)
  return new Map(rows.map(({ id, lower }) => [lower, id]))
}
