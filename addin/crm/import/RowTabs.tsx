import { Button, makeStyles, Tab, TabList } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { Import, ImportCounts, ImportRow } from '../../../server/import/schema.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { outcomeList } from './catalogue.ts'
import { numberText } from './format.ts'
import { type RowFilter, rowsQuery } from './imports-query.ts'
import { RowList } from './RowList.tsx'
import { useImportStyles } from './styles.ts'

const filters: readonly RowFilter[] = [...outcomeList, 'warned']

const useStyles = makeStyles({ tabs: { flexWrap: 'wrap' } })

interface Props {
  one: Import
  counts: ImportCounts
  fields: readonly CustomField[]
  /** Those of a preview; without them the server is asked, page after page. */
  samples?: readonly ImportRow[]
}

/** Rows to look at, by what becomes of them. */
export function RowTabs({ one, counts, fields, samples }: Props) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const panel = useId()
  const offered = filters.filter((filter) => counts[filter] > 0)
  const [chosen, setChosen] = useState<RowFilter>()
  const filter = chosen && offered.includes(chosen) ? chosen : offered[0]
  if (!filter) return <p className={shared.text}>{t('rows.none')}</p>
  return (
    <div className={shared.part}>
      <TabList
        className={styles.tabs}
        selectedValue={filter}
        onTabSelect={(_, { value }) => setChosen(value as RowFilter)}
      >
        {offered.map((one) => (
          <Tab key={one} value={one} id={`${panel}-${one}`} aria-controls={panel}>
            {t(`outcome.${one}`)} ({numberText(counts[one])})
          </Tab>
        ))}
      </TabList>
      <div id={panel} role="tabpanel" aria-labelledby={`${panel}-${filter}`} className={shared.part}>
        {samples ? (
          <Samples one={one} fields={fields} rows={samples.filter(isOf(filter))} all={counts[filter]} />
        ) : (
          <Pages key={filter} one={one} fields={fields} filter={filter} />
        )}
      </div>
    </div>
  )
}

const isOf = (filter: RowFilter) => (row: ImportRow) =>
  filter === 'warned' ? row.issues.some(({ severity }) => severity === 'warning') : row.outcome === filter

type ListProps = Pick<Props, 'one' | 'fields'>

function Samples({ one, fields, rows, all }: ListProps & { rows: readonly ImportRow[]; all: number }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  return (
    <>
      <RowList one={one} fields={fields} rows={rows} />
      {rows.length < all && <p className={shared.quiet}>{t('rows.some', { shown: rows.length, count: all })}</p>}
    </>
  )
}

function Pages({ one, fields, filter }: ListProps & { filter: RowFilter }) {
  const { t } = useTranslation('imports')
  const list = useInfiniteQuery(rowsQuery(one.id, filter))
  if (list.isError && !list.data) return <Failed compact error={list.error} retry={list.refetch} />
  if (!list.data) return <LoadingRows count={3} />
  return (
    <>
      <RowList one={one} fields={fields} rows={list.data.pages.flatMap(({ items }) => items)} />
      {list.hasNextPage && (
        <div>
          <Button size="small" disabledFocusable={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('rows.more')}
          </Button>
        </div>
      )}
    </>
  )
}
