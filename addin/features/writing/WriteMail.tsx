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
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Switch,
  ToolbarButton,
  tokens,
} from '@fluentui/react-components'
import { DocumentTextRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { CheckedMail, OutgoingMail, SendMail } from '../../../server/sending/schema.ts'
import type { FilledTemplate, Template } from '../../../server/templates/schema.ts'
import { sampleOf, standsIn } from '../../events/sample.ts'
import { useFocusAfter, useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import { Refusals } from '../templates/Refusals.tsx'
import { TemplatePicker } from '../templates/TemplatePicker.tsx'
import { RichText, type RichTextHandle } from './RichText.tsx'
import { type Draft, draftOf, forgetUnsent, keepDraft, mayHaveGone, settle, useOutgoing } from './unsent.ts'
import { checkedMailQuery, outgoingQuery, useSendMail } from './writing-query.ts'

const useStyles = makeStyles({
  surface: {
    maxHeight: '92dvh',
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalM, maxHeight: '100dvh' },
  },
  // Only what stands between title and buttons scrolls.
  body: {
    maxHeight: 'calc(92dvh - 50px)',
    '@media (max-width: 480px)': { maxHeight: `calc(100dvh - 2 * ${tokens.spacingHorizontalM} - 2px)` },
  },
  picker: {
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
})

interface Props {
  contact: Contact
  /** Throws when Outlook shows another message by now. */
  guard?: (() => void) | undefined
  onClose: () => void
}

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
  const [draft, setDraft] = useState<Draft>(() => draftOf(contact.id) ?? emptyDraft(contact))
  const [choosing, setChoosing] = useState(false)
  const [tried, setTried] = useState(false)
  const opener = useFocusAfter(choosing)
  const text = useRef<RichTextHandle>(null)
  const send = useSendMail(contact.id)
  const outgoing = useOutgoing(contact.id)
  const recipients = [...addresses(draft.to), ...addresses(draft.cc)]
  const { data: checked } = useQuery({
    ...checkedMailQuery({ recipients, purpose: purposeOf(draft) }),
    enabled: recipients.length > 0,
  })
  const set = (change: Partial<Draft>) =>
    setDraft((now) => {
      const next = { ...now, ...change }
      keepDraft(contact.id, next)
      return next
    })
  const insert = (filled: FilledTemplate, template: Template) => {
    setChoosing(false)
    text.current?.insert(filled.html)
    set({
      // Marketing that is in already stays marketing, whatever comes beside it.
      ...(filled.purpose === 'marketing'
        ? { marketing: { name: template.name, sample: sampleOf(textOf(filled.html)) }, templateId: template.id }
        : draft.marketing
          ? {}
          : { templateId: template.id }),
      ...(draft.subject.trim() ? {} : { subject: filled.subject }),
    })
  }
  const mayTrack = checked?.tracking.allowed ?? false
  const submit = () => {
    setTried(true)
    if (recipients.length === 0 || isEmpty(draft.html) || send.isSending) return
    guard?.()
    send.mutate({ draft, mail: mailOf(draft, mayTrack) })
  }
  const personalAgain = () => {
    set({ marketing: null, templateId: null })
    text.current?.focus()
  }
  if (outgoing) return <Sent mail={outgoing} contact={contact} onClose={onClose} />
  return (
    <DialogBody className={styles.body}>
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
              id={opener}
              icon={<DocumentTextRegular />}
              aria-expanded={choosing}
              onClick={() => setChoosing(!choosing)}
            >
              {t('template')}
            </ToolbarButton>
          }
        />
        {choosing && (
          <div className={styles.picker}>
            <TemplatePicker
              to={{ contactId: contact.id, address: addresses(draft.to)[0]?.address ?? null }}
              name={contact.displayName}
              warn={(purpose) => purpose === 'marketing' && recipients.length > 0 && <Refusals checked={checked} />}
              onInsert={insert}
              onClose={() => setChoosing(false)}
            />
          </div>
        )}
        <Advice checked={checked} draft={draft} onTrack={(track) => set({ track })} onPersonalAgain={personalAgain} />
        {send.isIdle && !send.isSending && mayHaveGone(contact.id, draft) && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t('interrupted')}</MessageBarBody>
          </MessageBar>
        )}
        <Outcome error={send.error} mail={send.data} />
      </DialogContent>
      <DialogActions fluid>
        <Button
          disabledFocusable={send.isSending}
          onClick={() => {
            forgetUnsent(contact.id)
            onClose()
          }}
        >
          {t('translation:common.cancel')}
        </Button>
        <Button
          appearance="primary"
          disabledFocusable={send.isSending || checked?.verdict.action === 'block'}
          onClick={submit}
        >
          {send.isSending ? t('sending') : t('send')}
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
  onPersonalAgain,
}: {
  checked: CheckedMail | undefined
  draft: Draft
  onTrack: (track: boolean) => void
  onPersonalAgain: () => void
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
      </div>
      {draft.marketing && <Marketing marketing={draft.marketing} html={draft.html} onOut={onPersonalAgain} />}
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

/** Says that the mail is marketing, until the text of the template is taken out. */
function Marketing({
  marketing: { name, sample },
  html,
  onOut,
}: {
  marketing: NonNullable<Draft['marketing']>
  html: string
  onOut: () => void
}) {
  const { t } = useTranslation('writing')
  const [asked, setAsked] = useState(false)
  const stands = standsIn(sample, textOf(html))
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>
        {t('asMarketing', { name })} <strong role="status">{asked && stands && t('still', { name })}</strong>
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => (stands ? setAsked(true) : onOut())}>
          {t('out')}
        </Button>
      </MessageBarActions>
    </MessageBar>
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

function Sent({ mail, contact, onClose }: { mail: OutgoingMail; contact: Contact; onClose: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation(['writing', 'translation'])
  const { data = mail } = useQuery({ ...outgoingQuery(mail), enabled: mail.state !== 'sent' })
  const [first] = mail.notTracked
  const name = contact.displayName
  const failed = data.state === 'failed' && data.error
  useEffect(() => {
    if (mail.state !== 'sent' && data.state === 'sent') settle(contact.id, data)
  }, [mail, data, contact.id])
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
        {failed && <Button onClick={() => settle(contact.id, data)}>{t('back')}</Button>}
        <Button autoFocus appearance="primary" onClick={onClose}>
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
  marketing: null,
  templateId: null,
  track: false,
})

const addresses = (text: string): { address: string }[] =>
  text
    .split(/[,;\s]+/)
    .filter((part) => part.includes('@'))
    .map((address) => ({ address }))

const isEmpty = (html: string): boolean => html.replaceAll(/<(?!img)[^>]*>|&nbsp;/g, '').trim() === ''

/** Letters alone: an editor puts spaces and marks where it likes. */
const textOf = (html: string): string =>
  (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '').replaceAll(/\s/g, '')

const purposeOf = ({ marketing }: Draft): SendMail['purpose'] => (marketing ? 'marketing' : 'one_to_one')

const mailOf = (draft: Draft, mayTrack: boolean): SendMail => ({
  to: addresses(draft.to),
  cc: addresses(draft.cc),
  bcc: [],
  subject: draft.subject,
  html: draft.html,
  purpose: purposeOf(draft),
  templateId: draft.templateId,
  track: draft.track && mayTrack,
})
