import type { Activity, ActivityType, BounceDetails, MailDetails } from '../../../server/timeline/schema.ts'

/** The mail details of an email activity; null for everything else. `details` is open on the wire. */
export function mailDetails(activity: Activity): MailDetails | null {
  const details = activity.details as Partial<MailDetails>
  if (!['email_sent', 'email_received'].includes(activity.type) || !details.shared) return null
  return {
    internetMessageId: details.internetMessageId ?? null,
    subject: details.subject ?? null,
    preview: details.preview ?? null,
    from: details.from ?? null,
    to: details.to ?? [],
    cc: details.cc ?? [],
    sender: details.sender ?? null,
    unchecked: details.unchecked ?? false,
    leftAt: details.leftAt ?? null,
    hasAttachments: details.hasAttachments ?? false,
    ...(details.attachments ? { attachments: details.attachments } : {}),
    ...(details.attachmentsUnread ? { attachmentsUnread: details.attachmentsUnread } : {}),
    kind: details.kind ?? 'person',
    shared: details.shared,
    mailboxes: details.mailboxes ?? [],
    webLink: details.webLink ?? null,
  }
}

export function personName(person: { name: string | null; address: string }): string {
  return person.name ?? person.address
}

/** What came back and why; null for everything else. */
export const bounceDetails = (activity: Activity): BounceDetails | null =>
  activity.type === 'email_bounced' ? (activity.details as unknown as BounceDetails) : null

const removable: ReadonlySet<ActivityType> = new Set<ActivityType>([
  'email_sent',
  'email_received',
  'email_bounced',
  'call',
  'meeting',
  'note',
  'form_submit',
])

/** What the product itself wrote down stays; opens and clicks go with their mail. */
export const isRemovable = ({ type }: Pick<Activity, 'type'>): boolean => removable.has(type)

/** Written by hand: these can be edited and deleted. */
export const isWritten = ({ type }: Pick<Activity, 'type'>): boolean =>
  type === 'call' || type === 'meeting' || type === 'note'

/** A call or meeting that is still to come (TL-11). */
export const isPlanned = ({ type, occurredAt }: Pick<Activity, 'type' | 'occurredAt'>, now = Date.now()): boolean =>
  (type === 'call' || type === 'meeting') && Date.parse(occurredAt) > now
