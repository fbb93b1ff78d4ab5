import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt } from './columns.ts'
import { users } from './users.ts'

/** People who must not come back unnoticed: a keyed hash of each address and nothing else of them (GD-09). */
export const suppressions = pgTable('suppressions', {
  addressHash: bytes().primaryKey(),
  /** erased: removed on request. suppressed: never to be contacted. */
  reason: text().notNull(),
  createdBy: uuid().references(() => users.id),
  createdAt: createdAt(),
})
