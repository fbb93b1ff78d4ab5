import { addTexts } from '../../ui/i18n.ts'

/** Texts of the change history. */
const history = {
  title: 'Change history',
  empty: 'Nothing was changed yet.',
  more: 'Load earlier',
  created: 'Created',
  by: '{{name}} · {{route}}',
  system: 'Throughline',
  change: '{{before}} → {{after}}',
  was: 'Before:',
  now: 'After:',
  empty_value: '(empty)',
  routeOf: {
    person: 'by hand',
    import: 'import',
    sync: 'mail sync',
    merge: 'merge',
    api: 'API',
    public: 'public page',
  },
  fields: {
    consent: 'Consent',
    tagsAdded: 'Tags added',
    tagsRemoved: 'Tags removed',
    merged: 'Merged',
    bounced: 'Address that refuses mail',
  },
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    history: typeof history
  }
}

addTexts('history', history)
