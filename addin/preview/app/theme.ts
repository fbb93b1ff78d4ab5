import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import type { ThemeName } from '../host/theme.ts'

/** Fluent's own fonts, with faces before the last resort for machines without Segoe. */
const FONTS =
  "'Segoe UI', 'Segoe UI Web (West European)', -apple-system, BlinkMacSystemFont, Roboto, 'Helvetica Neue', Arial, sans-serif"

const THEMES: Record<ThemeName, Theme> = {
  light: { ...webLightTheme, fontFamilyBase: FONTS },
  dark: { ...webDarkTheme, fontFamilyBase: FONTS },
  contrast: { ...teamsHighContrastTheme, fontFamilyBase: FONTS },
}

export const fluentTheme = (name: ThemeName): Theme => THEMES[name]

/** Colours of message bodies, which live in frames of their own. */
export const BODY_COLOURS: Record<ThemeName, { paper: string; ink: string; link: string }> = {
  light: { paper: '#ffffff', ink: '#242424', link: '#0f6cbd' },
  dark: { paper: '#292929', ink: '#ffffff', link: '#62abf5' },
  contrast: { paper: '#000000', ink: '#ffffff', link: '#ffff00' },
}
