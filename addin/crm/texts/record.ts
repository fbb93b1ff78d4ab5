import { addTexts } from '../../ui/i18n.ts'

/** Texts of the contact page and the company pages. */
const record = {
  contact: 'Contact',
  companies: 'Companies',
  company: 'Company',
  parts: 'Parts of the page',
  tabs: {
    record: 'Record',
    timeline: 'Timeline',
    more: 'Consent, score, deals, history',
    people: 'People, deals, history',
  },
  edit: 'Edit all',
  editField: 'Edit {{field}}',
  details: 'Details',
  more: 'Show empty fields',
  less: 'Hide empty fields',
  deals: 'Deals',
  history: 'Change history',
  fields: {
    lastContactedAt: 'Last contact',
    lastActivityAt: 'Last activity',
    createdAt: 'Added',
    updatedAt: 'Changed',
    never: 'Never',
  },
  gone: {
    title: 'This contact is not here',
    text: 'It may have been deleted, erased, or merged into another one. The link may also be wrong.',
    list: 'To the contacts',
    merged: 'Open the contact it was merged into',
  },
  mergedHere: 'The contact you asked for was merged into this one.',
  companyGone: {
    title: 'This company is not here',
    text: 'It may have been removed or merged. The link may also be wrong.',
    list: 'To the companies',
  },
  people: 'People',
  peopleCount_one: '{{count}} contact',
  peopleCount_other: '{{count}} contacts',
  noPeople: 'Nobody belongs to this company yet. Contacts join by its domains, or by their company field.',
  allPeople: 'All in the contact list',
  list: {
    label: 'Companies',
    search: 'Search companies by name or domain',
    clear: 'Clear the search',
    add: 'Add company',
    name: 'Name',
    domains: 'Domains',
    country: 'Country',
    owner: 'Owner',
    contacts: 'Contacts',
    lastActivityAt: 'Last activity',
    createdAt: 'Added',
    sort: 'Sort by',
    descending: 'Downwards',
    count_one: '{{count, number}} company',
    count_other: '{{count, number}} companies',
    about: 'About {{count, number}} companies',
    empty: 'No companies yet',
    emptyText: 'A company is made when a contact names one, or here.',
    nothing: 'No company is called that',
    nothingText: 'Nothing matches “{{search}}” in a name or a domain.',
    more: 'Load more',
    moreFailed: 'More could not be loaded.',
  },
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    record: typeof record
  }
}

addTexts('record', record)
