import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { OwnAddresses } from '../users/organisation.ts'
import { addressHash, messageHash } from './address-hash.ts'
import { judgeFailure } from './bounce-cause.ts'
import type { Failure } from './delivery-report.ts'
import { identityOf, type Mail } from './mail.ts'

export interface BounceIngest {
  tx: Tx
  own: OwnAddresses
  secrets: Secrets
  mailboxId: string
}

interface Returned {
  mail: Mail
  failure: Failure
  /** The addresses it may be known by: as it was written to, without its tag, as it was handed on. */
  forms: string[]
}

/** A failure of an address of a contact, to whom a mail of ours went. */
interface Match extends Record<string, unknown> {
  n: number
  address: string
  display: string
  contact_id: string
  parent_id: string
  summary: string | null
  blind: boolean
  /** Whether the report names the mail. */
  named: boolean
}

/**
 * Puts what came back on the timelines of those it did not reach, and flags addresses that refuse mail for good (CR-05). A
 * report counts only for a mail of ours that went to that contact: anybody can write one. One that names no mail (RFC 3462
 * asks for none) stands under the last that this mailbox sent there within days, and flags nothing. Where the mail or the contact is
 * not known yet, its place is remembered by hashes, as that of any mail with strangers is.
 */
export async function ingestBounces({ tx, own, secrets, mailboxId }: BounceIngest, mails: Mail[]): Promise<void> {
  const returned = mails.flatMap((mail) => failuresOf(mail, own))
  if (returned.length === 0) return
  const matches = [...(await matchesOf(tx, returned)), ...(await latestOf(tx, mailboxId, returned))]
  const known = new Set(matches.map(({ n }) => n))
  const recorded = await record(tx, returned, matches)
  await flag(tx, returned, recorded)
  await remember(
    tx,
    secrets,
    mailboxId,
    returned.filter((_, n) => !known.has(n)),
  )
  await forget(
    tx,
    secrets,
    mailboxId,
    matches.map(({ n }) => returned[n]).filter((one) => one !== undefined),
  )
}

function failuresOf(mail: Mail, own: OwnAddresses): Returned[] {
  const { failures = [] } = mail.report ?? {}
  return failures.flatMap((failure) => {
    const forms = failure.addresses.flatMap((text) => {
      const address = parseAddress(text)
      return address && !own.isOwn(text) ? [address.normal, ...(address.untagged ? [address.untagged] : [])] : []
    })
    return forms.length > 0 ? [{ mail, failure, forms: [...new Set(forms)] }] : []
  })
}

/** The likeliest address and mail of each failure. A mail that somebody took off the timeline went to them all the same. */
async function matchesOf(tx: Tx, returned: readonly Returned[]): Promise<Match[]> {
  const rows = returned.flatMap(({ mail, forms }, n) =>
    forms.flatMap((form, f) =>
      (mail.report?.originals ?? []).map((original, o) => ({ n, form, original, rank: f * 100 + o })),
    ),
  )
  return tx.execute<Match>(sql`
    select distinct on (r.n) r.n, ca.address, ca.display, ca.contact_id, a.id as parent_id, a.summary, k.blind, true as named
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(n int, form text, original text, rank int)
      join contact_addresses ca on ca.address = r.form
      join messages m on m.internet_message_id = r.original and m.direction = 'sent'
      join activities a on a.message_id = m.id and a.type = 'email_sent'
      join lateral (
        select blind from activity_contacts where activity_id = a.id and contact_id = ca.contact_id
        union all select blind from activity_removals where activity_id = a.id and contact_id = ca.contact_id limit 1) k on true
     order by r.n, r.rank`)
}

/** How long servers try before they report (RFC 5321, 4.5.4.1: four to five days). */
const TRIED_FOR = '6 days'

/** Of reports that name no mail: the last that the mailbox sent to the contact before. */
async function latestOf(tx: Tx, mailboxId: string, returned: readonly Returned[]): Promise<Match[]> {
  const rows = returned.flatMap(({ mail, forms }, n) =>
    mail.report?.originals.length === 0
      ? forms.map((form, rank) => ({ n, form, at: mail.receivedAt.toISOString(), rank }))
      : [],
  )
  if (rows.length === 0) return []
  return tx.execute<Match>(sql`
    select distinct on (r.n) r.n, ca.address, ca.display, ca.contact_id, sent.id as parent_id, sent.summary, sent.blind, false as named
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(n int, form text, at timestamptz, rank int)
      join contact_addresses ca on ca.address = r.form
      join mailboxes b on b.id = ${mailboxId}::uuid
      join lateral (
        select a.id, a.summary, ac.blind from activity_contacts ac join activities a on a.id = ac.activity_id
         where ac.contact_id = ca.contact_id and ac.type = 'email_sent' and strpos(a.holders::text, b.user_id::text) > 0
           and ac.occurred_at between r.at - ${TRIED_FOR}::interval and r.at
         order by ac.occurred_at desc limit 1) sent on true
     order by r.n, r.rank`)
}

/** The same report in two mailboxes, or read twice, has the same id (RFC 9562, 5.8). */
function bounceId(mail: Mail, address: string): string {
  const hex = createHash('sha256')
    .update(`bounce ${identityOf(mail)} ${address}`)
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** @returns those that were not recorded before */
async function record(tx: Tx, returned: readonly Returned[], matches: readonly Match[]): Promise<Match[]> {
  if (matches.length === 0) return []
  const rows = matches.map((match) => {
    const { mail, failure } = returned[match.n] as Returned
    const { status, diagnostic } = failure
    return {
      id: bounceId(mail, match.address),
      at: mail.receivedAt.toISOString(),
      summary: match.summary,
      details: { address: match.display, status, ...judgeFailure(failure), diagnostic },
      name: mail.from?.name ?? null,
      sender: mail.from?.address ?? null,
      parent_id: match.parent_id,
      contact_id: match.contact_id,
      blind: match.blind,
    }
  })
  const stored = await tx.execute<{ id: string }>(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, at timestamptz, summary text, details json,
        name text, sender text, parent_id uuid, contact_id uuid, blind bool)
    ), locked as materialized (
      select id from contacts where id in (select contact_id from given) order by id for no key update
    ), made as (
      insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_name, actor_address, parent_id)
      select distinct on (g.id) g.id, 'email_bounced', g.at, 'm365', g.summary, g.details, 'external', g.name, g.sender, p.id
        from given g join locked on locked.id = g.contact_id join activities p on p.id = g.parent_id
      on conflict (id) do nothing returning id, occurred_at
    ), linked as (
      insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind)
      select distinct on (made.id) made.id, g.contact_id, made.occurred_at, 'email_bounced', g.blind from made join given g using (id)
      returning activity_id, contact_id, occurred_at
    ), touched as (
      update contact_engagement e set last_activity_at = greatest(e.last_activity_at, l.at)
        from (select contact_id, max(occurred_at) as at from linked group by contact_id) l where e.contact_id = l.contact_id
    )
    select activity_id as id from linked`)
  const fresh = new Set(stored.map(({ id }) => id))
  return matches.filter((_, at) => fresh.has(rows[at]?.id as string))
}

/**
 * Flags what is refused for good, unless mail came from the address since, or somebody said since that it works again:
 * reports are not read in the order they were written.
 */
async function flag(tx: Tx, returned: readonly Returned[], recorded: readonly Match[]): Promise<void> {
  const rows = recorded
    .map((match) => ({ match, one: returned[match.n] as Returned }))
    .filter(({ match, one }) => match.named && judgeFailure(one.failure).permanent)
    .map(({ match, one }) => ({ address: match.address, at: one.mail.receivedAt.toISOString() }))
  if (rows.length === 0) return
  await tx.execute(sql`
    with given as (
      select r.address, min(r.at) as at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(address text, at timestamptz)
       group by r.address
    ), flagged as (
      update contact_addresses ca set bounced_at = given.at from given
       where ca.address = given.address and ca.bounced_at is null
         and not exists (select 1 from activity_contacts ac join activities a on a.id = ac.activity_id
           join messages m on m.id = a.message_id
          where ac.contact_id = ca.contact_id and ac.type = 'email_received' and ac.occurred_at > given.at
            and m.kind = 'person' and ca.address in (m.sender, regexp_replace(m.sender, '[+][^@]*@', '@')))
         and not exists (select 1 from contact_changes c where c.contact_id = ca.contact_id and c.field = 'bounced'
            and c.user_id is not null and c.at > given.at and c.before = to_jsonb(ca.display))
      returning ca.contact_id, ca.display
    )
    insert into contact_changes (contact_id, field, before, after, route)
    select contact_id, 'bounced', null, to_jsonb(display), 'sync' from flagged`)
}

/** By the address, for when it becomes a contact's; and by the mail, for when its copy among sent items is read. */
async function remember(tx: Tx, secrets: Secrets, mailboxId: string, returned: readonly Returned[]): Promise<void> {
  if (returned.length === 0) return
  const rows = returned.flatMap(({ mail, forms }) =>
    [
      ...forms.map((form) => addressHash(secrets, form)),
      ...(mail.report?.originals ?? []).map((original) => messageHash(secrets, original)),
    ].map((hash) => ({
      hash: hash.toString('hex'),
      graph_message_id: mail.graphId,
      occurred_at: mail.receivedAt.toISOString(),
    })),
  )
  await tx.execute(sql`insert into correspondents (address_hash, mailbox_id, graph_message_id, occurred_at)
    select decode(hash, 'hex'), ${mailboxId}::uuid, graph_message_id, occurred_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(hash text, graph_message_id text, occurred_at timestamptz)
    on conflict do nothing`)
  // The mail may be stored this very moment by another worker, whom we cannot see yet.
  const forms = returned.flatMap((one) => one.forms)
  await tx.execute(sql`insert into owed_backfills (contact_id, due_at)
    select distinct ca.contact_id, now() + interval '2 minutes' from jsonb_array_elements_text(${JSON.stringify(forms)}::jsonb) f
      join contact_addresses ca on ca.address = f
    on conflict (contact_id) do nothing`)
}

async function forget(tx: Tx, secrets: Secrets, mailboxId: string, returned: readonly Returned[]): Promise<void> {
  if (returned.length === 0) return
  const rows = returned.flatMap(({ mail, forms }) =>
    forms.map((form) => ({ hash: addressHash(secrets, form).toString('hex'), id: mail.graphId })),
  )
  await tx.execute(sql`delete from correspondents c using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(hash text, id text)
    where c.address_hash = decode(r.hash, 'hex') and c.mailbox_id = ${mailboxId}::uuid and c.graph_message_id = r.id`)
}

export interface StoredSent {
  internetMessageId: string
  contactIds: string[]
}

/** A mail of ours is stored now; a report about it that was read before it is read again for its contacts. */
export async function awaitReports(tx: Tx, secrets: Secrets, sent: readonly StoredSent[]): Promise<void> {
  if (sent.length === 0) return
  const rows = sent.flatMap(({ internetMessageId, contactIds }) => {
    const hash = messageHash(secrets, internetMessageId).toString('hex')
    return contactIds.map((contact_id) => ({ hash, contact_id }))
  })
  await tx.execute(sql`insert into owed_backfills (contact_id)
    select distinct r.contact_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(hash text, contact_id uuid)
     where exists (select 1 from correspondents c where c.address_hash = decode(r.hash, 'hex')) order by r.contact_id
    on conflict (contact_id) do update set due_at = now(), attempts = 0`)
}

/** A person wrote from a flagged address: it works. @param seen the address as it is held, and when mail came from it */
export async function clearFlags(tx: Tx, seen: readonly { address: string; at: string }[]): Promise<void> {
  if (seen.length === 0) return
  await tx.execute(sql`
    with cleared as (
      update contact_addresses ca set bounced_at = null
        from (select r.address, max(r.at) as at from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as r(address text, at timestamptz)
               group by r.address) s
       where ca.address = s.address and ca.bounced_at < s.at returning ca.contact_id, ca.display
    )
    insert into contact_changes (contact_id, field, before, after, route)
    select contact_id, 'bounced', to_jsonb(display), null, 'sync' from cleared`)
}
