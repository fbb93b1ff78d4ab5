import {
  Avatar,
  Button,
  Caption1,
  makeStyles,
  mergeClasses,
  Spinner,
  Subtitle1,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowForward20Regular,
  ArrowReply20Regular,
  ArrowReplyAll20Regular,
  Attach16Regular,
  MailMultiple28Regular,
  MailRead48Regular,
} from '@fluentui/react-icons'
import type { Recipient } from '@microsoft/microsoft-graph-types'
import type { ReactElement, ReactNode } from 'react'
import type { MailMessage } from '../host/initial-data.ts'
import type { ThemeName } from '../host/theme.ts'
import type { Notices } from '../mail/notices.ts'
import type { ComposeMode } from './address.ts'
import { fileSize, fullTime } from './format.ts'
import { MessageBody } from './MessageBody.tsx'
import { NoticeBars } from './NoticeBars.tsx'

const useStyles = makeStyles({
  pane: {
    flex: 1,
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    outline: `1px solid ${tokens.colorTransparentStroke}`, // seen in high contrast only
    overflow: 'hidden',
  },
  empty: {
    flex: 1,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    color: tokens.colorNeutralForeground3,
  },
  subject: {
    margin: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  scroll: { flex: 1, overflowY: 'auto', padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}` },
  head: { display: 'flex', gap: tokens.spacingHorizontalM, marginBottom: tokens.spacingVerticalM },
  people: { flex: 1, minWidth: 0, lineHeight: '20px' },
  from: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  cut: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  actions: { flex: 'none', textAlign: 'right' },
  files: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginBottom: tokens.spacingVerticalM },
  file: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: '6px 10px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
  },
})

interface ReadingPaneProps {
  message: MailMessage | undefined
  several: number
  loading: boolean
  error: Error | undefined
  theme: ThemeName
  notices: Notices
  onCompose(mode: ComposeMode): void
}

export function ReadingPane({ message, several, loading, error, theme, notices, onCompose }: ReadingPaneProps) {
  const styles = useStyles()
  if (several > 0) return <Empty icon={<MailMultiple28Regular />}>{several} messages selected</Empty>
  if (error) return <Empty icon={<MailRead48Regular />}>{error.message}</Empty>
  if (loading) return <Empty icon={<Spinner />}>Fetching the message</Empty>
  if (!message) return <Empty icon={<MailRead48Regular />}>Select an item to read</Empty>
  const files = (message.attachments ?? []).filter(({ isInline }) => !isInline)
  return (
    <article className={styles.pane} aria-label="Message">
      <Subtitle1 as="h2" className={styles.subject} data-testid="reading-subject">
        {message.subject || '(no subject)'}
      </Subtitle1>
      <NoticeBars notices={notices} />
      <div className={styles.scroll}>
        <MessageHead message={message} onCompose={onCompose} />
        {files.length > 0 && (
          <div className={styles.files}>
            {files.map(({ id, name, size }) => (
              <span key={id} className={styles.file}>
                <Attach16Regular />
                {name} <Caption1 className={styles.quiet}>{fileSize(size ?? 0)}</Caption1>
              </span>
            ))}
          </div>
        )}
        <MessageBody message={message} theme={theme} />
      </div>
    </article>
  )
}

function Empty({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={mergeClasses(styles.pane, styles.empty)} data-testid="reading-empty">
      {icon}
      <span>{children}</span>
    </div>
  )
}

function MessageHead({ message, onCompose }: { message: MailMessage; onCompose(mode: ComposeMode): void }) {
  const styles = useStyles()
  const sender = message.from?.emailAddress
  return (
    <div className={styles.head}>
      <Avatar name={sender?.name ?? sender?.address ?? ''} color="colorful" size={40} aria-hidden />
      <div className={styles.people}>
        <div className={styles.from}>{sender?.name ?? sender?.address ?? '(no sender)'}</div>
        {sender?.address && sender.address !== sender.name && (
          <Caption1 className={mergeClasses(styles.quiet, styles.cut)} title={sender.address}>
            {sender.address}
          </Caption1>
        )}
        <RecipientLine label="To" recipients={message.toRecipients} />
        <RecipientLine label="Cc" recipients={message.ccRecipients} />
        <RecipientLine label="Bcc" recipients={message.bccRecipients} />
      </div>
      <div className={styles.actions}>
        <div>
          <HeadAction name="Reply to this message" icon={<ArrowReply20Regular />} onClick={() => onCompose('reply')} />
          <HeadAction name="Reply to all" icon={<ArrowReplyAll20Regular />} onClick={() => onCompose('replyAll')} />
          <HeadAction
            name="Forward this message"
            icon={<ArrowForward20Regular />}
            onClick={() => onCompose('forward')}
          />
        </div>
        <Caption1 className={styles.quiet}>{fullTime(message.receivedDateTime ?? message.sentDateTime)}</Caption1>
      </div>
    </div>
  )
}

function HeadAction({ name, icon, onClick }: { name: string; icon: ReactElement; onClick(): void }) {
  return (
    <Tooltip content={name} relationship="label">
      <Button appearance="subtle" size="small" icon={icon} onClick={onClick} />
    </Tooltip>
  )
}

/** People shown before the rest is counted. */
const SHOWN = 6

function RecipientLine({ label, recipients }: { label: string; recipients: Recipient[] | null | undefined }) {
  const styles = useStyles()
  if (!recipients?.length) return null
  const names = recipients.slice(0, SHOWN).map(({ emailAddress }) => emailAddress?.name || emailAddress?.address)
  const more = recipients.length - SHOWN
  return (
    <div>
      <Caption1 className={styles.quiet}>
        {label}: {names.join('; ')}
        {more > 0 && ` and ${more} more`}
      </Caption1>
    </div>
  )
}
