import {
  isHtml,
  markTracked,
  markUnchecked,
  prependHtml,
  readApplied,
  readHtml,
  readText,
  showNotice,
  type WrittenItem,
  writeApplied,
  writeHtml,
} from './item.ts'
import { lookUp, readKnown } from './look-up.ts'
import { isSameList, type MailState, type Marketing, type TrackingPlan } from './mail-state.ts'
import { standsIn } from './sample.ts'
import { hasOldPixels, linksIn, marksOf, withTracking } from './tracked-body.ts'
import { answerFor, isUnchecked, noticeFor } from './verdict.ts'

/** The answer comes within a second, whatever hangs (OP-07). */
const deadline = 900
/** Nobody waits for these, but Outlook does not let them run for ever. */
const lookUpDeadline = 10_000
/** Later than this nothing is begun that changes the message. */
const lastStart = 500

type Completed = Office.SmartAlertsEventCompletedOptions

/**
 * Smart Alert: says what was worked out while the message was written, and puts the prepared tracking into it. Asks no
 * server. Only marketing to somebody who must not get it is stopped; for everything that goes wrong, the message goes.
 */
function onMessageSend(event: Office.AddinCommands.Event): void {
  const started = Date.now()
  const finish = completing(event, { allowEvent: true }, deadline)
  attempt(() => {
    const item = writtenItem()
    return readKnown(item).then(({ state, people }) =>
      reasonToStop(item, state, people).then((reason) => {
        if (reason !== null) return finish({ allowEvent: false, errorMessage: reason })
        const marked = state.attended ? markUnchecked(item, isUnchecked(state, people, Date.now())) : Promise.resolve()
        return Promise.all([
          marked.catch(() => undefined),
          track(item, state, people, started).catch(() => undefined),
        ]).then(() => finish({ allowEvent: true }))
      }),
    )
  }).catch(() => finish({ allowEvent: true }))
}

/** Why the message must not go, or null where it may. */
function reasonToStop(item: WrittenItem, state: MailState, people: string[]): Promise<string | null> {
  const answer = answerFor(state, people, Date.now())
  if (answer.kind !== 'block') return Promise.resolve(null)
  return isStillIn(item, state.marketing).then((stands) => (stands ? answer.text : null))
}

/** The mark of marketing outlives its text, and without that a person wrote the mail. */
function isStillIn(item: WrittenItem, marketing: Marketing | null): Promise<boolean> {
  if (!marketing?.sample) return Promise.resolve(true)
  return readText(item).then((text) => standsIn(marketing.sample, text))
}

/**
 * While the message is written, from its first moment on: recipients that neither pane nor handlers know yet are looked
 * up, so that on sending nobody need be asked; and a bar above the message says who opted out, or was added to marketing
 * without having been looked up.
 */
function onMessageChanged(event: Office.AddinCommands.Event): void {
  const finish = completing(event, {}, lookUpDeadline)
  attempt(() => {
    const item = writtenItem()
    const tell = () =>
      readKnown(item)
        .then(({ state, people }) => showNotice(item, noticeFor(state, people, Date.now())))
        // Who cannot be told of is looked up all the same.
        .catch(() => undefined)
    return tell()
      .then(() => lookUp(item))
      .then(tell)
  })
    .catch(() => undefined)
    .then(() => finish({}))
}

/**
 * Puts the plan into the body if it was made for exactly these recipients, and takes out what an earlier attempt to
 * send, or earlier mail that is quoted, left there. The body is written in one call or not at all.
 */
function track(item: WrittenItem, state: MailState, recipients: string[], started: number): Promise<void> {
  const made = state.wantsTracking ? state.tracking : null
  const plan = made && isSameList(made.recipients, recipients) ? made : null
  return readApplied(item).then((applied) => {
    return Promise.all([isHtml(item), readHtml(item)]).then(([html, body]) => {
      if (!html || Date.now() - started > lastStart) return undefined
      if (!plan && !applied) return hasOldPixels(body) ? writeHtml(item, withTracking(body, null, null)) : undefined
      return markTracked(item, plan ? plan.id : null)
        .then(() => write(item, body, plan, applied))
        .then(() => writeApplied(item, plan && { pixel: plan.pixel, trap: plan.trap, links: plan.links }))
    })
  })
}

/** Where no link changes, the pixel is put in front: a body that goes through Outlook and back may lose its looks. */
function write(
  item: WrittenItem,
  body: string,
  plan: TrackingPlan | null,
  applied: Parameters<typeof withTracking>[2],
): Promise<void> {
  if (plan && !applied && !leadsAnywhere(body, plan) && !hasOldPixels(body)) return prependHtml(item, marksOf(plan))
  return writeHtml(item, withTracking(body, plan, applied))
}

function leadsAnywhere(body: string, { links }: TrackingPlan): boolean {
  return linksIn(body).some((url) => links.some((link) => link.url === url))
}

/** Completes an event exactly once, at the latest after `limit` milliseconds. */
function completing(event: Office.AddinCommands.Event, otherwise: Completed, limit: number) {
  let completed = false
  const finish = (options: Completed) => {
    if (completed) return
    completed = true
    event.completed(options)
  }
  setTimeout(() => finish(otherwise), limit)
  return finish
}

function attempt(start: () => Promise<unknown>): Promise<unknown> {
  try {
    return start()
  } catch (error) {
    return Promise.reject(error)
  }
}

function writtenItem(): WrittenItem {
  const item = Office.context.mailbox.item
  if (!item) throw new Error('There is no message.')
  return item as unknown as WrittenItem
}

// Classic Outlook runs nothing of onReady, so the names are given at top level (office-js#5166); on the web no event
// comes before onReady was called.
Office.actions.associate('onMessageSend', onMessageSend)
Office.actions.associate('onNewMessageCompose', onMessageChanged)
Office.actions.associate('onMessageCompose', onMessageChanged)
Office.actions.associate('onMessageRecipientsChanged', onMessageChanged)
if (typeof Office.onReady === 'function') Office.onReady()
