import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { pages } from './pages.ts'

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: tokens.spacingHorizontalS, display: 'grid', gap: '2px' },
  link: {
    ...typographyStyles.body1,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '36px',
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  here: {
    ...typographyStyles.body1Strong,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  icon: { fontSize: '20px', flexShrink: 0 },
})

/** Links to all pages; the present one is marked. */
export function Navigation({ onLeave }: { onLeave?: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  return (
    <nav aria-label={t('nav.label')}>
      <ul className={styles.list}>
        {pages.map(({ name, icon: Icon }) => (
          <li key={name}>
            <NavLink
              to={`/${name}`}
              className={({ isActive }) => mergeClasses(styles.link, isActive && styles.here)}
              onClick={() => onLeave?.()}
            >
              <Icon className={styles.icon} aria-hidden />
              {t(`title.${name}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
