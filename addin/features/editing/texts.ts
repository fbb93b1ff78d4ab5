import { addTexts } from '../../ui/i18n.ts'

/** Texts of the forms of records, which come after the first paint. */
const forms = {
  conflict: {
    title: 'Someone changed this while you did',
    text: 'You both changed the same fields. Choose which value stays in each. Everything else is kept from both sides.',
    theirs: 'Theirs: {{value}}',
    mine: 'Mine: {{value}}',
    original: 'As it was: {{value}}',
    empty: '(empty)',
    allMine: 'All mine',
    allTheirs: 'All theirs',
    apply: 'Save chosen values',
    back: 'Back to the form',
  },
  picker: {
    nothing: 'Nothing found',
    newCompany: 'New company “{{name}}”',
    companyHint: 'A new company will be made.',
    add: 'Add “{{text}}”',
    remove: 'Remove {{text}}',
    inactive: '{{name}} (has left)',
    me: '{{name}} (me)',
    nobody: 'Nobody',
  },
  field: { source: 'Source', owner: 'Owner', website: 'Website', name: 'Name', domains: 'Domains' },
  tagsHint: 'Enter adds one.',
  addressesHint: 'Enter adds an address. Mail to and from each is matched.',
  domainsHint: 'Enter adds a domain. Contacts at these domains join the company.',
  phoneKept: 'Not a complete number for this country, so it is kept as typed.',
  addCompany: 'Add company',
  openCompany: 'Open that company',
  yes: 'Yes',
  no: 'No',
  custom: 'Custom fields',
  moreFields: 'More fields ({{count}})',
  sensitive: 'Sensitive',
  show: 'Show {{label}}',
  hide: 'Hide {{label}}',
  archivedChoice: '{{label}} (no longer offered)',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    forms: typeof forms
  }
}

addTexts('forms', forms)
