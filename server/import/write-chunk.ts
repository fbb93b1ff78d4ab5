import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { createCompanies } from '../companies/companies.ts'
import { beginLedgers, firstProjection, type Recorder, recordConsents } from '../consent/ledger.ts'
import type { PlainField } from '../contacts/plain-fields.ts'
import { linkMailsOfMany, oweBackfillsOfMany } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { plainArray, textArray } from '../platform/arrays.ts'
import type { Secrets } from '../platform/secrets.ts'
import { tagIdsByName } from '../tags/contact-tags.ts'
import { writeImportNotes } from '../timeline/import-notes.ts'
import type { KnownContact, Writes } from './book.ts'

export interface WriteContext {
  importId: string
  actor: Actor
  secrets: Secrets
}

/**
 * Writes what was planned for a chunk, in a fixed number of statements. New contacts come with everything that follows
 * from them worked out in the same statement; those that were there go the way of every edit.
 */
export async function writeChunk(tx: Tx, context: WriteContext, writes: Writes): Promise<void> {
  const { actor, secrets, importId } = context
  const recorder: Recorder = { actor, route: 'import' }
  const tagIds = await tagIdsByName(
    tx,
    writes.addedTags.map(({ name }) => name),
  )
  const made = new Set(writes.created.map(({ id }) => id))
  const ofNew = <T extends { contactId: string }>(list: T[]) => list.filter(({ contactId }) => made.has(contactId))
  const ofOthers = <T extends { contactId: string }>(list: T[]) => list.filter(({ contactId }) => !made.has(contactId))
  const tagged = writes.addedTags.flatMap(({ contactId, name }) => ({
    contactId,
    tagId: tagIds.get(name.toLowerCase()) as string,
  }))
  await createCompanies(
    tx,
    actor,
    writes.companies,
    writes.domains.map(({ company, domain }) => ({ companyId: company.id, domain })),
  )
  await noteCompanies(tx, importId, writes)
  await tx.execute(sql`select set_config('throughline.derives_set_wise', 'on', true)`)
  await insertContacts(tx, actor, writes, recorder)
  await insertTags(tx, ofNew(tagged))
  await tx.execute(sql`select set_config('throughline.derives_set_wise', 'off', true)`)
  await insertHistory(tx, actor, writes.history)
  await beginLedgers(tx, recorder, writes.firstConsents)
  await updateContacts(tx, writes)
  await updateAddresses(tx, writes, made)
  await insertTags(tx, ofOthers(tagged))
  await removeTags(tx, writes.removedTags)
  await recordConsents(tx, recorder, writes.consents)
  await writeImportNotes(tx, actor, writes.notes)
  const given = writes.addedAddresses.map(({ contact, address }) => ({
    contactId: contact.id,
    address: address.address,
  }))
  await linkMailsOfMany(tx, secrets, given)
  await oweBackfillsOfMany(tx, secrets, given)
}

const json = (rows: readonly unknown[]): string => JSON.stringify(rows)

async function noteCompanies(tx: Tx, importId: string, { companies }: Writes): Promise<void> {
  if (companies.length === 0) return
  await tx.execute(sql`insert into import_companies (import_id, company_id)
    select ${importId}::uuid, value::uuid from jsonb_array_elements_text(${json(companies.map(({ id }) => id))}::jsonb)`)
}

async function insertContacts(
  tx: Tx,
  actor: Actor,
  { created, firstConsents }: Writes,
  recorder: Recorder,
): Promise<void> {
  if (created.length === 0) return
  const consents = new Map(firstConsents.map((entry) => [entry.contactId, firstProjection(entry, recorder)]))
  const consent = (contact: KnownContact) => consents.get(contact.id)
  const mails = created.map(mailsOf)
  const plain = (field: PlainField) => textArray(created.map((contact) => contact.plain[field]))
  const text = (value: (contact: KnownContact) => string | null | undefined) => textArray(created.map(value))
  const value = (of: (contact: KnownContact) => string | boolean | null | undefined) => plainArray(created.map(of))
  await tx.execute(sql`
    insert into contacts (id, first_name, last_name, phone, phone_display, mobile, mobile_display, phone_country, job_title,
        department, company_id, role, chosen_status, status, source, owner_id, custom_fields, linkedin, twitter, country,
        consent_status, consent_type, consent_date, consent_source, gdpr_basis, consent_proven, created_by, created_at,
        search_text, sort_name, sort_email, sort_company, sort_owner, sort_title, sort_department, sort_source, law_country, law_basis)
    select r.id, r.first_name, r.last_name, r.phone, r.phone_display, r.mobile, r.mobile_display, r.phone_country, r.job_title,
        r.department, r.company_id, r.role, r.status,
        case when r.consent_status = 'opted_out' then 'unsubscribed' when r.bounced then 'bounced' else r.status end,
        r.source, r.owner_id, r.custom_fields, r.linkedin, r.twitter, r.country,
        r.consent_status, r.consent_type, r.consent_date, r.consent_source, r.gdpr_basis, r.consent_proven, ${actor.userId}::uuid,
        coalesce(r.created_at, now()), contact_search_text(w.words, r.phone, r.mobile),
        contact_sort_name(r.first_name, r.last_name, r.first_mail, r.phone, r.mobile), sort_key(r.first_mail), sort_key(c.name),
        sort_key(u.name), sort_key(r.job_title), sort_key(r.department), sort_key(r.source),
        coalesce(r.country, c.country, r.phone_country),
        case when r.country is not null then 'contact' when c.country is not null then 'company' when r.phone_country is not null then 'phone' end
      from unnest(${value(({ id }) => id)}::uuid[], ${plain('firstName')}::text[], ${plain('lastName')}::text[], ${plain('phone')}::text[],
          ${text((one) => one.phoneDisplay)}::text[], ${plain('mobile')}::text[], ${text((one) => one.mobileDisplay)}::text[],
          ${value((one) => one.phoneCountry)}::text[], ${plain('jobTitle')}::text[], ${plain('department')}::text[],
          ${value((one) => one.companyId)}::uuid[], ${plain('role')}::text[], ${plain('status')}::text[], ${plain('source')}::text[],
          ${value((one) => one.ownerId)}::uuid[], ${text(({ custom }) => JSON.stringify(custom))}::jsonb[], ${plain('linkedin')}::text[],
          ${plain('twitter')}::text[], ${plain('country')}::text[], ${value((one) => consent(one)?.status)}::text[],
          ${value((one) => consent(one)?.type)}::text[], ${text((one) => consent(one)?.date)}::timestamptz[],
          ${text((one) => consent(one)?.source)}::text[], ${value((one) => consent(one)?.gdprBasis)}::text[],
          ${value((one) => consent(one)?.proven)}::bool[], ${value(hasBounced)}::bool[],
          ${textArray(mails)}::text[], ${text((one) => primaryFirst(one)[0]?.display)}::text[],
          ${text(({ createdAt }) => createdAt?.toISOString())}::timestamptz[])
        as r(id, first_name, last_name, phone, phone_display, mobile, mobile_display, phone_country, job_title, department,
          company_id, role, status, source, owner_id, custom_fields, linkedin, twitter, country, consent_status, consent_type,
          consent_date, consent_source, gdpr_basis, consent_proven, bounced, mails, first_mail, created_at)
      left join companies c on c.id = r.company_id
      left join users u on u.id = r.owner_id
      cross join lateral (select contact_words(r.first_name, r.last_name, r.mails, c.name) as words offset 0) w`)
  await insertAddresses(
    tx,
    created.flatMap((contact) => contact.addresses.map((address) => ({ contactId: contact.id, ...address }))),
  )
}

const primaryFirst = ({ addresses }: KnownContact) =>
  addresses.length < 2
    ? addresses
    : addresses.toSorted((a, b) => Number(b.primary) - Number(a.primary) || (a.address < b.address ? -1 : 1))

const hasBounced = ({ addresses }: KnownContact): boolean =>
  addresses.length > 0 && addresses.every(({ bounced }) => bounced)

/** As derive_contact puts the addresses of a contact together. */
const mailsOf = (contact: KnownContact): string | null =>
  primaryFirst(contact)
    .map(({ address, display }) => (display.toLowerCase() === address ? address : `${display}\n${address}`))
    .join('\n') || null

interface AddressRow {
  contactId: string
  address: string
  display: string
  untagged: string | null
  primary: boolean
  bounced: boolean
}

async function insertAddresses(tx: Tx, rows: AddressRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`insert into contact_addresses (address, contact_id, display, plain, is_primary, bounced_at)
    select r.address, r.contact_id, r.display, r.untagged, r.is_primary, case when r.bounced then now() end
      from unnest(${plainArray(rows.map(({ contactId }) => contactId))}::uuid[], ${textArray(rows.map(({ address }) => address))}::text[],
          ${textArray(rows.map(({ display }) => display))}::text[], ${textArray(rows.map(({ untagged }) => untagged))}::text[],
          ${plainArray(rows.map(({ primary }) => primary))}::bool[], ${plainArray(rows.map(({ bounced }) => bounced))}::bool[])
        as r(contact_id, address, display, untagged, is_primary, bounced)`)
}

async function insertTags(tx: Tx, rows: { contactId: string; tagId: string }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`insert into contact_tags (contact_id, tag_id)
    select contact_id, tag_id from unnest(${plainArray(rows.map(({ contactId }) => contactId))}::uuid[], ${plainArray(rows.map(({ tagId }) => tagId))}::uuid[]) as r(contact_id, tag_id)
     order by 1, 2 on conflict do nothing`)
}

async function removeTags(tx: Tx, rows: Writes['removedTags']): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`delete from contact_tags ct using tags t, json_to_recordset(${json(rows)}::json) as r("contactId" uuid, name text)
     where t.id = ct.tag_id and lower(t.name) = lower(r.name) and ct.contact_id = r."contactId"`)
}

async function insertHistory(tx: Tx, actor: Actor, all: Writes['history']): Promise<void> {
  const created = all.filter(({ field }) => field === 'created')
  const rows = all.filter(({ field }) => field !== 'created')
  if (created.length > 0) {
    await tx.execute(sql`insert into contact_changes (contact_id, field, user_id, route, request_id)
      select id, 'created', ${actor.userId}::uuid, 'import', ${actor.requestId ?? null} from unnest(${plainArray(created.map(({ contactId }) => contactId))}::uuid[]) id`)
  }
  if (rows.length === 0) return
  await tx.execute(sql`insert into contact_changes (contact_id, field, before, after, user_id, route, request_id)
    select r."contactId", r.field, nullif(r.before, 'null'), nullif(r.after, 'null'), ${actor.userId}::uuid, 'import', ${actor.requestId ?? null}
      from jsonb_to_recordset(${json(rows)}::jsonb) as r("contactId" uuid, field text, before jsonb, after jsonb)`)
}

async function updateContacts(tx: Tx, { updated }: Writes): Promise<void> {
  if (updated.size === 0) return
  const rows = [...updated].map((contact: KnownContact) => ({
    ...contact.plain,
    id: contact.id,
    version: contact.version,
    phone_display: contact.phoneDisplay,
    mobile_display: contact.mobileDisplay,
    phone_country: contact.phoneCountry,
    company_id: contact.companyId,
    owner_id: contact.ownerId,
    custom_fields: contact.custom,
  }))
  await tx.execute(sql`
    update contacts c set first_name = r."firstName", last_name = r."lastName", phone = r.phone, phone_display = r.phone_display,
        mobile = r.mobile, mobile_display = r.mobile_display, phone_country = r.phone_country, job_title = r."jobTitle",
        department = r.department, company_id = r.company_id, role = r.role, chosen_status = r.status, source = r.source,
        owner_id = r.owner_id, custom_fields = r.custom_fields, linkedin = r.linkedin, twitter = r.twitter, country = r.country,
        version = r.version, updated_at = now()
      from json_to_recordset(${json(rows)}::json) as r(id uuid, "firstName" text, "lastName" text, phone text, phone_display text,
          mobile text, mobile_display text, phone_country text, "jobTitle" text, department text, company_id uuid, role text,
          status text, source text, owner_id uuid, custom_fields jsonb, linkedin text, twitter text, country text, version int)
     where c.id = r.id`)
}

async function updateAddresses(
  tx: Tx,
  { addedAddresses, newPrimary, bounced }: Writes,
  made: Set<string>,
): Promise<void> {
  const moved = [...newPrimary].filter(({ id }) => !made.has(id))
  if (moved.length > 0) {
    await tx.execute(sql`update contact_addresses set is_primary = false
      where is_primary and contact_id in (select value::uuid from jsonb_array_elements_text(${json(moved.map(({ id }) => id))}::jsonb))`)
  }
  const movedIds = new Set(moved.map(({ id }) => id))
  const added = addedAddresses.filter(({ contact }) => !made.has(contact.id))
  // Of two primary addresses the index would refuse one: those that change hands become primary last.
  await insertAddresses(
    tx,
    added.map(({ contact, address }) => ({
      contactId: contact.id,
      ...address,
      primary: address.primary && !movedIds.has(contact.id),
    })),
  )
  if (moved.length > 0) {
    const primaries = moved.flatMap(({ addresses }) =>
      addresses.filter(({ primary }) => primary).map(({ address }) => address),
    )
    await tx.execute(sql`update contact_addresses set is_primary = true
      where address in (select value from jsonb_array_elements_text(${json(primaries)}::jsonb))`)
  }
  if (bounced.length > 0) {
    await tx.execute(sql`update contact_addresses set bounced_at = coalesce(bounced_at, now())
      where address in (select value from jsonb_array_elements_text(${json(bounced)}::jsonb))`)
  }
}
