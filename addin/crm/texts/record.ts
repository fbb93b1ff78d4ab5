import { addTexts } from '../../ui/i18n.ts'

/** Texts of the contact page and the company pages. */
const record = {
  contact: 'Contact',
  companies: 'Companies',
  company: 'Company',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    record: typeof record
  }
}

addTexts('record', record)
