import { makeStyles } from '@fluentui/react-components'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHidden } from '../../ui/parts/hidden.ts'
import { ExportStatus } from '../export/ExportStatus.tsx'
import { useExport } from '../export/use-export.ts'
import { useMedia } from '../shell/use-media.ts'
import { useTitle } from '../shell/use-title.ts'
import { ContactGrid } from './ContactGrid.tsx'
import { type Chosen, nobody } from './chosen.ts'
import { contactsKey, contactsQuery } from './contacts-query.ts'
import { chosenFile, listFile } from './export-files.ts'
import { ListBar } from './ListBar.tsx'
import { ListNotices } from './ListNotices.tsx'
import { nextSort, writeListState } from './list-state.ts'
import { NoRows } from './NoRows.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useColumns } from './use-columns.ts'
import { useListState } from './use-list-state.ts'

const BulkStatus = lazy(() => import('../../features/bulk/BulkStatus.tsx'))

const useStyles = makeStyles({
  // Only the grid gives way; what stands above it keeps its height.
  page: { display: 'flex', flexDirection: 'column', height: '100%', '& > *': { flexShrink: 0 } },
})

/** The contact list: search, filter, order and view stand in the address. */
export default function ContactsPage() {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('crm')
  const queries = useQueryClient()
  const { state, change } = useListState()
  const { columns, custom, set: setColumns, error: columnsError } = useColumns(state, change)
  const [chosen, setChosen] = useState<Chosen>(nobody)
  const narrow = useMedia('(max-width: 640px)')
  const list = useInfiniteQuery(contactsQuery(state))
  const contacts = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const first = list.data?.pages[0]
  const question = writeListState({ ...state, sort: undefined, columns: undefined, view: undefined }).toString()
  // Whoever asks for other people has not chosen these.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is what it depends on
  useEffect(() => setChosen(nobody), [question])
  useTitle(t('title.contacts'))
  const exporting = useExport()
  const done = () => {
    setChosen(nobody)
    void queries.invalidateQueries({ queryKey: contactsKey })
  }
  return (
    <div className={styles.page}>
      <h1 className={hidden}>{t('title.contacts')}</h1>
      <ListBar
        state={state}
        change={change}
        total={list.isPlaceholderData ? undefined : first?.total}
        columns={{ shown: columns, custom, set: setColumns, error: columnsError }}
        narrow={narrow}
        onExport={(format, which) => exporting.start(listFile(state, format, which === 'shown' ? columns : undefined))}
      />
      <ExportStatus exporting={exporting} />
      <ListNotices state={state} change={change} list={list} didYouMean={first?.didYouMean ?? null} />
      <Suspense fallback={null}>
        <BulkStatus />
      </Suspense>
      {chosen !== nobody && first && (
        <SelectionBar
          state={state}
          chosen={chosen}
          loaded={contacts.length}
          total={first.total}
          onChoose={setChosen}
          onDone={done}
          onExport={(format, which) =>
            exporting.start(chosenFile(state, chosen, format, which === 'shown' ? columns : undefined))
          }
        />
      )}
      {contacts.length > 0 && first ? (
        <ContactGrid
          contacts={contacts}
          total={first.total}
          columns={columns}
          custom={custom}
          narrow={narrow}
          sort={state.sort}
          onSort={(key) => change({ sort: nextSort(state.sort, key) })}
          chosen={chosen}
          onChoose={setChosen}
          stale={list.isPlaceholderData}
          more={{
            has: list.hasNextPage && !list.isPlaceholderData,
            loading: list.isFetchingNextPage,
            error: list.isFetchNextPageError,
            load: list.fetchNextPage,
          }}
          place={`${question} ${state.sort}`}
        />
      ) : (
        <NoRows list={list} state={state} change={change} />
      )}
    </div>
  )
}
