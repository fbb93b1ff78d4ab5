import '../texts/settings.ts'
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { ChevronLeftRegular } from '@fluentui/react-icons'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, NavLink, useParams } from 'react-router'
import { ErrorBoundary } from '../../ui/parts/ErrorBoundary.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { parts } from './pages.ts'

const narrow = '@media (max-width: 800px)'

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: '208px minmax(0, 1fr)',
    minHeight: '100%',
    [narrow]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: {
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: tokens.spacingHorizontalS,
    [narrow]: { border: 'none' },
  },
  away: { [narrow]: { display: 'none' } },
  title: {
    ...typographyStyles.subtitle1,
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '2px' },
  link: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '36px',
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    [narrow]: { minHeight: '44px' },
  },
  here: {
    ...typographyStyles.body1Strong,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  icon: { fontSize: '20px' },
  content: {
    minWidth: 0,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    [narrow]: { padding: tokens.spacingHorizontalM },
  },
  back: {
    display: 'none',
    alignItems: 'center',
    minHeight: '32px',
    color: tokens.colorBrandForegroundLink,
    [narrow]: { display: 'inline-flex' },
  },
  plain: { color: tokens.colorBrandForegroundLink },
  overview: { display: 'grid', gap: tokens.spacingVerticalM, maxWidth: '70ch', [narrow]: { display: 'none' } },
  hint: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  name: { ...typographyStyles.body1Strong, margin: 0 },
})

/** Settings: a list of pages at the side, and the one that is open. On narrow screens the list is a page of its own. */
export default function SettingsPage() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { page } = useParams()
  const part = parts.find(({ path }) => path === page)
  return (
    <div className={styles.page}>
      <nav className={mergeClasses(styles.side, page !== undefined && styles.away)} aria-label={t('title')}>
        {page === undefined ? (
          <h1 className={styles.title}>{t('title')}</h1>
        ) : (
          <p className={styles.title}>{t('title')}</p>
        )}
        <SideList />
      </nav>
      <div className={styles.content}>
        {page !== undefined && (
          <Link to="/settings" className={styles.back}>
            <ChevronLeftRegular aria-hidden /> {t('title')}
          </Link>
        )}
        {part ? (
          <ErrorBoundary resetKey={part.name} fallback={(error, retry) => <Failed error={error} retry={retry} />}>
            <Suspense key={part.name} fallback={<LoadingRows />}>
              <part.Page />
            </Suspense>
          </ErrorBoundary>
        ) : page === undefined ? (
          <Overview />
        ) : (
          <Message title={t('missing.title')} text={t('missing.text')} />
        )}
      </div>
    </div>
  )
}

function SideList() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  return (
    <ul className={styles.list}>
      {parts.map(({ name, path, icon: Icon }) => (
        <li key={name}>
          <NavLink
            to={`/settings/${path}`}
            className={({ isActive }) => mergeClasses(styles.link, isActive && styles.here)}
          >
            <Icon className={styles.icon} aria-hidden />
            {t(`page.${name}`)}
          </NavLink>
        </li>
      ))}
    </ul>
  )
}

function Overview() {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  return (
    <div className={styles.overview}>
      {parts.map(({ name, path }) => (
        <div key={name}>
          <p className={styles.name}>
            <Link className={styles.plain} to={`/settings/${path}`}>
              {t(`page.${name}`)}
            </Link>
          </p>
          <p className={styles.hint}>{t(`about.${name}`)}</p>
        </div>
      ))}
    </div>
  )
}
