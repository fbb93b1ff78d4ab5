import {
  addressesOf,
  call,
  isHtml,
  markMarketing,
  readApplied,
  readHtml,
  readRecipients,
  readState,
  showNotice,
  type WrittenItem,
  writeState,
} from '../events/item.ts'
import { emptyState, foldAddress, type MailState, type Marketing } from '../events/mail-state.ts'
import { linksIn } from '../events/tracked-body.ts'
import { noticeFor } from '../events/verdict.ts'
import type { Address } from './selection.ts'
import { attempt } from './start.ts'
import { writtenKey } from './written-key.ts'

export type RecipientField = 'to' | 'cc' | 'bcc'

export interface Recipient extends Address {
  field: RecipientField
  /** A distribution list: who is on it is not known. */
  isList: boolean
}

/** Outlook shows another message than the one the screen was drawn for (OP-02). */
class MailChanged extends Error {
  override name = 'MailChanged'
}

/** A burst of changes is one. */
const burst = 250
/** Recipients that come from the address book are announced by no event (office-js#6878), so look now and then. */
const lookAgain = 4_000
/** Session data holds 50,000 characters in all up to Mailbox 1.15; something is left for the handlers. */
const room = 35_000

/** The message being written that the pane stands beside. Each call is refused once Outlook shows another. */
export class WrittenMail {
  readonly key: string
  readonly #present: WrittenItem

  constructor(item: WrittenItem) {
    this.#present = item
    this.key = writtenKey(item)
  }

  /** The message as Outlook has it. @throws MailChanged */
  get #item(): WrittenItem {
    if (presentItem() !== this.#present) throw new MailChanged('Another message is open in Outlook now.')
    return this.#present
  }

  /** @throws MailChanged */
  readonly assertStillOn = (): void => void this.#item

  /** Text can be put in at the cursor: not on mobile (OP-08). */
  get canInsert(): boolean {
    const platform = attempt(() => String(globalThis.Office.context.platform)) ?? ''
    return typeof this.#present.body?.setSelectedDataAsync === 'function' && !/^(iOS|Android)$/i.test(platform)
  }

  /** Outlook keeps what the handlers need, and runs them on sending. */
  get runsHandlers(): boolean {
    return (
      typeof this.#present.sessionData?.setAsync === 'function' &&
      Boolean(attempt(() => globalThis.Office.context.requirements.isSetSupported('Mailbox', '1.12')))
    )
  }

  /**
   * Calls back with the recipients, at once and whenever they have changed. The event's own word is not trusted: it may
   * be missing, come twice, or lack what changed.
   */
  watchRecipients(listener: (people: Recipient[]) => void): () => void {
    const item = this.#present
    let last = ''
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      if (presentItem() !== item) return
      readRecipients(item).then(
        (found) => {
          const people = recipientsOf(found)
          const text = JSON.stringify(people)
          if (stopped || text === last) return
          last = text
          listener(people)
        },
        () => undefined,
      )
    }
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(look, burst)
    }
    const changed = attempt(() => globalThis.Office.EventType.RecipientsChanged) as Office.EventType
    attempt(() => item.addHandlerAsync(changed, soon))
    const interval = setInterval(() => document.visibilityState === 'visible' && look(), lookAgain)
    window.addEventListener('focus', look)
    look()
    return () => {
      stopped = true
      clearTimeout(timer)
      clearInterval(interval)
      window.removeEventListener('focus', look)
      attempt(() => item.removeHandlerAsync(changed))
    }
  }

  /** Puts HTML where the cursor is; as text into a mail of plain text. @throws Error with Outlook's words */
  async insert(html: string): Promise<void> {
    const asHtml = await isHtml(this.#item)
    const data = asHtml ? html : plainText(html)
    const coercionType = (asHtml ? 'html' : 'text') as Office.CoercionType
    await call<void>((answer) => this.#item.body.setSelectedDataAsync(data, { coercionType }, answer))
  }

  /** Fills a subject that nobody has written yet. */
  async fillSubject(subject: string): Promise<void> {
    const present = await call<string>((answer) => this.#item.subject.getAsync(answer))
    if (subject && !present.trim()) await call<void>((answer) => this.#item.subject.setAsync(subject, answer))
  }

  /** The links the person has written, as they are before tracking; null where the mail is plain text. */
  async links(): Promise<string[] | null> {
    if (!(await isHtml(this.#item))) return null
    const [html, applied] = await Promise.all([readHtml(this.#item), readApplied(this.#item)])
    return linksIn(html, applied)
  }

  /** The whole text, to see whether something still stands in it. */
  text(): Promise<string> {
    return call<string>((answer) => this.#item.body.getAsync('text' as Office.CoercionType, answer))
  }

  /** What an earlier pane left with this message; empty where Outlook keeps nothing. */
  readState(): Promise<MailState> {
    return readState(this.#present).catch(() => emptyState)
  }

  /** Leaves the state for the handlers. A plan of tracking too large to keep is left out: the mail goes untracked. */
  async keepState(state: MailState): Promise<void> {
    const fits = JSON.stringify(state).length <= room
    await writeState(this.#item, fits ? state : { ...state, tracking: null })
  }

  /** Leaves the mark that outlives this session, for a draft that is opened again. */
  async markMarketing(marketing: Marketing | null): Promise<void> {
    await markMarketing(this.#item, marketing)
  }

  /** Brings the bar above the message up to date, as the handlers do when the pane is closed. */
  async updateNotice(state: MailState): Promise<void> {
    if (typeof this.#item.notificationMessages?.replaceAsync !== 'function') return
    const people = addressesOf(await readRecipients(this.#item))
    await showNotice(this.#item, noticeFor(state, people, Date.now()))
  }
}

/** The message being written now, if one is. */
export function writtenMail(): WrittenMail | undefined {
  const item = presentItem()
  return item && new WrittenMail(item)
}

/** Everybody once, in the order of the fields; who has no address is left out. */
export function recipientsOf(found: Record<RecipientField, Office.EmailAddressDetails[]>): Recipient[] {
  const people = new Map<string, Recipient>()
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const { displayName, emailAddress, recipientType } of found[field]) {
      const address = emailAddress?.trim() ?? ''
      const key = foldAddress(address)
      if (!address.includes('@') || people.has(key)) continue
      const name = displayName?.trim()
      people.set(key, {
        address,
        name: name && foldAddress(name) !== key ? name : null,
        field,
        isList: String(recipientType) === 'distributionList',
      })
    }
  }
  return [...people.values()]
}

/** What a person reads of some HTML, for mail in plain text. */
export function plainText(html: string): string {
  const lines = html.replaceAll(/<br\b[^>]*>/gi, '\n').replaceAll(/<\/(?:p|div|li|h\d|tr)>/gi, '\n')
  const { body } = new DOMParser().parseFromString(lines, 'text/html')
  return (body.textContent ?? '').replaceAll(/\n{3,}/g, '\n\n').trim()
}

function presentItem(): WrittenItem | undefined {
  const item = attempt(() => globalThis.Office.context.mailbox.item as unknown as WrittenItem | null)
  // Only a message being written has a subject that can be set.
  return item && typeof attempt(() => item.subject) === 'object' ? item : undefined
}
