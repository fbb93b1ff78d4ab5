import { fitting } from './fitting.ts'
import {
  addressesOf,
  type Recipients,
  readLookedUp,
  readRecipients,
  readState,
  type WrittenItem,
  writeLookedUp,
} from './item.ts'
import type { LookedUp, MailState } from './mail-state.ts'
import { ask, askToken } from './server.ts'
import { knows, templateOf, withLookedUp } from './verdict.ts'
import { type Checked, verdictOf } from './verdict-of.ts'
import { plainWords } from './words.ts'

/** A pane that is open asks too; it gets this long to have its answer first. */
const paneFirst = 1_500
/** Exchange takes no more recipients. */
const most = 500
/** Session data holds 50,000 characters in all up to Mailbox 1.15, of which the pane uses up to 35,000. */
const room = 14_000

/** What is known of a message as it stands now. */
export interface Known {
  state: MailState
  people: string[]
}

/** What pane and handlers know of the message between them. Asks nobody. */
export function readKnown(item: WrittenItem): Promise<Known> {
  return Promise.all([readState(item), readLookedUp(item), readRecipients(item)]).then(([state, found, recipients]) => {
    const people = addressesOf(recipients)
    return { state: withLookedUp(state, found, people, Date.now()), people }
  })
}

interface Asking {
  question: string
  answered: Promise<void>
}

/** What is being asked about each message: on the web one runtime serves all that are being written. */
const asking = new WeakMap<WrittenItem, Asking>()

/**
 * Asks the server about recipients of whom neither pane nor handlers know anything yet, and leaves the answer for the
 * moment of sending. Where nobody is signed in, nothing is left: then it is as if no handler had run.
 */
export function lookUp(item: WrittenItem): Promise<void> {
  return readState(item)
    .then((state) => (state.attended ? pause(paneFirst) : undefined))
    .then(() => Promise.all([readKnown(item), readRecipients(item)]))
    .then(([{ state, people }, recipients]) => {
      if (people.length === 0 || knows(state.verdict, people, Date.now())) return undefined
      // One change is often told by several events.
      const question = JSON.stringify([people, templateOf(state)])
      const present = asking.get(item)
      if (present?.question === question) return present.answered
      const forget = () => {
        if (isAsking(item, question)) asking.delete(item)
      }
      const answered = answerAbout(item, state, recipients, question).then(forget, forget)
      asking.set(item, { question, answered })
      return answered
    })
}

function isAsking(item: WrittenItem, question: string): boolean {
  return asking.get(item)?.question === question
}

function answerAbout(item: WrittenItem, state: MailState, recipients: Recipients, question: string): Promise<void> {
  const leave = (found: LookedUp) =>
    // Somebody was added meanwhile: what was asked then counts.
    isAsking(item, question) ? writeLookedUp(item, fitting(found, room)) : Promise.resolve()
  const { marketing } = state
  const templateId = templateOf(state)
  return askToken(Date.now())
    .then((token) =>
      // What is known of some of them stays known while the others are asked about, and where no answer comes.
      leave({ templateId, verdict: state.verdict }).then(() =>
        ask<Checked>('/compose/check', token, {
          recipients: peopleOf(recipients),
          purpose: marketing ? 'marketing' : 'one_to_one',
        }),
      ),
    )
    .then((checked) => {
      const words = plainWords(marketing ? marketing.name : '')
      return leave({ templateId, verdict: verdictOf(checked, words, Date.now(), marketing) })
    })
}

function peopleOf({ to, cc, bcc }: Recipients): { address: string; name: string | null }[] {
  return to
    .concat(cc, bcc)
    .filter(({ emailAddress }) => (emailAddress || '').trim() !== '')
    .slice(0, most)
    .map(({ emailAddress, displayName }) => ({ address: emailAddress, name: displayName || null }))
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
