import '../texts/export.ts'
import { Button } from '@fluentui/react-components'
import { ArrowImportRegular, PeopleRegular, PeopleSearchRegular, PlugDisconnectedRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { ApiProblem, isOffline } from '../../api/problem.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { useImportRights } from '../import/rights.ts'
import { emptyState, type ListState } from './list-state.ts'

interface Props {
  list: { isPending: boolean; error: Error | null; refetch: () => unknown }
  state: ListState
  change: (part: Partial<ListState>) => void
}

/** What stands in the list's place while there is nothing to list. */
export function NoRows({ list, state, change }: Props) {
  const { t } = useTranslation(['crm', 'translation', 'exporting'])
  const { mayImport } = useImportRights()
  const reset = <Button onClick={() => change(emptyState)}>{t('list.reset')}</Button>
  if (isOffline(list.error)) {
    return (
      <Message
        icon={<PlugDisconnectedRegular />}
        title={t('translation:screens.offline.title')}
        text={describeError(list.error)}
      >
        <Button onClick={() => list.refetch()}>{t('translation:common.retry')}</Button>
      </Message>
    )
  }
  // A filter that names what is gone says so (SE-11); trying again would not help.
  if (list.error instanceof ApiProblem && list.error.status === 422) {
    return (
      <Message
        icon={<PeopleSearchRegular />}
        title={t('translation:screens.failed.title')}
        text={describeError(list.error)}
      >
        {state.filter && <Button onClick={() => change({ filter: undefined })}>{t('list.removeFilter')}</Button>}
        {reset}
      </Message>
    )
  }
  if (list.error) return <Failed error={list.error} retry={list.refetch} />
  if (list.isPending) {
    return (
      <div role="status" aria-label={t('list.loading')}>
        <LoadingRows count={8} />
      </div>
    )
  }
  if (!state.search && !state.filter) {
    return (
      <Message icon={<PeopleRegular />} title={t('list.empty.title')} text={t('list.empty.text')}>
        {mayImport && (
          <Button as="a" href="#/import" icon={<ArrowImportRegular />}>
            {t('exporting:importPeople')}
          </Button>
        )}
      </Message>
    )
  }
  return (
    <Message icon={<PeopleSearchRegular />} title={t('list.nothing.title')} text={t('list.nothing.text')}>
      {reset}
    </Message>
  )
}
