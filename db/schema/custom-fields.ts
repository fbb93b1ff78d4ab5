import { sql } from 'drizzle-orm'
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'

/** Definitions. Values lie in `custom_fields` (jsonb by key) of the record: a new field changes no table. */
export const customFields = pgTable(
  'custom_fields',
  {
    id: id(),
    entity: text().notNull(),
    key: text().notNull(),
    label: text().notNull(),
    type: text().notNull(),
    required: boolean().notNull().default(false),
    isUnique: boolean().notNull().default(false),
    defaultValue: jsonb(),
    help: text(),
    position: integer().notNull().default(0),
    choices: jsonb().$type<{ id: string; label: string; archived?: boolean }[]>().notNull().default([]),
    /** Shown in the pane. */
    inPane: boolean().notNull().default(false),
    personalData: boolean().notNull().default(true),
    sensitive: boolean().notNull().default(false),
    archivedAt: instant(),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (table) => [uniqueIndex('custom_fields_key').on(table.entity, table.key)],
)

/**
 * The values of contacts again, one row each, so that every field filters and sorts by index. Kept by a trigger on
 * contacts.custom_fields: nobody else writes here.
 */
export const contactCustomValues = pgTable(
  'contact_custom_values',
  {
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    fieldId: uuid()
      .notNull()
      .references(() => customFields.id, { onDelete: 'cascade' }),
    ordinal: smallint().notNull(),
    /** Folded text, the id of a choice or user, a date as YYYY-MM-DD, true or false; the first 200 characters. */
    textValue: text().notNull(),
    numberValue: doublePrecision(),
    /** The folded value where the field is unique. */
    uniqueValue: text(),
  },
  (table) => [
    primaryKey({ columns: [table.contactId, table.fieldId, table.ordinal] }),
    index('contact_custom_values_text').on(table.fieldId, table.textValue, table.contactId),
    index('contact_custom_values_number')
      .on(table.fieldId, table.numberValue, table.contactId)
      .where(sql`${table.numberValue} is not null`),
    uniqueIndex('contact_custom_values_unique')
      .on(table.fieldId, table.uniqueValue)
      .where(sql`${table.uniqueValue} is not null`),
  ],
)
