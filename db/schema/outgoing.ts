import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { messages } from './messages.ts'
import { users } from './users.ts'

/** Text with merge fields that reps put into their mail. */
export const templates = pgTable(
  'templates',
  {
    id: id(),
    name: text().notNull(),
    /** one_to_one or marketing: marketing asks for consent before it goes out. */
    purpose: text().notNull().default('one_to_one'),
    subject: text().notNull().default(''),
    body: text().notNull(),
    /** Whether colleagues see it. */
    shared: boolean().notNull().default(true),
    ownerId: uuid()
      .notNull()
      .references(() => users.id),
    archivedAt: instant(),
    createdAt: createdAt(),
    updatedAt: instant().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (table) => [uniqueIndex('templates_name').on(sql`lower(${table.name})`, table.ownerId)],
)

export interface OutgoingContent {
  subject: string
  html: string
  to: { address: string; name: string | null }[]
  cc: { address: string; name: string | null }[]
  bcc: { address: string; name: string | null }[]
}

/**
 * Mail a rep sends from here. The id is the marker that the message carries, so that it is found again whatever became
 * of an answer.
 */
export const outgoingMails = pgTable(
  'outgoing_mails',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** preparing, drafted, sending, unsure, sent, failed. */
    state: text().notNull().default('preparing'),
    /** What goes out; gone as soon as it is known to be sent. */
    content: jsonb().$type<OutgoingContent>(),
    purpose: text().notNull().default('one_to_one'),
    tracked: boolean().notNull().default(false),
    templateId: uuid().references(() => templates.id, { onDelete: 'set null' }),
    /** Immutable id of the draft, which the sent item keeps. */
    graphMessageId: text(),
    internetMessageId: text(),
    messageId: uuid().references(() => messages.id, { onDelete: 'set null' }),
    error: jsonb().$type<{ code: string; message: string; remedy: string }>(),
    attempts: integer().notNull().default(0),
    /** When somebody looks again what became of it; null once that is known. */
    dueAt: instant(),
    sentAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    index('outgoing_mails_user').on(table.userId, table.createdAt),
    index('outgoing_mails_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
    index('outgoing_mails_internet_message').on(table.internetMessageId),
  ],
)
