import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
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
    /** Since when a call, meeting or note reads otherwise than it was written (TL-13). */
    editedAt: instant(),
    /** The mail that an open or click belongs to. */
    parentId: uuid().references((): AnyPgColumn => activities.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('activities_message').on(table.messageId, table.type).where(sql`${table.messageId} is not null`),
    index('activities_parent').on(table.parentId, table.occurredAt).where(sql`${table.parentId} is not null`),
    index('activities_planned')
      .on(table.occurredAt)
      .where(sql`${table.type} in ('call', 'meeting') and ${table.occurredAt} > ${table.createdAt}`),
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
    /** Stands under the mail it belongs to, not by itself: opens and clicks. */
    folded: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.activityId, table.contactId] }),
    index('activity_contacts_timeline')
      .on(table.contactId, table.occurredAt, table.activityId)
      .where(sql`not ${table.folded}`),
    index('activity_contacts_folded')
      .on(table.contactId, table.occurredAt, table.activityId)
      .where(sql`${table.folded}`),
    index('activity_contacts_by_type').on(table.contactId, table.type, table.occurredAt, table.activityId),
  ],
)

/** Entries taken off a timeline, so that no later copy of a mail brings them back, and so that it can be undone. */
export const activityRemovals = pgTable(
  'activity_removals',
  {
    activityId: uuid()
      .notNull()
      .references(() => activities.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    occurredAt: instant().notNull(),
    type: text().notNull(),
    blind: boolean().notNull(),
    folded: boolean().notNull(),
    /** unlogged, refiled (onto another timeline) or deleted. */
    reason: text().notNull(),
    removedBy: uuid().references(() => users.id),
    removedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.activityId, table.contactId] }),
    index('activity_removals_contact').on(table.contactId),
    index('activity_removals_removed').on(table.removedAt),
  ],
)

/** What a call, meeting or note said before it was edited, filed elsewhere or deleted. Append-only. */
export const activityChanges = pgTable(
  'activity_changes',
  {
    id: id(),
    activityId: uuid()
      .notNull()
      .references(() => activities.id, { onDelete: 'cascade' }),
    at: createdAt(),
    userId: uuid().references(() => users.id),
    /** edited, unlogged, refiled, deleted, restored. */
    action: text().notNull(),
    before: json().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index('activity_changes_activity').on(table.activityId, table.at)],
)

/** Colleagues named in a note. */
export const activityMentions = pgTable(
  'activity_mentions',
  {
    activityId: uuid()
      .notNull()
      .references(() => activities.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    seenAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.activityId, table.userId] }),
    index('activity_mentions_user').on(table.userId, table.createdAt),
  ],
)
