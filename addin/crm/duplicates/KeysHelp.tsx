import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  shorthands,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { KeyboardRegular } from '@fluentui/react-icons'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageStyles } from './styles.ts'

const useStyles = makeStyles({
  surface: { display: 'grid', gap: tokens.spacingVerticalS, maxWidth: 'min(320px, 90vw)' },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  list: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    margin: 0,
  },
  what: { margin: 0 },
  key: {
    ...typographyStyles.caption1,
    display: 'inline-grid',
    placeItems: 'center',
    minWidth: '20px',
    height: '20px',
    paddingInline: '4px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusSmall,
    fontFamily: 'inherit',
    color: 'inherit',
    boxSizing: 'border-box',
  },
  onButton: { ...shorthands.borderColor('currentColor'), marginInlineStart: tokens.spacingHorizontalS },
})

const lines = [
  { keys: ['Enter'], does: 'merge' },
  { keys: ['N'], does: 'dismiss' },
  { keys: ['J', '↓'], does: 'next' },
  { keys: ['K', '↑'], does: 'previous' },
  { keys: ['1', '9'], does: 'primary' },
  { keys: ['Z'], does: 'undo' },
  { keys: ['?'], does: 'help' },
] as const

/** A key as it stands on a button, for those who see it. */
export function Key({ children }: { children: string }) {
  const styles = useStyles()
  return (
    <kbd aria-hidden className={`${styles.key} ${styles.onButton}`}>
      {children}
    </kbd>
  )
}

interface Props {
  open: boolean
  onOpen: (open: boolean) => void
}

/** The keys of the page, one click or a question mark away. */
export function KeysHelp({ open, onOpen }: Props) {
  const styles = useStyles()
  const shared = usePageStyles()
  const { t } = useTranslation('deduplication')
  const title = useId()
  return (
    <Popover open={open} onOpenChange={(_, data) => onOpen(data.open)} positioning="above-end" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<KeyboardRegular />} aria-keyshortcuts="?">
          {t('keys.open')}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-labelledby={title}>
        <h3 id={title} className={styles.title} tabIndex={-1}>
          {t('keys.title')}
        </h3>
        <dl className={styles.list}>
          {lines.map(({ keys, does }) => (
            <div key={does} style={{ display: 'contents' }}>
              <dt>
                {keys.map((key, index) => (
                  <span key={key}>
                    {index > 0 && (does === 'primary' ? ' … ' : ` ${t('keys.or')} `)}
                    <kbd className={styles.key}>{key}</kbd>
                  </span>
                ))}
              </dt>
              <dd className={styles.what}>{t(`keys.${does}`)}</dd>
            </div>
          ))}
        </dl>
        <p className={shared.quiet}>{t('keys.typing')}</p>
        <Button size="small" onClick={() => onOpen(false)}>
          {t('keys.close')}
        </Button>
      </PopoverSurface>
    </Popover>
  )
}
