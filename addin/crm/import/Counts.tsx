import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ImportCounts, RowOutcome } from '../../../server/import/schema.ts'
import { outcomeList } from './catalogue.ts'
import { numberText } from './format.ts'
import { partsOf } from './progress.ts'

const forced = '@media (forced-colors: active)'

const useStyles = makeStyles({
  counts: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  bar: {
    display: 'flex',
    height: '14px',
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground5,
    [forced]: { border: '1px solid CanvasText' },
  },
  segment: {
    minWidth: '3px',
    boxSizing: 'border-box',
    borderRight: `1px solid ${tokens.colorNeutralBackground1}`,
    [forced]: { borderRight: '1px solid CanvasText' },
  },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(140px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  },
  one: {
    display: 'grid',
    gridTemplateColumns: '12px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'baseline',
    alignContent: 'start',
  },
  swatch: { width: '12px', height: '12px', borderRadius: '2px', [forced]: { border: '1px solid CanvasText' } },
  count: { ...typographyStyles.subtitle2, fontVariantNumeric: 'tabular-nums' },
  name: { ...typographyStyles.body1Strong },
  hint: { ...typographyStyles.caption1, gridColumn: 2, color: tokens.colorNeutralForeground2 },
  created: { backgroundColor: tokens.colorPaletteGreenBackground3 },
  updated: { backgroundColor: tokens.colorBrandBackground },
  unchanged: { backgroundColor: tokens.colorNeutralForeground4 },
  skipped: { backgroundColor: tokens.colorPaletteMarigoldBorderActive },
  refused: { backgroundColor: tokens.colorPaletteRedBackground3 },
  sum: { ...typographyStyles.body1, margin: 0, fontVariantNumeric: 'tabular-nums' },
})

interface Props {
  counts: ImportCounts
  /** How many rows there are, so that the bar fills up while they are counted. */
  of?: number | null
  done?: boolean
  /** They are growing: then the sum is not written out, whose length would push things about. */
  live?: boolean
}

/** What becomes of the rows: a bar, and numbers that add up. */
export function Counts({ counts, of = null, done = false, live = false }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('imports')
  const all = Math.max(1, of ?? 0, counts.rows)
  const shown: (RowOutcome | 'warned')[] = [...outcomeList, 'warned']
  return (
    <div className={styles.counts}>
      <p className={styles.sum}>
        {t('check.rows', { count: counts.rows })} {!live && partsOf(counts).length > 1 && <Sum counts={counts} />}
      </p>
      <div className={styles.bar} aria-hidden="true">
        {partsOf(counts).map(({ outcome, rows }) => (
          <span
            key={outcome}
            className={mergeClasses(styles.segment, styles[outcome])}
            style={{ width: `${(100 * rows) / all}%` }}
          />
        ))}
      </div>
      <ul className={styles.list}>
        {shown.map((outcome) => (
          <li key={outcome} className={styles.one}>
            {outcome === 'warned' ? <span /> : <span className={mergeClasses(styles.swatch, styles[outcome])} />}
            <span>
              <span className={styles.count}>{numberText(counts[outcome])}</span>{' '}
              <span className={styles.name}>{t(`outcome.${outcome}`)}</span>
            </span>
            <span className={styles.hint}>{t(done ? `outcomeDone.${outcome}` : `outcomeHint.${outcome}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** "12 = 8 new + 3 changed + 1 refused" */
function Sum({ counts }: { counts: ImportCounts }) {
  const { t } = useTranslation('imports')
  const parts = partsOf(counts).map(
    ({ outcome, rows }) => `${numberText(rows)} ${t(`outcome.${outcome}`).toLocaleLowerCase()}`,
  )
  return (
    <>
      {numberText(counts.rows)} = {parts.join(' + ')}
    </>
  )
}
