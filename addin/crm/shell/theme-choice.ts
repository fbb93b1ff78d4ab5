import { useSyncExternalStore } from 'react'

export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const key = 'theme'
const listeners = new Set<() => void>()
let memory: ThemeChoice | undefined

function read(): ThemeChoice {
  if (memory) return memory
  try {
    const kept = localStorage.getItem(key)
    return themeChoices.find((choice) => choice === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Kept for all windows of this browser, where it lets us. */
export function chooseTheme(choice: ThemeChoice): void {
  memory = choice
  try {
    localStorage.setItem(key, choice)
  } catch {
    // Then it holds for this window.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, read)
