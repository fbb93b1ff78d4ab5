import { addTexts } from '../../ui/i18n.ts'

/** Texts of the settings pages. */
const settings = {
  title: 'Settings',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    settings: typeof settings
  }
}

addTexts('settings', settings)
