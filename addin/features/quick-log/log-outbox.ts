import { useSyncExternalStore } from 'react'
import type { Activity } from '../../../server/timeline/schema.ts'
import { api, queries, signIn } from '../../api/session.ts'
import { storage } from '../../outlook/storage.ts'
import { contactKey } from '../contact/contact-query.ts'
import { insertActivity } from '../timeline/timeline-query.ts'
import { Outbox, type OutboxEntry } from './outbox.ts'

const retryEvery = 15_000

/** The one outbox of the pane. */
export const outbox = new Outbox({
  storage,
  account: () => {
    const state = signIn.current()
    return state.kind === 'signed-in' ? state.account : undefined
  },
  newKey: () => crypto.randomUUID(),
  send: ({ contactId, input, key }) =>
    api.post<Activity>(`/contacts/${contactId}/activities`, { body: input, idempotencyKey: key }),
  onSent: (contactId, activity) => {
    insertActivity(queries, contactId, activity)
    // A call or meeting moves "last contact" and the score.
    void queries.invalidateQueries({ queryKey: contactKey(contactId) })
  },
})

export function useOutbox(): OutboxEntry[] {
  return useSyncExternalStore(outbox.subscribe, outbox.current)
}

let started = false

/** Tries again when the network returns, when the pane is looked at, and now and then. Starts once. */
export function startOutbox(): void {
  if (started) return
  started = true
  const flush = () => {
    if (outbox.current().length > 0) void outbox.flush()
  }
  window.addEventListener('online', flush)
  window.addEventListener('focus', flush)
  setInterval(flush, retryEvery)
  signIn.subscribe(() => {
    if (signIn.current().kind === 'signed-in') flush()
  })
}
