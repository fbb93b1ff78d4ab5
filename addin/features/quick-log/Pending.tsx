import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowSyncRegular, CloudOffRegular, ErrorCircleRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { outbox, useOutbox } from './log-outbox.ts'
import type { OutboxEntry } from './outbox.ts'

const icons = { sending: ArrowSyncRegular, waiting: CloudOffRegular, refused: ErrorCircleRegular }

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  entry: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  icon: { fontSize: '20px', lineHeight: '20px', color: tokens.colorNeutralForeground3 },
  head: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  text: { ...typographyStyles.body1, whiteSpace: 'pre-line' },
})

/** Log entries of this contact that the server has not taken yet, each with its state. Null when there are none. */
export function usePending(contactId: string) {
  const entries = useOutbox().filter((entry) => entry.contactId === contactId)
  return entries.length > 0 ? <Pending entries={entries} /> : null
}

function Pending({ entries }: { entries: OutboxEntry[] }) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <ul className={styles.list} aria-live="polite">
      {entries.toReversed().map((entry) => {
        const Icon = icons[entry.state]
        return (
          <li key={entry.key} className={styles.entry}>
            <Icon className={styles.icon} aria-hidden />
            <div>
              <div className={styles.head}>
                {t(`activity.${entry.input.type}`)} · {t(`log.${entry.state}`, { reason: entry.reason ?? '' })}
              </div>
              <div className={styles.text}>{entry.input.summary}</div>
              {entry.state === 'refused' && <Choices entry={entry} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function Choices({ entry }: { entry: OutboxEntry }) {
  const { t } = useTranslation()
  return (
    <>
      <Button size="small" onClick={() => outbox.retry(entry.key)}>
        {t('common.retry')}
      </Button>
      <Button size="small" appearance="transparent" onClick={() => outbox.discard(entry.key)}>
        {t('log.discard')}
      </Button>
    </>
  )
}
