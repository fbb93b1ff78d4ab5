import '../texts/duplicates.ts'
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { NavLink, Route, Routes } from 'react-router'
import { useTitle } from '../shell/use-title.ts'
import { MergedList } from './MergedList.tsx'
import { Review } from './Review.tsx'
import { border, narrow } from './styles.ts'

const useStyles = makeStyles({
  // The list and the group scroll by themselves; where there is room for one only, the page does.
  page: { display: 'flex', flexDirection: 'column', height: '100%', [narrow]: { height: 'auto', minHeight: '100%' } },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    columnGap: tokens.spacingHorizontalXXL,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} 0`,
    borderBottom: border,
    [narrow]: { paddingInline: tokens.spacingHorizontalM },
  },
  title: { ...typographyStyles.subtitle1, margin: 0, paddingBottom: tokens.spacingVerticalS },
  tabs: { display: 'flex', gap: tokens.spacingHorizontalM },
  tab: {
    ...typographyStyles.body1,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    borderBottom: '3px solid transparent',
    '@media (forced-colors: active)': { borderBottomColor: 'Canvas' },
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  here: {
    ...typographyStyles.body1Strong,
    color: tokens.colorNeutralForeground1,
    borderBottomColor: tokens.colorCompoundBrandStroke,
    '@media (forced-colors: active)': { borderBottomColor: 'Highlight' },
  },
})

/** `/duplicates`: groups to review, and `/duplicates/merged`: what was merged. */
export default function DuplicatesPage() {
  const styles = useStyles()
  const { t } = useTranslation('deduplication')
  useTitle(t('title'))
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        <nav className={styles.tabs} aria-label={t('tabs.label')}>
          {(['review', 'merged'] as const).map((tab) => (
            <NavLink
              key={tab}
              end
              to={tab === 'review' ? '/duplicates' : '/duplicates/merged'}
              className={({ isActive }) => mergeClasses(styles.tab, isActive && styles.here)}
            >
              {t(`tabs.${tab}`)}
            </NavLink>
          ))}
        </nav>
      </header>
      <Routes>
        <Route index element={<Review />} />
        <Route path="merged" element={<MergedList />} />
      </Routes>
    </div>
  )
}
