import { bigserial, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt } from './columns.ts'
import { users } from './users.ts'

/** Append-only and hash-chained: each entry's hash covers the one before. Holds ids, never names or addresses. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    number: bigserial({ mode: 'number' }).primaryKey(),
    at: createdAt(),
    userId: uuid().references(() => users.id),
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    requestId: text(),
    /** Unique: nothing can follow the same entry twice, so there is one chain. */
    previousHash: bytes().notNull().unique('audit_entries_one_chain'),
    hash: bytes().notNull(),
  },
  (table) => [index('audit_entries_subject').on(table.subjectId, table.number)],
)
