import './texts.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { CheckmarkCircleRegular, SubtractCircleRegular } from '@fluentui/react-icons'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { LoggedMail } from '../../../server/timeline/schema.ts'
import { api, meQuery } from '../../api/session.ts'
import { Instant } from '../../ui/Instant.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { mailDetails, personName } from './details.ts'
import { useEntryActions } from './use-entry-actions.ts'

const useStyles = makeStyles({
  badge: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: '16px 1fr auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  on: { color: tokens.colorPaletteGreenForeground1, fontSize: '16px' },
  off: { color: tokens.colorNeutralForeground3, fontSize: '16px' },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  // For fingers (WCAG 2.2, 2.5.8).
  change: { minHeight: '28px' },
})

const loggedQuery = (contactId: string, messageId: string) =>
  queryOptions({
    queryKey: ['logged', contactId, messageId],
    queryFn: ({ signal }) =>
      api.get<LoggedMail>(`/contacts/${contactId}/timeline/logged`, { query: { messageId }, signal }),
    staleTime: 5_000,
    refetchInterval: 30_000,
  })

interface Props {
  contactId: string
  messageId: string
  guard: () => void
}

/** Whether the message beside the pane is on this timeline: since when, from whose mailbox, and the way to change it (OP-06). */
export default function LoggedBadge({ contactId, messageId, guard }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['entries', 'translation'])
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery(loggedQuery(contactId, messageId))
  const actions = useEntryActions(contactId)
  const change = useMutation({
    mutationFn: async () => {
      guard()
      if (data?.activity) await actions.unlog(data.activity)
      else if (data?.removed) await actions.putBack(data.removed.activity)
    },
  })
  const { activity, removed } = data ?? {}
  if (!activity && !removed) return null
  const holder = activity && mailDetails(activity)?.mailboxes[0]
  const mayWrite = me?.roles.some((role) => role !== 'DataProtection') ?? false
  return (
    <div className={styles.badge} role="status">
      {activity ? (
        <CheckmarkCircleRegular className={styles.on} aria-hidden />
      ) : (
        <SubtractCircleRegular className={styles.off} aria-hidden />
      )}
      <span className={styles.text}>
        {change.isError
          ? describeError(change.error)
          : activity
            ? holder
              ? t('loggedIn', { name: personName(holder) })
              : t('logged')
            : t('takenOff', { name: removed?.removedBy?.name ?? t('somebody') })}
        {removed && (
          <>
            {', '}
            <Instant at={removed.removedAt} />
          </>
        )}
      </span>
      {mayWrite && (
        <Button
          className={styles.change}
          size="small"
          appearance="transparent"
          disabledFocusable={change.isPending}
          // Beside other things that can be undone, it says what.
          aria-label={activity ? t('undoLogged') : undefined}
          onClick={() => change.mutate()}
        >
          {t(activity ? 'translation:timeline.undo' : 'putBack')}
        </Button>
      )}
    </div>
  )
}
