import { sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** UUIDv7 made by the database, so that set-wise inserts keep ids in order of time too (RFC 9562, 5.7). */
export const id = () => uuid().primaryKey().default(sql`uuid7()`)

/** An instant in UTC, with milliseconds as the wire shows them. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' })

export const createdAt = () => instant().notNull().defaultNow()

export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
