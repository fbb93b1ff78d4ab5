import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { recordConsents } from '../consent/ledger.ts'
import { removeContacts } from '../contacts/remove-contacts.ts'
import { confirmationSubject } from './confirmation-mail.ts'
import { lapsedEntry } from './form-consent.ts'
import { formAsItWas } from './open-form.ts'

/**
 * Forgets spam after its 30 days, and what was not confirmed in time: with the contact it made, where nobody worked with
 * that one since, else with the entry on the timeline.
 */
export async function forgetSubmissions(db: Database, now: Date): Promise<void> {
  const at = now.toISOString()
  await db.execute(sql`delete from form_submissions where state = 'spam' and expires_at <= ${at}::timestamptz`)
  const due = await db.execute<{ id: string }>(sql`
    select id from form_submissions where state = 'pending' and expires_at <= ${at}::timestamptz order by expires_at limit 500`)
  for (const { id } of due) await db.transaction((tx) => lapse(tx, id, now))
}

interface Lapsed extends Record<string, unknown> {
  contact_id: string
  activity_id: string | null
  made_contact: boolean
  form_id: string
  version: number
}

async function lapse(tx: Tx, id: string, now: Date): Promise<void> {
  const [row] = await tx.execute<Lapsed>(sql`
    select contact_id, activity_id, made_contact, form_id, version from form_submissions
     where id = ${id}::uuid and state = 'pending' for update skip locked`)
  if (!row) return
  const form = await formAsItWas(tx, row.form_id, row.version)
  const worked = row.made_contact && (await isWorkedWith(tx, row, confirmationSubject(form.definition)))
  if (row.made_contact && !worked) {
    await removeContacts(tx, [row.contact_id])
    return
  }
  if (!worked && row.activity_id) await tx.execute(sql`delete from activities where id = ${row.activity_id}::uuid`)
  await tx.execute(sql`
    update form_submissions set state = 'expired', values = '{}', network = null, agent = null, page_url = null, expires_at = null,
      mail_due_at = null where id = ${id}::uuid`)
  await recordConsents(tx, { actor: null, route: 'public' }, [lapsedEntry(row.contact_id, form, now)])
}

/** Whether anything came of a contact besides the submission itself and the mail that asked to confirm it. */
async function isWorkedWith(
  tx: Tx,
  { contact_id: contactId, activity_id: activityId }: Lapsed,
  asked: string,
): Promise<boolean> {
  const [row] = await tx.execute<{ worked: boolean }>(sql`
    select exists (select 1 from contact_changes where contact_id = ${contactId}::uuid and user_id is not null)
      or exists (select 1 from activity_contacts x join activities a on a.id = x.activity_id
           where x.contact_id = ${contactId}::uuid and x.type <> 'consent_changed' and a.id is distinct from ${activityId}::uuid
             and not (x.type = 'email_sent' and coalesce(a.summary, '') = ${asked.normalize('NFKC')}))
      or exists (select 1 from activity_removals where contact_id = ${contactId}::uuid and activity_id is distinct from ${activityId}::uuid)
      or exists (select 1 from segment_members where contact_id = ${contactId}::uuid)
      or exists (select 1 from score_adjustments where contact_id = ${contactId}::uuid)
      or exists (select 1 from deal_contacts where contact_id = ${contactId}::uuid)
      or exists (select 1 from merged_contacts where survivor_id = ${contactId}::uuid) as worked`)
  return row?.worked ?? true
}
