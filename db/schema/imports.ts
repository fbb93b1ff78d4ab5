import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt, id, instant } from './columns.ts'
import { companies } from './companies.ts'
import { contacts } from './contacts.ts'
import { users } from './users.ts'

/** One file that was uploaded, how it is read and mapped, and how far it is. */
export const imports = pgTable(
  'imports',
  {
    id: id(),
    name: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull().default(0),
    format: text().notNull(),
    state: text().notNull().default('uploaded'),
    source: text().notNull(),
    tag: text().notNull(),
    /** What is known of the bytes as a whole: see server/import/file-store.ts. */
    file: jsonb().$type<unknown>().notNull().default({}),
    reading: jsonb().$type<unknown>().notNull().default({}),
    columns: jsonb().$type<unknown>().notNull().default([]),
    sample: jsonb().$type<unknown>().notNull().default([]),
    mapping: jsonb().$type<unknown>().notNull().default({}),
    mappingFrom: text().notNull().default('headers'),
    knownAs: text(),
    /** The headers, hashed: files of one shape get the mapping that was used last. */
    fingerprint: text(),
    notices: jsonb().$type<unknown>().notNull().default([]),
    preview: jsonb().$type<unknown>(),
    total: integer(),
    rows: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    warned: integer().notNull().default(0),
    phase: text(),
    phaseRows: integer().notNull().default(0),
    phaseStartedAt: instant(),
    /** Rows of the present phase that were done before its worker began: for the speed. */
    phaseBegan: integer().notNull().default(0),
    waiting: boolean().notNull().default(false),
    /** pause or cancel: heard after the chunk that is being written. */
    asked: text(),
    undo: jsonb().$type<unknown>(),
    error: text(),
    requestedBy: uuid()
      .notNull()
      .references(() => users.id),
    requestId: text(),
    createdAt: createdAt(),
    startedAt: instant(),
    finishedAt: instant(),
    undoneBy: uuid().references(() => users.id),
    fileDeletedAt: instant(),
  },
  (table) => [index('imports_created').on(table.createdAt, table.id)],
)

/** The file in parts, packed and encrypted; gone 30 days after the upload. */
export const importFileParts = pgTable(
  'import_file_parts',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    /** A file that is written anew without some of its rows is another edition; the import names the one that counts. */
    edition: integer().notNull().default(1),
    part: integer().notNull(),
    bytes: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.edition, table.part] })],
)

/** What became of each row, and what undoing it takes. */
export const importRows = pgTable(
  'import_rows',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    row: integer().notNull(),
    line: integer().notNull(),
    outcome: text().notNull(),
    contactId: uuid().references(() => contacts.id, { onDelete: 'cascade' }),
    /** The version of the contact that this row left behind. */
    version: integer(),
    /** Hash of everything mapped, for rows that nothing else identifies. */
    rowKey: bytes(),
    issues: jsonb().$type<unknown>(),
    changes: jsonb().$type<unknown>(),
    /** As in the file, of rows that were refused or warned about: they can be mended without looking for them. */
    cells: jsonb().$type<string[]>(),
    /** What came of undoing it: removed, restored or left. */
    undone: text(),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.row] }),
    index('import_rows_contact').on(table.contactId).where(sql`${table.contactId} is not null`),
    index('import_rows_key').on(table.rowKey).where(sql`${table.rowKey} is not null`),
    index('import_rows_outcome')
      .on(table.importId, table.outcome, table.row)
      .where(sql`${table.outcome} in ('skipped', 'refused') or ${table.issues} is not null`),
  ],
)

/** Companies that an import made: undoing it takes those along that nobody uses. */
export const importCompanies = pgTable(
  'import_companies',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.companyId] }),
    index('import_companies_company').on(table.companyId),
  ],
)

/** The mapping that was used last for files with these headers. */
export const importMappings = pgTable('import_mappings', {
  fingerprint: text().primaryKey(),
  mapping: jsonb().$type<unknown>().notNull(),
  usedBy: uuid().references(() => users.id),
  usedAt: instant().notNull().defaultNow(),
})
