import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { displayLanguage } from '../outlook/start.ts'
import { en } from './locales/en.ts'

/** The texts by namespace. A part that is loaded later declares its own here and hands it to `addTexts`. */
export interface Texts {
  translation: typeof en
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: Texts
  }
}

const texts = createInstance()

/** Ready at once in English, so that the first paint needs no second file. */
void texts.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  initAsync: false,
  interpolation: { escapeValue: false },
})

export const t = texts.t

/** Adds the English texts of a part that is not in the first paint; call where its module is loaded. */
export function addTexts<Name extends Exclude<keyof Texts, 'translation'>>(name: Name, english: Texts[Name]): void {
  texts.addResourceBundle('en', name, english)
}

let formatLocale = 'en'

/** The locale of dates and numbers: Outlook's display language, even where our texts lack it. */
export const locale = (): string => formatLocale

/** Takes over Outlook's display language; call when Office is ready. */
export async function startTexts(): Promise<void> {
  formatLocale = displayLanguage()
  await texts.changeLanguage(formatLocale)
  const spoken = texts.hasResourceBundle(formatLocale.split('-')[0] ?? 'en', 'translation') ? formatLocale : 'en'
  document.documentElement.lang = spoken
  document.documentElement.dir = texts.dir(spoken)
}
