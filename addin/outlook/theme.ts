import { attempt } from './start.ts'

export type OutlookTheme = 'light' | 'dark' | 'contrast'

const prefersDark = '(prefers-color-scheme: dark)'
const forcedColors = '(forced-colors: active)'

/** Darkness comes from the body colour: Outlook fills neither isDarkTheme nor themeId. */
export function outlookTheme(): OutlookTheme {
  if (matchMedia(forcedColors).matches) return 'contrast'
  const background = attempt(() => globalThis.Office?.context?.officeTheme?.bodyBackgroundColor)
  const dark = background ? isDark(background) : matchMedia(prefersDark).matches
  return dark ? 'dark' : 'light'
}

/** Calls back whenever the theme may have changed; the event may come before the new values (office-js#6348). */
export function watchTheme(listener: () => void): () => void {
  const soon = () => {
    listener()
    setTimeout(listener, 500)
  }
  const queries = [matchMedia(prefersDark), matchMedia(forcedColors)]
  for (const query of queries) query.addEventListener('change', listener)
  window.addEventListener('focus', listener)
  attempt(() => globalThis.Office.context.mailbox.addHandlerAsync(globalThis.Office.EventType.OfficeThemeChanged, soon))
  const timer = setTimeout(listener, 500)
  return () => {
    clearTimeout(timer)
    for (const query of queries) query.removeEventListener('change', listener)
    window.removeEventListener('focus', listener)
  }
}

/** Relative luminance (WCAG) below the middle grey. Colours come as #rgb or #rrggbb. */
export function isDark(colour: string): boolean {
  const digits = colour.replace('#', '')
  const hex = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18
}
