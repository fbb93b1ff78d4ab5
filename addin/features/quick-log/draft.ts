import { storage } from '../../outlook/storage.ts'

export type LogKind = 'note' | 'call' | 'meeting'

export interface Named {
  id: string
  name: string
}

export interface Draft {
  kind: LogKind
  text: string
  /** Local date and time as a `datetime-local` field writes it; empty means now. */
  at: string
  /** Further contacts it is about. */
  people?: Named[]
  /** Colleagues picked after an @; those the text still names are told. */
  mentions?: Named[]
}

const keyOf = (messageKey: string, contactId: string) => `draft:${messageKey}:${contactId}`

/** The half-written note of a message and contact; it outlives reloads of the pane (office-js#5987). */
export function loadDraft(messageKey: string, contactId: string): Draft | null {
  const text = storage.getItem(keyOf(messageKey, contactId))
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function keepDraft(messageKey: string, contactId: string, draft: Draft): void {
  if (draft.text.trim() === '') storage.removeItem(keyOf(messageKey, contactId))
  else storage.setItem(keyOf(messageKey, contactId), JSON.stringify(draft))
}

export function dropDraft(messageKey: string, contactId: string): void {
  storage.removeItem(keyOf(messageKey, contactId))
}
