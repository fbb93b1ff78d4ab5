import {
  FluentProvider,
  makeStyles,
  teamsHighContrastTheme,
  tokens,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components'
import { type ReactNode, useEffect, useState } from 'react'
import { type OutlookTheme, outlookTheme, watchTheme } from '../outlook/theme.ts'

const themes = { light: webLightTheme, dark: webDarkTheme, contrast: teamsHighContrastTheme }

const useStyles = makeStyles({
  ground: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground1, overflowWrap: 'anywhere' },
})

interface Props {
  /** The reader's own choice; high contrast goes before it. */
  chosen?: 'light' | 'dark' | undefined
  children: ReactNode
}

/** Dresses everything inside as Outlook is dressed, and follows it; outside Outlook, as the system is. */
export function Themed({ chosen, children }: Props) {
  const styles = useStyles()
  const [found, setTheme] = useState<OutlookTheme>(outlookTheme)
  const theme = found === 'contrast' ? found : (chosen ?? found)
  useEffect(() => watchTheme(() => setTheme(outlookTheme())), [])
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark'
  }, [theme])
  return (
    <FluentProvider theme={themes[theme]} dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}>
      <div className={styles.ground}>{children}</div>
    </FluentProvider>
  )
}
