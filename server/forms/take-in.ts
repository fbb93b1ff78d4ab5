import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { recordConsents } from '../consent/ledger.ts'
import { addContact, type ContactContext } from '../contacts/contacts.ts'
import { CreateContact } from '../contacts/schema.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import { suppressedAmong } from '../suppressions/suppressions.ts'
import { tagIdsOf } from '../tags/contact-tags.ts'
import { askedEntries, grantedEntries, mustConfirm, sourceOf } from './form-consent.ts'
import { contactWith, fillBlanks } from './known-contact.ts'
import type { PublishedForm } from './open-form.ts'
import { type FormValues, readable } from './read-values.ts'
import type { Visitor } from './visitor.ts'

/** What a visitor sent, found to be in order. */
export interface Arrival {
  id: string
  values: FormValues
  visitor: Visitor
  receivedAt: Date
  /** Later than it was received where it was taken for spam first. */
  takenAt: Date
}

const CONFIRM_WITHIN = 7 * 24 * 3_600_000
/** Mails to one person that ask to confirm. */
const MOST_ASKED_A_DAY = 3

/**
 * Takes a submission in: finds or makes the contact, puts it on the timeline, records the consent with its evidence or
 * asks to confirm it by mail. `begin` writes down the submission first and says whether it is a new one. Of people on the
 * suppression list nothing is kept (GD-09).
 */
export async function takeIn(
  context: ContactContext,
  form: PublishedForm,
  arrival: Arrival,
  begin: (tx: Tx) => Promise<boolean>,
): Promise<'taken' | 'repeated' | 'suppressed'> {
  const { email } = arrival.values.contact
  if ((await suppressedAmong(context.db, context.secrets, [email])).size > 0) return 'suppressed'
  const before = await contactWith(context.db, email)
  // What is not confirmed may come from anybody: it changes nothing of what is known.
  if (before && !mustConfirm(form.definition, arrival.values, before))
    await fillBlanks(context, form.actor, before.id, arrival.values)
  return context.db.transaction(async (tx) => {
    await lockAddressBook(tx)
    if ((await suppressedAmong(tx, context.secrets, [email])).size > 0) return 'suppressed'
    if (!(await begin(tx))) return 'repeated'
    const known = await contactWith(tx, email)
    const contactId = known?.id ?? (await addContact(tx, context, form.actor, newContact(form, arrival.values)))
    const law = known ?? (await contactWith(tx, email))
    const pending = mustConfirm(form.definition, arrival.values, law)
    const activityId = await writeActivity(tx, form, arrival, contactId)
    await tellOwner(tx, form, contactId, activityId)
    const agreed = { contactId, form, values: arrival.values, visitor: arrival.visitor, at: arrival.receivedAt }
    const entries = pending ? askedEntries(agreed) : grantedEntries(agreed)
    if (entries.length > 0) await recordConsents(tx, { actor: null, route: 'public' }, entries)
    if (!pending) await addTags(tx, contactId, form.definition.tags)
    await settle(tx, arrival, { pending, contactId, activityId, made: known === null })
    return 'taken'
  })
}

const newContact = (form: PublishedForm, { contact, custom }: FormValues): CreateContact =>
  CreateContact.parse({
    ...contact,
    customFields: custom,
    source: sourceOf(form).slice(0, 200),
    ...(form.ownerId ? { ownerId: form.ownerId } : {}),
    duplicates: 'allow',
  })

async function writeActivity(tx: Tx, form: PublishedForm, arrival: Arrival, contactId: string): Promise<string> {
  const at = arrival.receivedAt.toISOString()
  const details = {
    formId: form.id,
    form: form.name,
    formVersion: form.version,
    values: readable(form.fields, arrival.values),
    pageUrl: arrival.visitor.pageUrl,
  }
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_address)
    values (uuid7(), 'form_submit', ${at}::timestamptz, 'form', ${form.name}, ${JSON.stringify(details)}::json, 'contact',
      ${arrival.values.contact.email})
    returning id`)
  const activityId = row?.id as string
  await tx.execute(sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    values (${activityId}::uuid, ${contactId}::uuid, ${at}::timestamptz, 'form_submit')`)
  await tx.execute(sql`update contact_engagement set last_activity_at = greatest(last_activity_at, ${at}::timestamptz)
    where contact_id = ${contactId}::uuid`)
  return activityId
}

/** Whoever looks after the contact finds it among their notices; where nobody does any more, whom the form gives its people to. */
async function tellOwner(tx: Tx, form: PublishedForm, contactId: string, activityId: string): Promise<void> {
  await tx.execute(sql`
    insert into activity_mentions (activity_id, user_id)
    select ${activityId}::uuid, u.id from contacts c join users u on u.id in (c.owner_id, ${form.ownerId}::uuid)
     where c.id = ${contactId}::uuid and u.active order by u.id = c.owner_id desc nulls last limit 1`)
}

/** Adds tags to those a contact carries. */
export async function addTags(tx: Tx, contactId: string, names: string[]): Promise<void> {
  if (names.length === 0) return
  const ids = JSON.stringify(await tagIdsOf(tx, names, true))
  await tx.execute(sql`insert into contact_tags (contact_id, tag_id)
    select ${contactId}::uuid, value::uuid from jsonb_array_elements_text(${ids}::jsonb) order by value on conflict do nothing`)
}

/** Anybody may type in the address of somebody else: they are asked so often, whatever is sent. */
async function wasAskedEnough(tx: Tx, contactId: string, now: Date): Promise<boolean> {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000).toISOString()
  const [row] = await tx.execute<{ asked: number }>(sql`
    select count(*)::int as asked from form_submissions where contact_id = ${contactId}::uuid
       and (mail_due_at is not null or mail_sent_at > ${dayAgo}::timestamptz)`)
  return (row?.asked ?? 0) >= MOST_ASKED_A_DAY
}

async function settle(
  tx: Tx,
  { id, takenAt }: Arrival,
  { pending, contactId, activityId, made }: { pending: boolean; contactId: string; activityId: string; made: boolean },
): Promise<void> {
  const expiresAt = pending ? new Date(takenAt.getTime() + CONFIRM_WITHIN).toISOString() : null
  await tx.execute(sql`
    update form_submissions set state = ${pending ? 'pending' : 'accepted'}, reason = null, contact_id = ${contactId}::uuid,
        activity_id = ${activityId}::uuid, made_contact = ${made}, expires_at = ${expiresAt}::timestamptz,
        mail_due_at = case when ${pending && !(await wasAskedEnough(tx, contactId, takenAt))} then now() end
      where id = ${id}::uuid`)
}
