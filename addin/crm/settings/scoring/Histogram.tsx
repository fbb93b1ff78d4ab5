import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { locale } from '../../../ui/i18n.ts'
import { tenths } from './rule-form.ts'

const useStyles = makeStyles({
  table: {
    ...typographyStyles.caption1,
    width: '100%',
    maxWidth: '640px',
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
  },
  caption: { ...typographyStyles.body1Strong, textAlign: 'start', paddingBlockEnd: tokens.spacingVerticalXS },
  head: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3, textAlign: 'end' },
  start: { textAlign: 'start', whiteSpace: 'nowrap', width: '1%' },
  number: { textAlign: 'end', whiteSpace: 'nowrap', paddingInlineStart: tokens.spacingHorizontalM },
  bars: { width: '90%', paddingInlineStart: tokens.spacingHorizontalM },
  bar: {
    display: 'block',
    height: '10px',
    minWidth: '1px',
    borderRadius: '2px',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'Highlight' },
  },
  thin: { height: '6px', marginBlock: '1px' },
  before: {
    backgroundColor: tokens.colorNeutralStroke1,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'GrayText' },
  },
})

interface Props {
  caption: string
  /** Contacts by tenth of score. */
  counts: readonly number[]
  /** The same before a change, to be shown beside. */
  before?: readonly number[]
}

/** How many contacts have which score: a table whose rows are drawn as bars too. */
export function Histogram({ caption, counts, before }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const most = Math.max(1, ...counts, ...(before ?? []))
  const number = new Intl.NumberFormat(locale())
  const width = (count: number) => ({ width: `${(100 * count) / most}%` })
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className={mergeClasses(styles.head, styles.start)}>
            {t('scoring.score')}
          </th>
          <td />
          {before && (
            <th scope="col" className={mergeClasses(styles.head, styles.number)}>
              {t('scoring.before')}
            </th>
          )}
          <th scope="col" className={mergeClasses(styles.head, styles.number)}>
            {t(before ? 'scoring.after' : 'scoring.contacts')}
          </th>
        </tr>
      </thead>
      <tbody>
        {tenths.map((range, tenth) => (
          <tr key={range}>
            <th scope="row" className={mergeClasses(styles.head, styles.start)}>
              {range}
            </th>
            <td className={styles.bars} aria-hidden="true">
              {before && (
                <span
                  className={mergeClasses(styles.bar, styles.thin, styles.before)}
                  style={width(before[tenth] ?? 0)}
                />
              )}
              <span className={mergeClasses(styles.bar, before && styles.thin)} style={width(counts[tenth] ?? 0)} />
            </td>
            {before && <td className={styles.number}>{number.format(before[tenth] ?? 0)}</td>}
            <td className={styles.number}>{number.format(counts[tenth] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
