import { addTexts } from '../../ui/i18n.ts'

/** Texts of a form's entry on the timeline. */
const formEntry = {
  page: 'Page',
  version: 'Version of the form',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    formEntry: typeof formEntry
  }
}

addTexts('formEntry', formEntry)
