import type { Activity, LogActivityInput } from '../../../server/timeline/schema.ts'
import { ApiProblem, isOffline } from '../../api/problem.ts'
import type { TextStorage } from '../../outlook/storage.ts'

export interface OutboxEntry {
  /** Sent as Idempotency-Key each time, so an entry whose answer was lost is not logged twice. */
  key: string
  account: string | undefined
  contactId: string
  input: LogActivityInput
  state: 'sending' | 'waiting' | 'refused'
  /** Why the server refused it. */
  reason?: string
}

export interface OutboxPorts {
  storage: TextStorage
  account: () => string | undefined
  newKey: () => string
  send: (entry: OutboxEntry) => Promise<Activity>
  onSent: (contactId: string, activity: Activity) => void
}

const storageKey = 'outbox'

/** Log entries on their way to the server. Survives a reload of the pane; sends one entry at a time, oldest first. */
export class Outbox {
  #entries: OutboxEntry[]
  #sending = false
  readonly #ports: OutboxPorts
  readonly #listeners = new Set<() => void>()

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    // What was on its way when the pane went away may or may not have arrived: same key, so send it again.
    this.#entries = restore(ports.storage).map((entry) =>
      entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry,
    )
  }

  readonly current = (): OutboxEntry[] => this.#entries

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  add(contactId: string, input: LogActivityInput): void {
    // The instant of the click, not of a later successful attempt.
    const dated = { ...input, occurredAt: input.occurredAt ?? new Date().toISOString() }
    const { newKey, account } = this.#ports
    this.#become([...this.#entries, { key: newKey(), account: account(), contactId, input: dated, state: 'sending' }])
    void this.flush()
  }

  discard(key: string): void {
    this.#become(this.#entries.filter((entry) => entry.key !== key))
  }

  retry(key: string): void {
    this.#change(key, { state: 'waiting' })
    void this.flush()
  }

  /** Sends what waits. Stops at the first sign that the network is away. */
  async flush(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#sendOne(next))) return
      }
    } finally {
      this.#sending = false
    }
  }

  async #sendOne(entry: OutboxEntry): Promise<boolean> {
    this.#change(entry.key, { state: 'sending' })
    try {
      const activity = await this.#ports.send(entry)
      this.discard(entry.key)
      this.#ports.onSent(entry.contactId, activity)
      return true
    } catch (error) {
      const refused =
        error instanceof ApiProblem &&
        !isOffline(error) &&
        error.status < 500 &&
        error.status !== 401 &&
        error.status !== 429
      if (refused) this.#change(entry.key, { state: 'refused', reason: error.message })
      else this.#become(this.#entries.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' } : one)))
      return refused
    }
  }

  #next(): OutboxEntry | undefined {
    const account = this.#ports.account()
    return this.#entries.find(
      (entry) => entry.state !== 'refused' && (entry.account === undefined || entry.account === account),
    )
  }

  #change(key: string, change: Partial<OutboxEntry>): void {
    this.#become(this.#entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)))
  }

  #become(entries: OutboxEntry[]): void {
    this.#entries = entries
    if (entries.length > 0) this.#ports.storage.setItem(storageKey, JSON.stringify(entries))
    else this.#ports.storage.removeItem(storageKey)
    for (const listener of this.#listeners) listener()
  }
}

function restore(storage: TextStorage): OutboxEntry[] {
  try {
    const entries = JSON.parse(storage.getItem(storageKey) ?? '[]')
    return Array.isArray(entries) ? entries : []
  } catch {
    return []
  }
}
