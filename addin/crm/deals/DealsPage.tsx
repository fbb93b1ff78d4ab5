import '../texts/deals.ts'
import { Button, makeStyles, Tab, TabList, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { useMayWriteDeals } from '../../features/deals/rights.ts'
import { Message } from '../../ui/parts/Message.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Board } from './Board.tsx'
import { DealsBar } from './DealsBar.tsx'
import { DealsList } from './DealsList.tsx'
import { boardWanted, type DealsState, listWanted, readState } from './deals-state.ts'

const AddDeal = lazy(() => import('../../features/deals/AddDeal.tsx'))

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM, padding: '16px' },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  title: { ...typographyStyles.subtitle1, margin: 0 },
  views: { marginInlineEnd: 'auto' },
})

/** All deals, as a board or as a list; what is shown stands in the address. */
export default function DealsPage() {
  const styles = useStyles()
  const { t } = useTranslation(['dealPages', 'deals'])
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams()
  const [stageId, setStageId] = useState<string>()
  const mayWrite = useMayWriteDeals()
  useTitle(t('title'))
  const state = readState(query)
  const set = (changes: Partial<Record<keyof DealsState | 'add', string>>) =>
    setQuery(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name)
        return next
      },
      { replace: true },
    )
  const add = (stage?: string) => {
    setStageId(stage)
    set({ add: '1' })
  }
  const narrowed = Boolean(state.search || state.owner || state.company)
  const empty = narrowed ? (
    <Message title={t('board.nothing')} text={t('board.nothingText')}>
      <Button onClick={() => set({ search: '', owner: '', company: '', state: '' })}>{t('board.all')}</Button>
    </Message>
  ) : (
    <Message title={t('board.none')} text={t('board.noneText')} />
  )
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        <TabList
          className={styles.views}
          size="small"
          aria-label={t('view.label')}
          selectedValue={state.view}
          onTabSelect={(_, { value }) => set({ view: value === 'list' ? 'list' : '' })}
        >
          <Tab value="board">{t('view.board')}</Tab>
          <Tab value="list">{t('view.list')}</Tab>
        </TabList>
        {mayWrite && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => add()}>
            {t('deals:add')}
          </Button>
        )}
      </div>
      <DealsBar state={state} set={set} />
      {state.view === 'board' ? (
        <Board wanted={boardWanted(state)} onAdd={add}>
          {empty}
        </Board>
      ) : (
        <DealsList wanted={listWanted(state)} sort={state.sort} onSort={(sort) => set({ sort })}>
          {empty}
        </DealsList>
      )}
      <Suspense>
        {mayWrite && query.has('add') && (
          <AddDeal
            start={{ stageId }}
            onClose={() => set({ add: '' })}
            onAdded={({ id }) => void navigate(`/deals/${id}`, { replace: true })}
          />
        )}
      </Suspense>
    </div>
  )
}
