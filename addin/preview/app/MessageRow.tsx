import { Avatar, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Attach16Regular, Important16Filled } from '@fluentui/react-icons'
import type { MouseEvent } from 'react'
import type { MailMessage } from '../host/initial-data.ts'
import { listTime } from './format.ts'
import { correspondent } from './use-mail.ts'

export const ROW_HEIGHT = 76

const useStyles = makeStyles({
  row: {
    position: 'relative',
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  selected: {
    boxShadow: `inset 0 0 0 2px ${tokens.colorTransparentStroke}`, // seen in high contrast only
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
  },
  unread: {
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: 0,
      bottom: 0,
      width: '4px',
      backgroundColor: tokens.colorBrandStroke1,
    },
  },
  text: { flex: 1, minWidth: 0, lineHeight: '19px' },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  cut: { flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  bold: { fontWeight: tokens.fontWeightSemibold },
  fresh: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorBrandForeground1 },
  quiet: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
})

interface MessageRowProps {
  id: string
  message: MailMessage
  own: boolean
  selected: boolean
  position: number
  onClick(event: MouseEvent): void
}

export function MessageRow({ id, message, own, selected, position, onClick }: MessageRowProps) {
  const styles = useStyles()
  const { name } = correspondent(message, own)
  const unread = message.isRead === false
  const subject = message.subject || '(no subject)'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box above handles the keyboard for all its options
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={-1}
      className={mergeClasses(styles.row, selected && styles.selected, unread && styles.unread)}
      onClick={onClick}
      data-testid="message-row"
    >
      <Avatar name={name} color="colorful" size={32} aria-hidden />
      <div className={styles.text}>
        <div className={styles.line}>
          {unread && <span className={styles.hidden}>Unread</span>}
          <span className={mergeClasses(styles.cut, unread && styles.bold)}>{name}</span>
          {message.importance === 'high' && (
            <Important16Filled aria-label="High importance" color={tokens.colorPaletteRedForeground1} />
          )}
          {message.hasAttachments && <Attach16Regular aria-label="Has attachments" />}
        </div>
        <div className={styles.line}>
          <span className={mergeClasses(styles.cut, unread && styles.fresh)}>{subject}</span>
          <span className={mergeClasses(styles.quiet, unread && styles.fresh)}>
            {listTime(message.receivedDateTime, new Date())}
          </span>
        </div>
        <div className={mergeClasses(styles.line, styles.quiet)}>
          <span className={styles.cut}>{message.bodyPreview}</span>
        </div>
      </div>
    </div>
  )
}
