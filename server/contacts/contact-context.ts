import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import { compareNew } from '../duplicates/check-draft.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { ContactContext } from './contacts.ts'
import { readContact } from './read-contact.ts'

/** What adding and editing contacts needs, put together from the services. */
export const contactContext = ({
  db,
  sql,
  queue,
  secrets,
}: {
  db: Database
  sql: postgres.Sql
  queue: JobQueue
  secrets: Secrets
}): ContactContext => ({
  db,
  queue,
  secrets,
  read: (id) => readContact(sql, id),
  compareNew: (tx, id, refuse) => compareNew(tx, sql, id, refuse),
})
