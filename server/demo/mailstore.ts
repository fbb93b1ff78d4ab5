import { folderId } from './ids.ts'
import type { Mailbox, StoredFolder, StoredMessage } from './model.ts'

/** What may happen to the mailboxes; the journal holds these, oldest first. */
export type MailEvent =
  | { type: 'message'; message: StoredMessage }
  | { type: 'edited'; key: number; at: string; changes: Partial<StoredMessage> }
  | { type: 'moved'; key: number; at: string; folder: string }
  | { type: 'removed'; key: number; at: string }
  | { type: 'folder'; folder: StoredFolder }
  | { type: 'folder-renamed'; id: string; displayName: string }
  | { type: 'folder-removed'; id: string }
  | { type: 'sync-state-lost'; mailbox: string }

/** One line of a folder's history, as delta queries and change notifications see it. */
export interface Change {
  kind: 'entered' | 'edited' | 'left'
  mailbox: string
  folder: string
  key: number
  /** The item's number of moves at that moment: the ordinary id it then had. */
  moves: number
  /** Stored fields that changed; `edited` only. */
  fields: string[]
  /** It moved between folders, rather than being created or destroyed. */
  moved: boolean
}

const FIRST_GENERATION = 100

/**
 * Folders and messages of all mailboxes in memory. Every change is an event: `apply` replays one, `change` records it
 * first. Nothing here depends on the clock or on chance, so the same events always give the same state.
 */
export class MailStore {
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly folders = new Map<string, StoredFolder>()
  readonly #messages = new Map<number, StoredMessage>()
  readonly #folderItems = new Map<string, Set<number>>()
  readonly #changes = new Map<string, Change[]>()
  readonly #folderChanges = new Map<string, string[]>()
  readonly #generations = new Map<string, number>()
  readonly #watchers: ((change: Change, message: StoredMessage) => void)[] = []
  readonly #record: (event: MailEvent) => void
  #lastKey = 0

  constructor(mailboxes: Mailbox[], record: (event: MailEvent) => void) {
    this.mailboxes = new Map(mailboxes.map((mailbox) => [mailbox.oid, mailbox]))
    this.#record = record
  }

  nextKey(): number {
    return this.#lastKey + 1
  }

  onChange(watch: (change: Change, message: StoredMessage) => void): void {
    this.#watchers.push(watch)
  }

  change(event: MailEvent): void {
    this.#record(event)
    this.apply(event)
  }

  apply(event: MailEvent): void {
    switch (event.type) {
      case 'message':
        this.#put(event.message)
        break
      case 'edited':
        this.#edit(event.key, event.at, event.changes)
        break
      case 'moved':
        this.#move(event.key, event.at, event.folder)
        break
      case 'removed':
        this.#remove(event.key)
        break
      case 'folder':
        this.#addFolder(event.folder)
        break
      case 'folder-renamed':
        this.#renameFolder(event.id, event.displayName)
        break
      case 'folder-removed':
        this.#removeFolder(event.id)
        break
      case 'sync-state-lost':
        this.#generations.set(event.mailbox, this.generation(event.mailbox) + 1)
    }
  }

  message(key: number): StoredMessage | undefined {
    return this.#messages.get(key)
  }

  messagesIn(folder: string): StoredMessage[] {
    return [...(this.#folderItems.get(folder) ?? [])].map((key) => this.#messages.get(key) as StoredMessage)
  }

  messagesOf(mailbox: string): StoredMessage[] {
    return [...this.#messages.values()].filter((message) => message.mailbox === mailbox)
  }

  count(folder: string): { total: number; unread: number } {
    const items = this.messagesIn(folder)
    return { total: items.length, unread: items.filter((message) => !message.isRead).length }
  }

  /** @param name a folder id or, in any case, one of the well-known names. */
  folder(mailbox: string, name: string): StoredFolder | undefined {
    const byId = this.folders.get(name)
    if (byId) return byId.mailbox === mailbox ? byId : undefined
    return this.folders.get(folderId(mailbox, name.toLowerCase()))
  }

  foldersOf(mailbox: string): StoredFolder[] {
    return [...this.folders.values()].filter((folder) => folder.mailbox === mailbox)
  }

  mailboxOf(address: string): Mailbox | undefined {
    const wanted = address.toLowerCase()
    return [...this.mailboxes.values()].find((mailbox) => mailbox.addresses.includes(wanted))
  }

  /** A mailbox's changes so far; a sync token remembers a position in this list. */
  changes(mailbox: string): readonly Change[] {
    return this.#changes.get(mailbox) ?? []
  }

  /** Ids of a mailbox's folders in the order in which they were made, renamed or removed. */
  folderChanges(mailbox: string): readonly string[] {
    return this.#folderChanges.get(mailbox) ?? []
  }

  /** Tokens of an earlier generation are no longer found (410 SyncStateNotFound). */
  generation(mailbox: string): number {
    return this.#generations.get(mailbox) ?? FIRST_GENERATION
  }

  #put(message: StoredMessage): void {
    this.#lastKey = Math.max(this.#lastKey, message.key)
    this.#messages.set(message.key, message)
    this.#items(message.folder).add(message.key)
    this.#tell('entered', message)
  }

  #edit(key: number, at: string, changes: Partial<StoredMessage>): void {
    const message = this.#messages.get(key)
    if (!message) return
    Object.assign(message, changes, { version: message.version + 1 })
    // Reading a message does not count as modifying it in Exchange.
    if (Object.keys(changes).some((field) => field !== 'isRead')) message.modified = at
    this.#tell('edited', message, Object.keys(changes))
  }

  #move(key: number, at: string, folder: string): void {
    const message = this.#messages.get(key)
    if (!message || message.folder === folder) return
    this.#items(message.folder).delete(key)
    this.#tell('left', message, [], true)
    Object.assign(message, { folder, moves: message.moves + 1, version: message.version + 1, modified: at })
    this.#items(folder).add(key)
    this.#tell('entered', message, [], true)
  }

  #remove(key: number): void {
    const message = this.#messages.get(key)
    if (!message) return
    this.#items(message.folder).delete(key)
    this.#messages.delete(key)
    this.#tell('left', message)
  }

  #addFolder(folder: StoredFolder): void {
    this.folders.set(folder.id, folder)
    this.#items(folder.id)
    this.#noteFolder(folder)
  }

  #renameFolder(id: string, displayName: string): void {
    const folder = this.folders.get(id)
    if (!folder) return
    folder.displayName = displayName
    this.#noteFolder(folder)
  }

  #removeFolder(id: string): void {
    const folder = this.folders.get(id)
    if (!folder) return
    this.#noteFolder(folder)
    for (const child of this.folders.values()) if (child.parent === id) this.#removeFolder(child.id)
    for (const key of [...this.#items(id)]) this.#remove(key)
    this.folders.delete(id)
    this.#folderItems.delete(id)
  }

  #noteFolder(folder: StoredFolder): void {
    this.#folderChanges.set(folder.mailbox, [...this.folderChanges(folder.mailbox), folder.id])
  }

  #items(folder: string): Set<number> {
    const items = this.#folderItems.get(folder) ?? new Set<number>()
    this.#folderItems.set(folder, items)
    return items
  }

  #tell(kind: Change['kind'], message: StoredMessage, fields: string[] = [], moved = false): void {
    const { mailbox, folder, key, moves } = message
    const change: Change = { kind, mailbox, folder, key, moves, fields, moved }
    const history = this.#changes.get(mailbox) ?? []
    history.push(change)
    this.#changes.set(mailbox, history)
    for (const watch of this.#watchers) watch(change, message)
  }
}
