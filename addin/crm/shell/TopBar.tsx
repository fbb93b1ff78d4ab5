import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { NavigationRegular, SearchRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../server/users/schema.ts'
import { Notices } from '../notices/Notices.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { Navigation } from './Navigation.tsx'

const useStyles = makeStyles({
  bar: {
    gridArea: 'top',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    minHeight: '48px',
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  start: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  end: { display: 'flex', alignItems: 'center', flexShrink: 0, gap: tokens.spacingHorizontalXS },
  name: { ...typographyStyles.subtitle2, whiteSpace: 'nowrap', '@media (max-width: 480px)': { display: 'none' } },
  menu: { display: 'none', '@media (max-width: 800px)': { display: 'inline-flex' } },
  surface: { padding: 0, minWidth: '220px' },
  search: {
    flexGrow: 1,
    maxWidth: '420px',
    minWidth: 0,
    justifyContent: 'start',
    color: tokens.colorNeutralForeground3,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  },
  keys: {
    ...typographyStyles.caption1,
    marginInlineStart: 'auto',
    '@media (max-width: 640px)': { display: 'none' },
  },
  skip: {
    position: 'absolute',
    insetInlineStart: tokens.spacingHorizontalS,
    top: '-100px',
    zIndex: 10,
    ':focus-visible': { top: tokens.spacingVerticalS },
  },
})

interface Props {
  me: Me
  onSkip: () => void
  onSearch: () => void
}

/** The bar above every page: menu, palette, notices, account. */
export function TopBar({ me, onSkip, onSearch }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['crm', 'translation'])
  const [open, setOpen] = useState(false)
  return (
    <header className={styles.bar}>
      <Button className={styles.skip} appearance="primary" onClick={onSkip}>
        {t('nav.skip')}
      </Button>
      <div className={styles.start}>
        <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-start" trapFocus>
          <PopoverTrigger disableButtonEnhancement>
            <Button
              className={styles.menu}
              appearance="subtle"
              icon={<NavigationRegular />}
              aria-label={t('nav.open')}
            />
          </PopoverTrigger>
          <PopoverSurface className={styles.surface} aria-label={t('nav.label')}>
            <Navigation onLeave={() => setOpen(false)} />
          </PopoverSurface>
        </Popover>
        <span className={styles.name}>{t('translation:app.name')}</span>
      </div>
      <Button
        className={styles.search}
        icon={<SearchRegular />}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K"
        onClick={onSearch}
      >
        {t('palette.open')}
        <kbd className={styles.keys}>{t('palette.keys')}</kbd>
      </Button>
      <div className={styles.end}>
        <Notices />
        <AccountMenu me={me} />
      </div>
    </header>
  )
}
