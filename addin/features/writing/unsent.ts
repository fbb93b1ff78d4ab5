import { useSyncExternalStore } from 'react'
import type { OutgoingMail, SendMail } from '../../../server/sending/schema.ts'

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

/**
 * What was written and is not known to be sent, by contact. It outlives the window: closing that loses no text, and what
 * may have gone out already is not sent under another key.
 */
const kept = new Map<string, Unsent>()
const listeners = new Set<() => void>()

function keep(contactId: string, change: Partial<Unsent>): void {
  kept.set(contactId, { draft: null, attempt: null, outgoing: null, ...kept.get(contactId), ...change })
}

/** The draft to go on with. A mail that went out while nobody looked leaves none. */
export function draftOf(contactId: string): Draft | null {
  const { outgoing, draft } = kept.get(contactId) ?? {}
  if (outgoing?.state !== 'sent') return draft ?? null
  kept.delete(contactId)
  return null
}

export const keepDraft = (contactId: string, draft: Draft): void => keep(contactId, { draft })
export const forgetUnsent = (contactId: string): boolean => kept.delete(contactId)

/** The mail to give to the server: what was given before, to the letter, unless somebody has written on since. */
export function attemptOf(contactId: string, draft: Draft, mail: SendMail): Attempt {
  const text = textOf(draft)
  const before = kept.get(contactId)?.attempt
  if (before?.text === text) return before
  const attempt = { text, mail, key: crypto.randomUUID() }
  keep(contactId, { draft, attempt })
  return attempt
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
    () => kept.get(contactId)?.outgoing ?? null,
  )

const textOf = ({ to, cc, subject, html }: Draft): string => JSON.stringify([to, cc, subject, html])
