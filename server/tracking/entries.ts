import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import { v7 } from '../platform/ids.ts'
import type { JudgedHit } from './judge.ts'

const WINDOW = 30 * 60_000

/** Opens within half an hour are one entry with a count; so are clicks on one link. */
export const windowStart = (at: Date): Date => new Date(Math.floor(at.getTime() / WINDOW) * WINDOW)

interface MailFacts {
  contactId: string | null
  createdAt: Date
  parentId: string | null
  contacts: { id: string; blind: boolean }[]
  urls: Map<string, string>
  opened: boolean
  firstClickAt: Date | null
}

interface Entry {
  id: string
  type: 'email_opened' | 'email_clicked'
  at: string
  summary: string | null
  details: Record<string, unknown>
  parentId: string | null
  contacts: { id: string; blind: boolean }[]
  person: boolean
}

/**
 * Makes the timelines say what these hits come to. They must be all hits of their half hours. Each entry has an id that
 * follows from what it is about, so that it can be written again, corrected, or taken away when its hits are judged anew.
 */
export async function writeEntries(tx: Tx, hits: readonly JudgedHit[]): Promise<void> {
  if (hits.length === 0) return
  const groups = Map.groupBy(hits, entryIdOf)
  const machines = [...groups].filter(([, together]) => !together.some((hit) => hit.class === 'person'))
  await removeEntries(
    tx,
    machines.map(([id]) => id),
  )
  const mails = await mailFacts(tx, [...new Set(hits.map(({ mailId }) => mailId))])
  const wanted = [...groups].flatMap(([id, together]) => {
    const mailId = together[0]?.mailId ?? ''
    const mail = mails.get(mailId)
    return (mail && entryOf(id, mailId, mail, together)) ?? []
  })
  const implied = [...mails].map(([mailId, mail]) => ({
    id: impliedId(mailId, mail.createdAt),
    entry: impliedOpen(mailId, mail),
  }))
  await removeEntries(
    tx,
    implied.flatMap(({ id, entry }) => (entry ? [] : [id])),
  )
  await saveEntries(tx, [...wanted, ...implied.flatMap(({ entry }) => entry ?? [])])
}

const idFrom = (at: Date, text: string): string =>
  v7(at.getTime(), createHash('sha256').update(text).digest().subarray(0, 10))

function entryIdOf({ mailId, kind, linkId, at }: JudgedHit): string {
  const start = windowStart(at)
  return idFrom(start, `${mailId} ${kind} ${kind === 'click' ? linkId : ''} ${start.getTime()}`)
}

const impliedId = (mailId: string, createdAt: Date): string => idFrom(createdAt, `${mailId} implied open`)

/** Only what a person did stands on a timeline (TL-10). */
function entryOf(id: string, mailId: string, mail: MailFacts, hits: readonly JudgedHit[]): Entry | null {
  const people = hits
    .filter((hit) => hit.class === 'person')
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
  const [first] = people
  const last = people.at(-1)
  if (!first || !last || mail.contacts.length === 0) return null
  const url = first.linkId ? (mail.urls.get(first.linkId) ?? null) : null
  return {
    id,
    type: first.kind === 'open' ? 'email_opened' : 'email_clicked',
    at: first.at.toISOString(),
    summary: url,
    details: {
      class: whoOf(mail),
      reason: mail.contactId ? first.reason : `${SOMEBODY} ${first.reason}`,
      count: people.length,
      lastAt: last.at.toISOString(),
      ...(url ? { link: url } : {}),
      trackedMailId: mailId,
    },
    parentId: mail.parentId,
    contacts: mail.contacts,
    person: mail.contactId !== null,
  }
}

const SOMEBODY = 'One copy went to several people, so nobody in particular is meant.'

/** Of one copy for several people nobody knows who it was; nothing is scored then (TR-06). */
const whoOf = ({ contactId }: MailFacts) => (contactId ? 'person' : 'somebody')

/** Who follows a link has opened the mail, whether its image was loaded or not: one open, once (TR-05). */
function impliedOpen(mailId: string, mail: MailFacts): Entry | null {
  if (mail.opened || !mail.firstClickAt || mail.contacts.length === 0) return null
  const at = mail.firstClickAt.toISOString()
  return {
    id: impliedId(mailId, mail.createdAt),
    type: 'email_opened',
    at,
    summary: null,
    details: {
      class: whoOf(mail),
      reason: `${mail.contactId ? '' : `${SOMEBODY} `}A link was followed, so the mail was open; its image was not loaded.`,
      count: 1,
      lastAt: at,
      implied: true,
      trackedMailId: mailId,
    },
    parentId: mail.parentId,
    contacts: mail.contacts,
    person: mail.contactId !== null,
  }
}

interface MailRow extends Record<string, unknown> {
  id: string
  contact_id: string | null
  created_at: string
  parent_id: string | null
  /** The mail was removed from the timeline of its contact, or filed under another. */
  taken_off: boolean
  contacts: { id: string; blind: boolean }[] | null
  urls: { id: string; url: string }[] | null
  opened: boolean | null
  first_click_at: string | null
}

async function mailFacts(tx: Tx, mailIds: readonly string[]): Promise<Map<string, MailFacts>> {
  const rows = await tx.execute<MailRow>(sql`
    select m.id, m.contact_id, m.created_at, a.id as parent_id,
        exists (select 1 from activity_removals r where r.activity_id = a.id and r.contact_id = m.contact_id) as taken_off,
        (select json_agg(json_build_object('id', ac.contact_id, 'blind', ac.blind)) from activity_contacts ac
          where ac.activity_id = a.id) as contacts,
        (select json_agg(json_build_object('id', l.id, 'url', l.url)) from tracked_links l where l.tracked_mail_id = m.id) as urls,
        (h.opened or exists (select 1 from activities o where o.parent_id = a.id and o.type = 'email_opened'
          and o.details->>'trackedMailId' = m.id::text and o.details->>'implied' is null)) as opened, h.first_click_at
      from tracked_mails m
      left join activities a on a.message_id = m.message_id and a.type = 'email_sent'
      cross join lateral (select coalesce(bool_or(e.kind = 'open'), false) as opened,
          min(e.at) filter (where e.kind = 'click') as first_click_at
        from tracking_events e where e.tracked_mail_id = m.id and e.class = 'person') h
     where m.id = any(${plainArray(mailIds)}::uuid[])`)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        contactId: row.contact_id,
        createdAt: new Date(row.created_at),
        parentId: row.parent_id,
        contacts: row.contact_id && !row.taken_off ? [{ id: row.contact_id, blind: false }] : (row.contacts ?? []),
        urls: new Map(row.urls?.map(({ id, url }) => [id, url])),
        opened: row.opened ?? false,
        firstClickAt: row.first_click_at ? new Date(row.first_click_at) : null,
      },
    ]),
  )
}

async function removeEntries(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(sql`delete from activities where id = any(${plainArray(ids)}::uuid[]) and source = 'tracking'`)
}

/** Contacts are locked in order of their ids, as everybody does. What a person took off a timeline stays off. */
async function saveEntries(tx: Tx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const contactIds = [...new Set(entries.flatMap(({ contacts }) => contacts.map(({ id }) => id)))]
  await tx.execute(
    sql`select 1 from contacts where id = any(${plainArray(contactIds)}::uuid[]) order by id for no key update`,
  )
  await tx.execute(sql`
    insert into activities (id, type, occurred_at, source, summary, details, actor_kind, parent_id)
    select r.id, r.type, r.at, 'tracking', r.summary, r.details, case when r.person then 'contact' else 'external' end, r."parentId"
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, type text, at timestamptz, summary text,
        details json, person bool, "parentId" uuid)
    on conflict (id) do update set occurred_at = excluded.occurred_at, summary = excluded.summary,
        details = excluded.details, actor_kind = excluded.actor_kind, parent_id = excluded.parent_id
      where (activities.occurred_at, activities.summary, activities.details::jsonb, activities.parent_id)
        is distinct from (excluded.occurred_at, excluded.summary, excluded.details::jsonb, excluded.parent_id)`)
  const rows = entries.flatMap(({ id, type, at, parentId, person, contacts }) =>
    contacts.map((contact) => ({
      id,
      type,
      at,
      folded: parentId !== null,
      person,
      contact: contact.id,
      blind: contact.blind,
    })),
  )
  const list = JSON.stringify(rows)
  await tx.execute(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind, folded)
    select r.id, r.contact, r.at, r.type, r.blind, r.folded
      from jsonb_to_recordset(${list}::jsonb) as r(id uuid, contact uuid, at timestamptz, type text, blind bool, folded bool)
      join contacts c on c.id = r.contact
     where not exists (select 1 from activity_removals x where x.activity_id = r.id and x.contact_id = r.contact)
    on conflict (activity_id, contact_id) do update set occurred_at = excluded.occurred_at, folded = excluded.folded
      where (activity_contacts.occurred_at, activity_contacts.folded) is distinct from (excluded.occurred_at, excluded.folded)`)
  await tx.execute(sql`
    update contact_engagement e set last_activity_at = r.at
      from (select contact, max(at) as at from jsonb_to_recordset(${list}::jsonb) as x(contact uuid, at timestamptz, person bool)
             where person group by contact) r
     where e.contact_id = r.contact and (e.last_activity_at is null or e.last_activity_at < r.at)`)
}
