import './texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { infiniteQueryOptions, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RemovedEntries, RemovedEntry } from '../../../server/timeline/schema.ts'
import { api } from '../../api/session.ts'
import { shortDate } from '../../ui/format.ts'
import { Instant } from '../../ui/Instant.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { useEntryActions } from './use-entry-actions.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  entry: { display: 'grid', gridTemplateColumns: '1fr auto', gap: tokens.spacingHorizontalS, alignItems: 'start' },
  lines: { display: 'grid', minWidth: 0, overflowWrap: 'anywhere' },
  text: {
    ...typographyStyles.body1,
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: '2',
    overflow: 'hidden',
  },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
})

const removedQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', contactId, 'removed'],
    queryFn: ({ pageParam, signal }) =>
      api.get<RemovedEntries>(`/contacts/${contactId}/timeline/removed`, {
        query: { cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

/** What was taken off a timeline, each entry with the way back. */
export function RemovedDialog({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation(['entries', 'translation'])
  const removed = useInfiniteQuery(removedQuery(contactId))
  useReturnFocus()
  const items = removed.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('removedTitle')}</DialogTitle>
          <DialogContent>
            {removed.isPending && <LoadingRows count={2} />}
            {removed.isError && !removed.data && <Failed compact error={removed.error} retry={removed.refetch} />}
            {removed.isSuccess && items.length === 0 && t('removedNone')}
            <ul className={styles.list}>
              {items.map((entry) => (
                <Removed key={entry.activity.id} contactId={contactId} entry={entry} />
              ))}
            </ul>
            {removed.hasNextPage && (
              <Button size="small" appearance="transparent" onClick={() => void removed.fetchNextPage()}>
                {t('translation:timeline.more')}
              </Button>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('close')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

function Removed({ contactId, entry }: { contactId: string; entry: RemovedEntry }) {
  const styles = useStyles()
  const { t } = useTranslation(['entries', 'translation'])
  const actions = useEntryActions(contactId)
  const { activity, reason, removedAt, removedBy } = entry
  const back = useMutation({
    mutationFn: () => (reason === 'deleted' ? actions.undelete(activity) : actions.putBack(activity)),
  })
  return (
    <li className={styles.entry}>
      <span className={styles.lines}>
        <span className={styles.text}>
          {t(`translation:activity.${activity.type}`)} · {shortDate(activity.occurredAt)} · {activity.summary}
        </span>
        <span className={styles.quiet}>
          {t(`removedBy.${reason}`, { name: removedBy?.name ?? t('somebody') })}, <Instant at={removedAt} />
        </span>
        {back.isError && (
          <MessageBar intent="error" layout="multiline" role="alert">
            <MessageBarBody>{describeError(back.error)}</MessageBarBody>
          </MessageBar>
        )}
      </span>
      <Button size="small" disabledFocusable={back.isPending} onClick={() => back.mutate()}>
        {t('putBack')}
      </Button>
    </li>
  )
}
