/** A bar that an add-in shows above the item (`notificationMessages`). */
export interface Notice {
  key: string
  message: string
  type: 'informationalMessage' | 'progressIndicator' | 'errorMessage' | 'insightMessage'
  icon?: string
  persistent?: boolean
}

/** The notices of one item, in the order they were added. */
export interface Notices {
  all(): readonly Notice[]
  get(key: string): Notice | undefined
  put(notice: Notice): void
  remove(key: string): void
  subscribe(listener: () => void): () => void
}

export function itemNotices(): Notices {
  let notices: readonly Notice[] = []
  const listeners = new Set<() => void>()
  const change = (next: readonly Notice[]) => {
    notices = next
    for (const listener of listeners) listener()
  }
  return {
    all: () => notices,
    get: (key) => notices.find((notice) => notice.key === key),
    put: (notice) => change([...notices.filter(({ key }) => key !== notice.key), notice]),
    remove: (key) => change(notices.filter((notice) => notice.key !== key)),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
