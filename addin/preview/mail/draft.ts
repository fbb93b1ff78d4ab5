import type { Message, Recipient } from '@microsoft/microsoft-graph-types'
import { type ItemPerson, itemPeople, type MailMessage } from '../host/initial-data.ts'
import type { Mailbox } from './mailbox.ts'
import { itemNotices } from './notices.ts'
import { keepProperties, propertiesOf } from './properties.ts'

export type ComposeType = 'newMail' | 'reply' | 'forward'
export type RecipientField = 'to' | 'cc' | 'bcc'

export interface DraftFields {
  to: readonly ItemPerson[]
  cc: readonly ItemPerson[]
  bcc: readonly ItemPerson[]
  subject: string
}

/** The editor on screen, which holds the body while a message is written. */
export interface BodyEditor {
  html(): string
  setHtml(html: string): void
  /** Replaces the selection, or inserts at the caret (at the start where there never was one). */
  insert(html: string): void
  prepend(html: string): void
  append(html: string): void
  selectedText(): string
}

/** A message being written: the form edits it, the add-in's calls read and change it. */
export type Draft = ReturnType<typeof openDraft>

/**
 * @param saved the Graph draft it continues: a reply, a forward, or one opened from Drafts.
 */
export function openDraft(
  mailbox: Mailbox,
  composeType: ComposeType,
  saved?: MailMessage,
  start?: Partial<DraftFields>,
) {
  let fields: DraftFields = {
    to: itemPeople(saved?.toRecipients, mailbox.person),
    cc: itemPeople(saved?.ccRecipients, mailbox.person),
    bcc: itemPeople(saved?.bccRecipients, mailbox.person),
    subject: saved?.subject ?? '',
    ...start,
  }
  let id = saved?.id
  let bodyHtml = saved?.body?.content ?? ''
  let editor: BodyEditor | undefined
  const listeners = new Set<() => void>()
  const recipientListeners = new Set<(changed: Record<RecipientField, boolean>) => void>()

  function change(patch: Partial<DraftFields>) {
    fields = { ...fields, ...patch }
    for (const listener of listeners) listener()
    const changed = { to: 'to' in patch, cc: 'cc' in patch, bcc: 'bcc' in patch }
    if (changed.to || changed.cc || changed.bcc) for (const listener of recipientListeners) listener(changed)
  }

  const draft = {
    key: crypto.randomUUID(),
    writer: mailbox.person,
    composeType,
    /** From Drafts: written on, not begun. */
    isReopened: composeType === 'newMail' && saved !== undefined,
    conversationId: saved?.conversationId ?? null,
    notices: itemNotices(),
    internetHeaders: new Map<string, string>(),
    sessionData: new Map<string, string>(),
    /** Custom properties of the add-in as JSON text; kept with the message once that is saved. */
    properties: '{}',
    /** Added below the body when the message is sent (`appendOnSendAsync`). */
    appendOnSend: '',
    fields: () => fields,
    change,
    id: () => id,
    bodyHtml: () => editor?.html() ?? bodyHtml,
    /** Changes the body, on screen or, while no editor is mounted, underneath. */
    editBody(edit: (editor: BodyEditor) => void) {
      const target =
        editor ??
        plainEditor(
          () => bodyHtml,
          (html) => {
            bodyHtml = html
          },
        )
      edit(target)
    },
    selectedText: () => editor?.selectedText() ?? '',
    /** The editor takes the body over; the returned function gives it back. */
    attach(next: BodyEditor) {
      editor = next
      return () => {
        bodyHtml = next.html()
        if (editor === next) editor = undefined
      }
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onRecipientsChanged(listener: (changed: Record<RecipientField, boolean>) => void) {
      recipientListeners.add(listener)
      return () => recipientListeners.delete(listener)
    },
    /** Writes the draft to the Drafts folder. @returns its Graph id */
    async save(): Promise<string> {
      const content = graphMessage(draft)
      const stored = id ? await mailbox.update(id, content) : await mailbox.create(content)
      id = stored.id ?? id
      if (id && draft.properties !== '{}') keepProperties(id, draft.properties)
      return id ?? ''
    },
    async send() {
      if (draft.appendOnSend) draft.editBody((body) => body.append(draft.appendOnSend))
      if (!id) return mailbox.sendNew(graphMessage(draft))
      await mailbox.update(id, graphMessage(draft))
      await mailbox.send(id)
    },
    async discard() {
      if (id) await mailbox.remove(id)
    },
  }
  if (draft.isReopened && id) draft.properties = propertiesOf(id)
  return draft
}

function plainEditor(read: () => string, write: (html: string) => void): BodyEditor {
  return {
    html: read,
    setHtml: write,
    insert: (html) => write(html + read()),
    prepend: (html) => write(html + read()),
    append: (html) => write(read() + html),
    selectedText: () => '',
  }
}

function graphMessage(draft: Draft): Partial<Message> {
  const { to, cc, bcc, subject } = draft.fields()
  const headers = [...draft.internetHeaders].map(([name, value]) => ({ name, value }))
  return {
    subject,
    body: { contentType: 'html', content: draft.bodyHtml() },
    toRecipients: recipients(to),
    ccRecipients: recipients(cc),
    bccRecipients: recipients(bcc),
    ...(headers.length > 0 ? { internetMessageHeaders: headers } : {}),
  }
}

const recipients = (people: readonly ItemPerson[]): Recipient[] =>
  people.map(({ name, address }) => ({ emailAddress: { name, address } }))
