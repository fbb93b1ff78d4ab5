import './texts.ts'
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Reason } from '../../../server/duplicates/schema.ts'
import { useHidden } from '../../ui/parts/hidden.ts'

/** A reason of this weight, in bits, fills its bar. */
const full = 14

const forced = '@media (forced-colors: active)'

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalXXS,
  },
  reason: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: '14px 40px minmax(0, 1fr)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '24px',
    overflowWrap: 'anywhere',
  },
  sign: { ...typographyStyles.body1Strong, textAlign: 'center' },
  meter: {
    height: '4px',
    borderRadius: '2px',
    backgroundColor: tokens.colorNeutralBackground5,
    overflow: 'hidden',
    [forced]: { outline: '1px solid CanvasText' },
  },
  level: { display: 'block', height: '100%', [forced]: { forcedColorAdjust: 'none', backgroundColor: 'Highlight' } },
  for: { backgroundColor: tokens.colorPaletteGreenBorderActive },
  against: { backgroundColor: tokens.colorPaletteRedBorderActive },
  signFor: { color: tokens.colorPaletteGreenForeground1 },
  signAgainst: { color: tokens.colorPaletteRedForeground1 },
})

/** Why contacts may be one person, or not: each reason with a sign and a bar as long as its weight. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('duplicates')
  return (
    <ul className={styles.list} aria-label={t('reasons')}>
      {reasons.map(({ kind, field, text, weight }) => {
        const against = weight < 0
        return (
          <li key={`${kind} ${field} ${text}`} className={styles.reason}>
            <span aria-hidden className={mergeClasses(styles.sign, against ? styles.signAgainst : styles.signFor)}>
              {against ? '−' : '+'}
            </span>
            <span aria-hidden className={styles.meter}>
              <span
                className={mergeClasses(styles.level, against ? styles.against : styles.for)}
                style={{ width: `${Math.max(8, Math.min(100, (100 * Math.abs(weight)) / full))}%` }}
              />
            </span>
            <span>
              {text}
              <span className={hidden}> ({t(against ? 'against' : 'for')})</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
