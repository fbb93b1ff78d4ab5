import { Button } from '@fluentui/react-components'
import { PeopleCheckmarkRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Message } from '../../ui/parts/Message.tsx'
import { latestScanQuery } from './queue-query.ts'
import { usePageStyles } from './styles.ts'

interface Props {
  /** Only one certainty was asked for. */
  filtered: boolean
  onAll: () => void
}

/** Nothing waits, or nothing of the certainty that was asked for. */
export function NoGroups({ filtered, onAll }: Props) {
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const scan = useQuery(latestScanQuery).data
  if (filtered) {
    return (
      <Message icon={<PeopleCheckmarkRegular />} title={t('empty.filtered')} text={t('empty.filteredText')}>
        <Button onClick={onAll}>{t('empty.all')}</Button>
      </Message>
    )
  }
  return (
    <Message icon={<PeopleCheckmarkRegular />} title={t('empty.title')} text={t('empty.text')}>
      {scan === null && <p className={shared.text}>{t('empty.scan')}</p>}
    </Message>
  )
}
