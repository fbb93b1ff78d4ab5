import type { Recipient } from '@microsoft/microsoft-graph-types'
import { sql } from 'drizzle-orm'
import type { OutgoingContent } from '#db/schema/outgoing.ts'
import { GraphFailure } from '../graph/failure.ts'
import { createDraft, findMarked, sendDraft } from '../graph/outgoing.ts'
import type { GraphTokens } from '../identity/graph-token.ts'
import type { MailContext } from '../mail/context.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import { answeredBefore, once } from '../platform/idempotency.ts'
import { cleanHtml } from '../templates/clean-html.ts'
import { readTemplate } from '../templates/templates.ts'
import { markOutgoingSent } from '../tracking/sent.ts'
import { trackHtml, withoutOwnImages } from '../tracking/track-html.ts'
import { type WayOut, wayOutOf } from '../tracking/unsubscribe.ts'
import { checkMail } from './check-mail.ts'
import { explainSending } from './explain-sending.ts'
import { moveOn, type OutgoingRow, outgoingRow, readOutgoing } from './outgoing.ts'
import { MarketingNotAllowed, NotRecipient, OneAtATime } from './problems.ts'
import { recordSent } from './record-sent.ts'
import type { OutgoingMail, SendMail } from './schema.ts'

export interface SendingContext extends MailContext {
  tokens: GraphTokens
  config: { publicUrl: string }
}

/** A process that stopped in the middle is noticed after so long. */
const ABANDONED_AFTER = 120_000
/** Exchange takes a moment to show a sent item. */
const LOOK_AGAIN_AFTER = 3_000

const later = (context: SendingContext, milliseconds: number): Date => new Date(context.now().getTime() + milliseconds)

/**
 * Sends a mail as the rep, from their own mailbox, once: as a draft with a marker that is then sent. Where an answer is
 * lost, it is looked up by the marker and never sent again; the state is `unsure` until that is known.
 * @param accessToken of the rep, for this API
 * @param key the same key is the same mail, whatever became of the first answer
 * @throws NotFound of a template, NotRecipient, MarketingNotAllowed, OneAtATime, GraphSignInFailed: nothing was sent
 */
export async function sendMail(
  context: SendingContext,
  actor: Actor,
  accessToken: string,
  input: SendMail,
  key?: string,
): Promise<OutgoingMail> {
  // What went out yesterday stays sent, though today the person has opted out.
  const before = await answeredBefore<{ id: string }>(context.db, actor, key, input)
  if (before) return readOutgoing(context.db, actor, before.id)
  const purpose = await purposeOf(context, actor, input)
  await mustBeAllowed(context, actor, input, purpose)
  const token = await context.tokens.onBehalfOf(accessToken, ['Mail.ReadWrite', 'Mail.Send'])
  let isNew = false
  const { id } = await once(context.db, actor, key, input, async (tx) => {
    isNew = true
    const content = JSON.stringify(contentOf(input))
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into outgoing_mails (user_id, content, purpose, template_id, due_at)
      values (${actor.userId}::uuid, ${content}::jsonb, ${purpose}, ${input.templateId}::uuid,
        ${later(context, ABANDONED_AFTER).toISOString()}::timestamptz) returning id`)
    return { id: row?.id as string }
  })
  if (!isNew) return readOutgoing(context.db, actor, id)
  const notTracked = await dispatch(context, await outgoingRow(context.db, id), token, input.track)
  return { ...(await readOutgoing(context.db, actor, id)), notTracked }
}

type Purpose = SendMail['purpose']

/** What was written with a marketing template is marketing, whatever it is given out for. */
async function purposeOf(context: SendingContext, actor: Actor, { templateId, purpose }: SendMail): Promise<Purpose> {
  const template = templateId ? await readTemplate(context.db, actor, templateId) : null
  return template?.purpose === 'marketing' ? 'marketing' : purpose
}

async function mustBeAllowed(context: SendingContext, actor: Actor, input: SendMail, purpose: Purpose): Promise<void> {
  const recipients = [...input.to, ...input.cc, ...input.bcc]
  const wrong = recipients.filter(({ address }) => !parseAddress(address)).map(({ address }) => address)
  if (wrong.length > 0) throw new NotRecipient(wrong)
  if (purpose !== 'marketing') return
  const checked = await checkMail(context, actor, { recipients, purpose: 'marketing' })
  const refused = checked.recipients.filter(({ marketing }) => marketing?.decision === 'block')
  if (refused.length > 0)
    throw new MarketingNotAllowed(refused.map(({ address, marketing }) => ({ address, text: marketing?.text ?? '' })))
  if (checked.recipients.filter(({ own }) => !own).length > 1) throw new OneAtATime()
}

function contentOf({ to, cc, bcc, subject, html }: SendMail): OutgoingContent {
  const people = (list: SendMail['to']) => list.map(({ address, name }) => ({ address, name: name ?? null }))
  return { to: people(to), cc: people(cc), bcc: people(bcc), subject, html: cleanHtml(html) }
}

type NotTracked = OutgoingMail['notTracked']

async function dispatch(context: SendingContext, row: OutgoingRow, token: string, track: boolean): Promise<NotTracked> {
  const content = row.content as OutgoingContent
  const wayOut = row.purpose === 'marketing' ? await wayOutOfAny(context, content) : null
  const { html, trackedMailId, notTracked } = await written(context, row, content, wayOut, track)
  const draft = await draftFor(context, row, token, { ...content, html }, { trackedMailId, wayOut })
  if (!draft) return notTracked
  await moveOn(context.db, row.id, 'preparing', 'drafted', {
    graphMessageId: draft.id,
    internetMessageId: draft.internetMessageId,
  })
  // From here on nobody but Microsoft knows; the state says so before the request leaves.
  const mine = await moveOn(context.db, row.id, 'drafted', 'sending', { dueAt: later(context, ABANDONED_AFTER) })
  if (mine) await send(context, row, token, draft.id)
  return notTracked
}

interface Written {
  html: string
  trackedMailId: string | null
  notTracked: NotTracked
}

/** The text as it goes out: with the way out of marketing, and with links and pixel where it is tracked. */
async function written(
  context: SendingContext,
  row: OutgoingRow,
  content: OutgoingContent,
  wayOut: WayOut | null,
  track: boolean,
): Promise<Written> {
  const recipients = [...content.to, ...content.cc, ...content.bcc]
  const html = `${content.html}${wayOut?.html ?? ''}`
  if (!track) return { html: withoutOwnImages(html, context.config.publicUrl), trackedMailId: null, notTracked: [] }
  const tracked = await trackHtml(context, { userId: row.user_id, recipients, html, outgoingMailId: row.id })
  if (tracked.trackedMailId)
    await context.db.execute(sql`update outgoing_mails set tracked = true where id = ${row.id}::uuid`)
  return tracked
}

async function wayOutOfAny(context: SendingContext, { to, cc, bcc }: OutgoingContent): Promise<WayOut | null> {
  for (const { address } of [...to, ...cc, ...bcc]) {
    const wayOut = await wayOutOf(context, address)
    if (wayOut) return wayOut
  }
  return null
}

/** A lost answer may have made the draft: then it is there under the marker. */
async function draftFor(
  context: SendingContext,
  row: OutgoingRow,
  token: string,
  { subject, html, to, cc, bcc }: OutgoingContent,
  { trackedMailId, wayOut }: { trackedMailId: string | null; wayOut: WayOut | null },
): Promise<{ id: string; internetMessageId: string | null } | null> {
  const people = { to: to.map(recipient), cc: cc.map(recipient), bcc: bcc.map(recipient) }
  const draft = { subject, html, ...people, marker: row.id, trackedMailId, unsubscribeUrl: wayOut?.url ?? null }
  try {
    return await createDraft(context.graph, row.graph_user_id, token, draft)
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    const found = isAmbiguous(error) ? await draftOf(context, row) : undefined
    if (found) return found
    await giveUp(context, row, 'preparing', error, 'Nothing was sent.')
    return null
  }
}

async function draftOf(context: SendingContext, row: OutgoingRow) {
  const [found] = await findMarked(context.graph, row.graph_user_id, row.id).catch(() => [])
  return found ? { id: found.id, internetMessageId: found.internetMessageId ?? null } : undefined
}

async function send(context: SendingContext, row: OutgoingRow, token: string, draftId: string): Promise<void> {
  try {
    await sendDraft(context.graph, row.graph_user_id, token, draftId)
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    if (isAmbiguous(error)) {
      await moveOn(context.db, row.id, 'sending', 'unsure', { dueAt: later(context, LOOK_AGAIN_AFTER) })
    } else {
      await giveUp(context, row, 'sending', error, 'It lies in your Drafts in Outlook, to be sent from there.')
    }
    return
  }
  const sentAt = context.now()
  await moveOn(context.db, row.id, 'sending', 'sent', { sentAt, dueAt: later(context, LOOK_AGAIN_AFTER) })
  await sayItIsSent(context, row, sentAt).catch((error: unknown) => {
    context.log.warn({ err: error, outgoing: row.id }, 'a sent mail is not on the timeline yet; it is tried again')
  })
}

/** Whoever opens it from now on reads it, though its sent item may show late or never. */
async function sayItIsSent(context: SendingContext, row: OutgoingRow, sentAt: Date): Promise<void> {
  await context.db.transaction((tx) => markOutgoingSent(tx, row.id, { sentAt }))
  await recordSent(context, await outgoingRow(context.db, row.id))
}

/** No answer, or one that says nothing about what was done: the mail may be on its way. */
const isAmbiguous = ({ status }: GraphFailure): boolean => status === -1 || status === 408 || status >= 500

async function giveUp(
  context: SendingContext,
  row: OutgoingRow,
  from: 'preparing' | 'sending',
  failure: GraphFailure,
  where: string,
): Promise<void> {
  const { code, message, remedy } = explainSending(failure)
  const error = { code, message, remedy: `${where} ${remedy}` }
  await moveOn(context.db, row.id, from, 'failed', { error, dueAt: null })
}

const recipient = ({ address, name }: { address: string; name: string | null }): Recipient => ({
  emailAddress: { address, ...(name ? { name } : {}) },
})
