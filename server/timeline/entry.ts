import { isoInstant } from '../platform/instant.ts'
import type { BounceDetails, MailDetails } from './schema.ts'
import { holdersOf, sharedOf } from './shared-mail.ts'

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
  /** Null for what is no mail and stands under none. */
  holders: string | null
  shared: number
  /** The other contacts it names, as JSON text. */
  contacts: string
  edited_at: string | null
  /** Opens and clicks under it, as JSON text; null for most. */
  folded: string | null
}

interface Holder {
  user: string | null
  link: string | null
}

/**
 * How often a mail was opened and its links followed by people. Looked for only where the timeline has any of it at all:
 * that is asked once a page, not once an entry. An entry stands for several hits of half an hour.
 */
const foldedColumn = (whose: string, hasFolded: string): string => `
  case when a.type = 'email_sent' and ${hasFolded} then (
    select case when count(*) > 0 then json_build_object(
        'opens', coalesce(sum(f.times) filter (where f.type = 'email_opened'), 0),
        'lastOpenedAt', max(f.at) filter (where f.type = 'email_opened'),
        'clicks', coalesce(sum(f.times) filter (where f.type = 'email_clicked'), 0),
        'lastClickedAt', max(f.at) filter (where f.type = 'email_clicked'),
        'somebody', bool_or(f.class = 'somebody'))::text end
      from (select o.type, o.details ->> 'class' as class, coalesce((o.details ->> 'count')::int, 1) as times,
              to_char(coalesce((o.details ->> 'lastAt')::timestamptz, o.occurred_at) at time zone 'UTC',
                'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
              from activities o where o.parent_id = a.id and o.type in ('email_opened', 'email_clicked')
               and o.details ->> 'class' in ('person', 'somebody')
               and exists (select 1 from activity_contacts x where x.activity_id = o.id ${whose})) f) end as folded`

const contactsColumn = (contactId: string): string => `
  case when a.contact_count = 1 then '[]' else coalesce((select json_agg(json_build_object('id', o.id, 'name', coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''),
      (select display from contact_addresses where contact_id = o.id and is_primary), o.phone, o.mobile, '')))
    from activity_contacts x join contacts o on o.id = x.contact_id
    where x.activity_id = a.id and x.contact_id <> ${contactId} and not x.blind)::text, '[]') end as contacts`

const plainColumns = `
  a.id, a.type, a.occurred_at, a.source, a.summary, a.details::text as details,
  a.actor_kind, a.actor_user_id, a.actor_name, a.actor_address,
  ${holdersOf('a')} as holders, ${sharedOf('a')} as shared`

/** The columns of `EntryRow`, for `a` (activities) and the contact whose timeline it is. */
export const entryColumns = (contactId: string): string => `${plainColumns}, ${contactsColumn(contactId)}, a.edited_at,
  ${foldedColumn(
    `and x.contact_id = ${contactId}`,
    `exists (select 1 from activity_contacts f where f.contact_id = ${contactId} and f.folded)`,
  )}`

/** Nobody: where an entry is not that of one contact, all it names are others. */
const NOBODY = `'00000000-0000-0000-0000-000000000000'::uuid`

/** The same where the entries of many contacts stand together. */
export const sharedEntryColumns = `${plainColumns}, ${contactsColumn(NOBODY)}, a.edited_at, ${foldedColumn('', 'true')}`

const levels = ['contact_only', 'subject', 'all'] as const

/**
 * One entry as JSON text, with as much of a mail as the reader may see: owners see their own mail whole and get the link
 * to it, colleagues see what is shared (TL-08).
 */
export function entryAsJson(row: EntryRow, readerId: string): string {
  const own = row.holders?.includes(readerId) ? holderOf(row.holders, readerId) : undefined
  const level = own || row.holders === null ? 2 : row.shared
  const summary = level >= (isHit(row) ? 2 : 1) ? row.summary : null
  const details = row.holders === null ? row.details : sharedDetails(row, level, own?.link ?? null)
  const editedAt = row.edited_at === null ? 'null' : `"${isoInstant(row.edited_at)}"`
  return (
    `{"id":"${row.id}","type":"${row.type}","occurredAt":"${isoInstant(row.occurred_at)}","source":"${row.source}",` +
    `"summary":${JSON.stringify(summary)},"actor":{"kind":"${row.actor_kind}","id":${JSON.stringify(row.actor_user_id)},` +
    `"name":${JSON.stringify(row.actor_name)},"address":${JSON.stringify(row.actor_address)}},` +
    `"details":${details},"contacts":${level >= 1 ? row.contacts : '[]'},"editedAt":${editedAt}` +
    `${row.folded ? `,"folded":${row.folded}` : ''}}`
  )
}

const holderOf = (holders: string, readerId: string): Holder | undefined =>
  (JSON.parse(holders) as Holder[]).find(({ user }) => user === readerId)

const isHit = ({ type }: EntryRow): boolean => type === 'email_opened' || type === 'email_clicked'

function sharedDetails(row: EntryRow, level: number, webLink: string | null): string {
  if (isHit(row)) return hitDetails(row, level)
  return row.type === 'email_bounced' ? bounceDetails(row, level, webLink) : mailDetails(row, level, webLink)
}

/** That a link was followed colleagues see; where it led stands in the text of the mail, and is shared as that is. */
function hitDetails(row: EntryRow, level: number): string {
  const { link, ...stored } = JSON.parse(row.details)
  return JSON.stringify({ ...stored, ...(link && level === 2 ? { link } : {}), shared: levels[level] })
}

function mailDetails(row: EntryRow, level: number, webLink: string | null): string {
  const stored = JSON.parse(row.details) as MailDetails
  return JSON.stringify({
    ...stored,
    subject: level >= 1 ? row.summary : null,
    preview: level === 2 ? stored.preview : null,
    to: level >= 1 ? stored.to : [],
    cc: level >= 1 ? stored.cc : [],
    internetMessageId: level >= 1 ? stored.internetMessageId : null,
    // What a file is called says what is in it: it is shared as the text is.
    attachments: level === 2 ? stored.attachments : undefined,
    attachmentsUnread: level === 2 ? stored.attachmentsUnread : undefined,
    shared: levels[level],
    webLink,
  })
}

/** That an address fails everybody must know; what the server said may quote the mail. */
function bounceDetails(row: EntryRow, level: number, webLink: string | null): string {
  const stored = JSON.parse(row.details) as BounceDetails
  return JSON.stringify({
    ...stored,
    diagnostic: level === 2 ? stored.diagnostic : null,
    shared: levels[level],
    webLink,
  })
}
