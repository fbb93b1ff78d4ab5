import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes, createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { mailboxes } from './mailboxes.ts'
import { users } from './users.ts'

/** A mail that concerns a contact, once for the whole organisation. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    /** Message-ID without brackets, or a key made of sender, instant and subject where the mail has none. */
    internetMessageId: text().notNull(),
    /** Above 0 where careless senders gave one Message-ID to different mails. */
    variant: smallint().notNull().default(0),
    direction: text().notNull(),
    kind: text().notNull(),
    sender: text().notNull(),
    sentAt: instant().notNull(),
    subjectKey: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique('messages_identity').on(table.internetMessageId, table.variant)],
)

/** Where a message lies: the mailboxes that hold it. Graph ids are case-sensitive; text compares them so. */
export const messageCopies = pgTable(
  'message_copies',
  {
    mailboxId: uuid()
      .notNull()
      .references(() => mailboxes.id, { onDelete: 'cascade' }),
    graphMessageId: text().notNull(),
    messageId: uuid()
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    webLink: text(),
    /** The folder it was last seen in: one that it left before says nothing about where it is now. */
    folderId: uuid(),
    /** The mailbox owner deleted or moved it out of the folders we read; the timeline keeps it. */
    leftFolderAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.mailboxId, table.graphMessageId] }),
    index('message_copies_message').on(table.messageId),
  ],
)

/**
 * For mail with people nobody knows yet: a keyed hash of each address and where the mail lies, nothing else. Adding a
 * contact finds their history by it; it expires with the back-fill window.
 */
export const correspondents = pgTable(
  'correspondents',
  {
    addressHash: bytes().notNull(),
    /** Of the address with its plus tag, where `addressHash` is that of the plain form. */
    taggedHash: bytes(),
    mailboxId: uuid()
      .notNull()
      .references(() => mailboxes.id, { onDelete: 'cascade' }),
    graphMessageId: text().notNull(),
    occurredAt: instant().notNull(),
    blind: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.addressHash, table.mailboxId, table.graphMessageId] }),
    index('correspondents_message').on(table.mailboxId, table.graphMessageId),
    index('correspondents_expiry').on(table.occurredAt),
  ],
)

/** Contacts whose history is still to be fetched; the row goes when it is there, so no outage is too long. */
export const owedBackfills = pgTable(
  'owed_backfills',
  {
    contactId: uuid()
      .primaryKey()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    since: createdAt(),
    dueAt: instant().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
  },
  (table) => [index('owed_backfills_due').on(table.dueAt)],
)

/** Copies of mails whose attachments are still to be asked for by name; the row goes when that is settled. */
export const owedAttachments = pgTable(
  'owed_attachments',
  {
    mailboxId: uuid().notNull(),
    graphMessageId: text().notNull(),
    /** Of the mail: the newest are asked for first. */
    occurredAt: instant().notNull(),
    dueAt: instant().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.mailboxId, table.graphMessageId] }),
    foreignKey({
      name: 'owed_attachments_copy',
      columns: [table.mailboxId, table.graphMessageId],
      foreignColumns: [messageCopies.mailboxId, messageCopies.graphMessageId],
    }).onDelete('cascade'),
    index('owed_attachments_newest').on(table.mailboxId, table.occurredAt),
  ],
)

/** People found in mail who are to become contacts; a row goes when its contact is there. */
export const newPeople = pgTable('new_people', {
  address: text().primaryKey(),
  name: text(),
  mailboxId: uuid()
    .notNull()
    .references(() => mailboxes.id, { onDelete: 'cascade' }),
  createdAt: createdAt(),
})

/** What an administrator keeps out before anything is stored: domains, addresses, and words in subjects. */
export const mailBlocks = pgTable(
  'mail_blocks',
  {
    id: id(),
    kind: text().notNull(),
    pattern: text().notNull(),
    createdBy: uuid().references(() => users.id),
    createdAt: createdAt(),
  },
  (table) => [unique('mail_blocks_pattern').on(table.kind, table.pattern)],
)

/** Messages that could not be read, with the reason; they never stop their mailbox. */
export const setAsideMessages = pgTable(
  'set_aside_messages',
  {
    mailboxId: uuid()
      .notNull()
      .references(() => mailboxes.id, { onDelete: 'cascade' }),
    graphMessageId: text().notNull(),
    reason: text().notNull(),
    attempts: integer().notNull().default(1),
    at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.mailboxId, table.graphMessageId] })],
)
