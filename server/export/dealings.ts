import { sql } from 'drizzle-orm'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { colleague, colleagueOrNull, short, type UserRow } from './exporter.ts'

interface DealRow extends Record<string, unknown> {
  name: string
  company: string | null
  role: string | null
  stage: string
  outcome: string
  amount: string | null
  currency: string | null
  expected_close: string | null
  closed_at: string | null
  close_reason: string | null
  owner: UserRow | null
  since: string
}

export const deals = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<DealRow>(sql`
    select d.name, c.name as company, k.role, s.name as stage, s.outcome, d.amount::text as amount, d.currency,
        d.expected_close::text as expected_close, d.closed_at, d.close_reason, k.created_at as since,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = d.owner_id) as owner
      from deal_contacts k join deals d on d.id = k.deal_id join deal_stages s on s.id = d.stage_id
      left join companies c on c.id = d.company_id
     where k.contact_id = ${contactId}::uuid order by k.created_at, d.id`)
  return rows.map(({ since, closed_at, owner, ...row }) => ({
    name: row.name,
    company: row.company,
    role: row.role,
    stage: row.stage,
    outcome: row.outcome,
    amount: row.amount,
    currency: row.currency,
    expectedClose: row.expected_close,
    closedAt: isoInstantOrNull(closed_at),
    closeReason: row.close_reason,
    owner: colleagueOrNull(owner),
    since: isoInstant(since),
  }))
})

interface TrackedRow extends Record<string, unknown> {
  sent_at: string | null
  created_at: string
  by: UserRow
  recipients: number
  links: string[]
  /** Whether the text of the mail is shared; before the sync has met it, nobody knows. */
  shared: boolean
  events: TrackedEvent[]
}

interface TrackedEvent {
  kind: string
  at: string
  link: string | null
  class: string
  reason: string
  network: string | null
  agent: string | null
}

/** Mail whose opens and clicks were looked at, with each hit and what it was taken for. */
export const tracking = short(async ({ tx, contactId, withPrivateMail }) => {
  const rows = await tx.execute<TrackedRow>(sql`
    select m.sent_at, m.created_at, m.recipients, json_build_object('name', u.name, 'email', u.email) as by,
        (select coalesce(json_agg(l.url order by l.position), '[]') from tracked_links l
          where l.tracked_mail_id = m.id and not l.trap) as links,
        (select coalesce(json_agg(json_build_object('kind', e.kind, 'at', e.at, 'link', l.url, 'class', e.class,
            'reason', e.reason, 'network', e.network, 'agent', e.agent) order by e.at, e.id), '[]')
           from tracking_events e left join tracked_links l on l.id = e.link_id where e.tracked_mail_id = m.id) as events,
        exists (select 1 from activities a where a.message_id = m.message_id and a.type = 'email_sent' and a.shared = 2) as shared
      from tracked_mails m join users u on u.id = m.user_id
     where m.contact_id = ${contactId}::uuid order by m.created_at, m.id`)
  return rows.map(({ sent_at, created_at, by, recipients, links, shared, events }) => {
    const withheld = !shared && !withPrivateMail && links.length > 0
    return {
      preparedAt: isoInstant(created_at),
      sentAt: isoInstantOrNull(sent_at),
      by: colleague(by),
      recipients,
      links: withheld ? [] : links,
      linksWithheld: withheld,
      events: events.map((event) => ({ ...event, at: isoInstant(event.at), link: withheld ? null : event.link })),
    }
  })
})

interface SubmissionRow extends Record<string, unknown> {
  form: string
  version: number
  state: string
  values: unknown
  page_url: string | null
  network: string | null
  agent: string | null
  received_at: string
  confirmed_at: string | null
}

export const forms = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<SubmissionRow>(sql`
    select f.name as form, s.version, s.state, s.values, s.page_url, s.network, s.agent, s.received_at, s.confirmed_at
      from form_submissions s join forms f on f.id = s.form_id
     where s.contact_id = ${contactId}::uuid or (s.contact_id is null and s.expires_at is not null
       and lower(s.values -> 'contact' ->> 'email') in (select lower(address) from contact_addresses where contact_id = ${contactId}::uuid))
     order by s.received_at, s.id`)
  return rows.map((row) => ({
    form: row.form,
    formVersion: row.version,
    state: row.state,
    values: row.values,
    pageUrl: row.page_url,
    network: row.network,
    agent: row.agent,
    receivedAt: isoInstant(row.received_at),
    confirmedAt: isoInstantOrNull(row.confirmed_at),
  }))
})

/** Entries that were taken off the timeline; what they say stays with those whom they concern. */
export const takenOff = short(async ({ tx, contactId }) => {
  const rows = await tx.execute<{ type: string; occurred_at: string; reason: string; at: string; by: UserRow | null }>(
    sql`select r.type, r.occurred_at, r.reason, r.removed_at as at,
        (select json_build_object('name', u.name, 'email', u.email) from users u where u.id = r.removed_by) as by
      from activity_removals r where r.contact_id = ${contactId}::uuid order by r.removed_at, r.activity_id`,
  )
  return rows.map(({ type, occurred_at, reason, at, by }) => ({
    type,
    occurredAt: isoInstant(occurred_at),
    reason,
    at: isoInstant(at),
    by: colleagueOrNull(by),
  }))
})
