import { z } from 'zod'
import { Id, Instant, PageQuery } from '../platform/schema.ts'

/** The one list of activity types. A new one is added here, in the pane's icons, and in its texts. */
export const activityTypes = [
  'email_sent',
  'email_received',
  'email_opened',
  'email_clicked',
  'email_bounced',
  'call',
  'meeting',
  'note',
  'form_submit',
  'deal_created',
  'deal_won',
  'deal_lost',
  'deal_reopened',
  'consent_changed',
  'merged',
] as const
export const ActivityType = z.enum(activityTypes)
export type ActivityType = z.infer<typeof ActivityType>

export const Person = z.object({ name: z.string().nullable(), address: z.string() })
export type Person = z.infer<typeof Person>

/** What is attached to a mail, by name; what lies in it is never read. */
export const Attachment = z.object({
  name: z.string().nullable(),
  size: z.int().nullable().describe('In bytes; null for what lies in the cloud, of which the mail holds a link.'),
  contentType: z.string().nullable(),
})
export type Attachment = z.infer<typeof Attachment>

/** Why the names of attachments could not be read: the mail is gone, Microsoft refuses them, or it failed again and again. */
export const attachmentsUnread = ['gone', 'refused', 'failed'] as const

/** How much of a mail its mailbox owners share with colleagues. */
export const ShareLevel = z.enum(['all', 'subject', 'contact_only'])
export type ShareLevel = z.infer<typeof ShareLevel>

/** `details` of email_sent and email_received. */
export const MailDetails = z.object({
  internetMessageId: z.string().nullable(),
  subject: z.string().nullable(),
  preview: z.string().nullable().describe('The first characters of the body, at most 255.'),
  from: Person.nullable(),
  to: z.array(Person),
  cc: z.array(Person),
  sender: Person.nullable().optional().describe('Who wrote it on behalf of `from`, where that is somebody else.'),
  hasAttachments: z.boolean(),
  attachments: z
    .array(Attachment)
    .optional()
    .describe(
      'Without pictures that stand in the text. Absent until they were asked for, or where you may not see them.',
    ),
  attachmentsUnread: z.enum(attachmentsUnread).optional().describe('Why their names will not come.'),
  kind: z.enum(['person', 'auto_reply', 'bulk', 'bounce', 'calendar']).describe('Only `person` counts as contact.'),
  shared: ShareLevel.describe('What of this mail the reader sees.'),
  mailboxes: z.array(z.object({ address: z.string(), name: z.string().nullable() })),
  unchecked: z
    .boolean()
    .optional()
    .describe('It went from Outlook before it could be asked what its recipients had agreed to.'),
  leftAt: Instant.nullable().optional().describe('Since when no mailbox we read holds it any more.'),
  webLink: z.string().nullable().describe('Opens the message in Outlook, for a reader whose own mailbox holds it.'),
})
export type MailDetails = z.infer<typeof MailDetails>

/** Why an address did not take a mail; `reason` says it in words. */
export const bounceCauses = [
  'unknown_address',
  'unknown_domain',
  'mailbox_disabled',
  'mailbox_full',
  'too_large',
  'unreachable',
  'gave_up',
  'refused',
  'content',
  'other',
] as const

/** `details` of email_bounced. */
export const BounceDetails = z.object({
  address: z.string().describe('The address that failed.'),
  status: z.string().nullable().describe('Enhanced status code (RFC 3463), for example 5.1.1.'),
  permanent: z.boolean().describe('Mail to this address is refused for good: it is flagged.'),
  cause: z.enum(bounceCauses),
  reason: z.string().describe('The cause in words.'),
  diagnostic: z.string().nullable().describe('What the receiving server said.'),
  shared: ShareLevel.describe('What of the mail that came back the reader sees.'),
  webLink: z.string().nullable(),
})
export type BounceDetails = z.infer<typeof BounceDetails>

export const CallDetails = z.object({
  direction: z.enum(['inbound', 'outbound']).optional(),
  durationMinutes: z.number().min(0).max(1440).optional(),
  outcome: z.string().max(200).optional(),
})
export const MeetingDetails = z.object({
  durationMinutes: z.number().min(0).max(10_080).optional(),
  location: z.string().max(200).optional(),
})

export const Activity = z.object({
  id: Id,
  type: ActivityType,
  occurredAt: Instant,
  actor: z.object({
    kind: z.enum(['user', 'contact', 'external', 'system']),
    id: Id.nullable(),
    name: z.string().nullable(),
    address: z.string().nullable(),
  }),
  source: z.string().describe('Where it came from: `m365`, `manual`, `api` …'),
  summary: z.string().nullable().describe('Subject of a mail, text of a note. Null where the reader may not see it.'),
  details: z.record(z.string(), z.unknown()),
  contacts: z.array(z.object({ id: Id, name: z.string() })).describe('The other contacts it names.'),
  editedAt: Instant.nullable().describe('Since when a call, meeting or note reads otherwise than it was written.'),
  folded: z
    .object({
      opens: z.int(),
      lastOpenedAt: Instant.nullable(),
      clicks: z.int(),
      lastClickedAt: Instant.nullable(),
      somebody: z.boolean().describe('One copy went to several people: it may have been any of them.'),
    })
    .optional()
    .describe('Opens and clicks of this mail by people, where there are any.'),
})
export type Activity = z.infer<typeof Activity>

export const TimelinePage = z.object({
  items: z.array(Activity).describe('With a search or a person given, a page may hold fewer than asked for.'),
  nextCursor: z.string().nullable().describe('Null at the end; where it is not, there is further to look.'),
})
export type TimelinePage = z.infer<typeof TimelinePage>

const PersonFilter = z
  .string()
  .trim()
  .max(320)
  .refine((text) => Id.safeParse(text).success || /^[^\s@]+@[^\s@]+$/.test(text), {
    message: 'Give the id of a user or contact, or an email address.',
  })
  .describe('Who did it or took part: the id of a user or contact, or an email address.')

/** What narrows a timeline; all that is given must hold. */
export const TimelineFilters = z.object({
  type: z
    .string()
    .optional()
    .transform((value) => [...new Set(value?.split(',').filter(Boolean))])
    .pipe(z.array(ActivityType))
    .describe('One or more activity types, separated by commas.'),
  person: PersonFilter.optional(),
  search: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe(
      'Words of the summary, the preview or the name of an attachment, as far as you may see them; of what was filled in, the outcome, place or reason.',
    ),
  from: Instant.optional().describe('Not earlier than this.'),
  to: Instant.optional().describe('Earlier than this.'),
})
export type TimelineFilters = z.infer<typeof TimelineFilters>

export const TimelineQuery = PageQuery.extend({
  ...TimelineFilters.shape,
  order: z.enum(['desc', 'asc']).default('desc'),
})
export type TimelineQuery = z.infer<typeof TimelineQuery>

/** How many entries each filter hides by itself: what there would be without it. */
export const HiddenEntries = z.object({
  total: z.int().describe('Without any filter.'),
  withoutType: z.int().nullable().describe('With all filters but this one; null where it is not set.'),
  withoutPerson: z.int().nullable(),
  withoutSearch: z.int().nullable(),
  withoutDates: z.int().nullable(),
  exact: z.boolean().describe('False: only the first thousands were counted, there may be more.'),
})
export type HiddenEntries = z.infer<typeof HiddenEntries>

const summary = z.string().trim().min(1, 'Write what happened.').max(10_000)
const mentions = z.array(Id).max(20).describe('Colleagues to be told of it.')

const loggedBy = {
  summary,
  mentions: mentions.optional(),
  occurredAt: Instant.optional().describe('Now, when absent. May lie in the past, or ahead: then it is planned.'),
  contactIds: z.array(Id).max(50).default([]).describe('Further contacts it names.'),
  drawnFor: z.string().max(1000).optional().describe('Message-ID of the mail the pane showed when this was written.'),
}

/** What a person logs by hand. */
export const LogActivity = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('note'), details: z.object({}).optional(), ...loggedBy }),
  z.strictObject({ type: z.literal('call'), details: CallDetails.optional(), ...loggedBy }),
  z.strictObject({ type: z.literal('meeting'), details: MeetingDetails.optional(), ...loggedBy }),
])
export type LogActivity = z.infer<typeof LogActivity>
export type LogActivityInput = z.input<typeof LogActivity>

/** A correction of a call, meeting or note; what is absent stays. */
export const EditActivity = z.strictObject({
  editedAt: Instant.nullable()
    .optional()
    .describe('`editedAt` as you read it, here or as its ETag in If-Match; a stale one is refused.'),
  summary: summary.optional(),
  occurredAt: Instant.optional(),
  details: CallDetails.extend(MeetingDetails.shape).optional().describe('All of them: what is left out is emptied.'),
  contactIds: z.array(Id).min(1, 'Name at least one contact.').max(50).optional().describe('All contacts it names.'),
  mentions: mentions.optional().describe('All colleagues it names.'),
})
export type EditActivity = z.infer<typeof EditActivity>

export const RefileActivity = z.strictObject({ contactId: Id.describe('Onto whose timeline it belongs.') })
export type RefileActivity = z.infer<typeof RefileActivity>

const ByUser = z.object({ id: Id, name: z.string() }).nullable()

/** What became of an entry, newest first. */
export const ActivityHistory = z.object({
  items: z.array(
    z.object({
      id: Id,
      at: Instant,
      by: ByUser,
      action: z.enum(['edited', 'unlogged', 'refiled', 'deleted', 'restored']),
      before: z.record(z.string(), z.unknown()).describe('What it said, or where it stood, until then.'),
    }),
  ),
  nextCursor: z.null(),
})
export type ActivityHistory = z.infer<typeof ActivityHistory>

/** An entry that was taken off this timeline and can be put back. */
export const RemovedEntry = z.object({
  activity: Activity,
  reason: z.enum(['unlogged', 'refiled', 'deleted']),
  removedAt: Instant,
  removedBy: ByUser,
})
export type RemovedEntry = z.infer<typeof RemovedEntry>
export const RemovedEntries = z.object({ items: z.array(RemovedEntry), nextCursor: z.string().nullable() })
export type RemovedEntries = z.infer<typeof RemovedEntries>

export const LoggedQuery = z.object({
  messageId: z.string().min(3).max(1000).describe('Message-ID of the mail, with or without brackets.'),
})
/** Whether a mail stands on a timeline. */
export const LoggedMail = z.object({
  activity: Activity.nullable().describe('As it stands there; null when it does not.'),
  removed: RemovedEntry.nullable().describe('When it was taken off: by whom, and what it was.'),
})
export type LoggedMail = z.infer<typeof LoggedMail>

/** A note, call or meeting that names me and that I have not put away. */
export const Mention = z.object({
  activityId: Id,
  type: ActivityType,
  summary: z.string(),
  occurredAt: Instant,
  at: Instant.describe('When I was named.'),
  by: z.string().nullable(),
  contact: z.object({ id: Id, name: z.string() }),
})
export type Mention = z.infer<typeof Mention>
export const MentionList = z.object({ items: z.array(Mention), nextCursor: z.null() })
export type MentionList = z.infer<typeof MentionList>
