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

/** Dresses everything inside as Outlook is dressed, and follows it. */
export function Themed({ children }: { children: ReactNode }) {
  const styles = useStyles()
  const [theme, setTheme] = useState<OutlookTheme>(outlookTheme)
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
