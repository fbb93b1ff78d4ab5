import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import { parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import { markSent } from '../tracking/sent.ts'
import type { OwnAddresses } from '../users/organisation.ts'
import { addressHash } from './address-hash.ts'
import { oweAttachments } from './attachments.ts'
import { blockList } from './block-list.ts'
import { awaitReports, clearFlags, ingestBounces } from './ingest-bounces.ts'
import { identityOf, type Mail, subjectKey } from './mail.ts'
import { identifyMessages, type StoredMessage } from './message-identity.ts'
import { judge, keptOut, occurredAt, type Participant } from './rules.ts'

export interface MailboxRules {
  id: string
  syncFrom: Date | null
  /** The folder its mail comes from, where it comes from one. */
  folderId?: string
  /** Which unknown people become contacts. */
  newPeople?: 'off' | 'sent' | 'all'
}

export interface Ingest {
  tx: Tx
  own: OwnAddresses
  secrets: Secrets
  mailbox: MailboxRules
}

interface Judged {
  mail: Mail
  direction: 'sent' | 'received'
  external: Participant[]
}

/**
 * Stores what a page of mails means for the contacts: one message, one activity, whatever number of mailboxes and pages
 * bring it. Set-wise: a fixed number of statements for a page of any size. Idempotent, so pages may repeat or come in any
 * order. Must run inside a transaction together with the link of the next page.
 *
 * A contact added at the same moment must find either the stored activity or the hash of the address. So a page reads the
 * address book and writes its hashes under a shared lock that adding an address takes exclusively.
 */
export async function ingestMails({ tx, own, secrets, mailbox }: Ingest, mails: Mail[]): Promise<void> {
  const blocked = await blockList(tx)
  const judged = latest(mails).flatMap((mail): Judged[] => {
    const verdict = judge(mail, own, mailbox.syncFrom, blocked)
    return verdict.store ? [{ mail, direction: verdict.direction, external: verdict.external }] : []
  })
  const bounces = latest(mails).filter((mail) => mail.report && !keptOut(mail, mailbox.syncFrom, blocked))
  if (judged.length === 0 && bounces.length === 0) return
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${locks.addressBook})`)
  const { contactOf, flagged } = await knownContacts(tx, judged)
  const concerning = judged.filter(({ external }) => external.some(({ address }) => contactOf(address) !== null))
  await storeMessages(tx, own, mailbox, concerning, contactOf)
  await rememberStrangers(tx, secrets, mailbox, judged, contactOf)
  await clearFlags(tx, flagged.size > 0 ? provenBy(judged, flagged) : [])
  await awaitReports(tx, secrets, sentOf(concerning, contactOf))
  await ingestBounces({ tx, own, secrets, mailboxId: mailbox.id }, bounces)
  await noteNewPeople(tx, mailbox, judged, contactOf)
}

/** The last occurrence of a message in a page wins (delta-query-overview, "Replays"). */
const latest = (mails: Mail[]): Mail[] => [...new Map(mails.map((mail) => [mail.graphId, mail])).values()]

type ContactOf = (address: Participant['address']) => string | null

/** A plus-tagged address is that of the plain one's contact, unless a contact holds the tagged form itself. */
async function knownContacts(tx: Tx, judged: Judged[]): Promise<{ contactOf: ContactOf; flagged: Set<string> }> {
  const forms = new Set<string>()
  for (const { address } of judged.flatMap(({ external }) => external)) {
    forms.add(address.normal)
    if (address.untagged) forms.add(address.untagged)
  }
  const rows = await tx.execute<{ address: string; contact_id: string; flagged: boolean }>(sql`
    select a.address, a.contact_id, a.bounced_at is not null as flagged from jsonb_array_elements_text(${JSON.stringify([...forms])}::jsonb) as form
      join contact_addresses a on a.address = form`)
  const contacts = new Map(rows.map((row) => [row.address, row.contact_id]))
  return {
    contactOf: ({ normal, untagged }) =>
      contacts.get(normal) ?? (untagged ? contacts.get(untagged) : undefined) ?? null,
    flagged: new Set(rows.filter((row) => row.flagged).map((row) => row.address)),
  }
}

/** Flagged addresses that a person wrote from. */
function provenBy(judged: Judged[], flagged: ReadonlySet<string>): { address: string; at: string }[] {
  return judged
    .filter(({ mail, direction }) => mail.kind === 'person' && direction === 'received')
    .flatMap(({ mail, direction }) => {
      const from = parseAddress(mail.from?.address)
      const address = [from?.normal, from?.untagged].find((form) => form && flagged.has(form))
      return address ? [{ address, at: occurredAt(mail, direction).toISOString() }] : []
    })
}

const sentOf = (concerning: Judged[], contactOf: ContactOf) =>
  concerning
    .filter(({ mail, direction }) => direction === 'sent' && mail.internetMessageId)
    .map(({ mail, external }) => ({
      internetMessageId: mail.internetMessageId ?? '',
      contactIds: [...new Set(external.flatMap(({ address }) => contactOf(address) ?? []))],
    }))

async function storeMessages(tx: Tx, own: OwnAddresses, mailbox: MailboxRules, judged: Judged[], contactOf: ContactOf) {
  if (judged.length === 0) return
  const rows = judged.map((entry) => ({ ...entry, message: messageRow(entry, own) }))
  const ids = await identifyMessages(
    tx,
    rows.map(({ message }) => message),
  )
  const idOf = (message: StoredMessage) => ids.get(message) as string
  await saveCopies(
    tx,
    mailbox,
    rows.map(({ mail, message }) => ({
      graph_message_id: mail.graphId,
      message_id: idOf(message),
      web_link: mail.webLink,
    })),
  )
  const activities = rows.map(({ message, ...entry }) => activityRow(entry, idOf(message), own, contactOf))
  await saveActivities(tx, activities)
  await refreshMailboxesOf(tx, [...new Set(ids.values())])
  await saveActivityContacts(
    tx,
    rows.flatMap(({ message, ...entry }) => contactRows(entry, idOf(message), contactOf)),
  )
  await recallForgotten(tx, activities)
  await oweAttachments(
    tx,
    mailbox.id,
    judged.filter(({ mail }) => mail.hasAttachments).map(({ mail }) => mail.graphId),
  )
  for (const { mail, direction, message } of rows) {
    if (direction === 'sent' && mail.trackedMailId)
      await markSent(tx, { ...mail, trackedMailId: mail.trackedMailId, messageId: idOf(message) })
  }
}

const messageRow = ({ mail, direction }: Judged, own: OwnAddresses): StoredMessage => ({
  internetMessageId: identityOf(mail),
  direction,
  kind: mail.kind,
  // Copies of our own mail name its sender by any alias, or by an X.500 name: they are one sender.
  sender: own.isOwn(mail.from?.address) ? 'us' : (parseAddress(mail.from?.address)?.normal ?? ''),
  sentAt: mail.sentAt.toISOString(),
  subjectKey: subjectKey(mail.subject),
})

async function saveCopies(
  tx: Tx,
  mailbox: MailboxRules,
  copies: { graph_message_id: string; message_id: string; web_link: string | null }[],
) {
  await tx.execute(sql`insert into message_copies (mailbox_id, graph_message_id, message_id, web_link, folder_id)
    select ${mailbox.id}::uuid, graph_message_id, message_id, web_link, ${mailbox.folderId ?? null}::uuid
      from jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) as r(graph_message_id text, message_id uuid, web_link text)
    on conflict (mailbox_id, graph_message_id) do update set left_folder_at = null, web_link = excluded.web_link,
        folder_id = coalesce(excluded.folder_id, message_copies.folder_id)
      where message_copies.left_folder_at is not null or message_copies.web_link is distinct from excluded.web_link
        or message_copies.folder_id is distinct from coalesce(excluded.folder_id, message_copies.folder_id)`)
}

/** Long lists of recipients are a courtesy to nobody; the mail itself has them all. */
const SHOWN_RECIPIENTS = 100

function activityRow(
  { mail, direction, external }: Judged,
  messageId: string,
  own: OwnAddresses,
  contactOf: ContactOf,
) {
  // Of a mail that a colleague wrote in the name of a mailbox, the colleague is who did it (TL-07).
  const writer = direction === 'sent' && own.isOwn(mail.sender?.address) ? mail.sender : mail.from
  const author = external.find(({ address }) => address.normal === parseAddress(mail.from?.address)?.normal)
  return {
    message_id: messageId,
    type: `email_${direction}`,
    occurred_at: occurredAt(mail, direction).toISOString(),
    summary: mail.subject,
    actor_kind: direction === 'sent' ? 'user' : author && contactOf(author.address) ? 'contact' : 'external',
    actor_user_id: direction === 'sent' ? (own.userOf(writer?.address) ?? own.userOf(mail.from?.address)) : null,
    actor_name: writer?.name ?? null,
    actor_address: writer?.address ?? null,
    details: {
      internetMessageId: mail.internetMessageId,
      preview: mail.preview,
      from: mail.from,
      ...(mail.sender ? { sender: mail.sender } : {}),
      to: mail.to.slice(0, SHOWN_RECIPIENTS),
      cc: mail.cc.slice(0, SHOWN_RECIPIENTS),
      hasAttachments: mail.hasAttachments,
      kind: mail.kind,
      ...(mail.unchecked && direction === 'sent' ? { unchecked: true } : {}),
    },
  }
}

async function saveActivities(tx: Tx, rows: ReturnType<typeof activityRow>[]) {
  await tx.execute(sql`insert into activities
      (id, type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name, actor_address, message_id)
    select uuid7(occurred_at), type, occurred_at, 'm365', summary, details, actor_kind, actor_user_id, actor_name, actor_address, message_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(type text, occurred_at timestamptz, summary text,
        details json, actor_kind text, actor_user_id uuid, actor_name text, actor_address text, message_id uuid)
    on conflict (message_id, type) where message_id is not null do nothing`)
}

/** What was taken off every timeline and forgotten (timeline/purge-removed.ts) says again what it said on that of somebody else. */
async function recallForgotten(tx: Tx, rows: ReturnType<typeof activityRow>[]) {
  await tx.execute(sql`update activities a set summary = r.summary, actor_name = r.actor_name, actor_address = r.actor_address,
      details = ((a.details::jsonb - 'forgotten') || r.details)::json
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(type text, summary text, details jsonb, actor_name text,
      actor_address text, message_id uuid)
    where a.message_id = r.message_id and a.type = r.type and a.details ->> 'forgotten' is not null
      and exists (select 1 from activity_contacts ac where ac.activity_id = a.id)`)
}

/** Names the mailboxes that hold each mail, and shows as much of it as the most open of their owners shares. */
export async function refreshMailboxesOf(tx: Tx, messageIds: string[]) {
  await tx.execute(sql`with held as (
      select c.message_id, max(case m.share_level when 'all' then 2 when 'subject' then 1 else 0 end)::smallint as shared,
        jsonb_agg(distinct jsonb_build_object('address', m.address, 'name', m.name)) as mailboxes,
        jsonb_agg(distinct jsonb_build_object('user', m.user_id, 'link', c.web_link)) as holders,
        case when bool_and(c.left_folder_at is not null)
          then to_jsonb(to_char(max(c.left_folder_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) else 'null'::jsonb end as left_at
      from message_copies c join mailboxes m on m.id = c.mailbox_id
      where c.message_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(messageIds)}::jsonb))
      group by c.message_id)
    update activities a set shared = held.shared, holders = held.holders::json,
      details = (a.details::jsonb || jsonb_build_object('mailboxes', held.mailboxes, 'leftAt', held.left_at))::json
    from held where a.message_id = held.message_id
      and (a.shared <> held.shared or a.holders::jsonb <> held.holders or (a.details->'mailboxes')::jsonb is distinct from held.mailboxes
        or coalesce((a.details->'leftAt')::jsonb, 'null') <> held.left_at)`)
}

function contactRows({ mail, direction, external }: Judged, messageId: string, contactOf: ContactOf) {
  const human = mail.kind === 'person'
  return external.flatMap(({ address, blind }) => {
    const contactId = contactOf(address)
    return contactId ? [{ message_id: messageId, type: `email_${direction}`, contact_id: contactId, blind, human }] : []
  })
}

/** Contacts are locked in order of id: two pages that meet at the same contacts wait for each other, never crosswise. */
async function saveActivityContacts(tx: Tx, rows: ReturnType<typeof contactRows>) {
  await tx.execute(sql`with given as (
      select a.id as activity_id, a.occurred_at, a.type, r.contact_id, bool_and(r.blind) as blind, bool_or(r.human) as human
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(message_id uuid, type text, contact_id uuid, blind bool, human bool)
        join activities a on a.message_id = r.message_id and a.type = r.type
       group by a.id, a.occurred_at, a.type, r.contact_id
    ), locked as materialized (
      select id from contacts where id in (select contact_id from given) order by id for no key update
    ), stored as (
      insert into activity_contacts (activity_id, contact_id, occurred_at, type, blind)
      select activity_id, contact_id, occurred_at, type, blind from given join locked on locked.id = given.contact_id
       where not exists (select 1 from activity_removals r
         where r.activity_id = given.activity_id and r.contact_id = given.contact_id)
      on conflict (activity_id, contact_id) do nothing
      returning activity_id, contact_id
    ), last as (
      select contact_id, max(occurred_at) as activity, max(occurred_at) filter (where human) as contacted
        from stored join given using (activity_id, contact_id) group by contact_id
    )
    update contact_engagement c set
      last_activity_at = greatest(c.last_activity_at, last.activity),
      last_contacted_at = greatest(c.last_contacted_at, last.contacted)
    from last where c.contact_id = last.contact_id
      and (c.last_activity_at is null or c.last_activity_at < last.activity
        or (last.contacted is not null and (c.last_contacted_at is null or c.last_contacted_at < last.contacted)))`)
}

/**
 * Both forms of a tagged address, so that either contact finds the mail later; the tagged one also when the plain one is
 * a contact's, since somebody may come to hold it.
 */
async function rememberStrangers(
  tx: Tx,
  secrets: Secrets,
  mailbox: MailboxRules,
  judged: Judged[],
  contactOf: ContactOf,
) {
  const rows = judged.flatMap(({ mail, direction, external }) =>
    external.flatMap(({ address, blind }) =>
      [
        { form: address.normal, holder: contactOf({ ...address, untagged: null }), plainOf: null },
        { form: address.untagged, holder: contactOf(address), plainOf: address.normal },
      ]
        .filter(({ form, holder }) => form !== null && holder === null)
        .map(({ form, plainOf }) => ({
          hash: addressHash(secrets, form ?? '').toString('hex'),
          tagged_hash: plainOf ? addressHash(secrets, plainOf).toString('hex') : null,
          graph_message_id: mail.graphId,
          occurred_at: occurredAt(mail, direction).toISOString(),
          blind,
        })),
    ),
  )
  if (rows.length === 0) return
  await tx.execute(sql`insert into correspondents (address_hash, tagged_hash, mailbox_id, graph_message_id, occurred_at, blind)
    select decode(hash, 'hex'), decode(tagged_hash, 'hex'), ${mailbox.id}::uuid, graph_message_id, occurred_at, blind
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(hash text, tagged_hash text, graph_message_id text,
        occurred_at timestamptz, blind bool)
    on conflict do nothing`)
}

/** What machines write from; nobody to know behind it. */
const MACHINES =
  /^(no-?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?|newsletter|alerts?)([+._-].*)?@/

/** Only people on mail between people: never newsletters, lists, automatic or bulk mail. */
async function noteNewPeople(tx: Tx, mailbox: MailboxRules, judged: Judged[], contactOf: ContactOf) {
  if (!mailbox.newPeople || mailbox.newPeople === 'off') return
  const rows = judged
    .filter(({ mail, direction }) => mail.kind === 'person' && (mailbox.newPeople === 'all' || direction === 'sent'))
    .flatMap(({ mail, external }) =>
      external
        .filter(({ address }) => contactOf(address) === null && !MACHINES.test(address.normal))
        .map(({ address }) => ({ address: address.normal, name: displayNameOf(mail, address.normal) })),
    )
  if (rows.length === 0) return
  await tx.execute(sql`insert into new_people (address, name, mailbox_id)
    select distinct on (address) address, name, ${mailbox.id}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(address text, name text) order by address, name nulls last
    on conflict (address) do nothing`)
}

const displayNameOf = (mail: Mail, address: string): string | null =>
  [mail.from, ...mail.to, ...mail.cc, ...mail.bcc].find((person) => parseAddress(person?.address)?.normal === address)
    ?.name ?? null
