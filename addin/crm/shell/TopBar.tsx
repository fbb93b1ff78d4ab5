import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { NavigationRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../server/users/schema.ts'
import { Navigation } from './Navigation.tsx'

const useStyles = makeStyles({
  bar: {
    gridArea: 'top',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '48px',
    paddingInline: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { ...typographyStyles.subtitle2, flexGrow: 1 },
  menu: { display: 'none', '@media (max-width: 800px)': { display: 'inline-flex' } },
  surface: { padding: 0, minWidth: '220px' },
  skip: {
    position: 'absolute',
    insetInlineStart: tokens.spacingHorizontalS,
    top: '-100px',
    zIndex: 10,
    ':focus-visible': { top: tokens.spacingVerticalS },
  },
})

/** The bar above every page. */
export function TopBar({ me, onSkip }: { me: Me; onSkip: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const [open, setOpen] = useState(false)
  return (
    <header className={styles.bar}>
      <Button className={styles.skip} appearance="primary" onClick={onSkip}>
        {t('nav.skip')}
      </Button>
      <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-start" trapFocus>
        <PopoverTrigger disableButtonEnhancement>
          <Button className={styles.menu} appearance="subtle" icon={<NavigationRegular />} aria-label={t('nav.open')} />
        </PopoverTrigger>
        <PopoverSurface className={styles.surface}>
          <Navigation onLeave={() => setOpen(false)} />
        </PopoverSurface>
      </Popover>
      <span className={styles.name}>{t('app.name', { ns: 'translation' })}</span>
      <span>{me.name}</span>
    </header>
  )
}
