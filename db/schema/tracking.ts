import { boolean, index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { messages } from './messages.ts'
import { outgoingMails } from './outgoing.ts'
import { users } from './users.ts'

/** One copy of a mail whose opens and clicks are looked at. Its id is what the signed tokens name. */
export const trackedMails = pgTable(
  'tracked_mails',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    outgoingMailId: uuid().references(() => outgoingMails.id, { onDelete: 'cascade' }),
    /** Null where one copy went to several people: an open then says only that somebody opened it (TR-06). */
    contactId: uuid().references(() => contacts.id, { onDelete: 'cascade' }),
    recipients: integer().notNull(),
    internetMessageId: text(),
    messageId: uuid().references(() => messages.id, { onDelete: 'cascade' }),
    /** Null until it is known to have been sent: what comes before is a preview. */
    sentAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    index('tracked_mails_contact').on(table.contactId, table.sentAt),
    index('tracked_mails_message').on(table.messageId),
    index('tracked_mails_internet_message').on(table.internetMessageId),
    index('tracked_mails_outgoing').on(table.outgoingMailId),
  ],
)

/** Where a link of a mail leads, as it was when the mail was written: a token names the row, never an address. */
export const trackedLinks = pgTable(
  'tracked_links',
  {
    id: id(),
    trackedMailId: uuid()
      .notNull()
      .references(() => trackedMails.id, { onDelete: 'cascade' }),
    position: smallint().notNull(),
    url: text().notNull(),
    /** Hidden from people; who follows it is a machine (TR-03). */
    trap: boolean().notNull().default(false),
  },
  (table) => [index('tracked_links_mail').on(table.trackedMailId, table.position)],
)

/** Every hit as it came, with the class it was given; the class can be worked out again (TR-01). */
export const trackingEvents = pgTable(
  'tracking_events',
  {
    id: uuid().primaryKey(),
    trackedMailId: uuid()
      .notNull()
      .references(() => trackedMails.id, { onDelete: 'cascade' }),
    linkId: uuid().references(() => trackedLinks.id, { onDelete: 'cascade' }),
    /** open or click. */
    kind: text().notNull(),
    at: instant().notNull(),
    method: text().notNull(),
    /** The first 24 bits of an IPv4, the first 48 of an IPv6 address (TR-10). */
    network: text(),
    agent: text(),
    referrer: text(),
    /** person, privacy_proxy, scanner, own, unknown. */
    class: text().notNull(),
    reason: text().notNull(),
    /** Version of the rules that gave the class. */
    rules: smallint().notNull(),
  },
  (table) => [
    index('tracking_events_mail').on(table.trackedMailId, table.at),
    index('tracking_events_at').on(table.at),
  ],
)

/** From which networks our own people lately used the product: opens from there are theirs (TR-02). */
export const userNetworks = pgTable(
  'user_networks',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    network: text().notNull(),
    seenAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.network] }), index('user_networks_seen').on(table.seenAt)],
)
