import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { ContactContext } from '../contacts/contacts.ts'
import { suppressedAmong } from '../suppressions/suppressions.ts'
import { freshToken, readToken, submissionId } from './form-token.ts'
import { openForm, type PublishedForm } from './open-form.ts'
import { TRAP } from './page.ts'
import { type FieldErrors, type FormValues, type Given, readValues, textOf } from './read-values.ts'
import { type Suspicion, suspicionOf } from './spam.ts'
import { type Arrival, takeIn } from './take-in.ts'
import type { Visitor } from './visitor.ts'

export type Submitted =
  | { kind: 'taken'; form: PublishedForm; asked: boolean }
  | { kind: 'refused'; form: PublishedForm; errors: FieldErrors; token: string; again: boolean }

/** Suspected spam that is kept of one form in a day: a flood fills no table. */
const MOST_SPAM_A_DAY = 500

/**
 * Takes what a visitor sent. What is taken for spam is kept apart for 30 days and answered as anything else, so that
 * nobody learns how to get past. The same sent twice is one.
 * @throws NoSuchPage, FormClosed
 */
export async function submitForm(
  context: ContactContext,
  publicId: string,
  given: Given,
  visitor: Visitor,
  now: Date,
): Promise<Submitted> {
  const token = textOf(given.t)
  const { verdict, version } = readToken(context.secrets, publicId, token, now)
  const form = await openForm(context.db, publicId, version)
  const { values, errors } = await context.db.transaction((tx) => readValues(tx, form.definition, form.fields, given))
  const again = verdict === 'stale'
  if (errors.size > 0 || again) {
    const next = again || verdict === 'forged' ? freshToken(context.secrets, publicId, form.version, now) : token
    return { kind: 'refused', form, errors, token: next, again: again && errors.size === 0 }
  }
  const arrival = { id: submissionId(context.secrets, token, values), values, visitor, receivedAt: now, takenAt: now }
  const suspicion = suspicionOf(textOf(given[TRAP]), verdict, values)
  if (suspicion) await keepSpam(context, form, arrival, suspicion)
  else await takeIn(context, form, arrival, (tx) => begin(tx, form, arrival))
  return { kind: 'taken', form, asked: mayBeAsked(form, values) }
}

/** Said to everybody who agreed to something, so that the page does not tell who is known here. */
const mayBeAsked = ({ definition }: PublishedForm, { consent, tracking }: FormValues): boolean =>
  (consent || tracking) && definition.confirmation.mailboxId !== null && definition.doubleOptIn !== 'never'

/** Writes the submission down. @returns false when it is there already */
async function begin(tx: Tx, form: PublishedForm, arrival: Arrival): Promise<boolean> {
  return (await insertSubmission(tx, form, arrival, null)).length > 0
}

const insertSubmission = (tx: Tx, form: PublishedForm, arrival: Arrival, suspicion: Suspicion | null) =>
  tx.execute(sql`
    insert into form_submissions (id, form_id, version, state, reason, values, page_url, network, agent, received_at, expires_at)
    values (${arrival.id}::uuid, ${form.id}::uuid, ${form.version}, ${suspicion ? 'spam' : 'accepted'}, ${suspicion},
      ${JSON.stringify(arrival.values)}::jsonb, ${arrival.visitor.pageUrl}, ${arrival.visitor.network}, ${arrival.visitor.agent},
      ${arrival.receivedAt.toISOString()}::timestamptz,
      case when ${suspicion !== null} then ${arrival.receivedAt.toISOString()}::timestamptz + interval '30 days' end)
    on conflict (id) do nothing returning 1`)

async function keepSpam(
  { db, secrets }: ContactContext,
  form: PublishedForm,
  arrival: Arrival,
  suspicion: Suspicion,
): Promise<void> {
  if ((await suppressedAmong(db, secrets, [arrival.values.contact.email])).size > 0) return
  const [today] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (select 1 from form_submissions
      where form_id = ${form.id}::uuid and state = 'spam' and received_at > now() - interval '1 day' limit ${MOST_SPAM_A_DAY}) s`)
  if ((today?.count ?? 0) >= MOST_SPAM_A_DAY) return
  await insertSubmission(db, form, arrival, suspicion)
}
