import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ExportMenu, type OnExport } from '../export/ExportMenu.tsx'
import { type Chosen, countChosen, everybody, nobody, toSelection } from './chosen.ts'
import { timeZone } from './contacts-query.ts'
import type { ListState } from './list-state.ts'

const BulkBar = lazy(() => import('../../features/bulk/BulkBar.tsx'))

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1Selected,
  },
  count: { ...typographyStyles.body1Strong },
})

interface Props {
  state: ListState
  chosen: Chosen
  /** How many rows are loaded, of `total`. */
  loaded: number
  total: { count: number; exact: boolean }
  onChoose: (chosen: Chosen) => void
  onDone: () => void
  onExport: OnExport
}

/** How many contacts are chosen, and what can be done with all of them. */
export function SelectionBar({ state, chosen, loaded, total, onChoose, onDone, onExport }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const count = countChosen(chosen, total.count)
  const selection = toSelection(chosen, { ...state, timeZone })
  const guessed = chosen.kind === 'all' && !total.exact
  const mayTakeAll = chosen.kind === 'some' && chosen.ids.size >= loaded && loaded < total.count
  if (!selection) return null
  return (
    <section className={styles.bar} aria-label={t('chosen.label')}>
      <span className={styles.count} role="status">
        {guessed ? t('chosen.about', { count }) : t('chosen.count', { count })}
      </span>
      {mayTakeAll && (
        <Button size="small" appearance="transparent" onClick={() => onChoose(everybody)}>
          {total.exact ? t('chosen.all', { count: total.count }) : t('chosen.allAbout', { count: total.count })}
        </Button>
      )}
      <Button size="small" appearance="subtle" icon={<DismissRegular />} onClick={() => onChoose(nobody)}>
        {t('chosen.clear')}
      </Button>
      <Suspense fallback={null}>
        <BulkBar selection={selection} count={count} onDone={onDone} />
      </Suspense>
      <ExportMenu onExport={onExport} ofChosen />
    </section>
  )
}
