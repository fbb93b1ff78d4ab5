import { addTexts } from '../../ui/i18n.ts'

/** Texts of the full-window pages' frame, the contact list and the palette. */
const crm = {
  title: { contacts: 'Contacts', companies: 'Companies', segments: 'Segments', settings: 'Settings' },
  nav: { label: 'Pages', open: 'Open the menu', skip: 'Skip to the content' },
  missing: { title: 'No such page', text: 'The address leads nowhere.', back: 'To the contacts' },
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    crm: typeof crm
  }
}

addTexts('crm', crm)
