import { useCallback, useSyncExternalStore } from 'react'
import { type Address, formatAddress, parseAddress } from './address.ts'

/** What a visitor without a link sees: the pane open and pinned, beside the newest mail. */
const FIRST_VISIT = '#pane=open&pinned=1'

/** True until somebody came with a link: then the newest message is opened by itself. */
export const firstVisit = location.hash.length <= 1
if (firstVisit) history.replaceState(null, '', FIRST_VISIT)

let current = parseAddress(location.hash)
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The address and a way to change parts of it. Changes of the message are kept in the history, others replace. */
export function useAddress(): [Address, (patch: Partial<Address>) => void] {
  const address = useSyncExternalStore(subscribe, () => current)
  const change = useCallback((patch: Partial<Address>) => {
    const navigates = 'message' in patch || 'folder' in patch || 'user' in patch
    current = { ...current, ...patch }
    const hash = formatAddress(current)
    if (navigates) history.pushState(null, '', hash)
    else history.replaceState(null, '', hash)
    for (const listener of listeners) listener()
  }, [])
  return [address, change]
}

window.addEventListener('popstate', () => {
  current = parseAddress(location.hash)
  for (const listener of listeners) listener()
})
