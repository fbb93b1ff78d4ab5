import './texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Switch,
  ToolbarButton,
  tokens,
} from '@fluentui/react-components'
import { DocumentTextRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { CheckedMail, OutgoingMail } from '../../../server/sending/schema.ts'
import type { FilledTemplate, MailPurpose, Template } from '../../../server/templates/schema.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import { TemplatePicker } from '../templates/TemplatePicker.tsx'
import { RichText, type RichTextHandle } from './RichText.tsx'
import { checkedMailQuery, outgoingQuery, useSendMail } from './writing-query.ts'

const useStyles = makeStyles({
  surface: {
    maxHeight: '92dvh',
    overflowY: 'auto',
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalM, maxHeight: '100dvh' },
  },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
})

interface Props {
  contact: Contact
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
  onClose: () => void
}

interface Draft {
  to: string
  cc: string
  subject: string
  html: string
  purpose: MailPurpose
  templateId: string | null
  track: boolean
}

/** What was written and not sent, by contact: closing the window by mistake loses nothing. */
const unsent = new Map<string, Draft>()

/** Writes a mail to a contact and sends it from the rep's own mailbox. */
export default function WriteMail({ contact, guard, onClose }: Props) {
  const styles = useStyles()
  useReturnFocus()
  return (
    <Dialog open onOpenChange={(_, { open, type }) => !open && type !== 'backdropClick' && onClose()}>
      <DialogSurface className={styles.surface} aria-describedby={undefined}>
        <Form contact={contact} guard={guard} onClose={onClose} />
      </DialogSurface>
    </Dialog>
  )
}

function Form({ contact, guard, onClose }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['writing', 'translation'])
  const [draft, setDraft] = useState<Draft>(() => unsent.get(contact.id) ?? emptyDraft(contact))
  const [choosing, setChoosing] = useState(false)
  const [tried, setTried] = useState(false)
  const text = useRef<RichTextHandle>(null)
  const send = useSendMail(contact.id)
  const recipients = [...addresses(draft.to), ...addresses(draft.cc)]
  const { data: checked } = useQuery({
    ...checkedMailQuery({ recipients, purpose: draft.purpose }),
    enabled: recipients.length > 0,
  })
  const set = (change: Partial<Draft>) =>
    setDraft((now) => {
      const next = { ...now, ...change }
      unsent.set(contact.id, next)
      return next
    })
  const insert = (filled: FilledTemplate, template: Template) => {
    setChoosing(false)
    text.current?.insert(filled.html)
    set({
      purpose: filled.purpose,
      templateId: template.id,
      ...(draft.subject.trim() ? {} : { subject: filled.subject }),
    })
  }
  const mayTrack = checked?.tracking.allowed ?? false
  const submit = () => {
    setTried(true)
    if (recipients.length === 0 || isEmpty(draft.html) || send.isPending) return
    guard?.()
    send.mutate(mailOf(draft, mayTrack), {
      onSuccess: ({ state }) => state !== 'failed' && unsent.delete(contact.id),
    })
  }
  if (send.data && send.data.state !== 'failed')
    return <Sent mail={send.data} name={contact.displayName} onClose={onClose} />
  return (
    <DialogBody>
      <DialogTitle>{t('title', { name: contact.displayName })}</DialogTitle>
      <DialogContent className={styles.content}>
        <Field label={t('to')} required>
          <Input value={draft.to} onChange={(_, { value }) => set({ to: value })} />
        </Field>
        <Field label={t('cc')}>
          <Input value={draft.cc} onChange={(_, { value }) => set({ cc: value })} />
        </Field>
        <Field label={t('subject')}>
          <Input maxLength={400} value={draft.subject} onChange={(_, { value }) => set({ subject: value })} />
        </Field>
        <RichText
          label={t('body')}
          initial={draft.html}
          handle={text}
          error={tried && isEmpty(draft.html) ? t('empty') : undefined}
          onChange={(html) => set({ html })}
          tools={
            <ToolbarButton
              icon={<DocumentTextRegular />}
              aria-expanded={choosing}
              onClick={() => setChoosing(!choosing)}
            >
              {t('template')}
            </ToolbarButton>
          }
        />
        {choosing && (
          <TemplatePicker
            to={{ contactId: contact.id, address: addresses(draft.to)[0]?.address ?? null }}
            name={contact.displayName}
            onInsert={insert}
          />
        )}
        <Advice checked={checked} draft={draft} onTrack={(track) => set({ track })} />
        <Outcome error={send.error} mail={send.data} />
      </DialogContent>
      <DialogActions fluid>
        <Button
          onClick={() => {
            unsent.delete(contact.id)
            onClose()
          }}
        >
          {t('translation:common.cancel')}
        </Button>
        <Button
          appearance="primary"
          disabledFocusable={send.isPending || checked?.verdict.action === 'block'}
          onClick={submit}
        >
          {send.isPending ? t('sending') : t('send')}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}

/** What the writer should know of the recipients, and whether opens can be looked at. */
function Advice({
  checked,
  draft,
  onTrack,
}: {
  checked: CheckedMail | undefined
  draft: Draft
  onTrack: (track: boolean) => void
}) {
  const { t } = useTranslation('writing')
  if (!checked) return null
  const { verdict, tracking } = checked
  return (
    <>
      <div role="status">
        {verdict.text && (
          <MessageBar intent={verdict.action === 'block' ? 'error' : 'warning'} layout="multiline">
            <MessageBarBody>{verdict.text}</MessageBarBody>
          </MessageBar>
        )}
        {draft.purpose === 'marketing' && verdict.action !== 'block' && (
          <MessageBar layout="multiline">
            <MessageBarBody>{t('asMarketing')}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      {tracking.enabled && (
        <Field hint={tracking.text}>
          <Switch
            label={t('track')}
            checked={draft.track && tracking.allowed}
            disabled={!tracking.allowed}
            onChange={(_, { checked: on }) => onTrack(on)}
          />
        </Field>
      )}
    </>
  )
}

function Outcome({ error, mail }: { error: Error | null; mail: OutgoingMail | undefined }) {
  const { t } = useTranslation('writing')
  const text = error ? describeError(error) : mail?.error ? t('failed', mail.error) : null
  return (
    <div role="alert">
      {text && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{text}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}

function Sent({ mail, name, onClose }: { mail: OutgoingMail; name: string; onClose: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation(['writing', 'translation'])
  const { data = mail } = useQuery({ ...outgoingQuery(mail), enabled: mail.state !== 'sent' })
  const [first] = mail.notTracked
  const failed = data.state === 'failed' && data.error
  return (
    <DialogBody>
      <DialogTitle>{t('title', { name })}</DialogTitle>
      <DialogContent className={styles.content}>
        <MessageBar
          intent={failed ? 'error' : data.state === 'sent' ? 'success' : 'warning'}
          layout="multiline"
          politeness="polite"
        >
          <MessageBarBody>
            {failed ? t('failed', failed) : data.state === 'sent' ? t('sent', { name }) : t('unsure')}
          </MessageBarBody>
        </MessageBar>
        {first && (
          <MessageBar layout="multiline">
            <MessageBarBody>{t('notTracked', { reason: first.reason })}</MessageBarBody>
          </MessageBar>
        )}
      </DialogContent>
      <DialogActions>
        <Button appearance="primary" onClick={onClose}>
          {t('translation:common.close')}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}

const emptyDraft = ({ email }: Contact): Draft => ({
  to: email ?? '',
  cc: '',
  subject: '',
  html: '',
  purpose: 'one_to_one',
  templateId: null,
  track: false,
})

const addresses = (text: string): { address: string }[] =>
  text
    .split(/[,;\s]+/)
    .filter((part) => part.includes('@'))
    .map((address) => ({ address }))

const isEmpty = (html: string): boolean => html.replaceAll(/<(?!img)[^>]*>|&nbsp;/g, '').trim() === ''

const mailOf = (draft: Draft, mayTrack: boolean) => ({
  to: addresses(draft.to),
  cc: addresses(draft.cc),
  bcc: [],
  subject: draft.subject,
  html: draft.html,
  purpose: draft.purpose,
  templateId: draft.templateId,
  track: draft.track && mayTrack,
})
