/** The part of the Web Storage interface we use. */
export interface TextStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/**
 * Session storage where the browser grants it, memory where it does not: in InPrivate windows and with
 * third-party storage blocked the mere access throws (OfficeDev/office-js#2177, #3765).
 */
export function guardedStorage(open: () => TextStorage = () => window.sessionStorage): TextStorage {
  const memory = new Map<string, string>()
  const attempt = <T>(use: (storage: TextStorage) => T): T | undefined => {
    try {
      return use(open())
    } catch {
      return undefined
    }
  }
  return {
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem(key, value) {
      memory.set(key, value)
      attempt((storage) => storage.setItem(key, value))
    },
    removeItem(key) {
      memory.delete(key)
      attempt((storage) => storage.removeItem(key))
    },
  }
}

export const storage = guardedStorage()
