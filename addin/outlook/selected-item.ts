import { readReplyTo } from './message-content.ts'
import { type ReadMessage, readSelection, type Selection } from './selection.ts'
import { attempt } from './start.ts'

/** Refused write: Outlook shows another message than the one the screen was drawn for (OP-02). */
export class MessageChanged extends Error {
  override name = 'MessageChanged'
}

/** ItemChanged may come early, late or with a null item, so look again (OfficeDev/office-js#2295, #6833). */
const lookAgain = [300, 900]

type Listener = () => void

/** Keeps the present selection and tells listeners when it becomes another one. */
class SelectedItem {
  #selection: Selection = { kind: 'none' }
  readonly #listeners = new Set<Listener>()
  #timers: ReturnType<typeof setTimeout>[] = []

  /** Subscribes to Outlook and to everything that hints at a change Outlook did not announce. */
  start(): void {
    this.#take(readSelection(mailbox()))
    attempt(() => mailbox()?.addHandlerAsync?.(globalThis.Office.EventType.ItemChanged, () => this.#changed()))
    window.addEventListener('focus', this.refresh)
    document.addEventListener('visibilitychange', this.refresh)
    if (this.#selection.kind === 'none') this.#changed()
  }

  readonly current = (): Selection => this.#selection

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reads the item again; for the Refresh button and for the moment the pane gets the focus. */
  readonly refresh = (): void => this.#take(readSelection(mailbox()))

  /**
   * Call before every write, with the key of the message the form was drawn for.
   * @throws MessageChanged
   */
  readonly assertStillOn = (key: string): void => {
    const now = readSelection(mailbox())
    if (now.kind === 'message' && now.message.key === key) return
    this.#take(now)
    throw new MessageChanged()
  }

  #changed(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    const now = readSelection(mailbox())
    // A null item is often just early: keep the old screen until a second look says the same.
    if (now.kind !== 'none') this.#take(now)
    this.#timers = lookAgain.map((ms) => setTimeout(this.refresh, ms))
  }

  #take(selection: Selection): void {
    if (selection.kind === 'none') void this.#tellSeveral()
    if (isSame(selection, this.#selection)) return
    this.#selection = selection
    if (selection.kind === 'message') void this.#addReplyTo(selection.message)
    for (const listener of this.#listeners) listener()
  }

  async #tellSeveral(): Promise<void> {
    if ((await countSelected()) > 1 && this.#selection.kind === 'none') this.#take({ kind: 'several' })
  }

  async #addReplyTo(message: ReadMessage): Promise<void> {
    const replyTo = await readReplyTo()
    const now = this.#selection
    if (replyTo.length === 0 || now.kind !== 'message' || now.message.key !== message.key) return
    this.#selection = { kind: 'message', message: { ...now.message, replyTo } }
    for (const listener of this.#listeners) listener()
  }
}

function isSame(a: Selection, b: Selection): boolean {
  // The item is null while several are selected, and Reply-To arrives after the rest.
  if (a.kind === 'none' && b.kind === 'several') return true
  if (a.kind === 'message' && b.kind === 'message') {
    return JSON.stringify({ ...a.message, replyTo: [] }) === JSON.stringify({ ...b.message, replyTo: [] })
  }
  return JSON.stringify(a) === JSON.stringify(b)
}

function mailbox(): Office.Mailbox | undefined {
  return attempt(() => globalThis.Office?.context?.mailbox)
}

/** How many messages are selected; 0 where the client or the permission does not let us ask. */
function countSelected(): Promise<number> {
  return new Promise((resolve) => {
    const ask = mailbox()?.getSelectedItemsAsync
    if (typeof ask !== 'function') return resolve(0)
    const asked = attempt(() => {
      ask.call(mailbox(), (result) => resolve(result.value?.length ?? 0))
      return true
    })
    if (!asked) resolve(0)
  })
}

export const selectedItem = new SelectedItem()
