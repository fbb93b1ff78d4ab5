import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { isOffline } from '../../api/problem.ts'
import { asOf } from '../../ui/format.ts'
import { describeError } from '../../ui/problem-text.ts'
import type { ListState } from './list-state.ts'

interface Props {
  state: ListState
  change: (part: Partial<ListState>) => void
  list: { error: Error | null; data: unknown; dataUpdatedAt: number; refetch: () => unknown }
  didYouMean: string | null
}

/** What is to be said about a list that is shown all the same. */
export function ListNotices({ state, change, list, didYouMean }: Props) {
  const { t } = useTranslation(['crm', 'translation'])
  const stale = list.data !== undefined && list.error
  return (
    <>
      {state.unreadable && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('list.unreadable')}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => change({ filter: undefined })}>
              {t('list.removeFilter')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {stale && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {isOffline(stale) ? t('list.offline', { when: asOf(list.dataUpdatedAt) }) : describeError(stale)}
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => list.refetch()}>
              {t('translation:common.retry')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {didYouMean && (
        <MessageBar intent="info">
          <MessageBarBody>{t('list.didYouMean', { text: didYouMean })}</MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}
