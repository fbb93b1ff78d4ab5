import { z } from 'zod'
import { Id, Instant } from '../platform/schema.ts'
import { ShareLevel } from '../timeline/schema.ts'

export const NewPeople = z.enum(['off', 'sent', 'all'])

export const mailboxStates = ['available', 'first_sync', 'live', 'paused', 'error'] as const

export const MailboxFolder = z.object({
  id: Id,
  name: z.string(),
  wellKnownName: z.string().nullable(),
  state: z.enum(['waiting', 'first_sync', 'up_to_date']),
  read: z.int().describe('Messages read in the round under way.'),
  lastSyncedAt: Instant.nullable(),
})

export const Mailbox = z.object({
  id: Id,
  address: z.string(),
  name: z.string().nullable(),
  userId: Id.nullable(),
  state: z.enum(mailboxStates),
  shareLevel: ShareLevel,
  newPeople: NewPeople.describe('Whether unknown people become contacts: never, from sent mail only, from all mail.'),
  syncFrom: Instant.nullable().describe('Mail before this instant is not read. Fixed at the first sync.'),
  lastSyncedAt: Instant.nullable(),
  notBefore: Instant.nullable().describe('Microsoft asked us to wait until then.'),
  live: z.boolean().describe('Change notifications are on, so new mail shows within seconds.'),
  setAside: z.int().describe('Messages that could not be read; each with its reason.'),
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string(), since: Instant }).nullable(),
  folders: z.array(MailboxFolder),
})
export type Mailbox = z.infer<typeof Mailbox>

export const MailboxList = z.object({ items: z.array(Mailbox), nextCursor: z.null() })

/** The rules of a mailbox, chosen before its first sync. */
export const StartSync = z
  .strictObject({
    months: z.int().min(1).max(120).default(36),
    shareLevel: ShareLevel.default('all'),
    newPeople: NewPeople.default('off'),
    folders: z
      .array(z.string().min(1).max(200))
      .max(50)
      .default([])
      .describe('Folder ids or well-known names besides Inbox and Sent Items.'),
  })
  .partial()
export type StartSync = z.infer<typeof StartSync>

export const SyncAccepted = z.object({ jobId: Id, mailbox: Mailbox })

/** What the owner of a mailbox may change at any time. */
export const EditMailbox = z.strictObject({ shareLevel: ShareLevel, newPeople: NewPeople }).partial()
export type EditMailbox = z.infer<typeof EditMailbox>
