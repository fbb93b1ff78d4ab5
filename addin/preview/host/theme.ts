export const THEMES = ['light', 'dark', 'contrast'] as const
export type ThemeName = (typeof THEMES)[number]

/** Outlook fills only these four of Office's theme colours. */
export interface OfficeTheme {
  bodyBackgroundColor: string
  bodyForegroundColor: string
  controlBackgroundColor: string
  controlForegroundColor: string
}

const COLOURS: Record<ThemeName, OfficeTheme> = {
  light: {
    bodyBackgroundColor: '#ffffff',
    bodyForegroundColor: '#242424',
    controlBackgroundColor: '#fafafa',
    controlForegroundColor: '#424242',
  },
  dark: {
    bodyBackgroundColor: '#1f1f1f',
    bodyForegroundColor: '#ffffff',
    controlBackgroundColor: '#292929',
    controlForegroundColor: '#d6d6d6',
  },
  contrast: {
    bodyBackgroundColor: '#000000',
    bodyForegroundColor: '#ffffff',
    controlBackgroundColor: '#000000',
    controlForegroundColor: '#ffff00',
  },
}

export const officeTheme = (name: ThemeName): OfficeTheme => COLOURS[name]

/** The event carries colours as integers; office.js turns them into "#rrggbb". */
export function themeEventData(name: ThemeName): [string] {
  const entries = Object.entries(COLOURS[name]).map(([key, hex]) => [key, Number.parseInt(hex.slice(1), 16)])
  return [JSON.stringify(Object.fromEntries(entries))]
}
