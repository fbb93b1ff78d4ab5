import { addTexts } from '../../ui/i18n.ts'

/** Texts of the actions on a contact. */
const actions = {
  label: 'Actions',
  write: 'Write email…',
  export: 'Export Data',
  exportAll: 'Export Data with names of others',
  openInCrm: 'Open in CRM',
  copyLink: 'Copy link',
  copied: 'The link is copied.',
  merge: 'Merge…',
  openCompany: 'Open company',
  exporting: 'Preparing the file…',
  exported: 'The file is saved: {{name}}',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    actions: typeof actions
  }
}

addTexts('actions', actions)
