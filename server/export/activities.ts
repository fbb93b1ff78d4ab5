import { type SQL, sql } from 'drizzle-orm'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import type { MailDetails } from '../timeline/schema.ts'
import { sharedOf, summaryLevelOf } from '../timeline/shared-mail.ts'
import type { ExportContext, Exporter } from './exporter.ts'
import { MessageId, Someone } from './people.ts'

const ROWS_AT_ONCE = 250

interface Row extends Record<string, unknown> {
  id: string
  /** As PostgreSQL writes it: the place to go on from. */
  at: string
  type: string
  source: string
  summary: string | null
  details: Record<string, unknown>
  actor_kind: string
  actor_name: string | null
  actor_address: string | null
  shared: number
  /** From which level of `shared` on the summary is shown. */
  summary_level: number
  blind: boolean
  created_at: string
  with: { name: string | null; address: string | null }[] | null
  message: MessageRow | null
}

interface MessageRow {
  direction: 'sent' | 'received'
  sentAt: string
  storedAt: string
  copies: { address: string; name: string | null; since: string; left: string | null }[] | null
}

/** Page by page along the index of the timeline: the same for ten entries and for a million. */
export const activities: Exporter = {
  async *list(context) {
    let last: Row | undefined
    do {
      const rows = await pageAfter(context, last)
      last = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined
      yield rows.map((row) => entryFrom(row, context.withPrivateMail))
    } while (last)
  },
}

/** Blind copies to others stay unknown to this one (TL-06). */
async function pageAfter({ tx, contactId }: ExportContext, last: Row | undefined): Promise<Row[]> {
  const beyond = last ? sql`and (ac.occurred_at, ac.activity_id) > (${last.at}::timestamptz, ${last.id}::uuid)` : sql``
  // What stands by itself and what stands under a mail have an index each.
  const inOrder = (which: SQL) => sql`(select ac.activity_id, ac.occurred_at, ac.blind from activity_contacts ac
    where ac.contact_id = ${contactId}::uuid and ${which} ${beyond}
    order by ac.occurred_at, ac.activity_id limit ${ROWS_AT_ONCE})`
  return tx.execute<Row>(sql`
    select a.id, page.occurred_at as at, a.type, a.source, a.summary, a.details, a.actor_kind, a.actor_name,
        a.actor_address, ${sql.raw(sharedOf('a'))} as shared, ${sql.raw(summaryLevelOf('a'))} as summary_level,
        page.blind, a.created_at,
        case when a.contact_count > 1 then (
          select json_agg(json_build_object('name', nullif(concat_ws(' ', o.first_name, o.last_name), ''), 'address',
              (select d.address from contact_addresses d where d.contact_id = o.id and d.is_primary)) order by o.id)
            from activity_contacts x join contacts o on o.id = x.contact_id
           where x.activity_id = a.id and x.contact_id <> ${contactId}::uuid and not x.blind) end as with,
        (select json_build_object('direction', m.direction, 'sentAt', m.sent_at, 'storedAt', m.created_at, 'copies',
            (select json_agg(json_build_object('address', b.address, 'name', b.name, 'since', k.created_at,
                'left', k.left_folder_at) order by b.address, k.graph_message_id)
               from message_copies k join mailboxes b on b.id = k.mailbox_id where k.message_id = m.id))
          from messages m where m.id = a.message_id) as message
      from (select * from (${inOrder(sql`not ac.folded`)} union all ${inOrder(sql`ac.folded`)}) r
             order by r.occurred_at, r.activity_id limit ${ROWS_AT_ONCE}) page
      join activities a on a.id = page.activity_id
     order by page.occurred_at, page.activity_id`)
}

type Withheld = ('summary' | 'preview' | 'details')[]

/** Details of what stands under a mail that quote its text: where a click led, what was said when it came back. */
const quoting = ['link', 'diagnostic']

/** What a mailbox owner does not share leaves the house only when data protection says so (GD-04). */
function withheldOf({ message, shared, summary, summary_level, details }: Row, withPrivateMail: boolean): Withheld {
  if (withPrivateMail || shared === 2) return []
  const quotes = quoting.some((key) => details[key])
  return [
    ...(shared < summary_level && (message || summary) ? (['summary'] as const) : []),
    ...(message ? (['preview'] as const) : []),
    ...(!message && quotes ? (['details'] as const) : []),
  ]
}

function entryFrom(row: Row, withPrivateMail: boolean): object {
  const withheld = withheldOf(row, withPrivateMail)
  return {
    type: row.type,
    occurredAt: isoInstant(row.at),
    source: row.source,
    summary: withheld.includes('summary') ? null : row.summary,
    actor: actorOf(row),
    blindCopied: row.blind,
    with: (row.with ?? []).map(someone),
    mail: row.message ? mailFrom(row.details as Partial<MailDetails>, row.message, withheld) : null,
    details: row.message ? {} : detailsOf(row.details, withheld),
    withheld,
    storedAt: isoInstant(row.created_at),
  }
}

const someone = ({ name, address }: { name: string | null; address: string | null }) => new Someone(name, address)

const actorOf = ({ actor_kind, actor_name, actor_address }: Row) =>
  actor_kind === 'system'
    ? { label: '[system]', name: null, address: null }
    : new Someone(actor_name, actor_address, actor_kind === 'user')

function mailFrom(details: Partial<MailDetails>, message: MessageRow, withheld: Withheld): object {
  return {
    messageId: details.internetMessageId ? new MessageId(details.internetMessageId) : null,
    kind: details.kind ?? null,
    direction: message.direction,
    sentAt: isoInstant(message.sentAt),
    preview: withheld.includes('preview') ? null : (details.preview ?? null),
    from: details.from ? someone(details.from) : null,
    to: (details.to ?? []).map(someone),
    cc: (details.cc ?? []).map(someone),
    hasAttachments: details.hasAttachments ?? false,
    attachments: withheld.includes('preview') ? [] : (details.attachments ?? []),
    sentUnchecked: details.unchecked ?? false,
    mailboxes: (message.copies ?? []).map(({ address, name, since, left }) => ({
      mailbox: new Someone(name, address, true),
      since: isoInstant(since),
      leftFolderAt: isoInstantOrNull(left),
    })),
    storedAt: isoInstant(message.storedAt),
  }
}

function detailsOf({ drawnFor, ...details }: Record<string, unknown>, withheld: Withheld): object {
  const shown = withheld.includes('details')
    ? Object.fromEntries(Object.entries(details).filter(([key]) => !quoting.includes(key)))
    : details
  return typeof drawnFor === 'string' ? { ...shown, drawnFor: new MessageId(drawnFor) } : shown
}
