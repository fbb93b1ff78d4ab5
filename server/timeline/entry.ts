import { isoInstant } from '../platform/instant.ts'
import type { MailDetails } from './schema.ts'

/** An entry as the database gives it: text where it is handed on untouched. */
export interface EntryRow {
  id: string
  type: string
  occurred_at: string
  source: string
  summary: string | null
  details: string
  actor_kind: string
  actor_user_id: string | null
  actor_name: string | null
  actor_address: string | null
  /** Null for what is no mail. */
  holders: string | null
  shared: number
  /** The other contacts it names, as JSON text. */
  contacts: string
}

interface Holder {
  user: string | null
  link: string | null
}

/** The columns of `EntryRow`, for `a` (activities) and the contact whose timeline it is. */
export const entryColumns = (contactId: string): string => `
  a.id, a.type, a.occurred_at, a.source, a.summary, a.details::text as details,
  a.actor_kind, a.actor_user_id, a.actor_name, a.actor_address,
  case when a.message_id is not null then a.holders::text end as holders, a.shared,
  case when a.contact_count = 1 then '[]' else coalesce((select json_agg(json_build_object('id', o.id, 'name', coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''),
      (select display from contact_addresses where contact_id = o.id and is_primary), o.phone, o.mobile, '')))
    from activity_contacts x join contacts o on o.id = x.contact_id
    where x.activity_id = a.id and x.contact_id <> ${contactId} and not x.blind)::text, '[]') end as contacts`

const levels = ['contact_only', 'subject', 'all'] as const

/**
 * One entry as JSON text, with as much of a mail as the reader may see: owners see their own mail whole and get the link
 * to it, colleagues see what is shared (TL-08).
 */
export function entryAsJson(row: EntryRow, readerId: string): string {
  const own = row.holders?.includes(readerId) ? holderOf(row.holders, readerId) : undefined
  const level = own || row.holders === null ? 2 : row.shared
  const summary = level >= 1 ? row.summary : null
  const details = row.holders === null ? row.details : mailDetails(row, level, own?.link ?? null)
  return (
    `{"id":"${row.id}","type":"${row.type}","occurredAt":"${isoInstant(row.occurred_at)}","source":"${row.source}",` +
    `"summary":${JSON.stringify(summary)},"actor":{"kind":"${row.actor_kind}","id":${JSON.stringify(row.actor_user_id)},` +
    `"name":${JSON.stringify(row.actor_name)},"address":${JSON.stringify(row.actor_address)}},` +
    `"details":${details},"contacts":${level >= 1 ? row.contacts : '[]'}}`
  )
}

const holderOf = (holders: string, readerId: string): Holder | undefined =>
  (JSON.parse(holders) as Holder[]).find(({ user }) => user === readerId)

function mailDetails(row: EntryRow, level: number, webLink: string | null): string {
  const stored = JSON.parse(row.details) as MailDetails
  return JSON.stringify({
    ...stored,
    subject: level >= 1 ? row.summary : null,
    preview: level === 2 ? stored.preview : null,
    to: level >= 1 ? stored.to : [],
    cc: level >= 1 ? stored.cc : [],
    internetMessageId: level >= 1 ? stored.internetMessageId : null,
    shared: levels[level],
    webLink,
  })
}
