import { type DehydratedState, dehydrate, hydrate, type QueryClient } from '@tanstack/react-query'
import type { TextStorage } from '../outlook/storage.ts'

const storageKey = 'views'
const keptQueries = 60
const saveDelay = 1_000

interface Kept {
  /** Address of the mailbox it was seen in: another person's view must not show, not even for a moment. */
  mailbox: string
  state: DehydratedState
}

/**
 * Keeps the last views through a reload of the pane, which some Outlooks do on every message
 * (office-js#5987): the first paint needs no network, and without one there is still something to show.
 * Lives as long as the window (session storage), and nowhere else.
 */
export function keepViews(queries: QueryClient, storage: TextStorage, mailbox: string): void {
  const kept = read(storage)
  if (kept?.mailbox === mailbox) hydrate(queries, kept.state)
  else storage.removeItem(storageKey)
  let waiting = false
  const save = () => {
    waiting = false
    storage.setItem(storageKey, JSON.stringify({ mailbox, state: newest(dehydrate(queries)) } satisfies Kept))
  }
  queries.getQueryCache().subscribe((event) => {
    const changed = event.type === 'removed' || (event.type === 'updated' && event.action.type === 'success')
    if (!changed || waiting) return
    waiting = true
    setTimeout(save, saveDelay)
  })
}

function newest(state: DehydratedState): DehydratedState {
  const seen = state.queries.filter(({ queryKey }) => queryKey[0] !== 'proposal')
  return {
    mutations: [],
    queries: seen.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt).slice(0, keptQueries),
  }
}

function read(storage: TextStorage): Kept | null {
  try {
    return JSON.parse(storage.getItem(storageKey) ?? 'null')
  } catch {
    return null
  }
}
