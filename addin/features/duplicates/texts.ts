import { addTexts } from '../../ui/i18n.ts'

/** Texts of suggested duplicates, which come after the first paint. */
const duplicates = {
  certainty: { certain: 'Certain', likely: 'Likely', possible: 'Possible' },
  for: 'speaks for one person',
  against: 'speaks against it',
  reasons: 'What speaks for it and against it',
  here: {
    title: 'Already here?',
    refused: 'Not added: this may be somebody you have already',
    edited: 'Somebody else looks like this',
    open: 'Open',
    openOf: 'Open {{name}}',
    add: 'Add this address to them',
    addOf: 'Add this address to them: {{name}}',
    adding: 'Adding…',
    anyway: 'Create anyway',
    announce_one: '{{count}} contact may be the same person: {{names}}.',
    announce_other: '{{count}} contacts may be the same person: {{names}}.',
    failed: 'The address was not added: {{reason}}',
  },
  notice: {
    label: 'Possible duplicate',
    text: 'May be the same as {{name}}',
    more_one: 'and {{count}} more',
    more_other: 'and {{count}} more',
    compare: 'Compare',
  },
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    duplicates: typeof duplicates
  }
}

addTexts('duplicates', duplicates)
