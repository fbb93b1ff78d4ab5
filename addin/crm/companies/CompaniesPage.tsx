import '../texts/record.ts'
import {
  Button,
  makeStyles,
  SearchBox,
  Select,
  ToggleButton,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { AddRegular, ArrowSortDownLinesRegular } from '@fluentui/react-icons'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import type { CompanyList } from '../../../server/companies/schema.ts'
import { companiesQuery } from '../../features/company/company-query.ts'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { FormatMenu } from '../export/ExportMenu.tsx'
import { ExportStatus } from '../export/ExportStatus.tsx'
import { useExport } from '../export/use-export.ts'
import { CompanyTable } from './CompanyTable.tsx'
import { LoadMore } from './LoadMore.tsx'

const AddCompany = lazy(() => import('../../features/company/AddCompany.tsx'))

const sorts = ['name', 'contacts', 'lastActivityAt', 'createdAt'] as const
const pause = 200
const narrow = '@media (max-width: 640px)'

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM, padding: '16px' },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  title: { ...typographyStyles.subtitle1, margin: 0, marginInlineEnd: 'auto', [narrow]: { order: -2 } },
  export: { [narrow]: { order: -1 } },
  search: { flex: '1 1 240px', maxWidth: '420px' },
  sort: { display: 'flex', gap: tokens.spacingHorizontalXS },
  count: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground3 },
})

/** All companies: search, sort, endless scroll; search and sort stand in the address. */
export default function CompaniesPage() {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams()
  const [adding, setAdding] = useState(false)
  const search = query.get('search') ?? ''
  const sort = query.get('sort') ?? 'name'
  const set = (changes: Record<string, string>) =>
    setQuery(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name)
        return next
      },
      { replace: true },
    )
  const exporting = useExport()
  const companies = useInfiniteQuery({ ...companiesQuery(search, sort), placeholderData: keepPreviousData })
  const items = companies.data?.pages.flatMap((page) => page.items) ?? []
  useEffect(() => {
    document.title = t('companies')
  }, [t])
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('companies')}</h1>
        <Search search={search} onSearch={(text) => set({ search: text })} />
        <Sort sort={sort} onSort={(next) => set({ sort: next === 'name' ? '' : next })} />
        <div className={styles.export}>
          <FormatMenu
            onChoose={(format) => exporting.start({ path: `/companies/export.${format}`, query: { search, sort } })}
          />
        </div>
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>
          {t('list.add')}
        </Button>
      </div>
      <ExportStatus exporting={exporting} />
      <Count total={companies.data?.pages[0]?.total} />
      {companies.isLoading && <LoadingRows count={8} />}
      {companies.isError && !companies.data && <Failed error={companies.error} retry={companies.refetch} />}
      {items.length > 0 && (
        <CompanyTable companies={items} sort={sort} onSort={(next) => set({ sort: next === 'name' ? '' : next })} />
      )}
      {companies.isSuccess && items.length === 0 && <Nothing search={search} />}
      {companies.hasNextPage && (
        <LoadMore
          busy={companies.isFetchingNextPage}
          failed={companies.isFetchNextPageError}
          more={companies.fetchNextPage}
        />
      )}
      <Suspense>
        {adding && (
          <AddCompany onClose={() => setAdding(false)} onAdded={({ id }) => void navigate(`/companies/${id}`)} />
        )}
      </Suspense>
    </div>
  )
}

/** Follows the fingers at once, and the server a moment later. */
function Search({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const [typed, setTyped] = useState(search)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock.
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== search && onSearch(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchBox
      className={styles.search}
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      dismiss={{ 'aria-label': t('list.clear') }}
      value={typed}
      onChange={(_, { value }) => setTyped(value)}
    />
  )
}

function Sort({ sort, onSort }: { sort: string; onSort: (sort: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const down = sort.startsWith('-')
  const column = down ? sort.slice(1) : sort
  return (
    <div className={styles.sort}>
      <Select
        aria-label={t('list.sort')}
        value={column}
        onChange={(_, { value }) => onSort(value === 'name' ? value : `-${value}`)}
      >
        {sorts.map((one) => (
          <option key={one} value={one}>
            {t(`list.${one}`)}
          </option>
        ))}
      </Select>
      <ToggleButton
        icon={<ArrowSortDownLinesRegular />}
        aria-label={t('list.descending')}
        title={t('list.descending')}
        checked={down}
        onClick={() => onSort(down ? column : `-${column}`)}
      />
    </div>
  )
}

function Count({ total }: { total: CompanyList['total'] | undefined }) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  if (!total) return null
  const { count } = total
  return (
    <p className={styles.count} role="status">
      {total.exact ? t('list.count', { count }) : t('list.about', { count })}
    </p>
  )
}

function Nothing({ search }: { search: string }) {
  const { t } = useTranslation('record')
  return search ? (
    <Message title={t('list.nothing')} text={t('list.nothingText', { search })} />
  ) : (
    <Message title={t('list.empty')} text={t('list.emptyText')} />
  )
}
