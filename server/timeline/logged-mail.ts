import type postgres from 'postgres'
import { type EntryRow, entryAsJson, entryColumns } from './entry.ts'
import { type RemovedRow, removedColumns, removedEntry } from './removed-entries.ts'
import type { Activity, LoggedMail } from './schema.ts'

/** Whether a mail stands on a contact's timeline, or was taken off it (OP-06). */
export async function loggedMail(
  sql: postgres.Sql,
  contactId: string,
  messageId: string,
  readerId: string,
): Promise<LoggedMail> {
  const values = [contactId, messageId.trim().replace(/^<|>$/g, '')]
  const ofMail = `a.message_id in (select id from messages where internet_message_id = $2)
    and a.type in ('email_sent', 'email_received')`
  const [there] = await sql.unsafe<EntryRow[]>(
    `select ${entryColumns('$1::uuid')} from activities a
       join activity_contacts ac on ac.activity_id = a.id and ac.contact_id = $1::uuid
      where ${ofMail} order by a.occurred_at desc limit 1`,
    values,
    { prepare: true },
  )
  if (there) return { activity: JSON.parse(entryAsJson(there, readerId)) as Activity, removed: null }
  const [removed] = await sql.unsafe<RemovedRow[]>(
    `select ${removedColumns('$1::uuid')} from activities a
       join activity_removals r on r.activity_id = a.id and r.contact_id = $1::uuid left join users u on u.id = r.removed_by
      where ${ofMail} order by r.removed_at desc limit 1`,
    values,
    { prepare: true },
  )
  return { activity: null, removed: removed ? removedEntry(removed, readerId) : null }
}
