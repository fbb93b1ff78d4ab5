import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'
import { contacts } from './contacts.ts'
import { messages } from './messages.ts'
import { users } from './users.ts'

/** What happened, once, however many contacts it concerns and however many mailboxes hold it. */
export const activities = pgTable(
  'activities',
  {
    id: id(),
    type: text().notNull(),
    occurredAt: instant().notNull(),
    source: text().notNull(),
    summary: text(),
    /** `json`, not `jsonb`: it is handed on as it was written, and a page of 25 would pay for rendering each. */
    details: json().$type<Record<string, unknown>>().notNull().default({}),
    actorKind: text().notNull(),
    actorUserId: uuid().references(() => users.id),
    actorName: text(),
    actorAddress: text(),
    messageId: uuid().references(() => messages.id, { onDelete: 'cascade' }),
    /** What colleagues may see of a mail: 2 all, 1 the subject, 0 that there was contact. The most open mailbox decides. */
    shared: smallint().notNull().default(2),
    /** Whose mailboxes hold a mail, with the link that opens it there: kept here, so that a page needs no join for it. */
    holders: json().$type<{ user: string | null; link: string | null }[]>().notNull().default([]),
    /** On how many timelines it stands; kept by a trigger, so that most entries need no look at the others. */
    contactCount: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('activities_message').on(table.messageId, table.type).where(sql`${table.messageId} is not null`),
  ],
)

/** Whose timelines an activity stands on. Instant and type are repeated so that a page is one index range. */
export const activityContacts = pgTable(
  'activity_contacts',
  {
    activityId: uuid()
      .notNull()
      .references(() => activities.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    occurredAt: instant().notNull(),
    type: text().notNull(),
    /** A blind-copied contact is not named on the timelines of others (TL-06). */
    blind: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.activityId, table.contactId] }),
    index('activity_contacts_timeline').on(table.contactId, table.occurredAt, table.activityId),
    index('activity_contacts_by_type').on(table.contactId, table.type, table.occurredAt, table.activityId),
  ],
)
