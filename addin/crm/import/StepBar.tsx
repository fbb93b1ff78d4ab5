import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { CheckmarkFilled } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useHidden } from '../../ui/parts/hidden.ts'
import { type Step, steps } from './steps.ts'

const narrow = '@media (max-width: 640px)'
const forced = '@media (forced-colors: active)'

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(5, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalXS,
  },
  link: {
    ...typographyStyles.body1,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '44px',
    paddingInline: tokens.spacingHorizontalXS,
    borderBottom: `3px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    [narrow]: { justifyContent: 'center' },
  },
  here: {
    ...typographyStyles.body1Strong,
    color: tokens.colorNeutralForeground1,
    borderBottomColor: tokens.colorCompoundBrandStroke,
    [forced]: { borderBottomColor: 'Highlight' },
  },
  number: {
    ...typographyStyles.caption1Strong,
    display: 'inline-grid',
    placeItems: 'center',
    flexShrink: 0,
    width: '24px',
    height: '24px',
    borderRadius: '50%',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    boxSizing: 'border-box',
  },
  numberHere: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorBrandBackground}`,
    [forced]: { color: 'HighlightText', backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  asks: {
    color: tokens.colorStatusWarningForeground3,
    border: `2px solid ${tokens.colorStatusWarningBorder2}`,
    [forced]: { border: '2px solid Mark' },
  },
  name: { [narrow]: { display: 'none' } },
  // Where there is no room for five names, only that of the present one stands below.
  present: { ...typographyStyles.caption1, display: 'none', margin: 0, [narrow]: { display: 'block' } },
})

interface Props {
  step: Step
  /** What is behind: marked as done. */
  passed: readonly Step[]
  /** Where something is to be answered. */
  asking: readonly Step[]
}

/** The steps in their order, each a link. */
export function StepBar({ step, passed, asking }: Props) {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('imports')
  const spoken = (one: Step) => {
    const name = t(`steps.${one}`)
    if (asking.includes(one)) return t('steps.open', { step: name })
    return passed.includes(one) ? t('steps.passed', { step: name }) : name
  }
  return (
    <nav aria-label={t('steps.label')}>
      <ol className={styles.list}>
        {steps.map((one, index) => (
          <li key={one}>
            <Link
              to={`?step=${one}`}
              className={mergeClasses(styles.link, one === step && styles.here)}
              {...(one === step ? { 'aria-current': 'step' as const } : {})}
            >
              <span
                aria-hidden="true"
                className={mergeClasses(
                  styles.number,
                  asking.includes(one) && styles.asks,
                  one === step && styles.numberHere,
                )}
              >
                {asking.includes(one) ? '!' : passed.includes(one) && one !== step ? <CheckmarkFilled /> : index + 1}
              </span>
              <span className={styles.name} aria-hidden="true">
                {t(`steps.${one}`)}
              </span>
              <span className={hidden}>{spoken(one)}</span>
            </Link>
          </li>
        ))}
      </ol>
      <p className={styles.present} aria-hidden="true">
        {t('steps.at', { number: steps.indexOf(step) + 1, count: steps.length })}: {t(`steps.${step}`)}
      </p>
    </nav>
  )
}
