import { Button } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { HiddenEntries } from '../../../server/timeline/schema.ts'
import { Message } from '../../ui/parts/Message.tsx'
import { type FilterPart, freed, isFiltered, noFilter, type TimelineFilter } from './filters.ts'
import { hiddenQuery, type Whose } from './timeline-query.ts'

interface Props {
  id: string
  of: Whose
  filter: TimelineFilter
  onFilter: (filter: TimelineFilter) => void
}

/** An empty timeline says whether it is empty or only filtered, and which filter hides how many (TL-12). */
export function Nothing({ id, of, filter, onFilter }: Props) {
  const { t } = useTranslation()
  const filtered = isFiltered(filter)
  const { data } = useQuery({ ...hiddenQuery(id, filter, of), enabled: filtered })
  if (!filtered) return <Message compact title={t('timeline.empty')} text={t('timeline.emptyHint')} />
  return (
    <Message compact title={t('timeline.hidden')} text={t('timeline.hiddenHint')}>
      {data &&
        hiding(data).map(([part, count]) => (
          <Button key={part} onClick={() => onFilter({ ...filter, ...freed[part] })}>
            {t(`timeline.without.${part}`, { count })}
          </Button>
        ))}
      <Button onClick={() => onFilter(noFilter)}>{t('timeline.clear')}</Button>
    </Message>
  )
}

function hiding({ withoutType, withoutPerson, withoutSearch, withoutDates }: HiddenEntries): [FilterPart, number][] {
  const parts: [FilterPart, number | null][] = [
    ['type', withoutType],
    ['person', withoutPerson],
    ['search', withoutSearch],
    ['dates', withoutDates],
  ]
  return parts.filter((part): part is [FilterPart, number] => (part[1] ?? 0) > 0)
}
