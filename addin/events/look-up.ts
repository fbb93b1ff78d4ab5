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
/** Session data is small, and most of it is the pane's. */
const room = 12_000

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

let asked = ''
let asking: Promise<void> = Promise.resolve()

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
      if (question !== asked) {
        asked = question
        asking = answerAbout(item, state, recipients, question).then(
          () => forget(question),
          () => forget(question),
        )
      }
      return asking
    })
}

function forget(question: string): void {
  if (asked === question) asked = ''
}

function answerAbout(item: WrittenItem, state: MailState, recipients: Recipients, question: string): Promise<void> {
  const leave = (found: LookedUp) => {
    // Somebody was added meanwhile: what was asked then counts.
    const text = JSON.stringify(found)
    return asked === question && text.length <= room ? writeLookedUp(item, text) : Promise.resolve()
  }
  const { marketing } = state
  const templateId = templateOf(state)
  return askToken(Date.now())
    .then((token) =>
      leave({ templateId, verdict: null }).then(() =>
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
