import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

/** Makes the tags of a contact be these; unknown ones are made. Case does not tell tags apart, the first spelling stays. */
export async function saveTags(tx: Tx, contactId: string, names: string[]): Promise<void> {
  const wanted = JSON.stringify([
    ...new Map(names.toReversed().map((name) => [name.toLowerCase(), name.normalize('NFKC')])).values(),
  ])
  await tx.execute(sql`insert into tags (name) select value from jsonb_array_elements_text(${wanted}::jsonb) order by lower(value)
    on conflict ((lower(name))) do nothing`)
  await tx.execute(sql`delete from contact_tags ct using tags t where t.id = ct.tag_id and ct.contact_id = ${contactId}
    and lower(t.name) not in (select lower(value) from jsonb_array_elements_text(${wanted}::jsonb))`)
  await tx.execute(sql`insert into contact_tags (contact_id, tag_id)
    select ${contactId}::uuid, t.id from tags t
     where lower(t.name) in (select lower(value) from jsonb_array_elements_text(${wanted}::jsonb))
    on conflict do nothing`)
}
