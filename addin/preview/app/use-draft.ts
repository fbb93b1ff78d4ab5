import { useCallback, useEffect, useRef, useState } from 'react'
import type { MessageForm } from '../host/item.ts'
import { type Draft, type DraftFields, openDraft } from '../mail/draft.ts'
import type { DraftKind, Mailbox } from '../mail/mailbox.ts'
import { escapeHtml } from '../mail/text.ts'
import type { Person } from '../people.ts'
import type { Address, ComposeMode } from './address.ts'

/** Where one writes, above the signature and the quoted message. */
const EMPTY_LINE = '<p><br></p>'

/** Outlook closes every new message with it. */
const signatureOf = ({ name, jobTitle }: Person) =>
  `<div id="Signature"><p>${escapeHtml(name)}<br>${escapeHtml(jobTitle)}</p></div>`

const REPLIES: Partial<Record<ComposeMode, DraftKind>> = {
  reply: 'createReply',
  replyAll: 'createReplyAll',
  forward: 'createForward',
}

/**
 * The draft that the address asks for. `begin` starts one with what an add-in's form brings; a draft left behind for
 * another message is kept in Drafts when something was written.
 */
export function useDraft(
  mailbox: Mailbox,
  address: Address,
  change: (patch: Partial<Address>) => void,
  fail: (error: unknown) => void,
) {
  const [draft, setDraft] = useState<Draft>()
  const form = useRef<MessageForm>({})
  const { compose, message } = address

  useEffect(() => {
    if (!compose) return setDraft(undefined)
    let wanted = true
    startDraft(mailbox, compose, message, form.current)
      .then((started) => wanted && setDraft(started))
      .catch((error) => {
        fail(error)
        change({ compose: '' })
      })
    form.current = {}
    return () => {
      wanted = false
    }
  }, [mailbox, compose, message, change, fail])

  const begin = useCallback(
    (mode: ComposeMode, start: MessageForm = {}) => {
      form.current = start
      change({ compose: mode })
    },
    [change],
  )
  return { draft: compose ? draft : undefined, begin }
}

async function startDraft(mailbox: Mailbox, mode: ComposeMode, messageId: string, form: MessageForm): Promise<Draft> {
  const draft = await emptyDraft(mailbox, mode, messageId, form)
  if (mode === 'draft') return draft
  const opening = (form.htmlBody || EMPTY_LINE) + signatureOf(mailbox.person)
  draft.editBody((body) => body.prepend(opening))
  return draft
}

async function emptyDraft(mailbox: Mailbox, mode: ComposeMode, messageId: string, form: MessageForm): Promise<Draft> {
  if (mode === 'draft') return openDraft(mailbox, 'newMail', await mailbox.message(messageId))
  const kind = REPLIES[mode]
  if (!kind || !messageId) return openDraft(mailbox, 'newMail', undefined, formFields(form))
  return openDraft(mailbox, mode === 'forward' ? 'forward' : 'reply', await mailbox.createFrom(messageId, kind))
}

function formFields({ to, cc, bcc, subject }: MessageForm): Partial<DraftFields> {
  const people = (addresses: string[] = []) =>
    addresses.map((address) => ({ name: address, address, recipientType: 0 }))
  return { to: people(to), cc: people(cc), bcc: people(bcc), subject: subject ?? '' }
}

/** True when there is something in it that the writer would miss. */
export function isWritten(draft: Draft): boolean {
  const { to, cc, bcc, subject } = draft.fields()
  return draft.id() !== undefined || to.length + cc.length + bcc.length > 0 || subject !== ''
}
