import type { Draft } from '../mail/draft.ts'
import type { Mailbox } from '../mail/mailbox.ts'
import type { Notices } from '../mail/notices.ts'
import type { InitialData, MailMessage } from './initial-data.ts'
import { composeData, isReport, messageData } from './initial-data.ts'
import type { HostSettings } from './settings.ts'

/** The item that the pane stands beside. */
export type OpenItem = { kind: 'read'; message: MailMessage; notices: Notices } | { kind: 'compose'; draft: Draft }

/** The form an add-in opens: what `displayReplyForm`, `displayNewMessageForm` carry. */
export interface MessageForm {
  to?: string[]
  cc?: string[]
  bcc?: string[]
  subject?: string
  htmlBody?: string
}

/** What the host's window does when an add-in asks for it. */
export interface HostWindow {
  reply(form: MessageForm, all: boolean): void
  newMessage(form: MessageForm): void
  /** @param graphId id in Graph's alphabet */
  openMessage(graphId: string): void
  closeItem(): void
  closePane(): void
  /** The keyboard has come to an end of the pane: office.js moves no focus out of its frame itself. */
  leavePane(direction: 'forward' | 'backward'): void
  openUrl(url: string): void
}

/** Everything a call may touch. */
export interface CallContext {
  item: OpenItem | null
  mailbox: Mailbox
  window: HostWindow
}

/** Initial data of an item; null is what a pinned pane hears when nothing usable is selected. */
export function initialData(item: OpenItem | null, mailbox: Mailbox, settings: HostSettings): InitialData | null {
  if (!item) return null
  if (item.kind === 'compose') return composeData(mailbox.person, settings, item.draft.conversationId)
  return isReport(item.message) ? null : messageData(mailbox.person, settings, item.message)
}

/** Tells one item from another, so that a refreshed copy of the same message does not count as a change. */
export const itemKey = (item: OpenItem | null): string =>
  item === null ? '' : item.kind === 'read' ? (item.message.id ?? '') : item.draft.key
