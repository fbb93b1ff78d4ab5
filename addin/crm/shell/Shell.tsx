import { makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'
import type { Me } from '../../../server/users/schema.ts'
import { Navigation } from './Navigation.tsx'
import { TopBar } from './TopBar.tsx'

/** Below this the navigation is a menu. */
export const narrow = '@media (max-width: 800px)'

const useStyles = makeStyles({
  window: {
    display: 'grid',
    gridTemplate: '"top top" auto "side main" minmax(0, 1fr) / 208px minmax(0, 1fr)',
    height: '100dvh',
    [narrow]: { gridTemplate: '"top" auto "main" minmax(0, 1fr) / minmax(0, 1fr)' },
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
  return (
    <div className={styles.window}>
      <TopBar me={me} onSkip={() => main.current?.focus()} />
      <div className={styles.side}>
        <Navigation />
      </div>
      <main ref={main} className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
