import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'

/**
 * Lets PostgreSQL look at tables that grow by thousands of rows a second: its own look comes a minute late, and until then
 * it takes a table of a million rows for an empty one and reads all of it.
 */
export const renewStatistics = (db: Database) =>
  db.execute(sql`analyze import_rows, contacts, contact_addresses, contact_tags, contact_engagement, consent_entries, companies, company_domains,
    activities, activity_contacts`)

/** After the first chunk, the fourth, the sixteenth …: each time the tables are another size. */
export const isWorthALook = (chunk: number): boolean => Number.isInteger(Math.log2(chunk) / 2)
