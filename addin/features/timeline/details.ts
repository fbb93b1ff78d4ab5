import type { Activity, MailDetails } from '../../../server/timeline/schema.ts'

/** The mail details of an email activity; null for everything else. `details` is open on the wire. */
export function mailDetails(activity: Activity): MailDetails | null {
  const details = activity.details as Partial<MailDetails>
  if (!activity.type.startsWith('email_') || !details.shared) return null
  return {
    internetMessageId: details.internetMessageId ?? null,
    subject: details.subject ?? null,
    preview: details.preview ?? null,
    from: details.from ?? null,
    to: details.to ?? [],
    cc: details.cc ?? [],
    hasAttachments: details.hasAttachments ?? false,
    kind: details.kind ?? 'person',
    shared: details.shared,
    mailboxes: details.mailboxes ?? [],
    webLink: details.webLink ?? null,
  }
}

export function personName(person: { name: string | null; address: string }): string {
  return person.name ?? person.address
}
