import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { recordConsents } from '../consent/ledger.ts'
import type { ContactContext } from '../contacts/contacts.ts'
import type { Secrets } from '../platform/secrets.ts'
import { grantedEntries } from './form-consent.ts'
import { confirmedId } from './form-token.ts'
import { fillBlanks } from './known-contact.ts'
import { formAsItWas, type PublishedForm } from './open-form.ts'
import { type FormValues, stillTaken } from './read-values.ts'
import { addTags } from './take-in.ts'
import type { Visitor } from './visitor.ts'

/** What a confirmation link leads to. */
type Confirmation =
  | { kind: 'unknown' }
  | { kind: 'open' | 'confirmed' | 'expired'; form: PublishedForm; submission: Submission }

interface Submission {
  id: string
  contactId: string | null
  made: boolean
  values: FormValues
  visitor: Visitor
  receivedAt: Date
}

interface Row extends Record<string, unknown> {
  id: string
  form_id: string
  version: number
  state: string
  values: FormValues
  contact_id: string | null
  made_contact: boolean
  page_url: string | null
  network: string | null
  agent: string | null
  received_at: string
  confirmed: boolean
  over: boolean
}

/** Reads what a link is for; changes nothing. */
export async function readConfirmation(
  { db, secrets }: { db: Database; secrets: Secrets },
  token: string,
  now: Date,
): Promise<Confirmation> {
  const id = confirmedId(secrets, token)
  if (!id) return { kind: 'unknown' }
  const [row] = await db.execute<Row>(sql`
    select id, form_id, version, state, values, contact_id, made_contact, page_url, network, agent, received_at,
        confirmed_at is not null as confirmed, coalesce(expires_at <= ${now.toISOString()}::timestamptz, false) as over
      from form_submissions where id = ${id}::uuid`)
  if (!row) return { kind: 'unknown' }
  const form = await formAsItWas(db, row.form_id, row.version)
  const submission = {
    id,
    contactId: row.contact_id,
    made: row.made_contact,
    values: row.values,
    visitor: { pageUrl: row.page_url, network: row.network, agent: row.agent },
    receivedAt: new Date(row.received_at),
  }
  const kind = row.confirmed ? 'confirmed' : row.state === 'pending' && !row.over ? 'open' : 'expired'
  return { kind, form, submission }
}

/**
 * Confirms by the link of the mail: from now on the consent counts, and lifts an earlier opt-out. Once; a second press is
 * answered the same.
 */
export async function confirmSubmission(
  context: ContactContext,
  token: string,
  visitor: Visitor,
  now: Date,
): Promise<Confirmation> {
  const found = await readConfirmation(context, token, now)
  if (found.kind !== 'open') return found
  const { form, submission } = found
  if (!submission.contactId) return { kind: 'unknown' }
  // Consent first: it counts whatever becomes of the rest.
  const holder = await context.db.transaction(async (tx) => {
    const claimed = await tx.execute<{ contact_id: string }>(sql`
      update form_submissions set state = 'accepted', confirmed_at = ${now.toISOString()}::timestamptz, expires_at = null, mail_due_at = null
       where id = ${submission.id}::uuid and state = 'pending' returning contact_id`)
    const contactId = claimed[0]?.contact_id
    if (!contactId) return null
    const entries = grantedEntries({
      contactId,
      form,
      values: submission.values,
      visitor: submission.visitor,
      at: submission.receivedAt,
      confirmed: { at: now, visitor },
    })
    await recordConsents(tx, { actor: null, route: 'public' }, entries)
    await addTags(tx, contactId, form.definition.tags)
    return contactId
  })
  if (!submission.made && holder) {
    const values = await stillTaken(context.db, submission.values)
    await fillBlanks(context, form.actor, holder, values)
  }
  return { kind: 'confirmed', form, submission }
}
