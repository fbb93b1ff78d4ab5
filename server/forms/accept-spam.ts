import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { ContactContext } from '../contacts/contacts.ts'
import type { Actor } from '../platform/actor.ts'
import { formAsItWas } from './open-form.ts'
import { NotSpam, SenderSuppressed, SubmissionNotFound } from './problems.ts'
import { type FormValues, stillTaken } from './read-values.ts'
import { takeIn } from './take-in.ts'

interface Row extends Record<string, unknown> {
  version: number
  state: string
  values: FormValues
  page_url: string | null
  network: string | null
  agent: string | null
  received_at: string
}

/**
 * Takes in what was taken for spam, as if it had been accepted at once.
 * @throws SubmissionNotFound, NotSpam, SenderSuppressed
 */
export async function acceptSpam(
  context: ContactContext,
  actor: Actor,
  formId: string,
  submissionId: string,
  now: Date,
): Promise<void> {
  const row = await readSubmission(context.db, formId, submissionId)
  if (row.state !== 'spam') throw new NotSpam()
  const form = await formAsItWas(context.db, formId, row.version)
  const visitor = { pageUrl: row.page_url, network: row.network, agent: row.agent }
  const values = await stillTaken(context.db, row.values)
  const arrival = { id: submissionId, values, visitor, receivedAt: new Date(row.received_at), takenAt: now }
  const outcome = await takeIn(context, form, arrival, (tx) => claim(tx, actor, submissionId))
  if (outcome === 'suppressed') throw new SenderSuppressed()
  if (outcome === 'repeated') throw new NotSpam()
}

async function readSubmission(db: Database, formId: string, id: string): Promise<Row> {
  const [row] = await db.execute<Row>(sql`
    select version, state, values, page_url, network, agent, received_at from form_submissions
     where id = ${id}::uuid and form_id = ${formId}::uuid`)
  if (!row) throw new SubmissionNotFound()
  return row
}

/** Of two who accept it at once, one does. */
async function claim(tx: Tx, actor: Actor, id: string): Promise<boolean> {
  const claimed = await tx.execute(
    sql`update form_submissions set state = 'accepted' where id = ${id}::uuid and state = 'spam' returning 1`,
  )
  if (claimed.length === 0) return false
  await audit(tx, actor, { action: 'form.spam_accepted', subjectKind: 'form_submission', subjectId: id })
  return true
}
