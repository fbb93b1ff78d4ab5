import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { users } from './users.ts'

export interface MailboxError {
  code: string
  message: string
  remedy: string
  since: string
}

export const mailboxes = pgTable(
  'mailboxes',
  {
    id: id(),
    /** Object id of the user or shared mailbox in Entra; Graph paths use it. */
    graphUserId: uuid().notNull().unique(),
    userId: uuid().references(() => users.id),
    address: text().notNull(),
    name: text(),
    state: text().notNull().default('available'),
    shareLevel: text().notNull().default('all'),
    /** Whether unknown people on its mail become contacts: off, from sent mail only, all. */
    newPeople: text().notNull().default('off'),
    syncFrom: instant(),
    /** How far back history goes; hashes of strangers expire with it. */
    historyMonths: integer().notNull().default(36),
    folderNames: text().array().notNull().default(['inbox', 'sentitems']),
    /** When the next pass is due; null while it is not to be read. */
    dueAt: instant(),
    lastSyncedAt: instant(),
    failures: integer().notNull().default(0),
    error: jsonb().$type<MailboxError>(),
    createdAt: createdAt(),
  },
  (table) => [index('mailboxes_due').on(table.dueAt)],
)

export const mailboxFolders = pgTable(
  'mailbox_folders',
  {
    id: id(),
    mailboxId: uuid()
      .notNull()
      .references(() => mailboxes.id, { onDelete: 'cascade' }),
    graphFolderId: text().notNull(),
    wellKnownName: text(),
    name: text().notNull(),
    /** Where the last finished round ended; opaque. */
    deltaLink: text(),
    /** Where the round under way goes on; opaque. Committed with the page before it. */
    nextLink: text(),
    /** Raised by every committed page: two workers cannot both move a folder on. */
    step: integer().notNull().default(0),
    readInRound: integer().notNull().default(0),
    resets: integer().notNull().default(0),
    lastSyncedAt: instant(),
  },
  (table) => [unique('mailbox_folders_folder').on(table.mailboxId, table.graphFolderId)],
)

/** Change notifications of Graph: hints that a folder has news. */
export const mailboxSubscriptions = pgTable('mailbox_subscriptions', {
  id: id(),
  folderId: uuid()
    .notNull()
    .unique()
    .references(() => mailboxFolders.id, { onDelete: 'cascade' }),
  graphSubscriptionId: text().unique(),
  expiresAt: instant(),
  createdAt: createdAt(),
})
