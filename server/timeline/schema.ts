import { z } from 'zod'
import { Id, Instant, PageQuery } from '../platform/schema.ts'

/** The one list of activity types. A new one is added here, in the pane's icons, and in its texts. */
export const activityTypes = [
  'email_sent',
  'email_received',
  'email_opened',
  'email_clicked',
  'call',
  'meeting',
  'note',
  'form_submit',
  'deal_created',
  'deal_won',
  'deal_lost',
  'consent_changed',
  'merged',
] as const
export const ActivityType = z.enum(activityTypes)
export type ActivityType = z.infer<typeof ActivityType>

export const Person = z.object({ name: z.string().nullable(), address: z.string() })
export type Person = z.infer<typeof Person>

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
  hasAttachments: z.boolean(),
  kind: z.enum(['person', 'auto_reply', 'bulk', 'bounce', 'calendar']).describe('Only `person` counts as contact.'),
  shared: ShareLevel.describe('What of this mail the reader sees.'),
  mailboxes: z.array(z.object({ address: z.string(), name: z.string().nullable() })),
  webLink: z.string().nullable().describe('Opens the message in Outlook, for a reader whose own mailbox holds it.'),
})
export type MailDetails = z.infer<typeof MailDetails>

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
})
export type Activity = z.infer<typeof Activity>

export const TimelinePage = z.object({ items: z.array(Activity), nextCursor: z.string().nullable() })
export type TimelinePage = z.infer<typeof TimelinePage>

export const TimelineQuery = PageQuery.extend({
  type: z
    .string()
    .optional()
    .transform((value) => (value ? value.split(',').filter(Boolean) : []))
    .pipe(z.array(ActivityType))
    .describe('One or more activity types, separated by commas.'),
  order: z.enum(['desc', 'asc']).default('desc'),
})
export type TimelineQuery = z.infer<typeof TimelineQuery>

const loggedBy = {
  summary: z.string().trim().min(1, 'Write what happened.').max(10_000),
  occurredAt: Instant.optional().describe('Now, when absent. May lie in the past.'),
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
