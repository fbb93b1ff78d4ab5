import { sql } from 'drizzle-orm'
import { GraphFailure } from '../graph/failure.ts'
import { findMarked } from '../graph/outgoing.ts'
import { sendMail } from '../graph/send-mail.ts'
import { GraphSignInFailed } from '../identity/graph-token.ts'
import type { MailContext } from '../mail/context.ts'
import { isoInstantOrNull } from '../platform/instant.ts'
import { confirmToken } from './form-token.ts'
import { html, paragraphs } from './html.ts'
import { formAsItWas, type PublishedForm } from './open-form.ts'
import type { FormValues } from './read-values.ts'
import type { FormDefinition } from './schema.ts'
import { wordsOf } from './words.ts'

interface MailingContext extends MailContext {
  publicUrl: string
}

const AT_ONCE = 20
/** Nobody else takes a mail up while one process is at it. */
const LEASE = '5 minutes'
/** Exchange may take a while to show in Sent Items what it sent without an answer reaching us. */
const LOOK_AFTER = 60_000
const MOST_WAIT = 3_600_000
const MOST_ATTEMPTS = 30

interface Owed extends Record<string, unknown> {
  id: string
  form_id: string
  version: number
  values: FormValues
  attempts: number
  /** When it was tried before; it may lie in Sent Items since. */
  tried_at: string | null
}

/**
 * Sends the mails that ask to confirm and are due. What was tried once and never answered for sure is looked for in Sent
 * Items before it is sent again, so that nobody is asked twice (a 504 may have delivered: GRAPH-CONTRACT, sending).
 * @returns how many were due
 */
export async function sendDueConfirmations(context: MailingContext): Promise<number> {
  const due = await claimDue(context)
  for (const owed of due) {
    try {
      await sendOne(context, owed)
      await settle(context, owed.id, null, null)
    } catch (error) {
      if (!(error instanceof GraphFailure || error instanceof GraphSignInFailed)) throw error
      await later(context, owed, error)
    }
  }
  return due.length
}

/** Taken for a while: a killed process leaves it due again, marked as tried. */
async function claimDue({ db, now }: MailingContext): Promise<Owed[]> {
  const at = now().toISOString()
  const rows = await db.execute<Owed>(sql`
    with due as (
      select id, mail_tried_at from form_submissions where mail_due_at <= ${at}::timestamptz and state = 'pending'
       order by mail_due_at limit ${AT_ONCE} for update skip locked
    )
    update form_submissions s set mail_due_at = ${at}::timestamptz + ${LEASE}::interval, mail_attempts = s.mail_attempts + 1,
        mail_tried_at = ${at}::timestamptz
      from due where s.id = due.id
    returning s.id, s.form_id, s.version, s.values, s.mail_attempts as attempts, due.mail_tried_at as tried_at`)
  return rows.map((row) => ({ ...row, tried_at: isoInstantOrNull(row.tried_at) }))
}

async function sendOne(context: MailingContext, owed: Owed): Promise<void> {
  const form = await formAsItWas(context.db, owed.form_id, owed.version)
  const mailbox = await mailboxOf(context, form)
  if (owed.tried_at && (await findMarked(context.graph, mailbox, owed.id)).length > 0) return
  const link = `${context.publicUrl}/f/confirm/${confirmToken(context.secrets, owed.id)}`
  const mail = { to: owed.values.contact.email, marker: owed.id, ...confirmationMail(form, link) }
  try {
    await sendMail(context.graph, mailbox, mail)
  } catch (error) {
    if (wasRefused(error)) await notTried(context, owed.id)
    throw error
  }
}

/** Certain not to have been sent: there is nothing to look for the next time, and no right to look is needed. */
const wasRefused = (error: unknown): boolean =>
  error instanceof GraphSignInFailed ||
  (error instanceof GraphFailure && error.status >= 400 && error.status < 500 && error.status !== 408)

const notTried = ({ db }: MailingContext, id: string): Promise<unknown> =>
  db.execute(sql`update form_submissions set mail_tried_at = null where id = ${id}::uuid`)

/** The mailbox as the form names it now: the one it was published with may be gone since. */
async function mailboxOf({ db }: MailingContext, { id, definition }: PublishedForm): Promise<string> {
  const [row] = await db.execute<{ graph_user_id: string }>(sql`
    select m.graph_user_id from mailboxes m where m.id = coalesce(
      (select (v.definition->'confirmation'->>'mailboxId')::uuid from forms f
         join form_versions v on v.form_id = f.id and v.version = f.published_version where f.id = ${id}::uuid),
      ${definition.confirmation.mailboxId}::uuid)`)
  if (!row) throw new GraphFailure(404, 'MailboxGone', 'The mailbox of the form does not exist any more.', null, null)
  return row.graph_user_id
}

/** The subject of the mail that asks to confirm. */
export const confirmationSubject = ({ language, confirmation }: FormDefinition): string =>
  confirmation.subject || wordsOf[language].subject

/** The mail in the words of the form, else in those of its language. Nothing a visitor wrote stands in it. */
function confirmationMail(
  { definition }: Pick<PublishedForm, 'definition'>,
  link: string,
): { subject: string; html: string } {
  const words = wordsOf[definition.language]
  const { text } = definition.confirmation
  return {
    subject: confirmationSubject(definition),
    html: html`<div lang="${definition.language}">${paragraphs(text || words.mail)}<p><a href="${link}">${words.confirmButton}</a></p><p>${link}</p><p>${words.ignore}</p></div>`
      .text,
  }
}

async function settle(context: MailingContext, id: string, dueAt: Date | null, error: string | null): Promise<void> {
  await context.db.execute(sql`
    update form_submissions set mail_due_at = ${dueAt?.toISOString() ?? null}::timestamptz, mail_error = ${error},
        mail_sent_at = case when ${error === null} then ${context.now().toISOString()}::timestamptz end
      where id = ${id}::uuid`)
}

/** Again a little later each time, and not before the instant Microsoft named. What Microsoft refuses stays so for a while. */
async function later(
  context: MailingContext,
  { id, attempts }: Owed,
  error: GraphFailure | GraphSignInFailed,
): Promise<void> {
  context.log.warn({ err: error, submission: id }, 'a mail that asks to confirm was not sent; it is tried again')
  const now = context.now().getTime()
  const wait = Math.min(MOST_WAIT, LOOK_AFTER * 2 ** Math.min(attempts - 1, 10))
  const named = error instanceof GraphFailure ? (error.retryAt?.getTime() ?? 0) : 0
  const dueAt = attempts >= MOST_ATTEMPTS ? null : new Date(Math.max(now + wait, named))
  await settle(context, id, dueAt, error.code)
}
