import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons'
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { Me } from '../../../server/users/schema.ts'
import { clientVersion } from '../../features/session/versions.ts'
import { CopyButton } from '../../ui/parts/CopyButton.tsx'
import { ErrorBoundary } from '../../ui/parts/ErrorBoundary.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { Navigation } from './Navigation.tsx'
import { TopBar } from './TopBar.tsx'

const loadPalette = () => import('../palette/Palette.tsx')
const Palette = lazy(loadPalette)

/** Below this the navigation is a menu. */
const narrow = '@media (max-width: 800px)'

const useStyles = makeStyles({
  window: {
    display: 'grid',
    gridTemplateAreas: '"top top" "side main"',
    gridTemplateColumns: '208px minmax(0, 1fr)',
    gridTemplateRows: 'auto minmax(0, 1fr)',
    height: '100dvh',
    [narrow]: { gridTemplateAreas: '"top" "main"', gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: {
    gridArea: 'side',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [narrow]: { display: 'none' },
  },
  main: { gridArea: 'main', overflow: 'auto', outlineStyle: 'none' },
})

/** What stands around every page: top bar, navigation, and the place of the page, which scrolls by itself. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const styles = useStyles()
  const main = useRef<HTMLElement>(null)
  const [searching, setSearching] = usePaletteKey()
  const { pathname } = useLocation()
  useFocusOnPage(main, pathname)
  return (
    <div className={styles.window}>
      <TopBar me={me} onSkip={() => main.current?.focus()} onSearch={() => setSearching(true)} />
      <div className={styles.side}>
        <Navigation />
      </div>
      <main ref={main} className={styles.main} tabIndex={-1}>
        <ErrorBoundary resetKey={pathname} fallback={(error, retry) => <Crashed error={error} retry={retry} />}>
          {children}
        </ErrorBoundary>
      </main>
      {searching && (
        <Suspense fallback={null}>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** Ctrl K (on a Mac also Cmd K) opens and closes the palette from anywhere. */
function usePaletteKey() {
  const [searching, setSearching] = useState(false)
  useEffect(() => {
    // Whoever presses the keys types on at once: nothing may have to be fetched then.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), 1_000)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setSearching((open) => !open)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return [searching, setSearching] as const
}

/** A new page begins with the focus at its start, as one that a browser loads does; but not behind a dialog. */
function useFocusOnPage(main: RefObject<HTMLElement | null>, pathname: string) {
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.scrollTo({ top: 0 })
    if (!document.activeElement?.closest('[role="dialog"]')) main.current?.focus()
  }, [main, pathname])
}

function Crashed({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation(['crm', 'translation'])
  if (isReplaced(error)) {
    return (
      <Message title={t('replaced.title')} text={t('replaced.text')}>
        <Button appearance="primary" onClick={() => location.reload()}>
          {t('replaced.reload')}
        </Button>
      </Message>
    )
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return (
    <Message icon={<WarningRegular />} title={t('crashed.title')} text={t('crashed.text')}>
      <Button onClick={retry}>{t('translation:common.retry')}</Button>
      <CopyButton text={`${t('translation:app.version', { version: clientVersion })}\n${trace}`} />
    </Message>
  )
}

/** A page that stays open over an update asks for files that are gone; browsers word that each in their own way. */
const isReplaced = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|importing a module script/i.test(error.message)
