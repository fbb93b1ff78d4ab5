import { addTexts } from '../../ui/i18n.ts'

/** Texts of downloads: lists for spreadsheets, the whole account. */
const exporting = {
  open: 'Export',
  chosen: 'Export the chosen contacts',
  more: 'Import and export',
  columns: { shown: 'Columns shown', all: 'All columns' },
  exportColumns: { shown: 'Export the columns shown', all: 'Export all columns' },
  csv: 'CSV',
  xlsx: 'Excel',
  import: 'Import',
  importPeople: 'Import contacts',
  preparing: 'Preparing the file…',
  received: 'Preparing the file… {{size}} so far',
  saved: 'The file is saved: {{name}}',
  failed: 'The file was not saved. {{reason}}',
  stopped: 'The download was stopped.',
  stop: 'Stop',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    exporting: typeof exporting
  }
}

addTexts('exporting', exporting)
