import { useSyncExternalStore } from 'react'
import type { OutgoingMail, SendMail } from '../../../server/sending/schema.ts'
import { meQuery, queries } from '../../api/session.ts'
import { storage } from '../../outlook/storage.ts'

export interface Draft {
  to: string
  cc: string
  subject: string
  html: string
  /** The marketing template whose text was put in, with the beginning of it; null for personal mail. */
  marketing: { name: string; sample: string } | null
  templateId: string | null
  track: boolean
}

/** A mail as it was given to the server, with the key under which it is the same mail however often it is given. */
interface Attempt {
  text: string
  mail: SendMail
  key: string
}

interface Unsent {
  draft: Draft | null
  attempt: Attempt | null
  /** What the server said last, where the mail is not known to have failed. */
  outgoing: OutgoingMail | null
}

const nothing: Unsent = { draft: null, attempt: null, outgoing: null }

/**
 * What was written and is not known to be sent, by person and contact. It outlives the window and, as half-written notes
 * do, a reload: that loses no text, and what may have gone out already is not sent under another key.
 */
const kept = new Map<string, Unsent>()
const listeners = new Set<() => void>()

/** Nothing is on screen before it is known who looks at it. */
function keyOf(contactId: string): string {
  return `unsent:${queries.getQueryData(meQuery.queryKey)?.id}:${contactId}`
}

function unsentOf(contactId: string): Unsent {
  const key = keyOf(contactId)
  const found = kept.get(key) ?? restore(storage.getItem(key))
  kept.set(key, found)
  return found
}

function restore(text: string | null): Unsent {
  try {
    return text ? { ...nothing, ...JSON.parse(text) } : nothing
  } catch {
    return nothing
  }
}

function keep(contactId: string, change: Partial<Unsent>): void {
  const next = { ...unsentOf(contactId), ...change }
  kept.set(keyOf(contactId), next)
  storage.setItem(keyOf(contactId), JSON.stringify(next))
}

/** The draft to go on with. A mail that went out while nobody looked leaves none. */
export function draftOf(contactId: string): Draft | null {
  const { outgoing, draft } = unsentOf(contactId)
  if (outgoing?.state !== 'sent') return draft
  forgetUnsent(contactId)
  return null
}

export const keepDraft = (contactId: string, draft: Draft): void => keep(contactId, { draft })

export function forgetUnsent(contactId: string): void {
  kept.delete(keyOf(contactId))
  storage.removeItem(keyOf(contactId))
}

/** The mail to give to the server: what was given before, to the letter, unless somebody has written on since. */
export function attemptOf(contactId: string, draft: Draft, mail: SendMail): Attempt {
  const text = textOf(draft)
  const before = unsentOf(contactId).attempt
  const attempt = before?.text === text ? before : { text, mail, key: crypto.randomUUID() }
  keep(contactId, { draft, attempt })
  return attempt
}

/** What the rule of sending answers to a mail it does not know yet. Any other error says nothing of an earlier try. */
const refusals = [404, 409, 422]

/** Where nothing was sent, the next try is a new mail, with the switches as they are then. */
export function refuse(contactId: string, { status }: { status: number }): void {
  if (refusals.includes(status)) keep(contactId, { attempt: null })
}

/** True for a mail that was given to the server, to the letter, and of which nobody knows what became of it. */
export function mayHaveGone(contactId: string, draft: Draft): boolean {
  const { attempt } = unsentOf(contactId)
  return attempt?.text === textOf(draft)
}

/** What became of it. What failed and is sent again is a new try. */
export function settle(contactId: string, outgoing: OutgoingMail): void {
  if (outgoing.state === 'failed') keep(contactId, { attempt: null, outgoing: null })
  else if (outgoing.state === 'sent') keep(contactId, { draft: null, attempt: null, outgoing })
  else keep(contactId, { outgoing })
  for (const listener of listeners) listener()
}

/** The mail that was given to the server last and did not fail. */
export const useOutgoing = (contactId: string): OutgoingMail | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => unsentOf(contactId).outgoing,
  )

const textOf = ({ to, cc, subject, html }: Draft): string => JSON.stringify([to, cc, subject, html])
