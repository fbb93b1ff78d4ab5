import { addTexts } from '../../ui/i18n.ts'

/** Texts of CRM > Deduplication. */
const deduplication = {
  title: 'Deduplication',
  tabs: { label: 'Parts of the page', review: 'To review', merged: 'Merged' },
  filter: {
    label: 'Show by certainty',
    all: 'All ({{count, number}})',
    certain: 'Certain ({{count, number}})',
    likely: 'Likely ({{count, number}})',
    possible: 'Possible ({{count, number}})',
  },
  list: {
    label: 'Groups to review',
    size_one: '{{count}} contact',
    size_other: '{{count}} contacts',
    and: '{{name}} and {{count}} more',
    more: 'Load more',
    moreFailed: 'More could not be loaded.',
  },
  group: {
    place: 'Group {{place, number}} of {{count, number}}',
    heading: 'Are these the same person?',
    pair: '{{first}} and {{second}}',
    percent: '{{percent}} likely one person',
    reasons: 'Why they are suggested',
    allPairs_one: 'Show {{count}} more comparison',
    allPairs_other: 'Show {{count}} more comparisons',
    fewerPairs: 'Show fewer',
    back: 'All groups',
  },
  act: {
    label: 'What to do with this group',
    dismiss: 'Not a duplicate',
    dismissMany: 'None are duplicates',
    dismissing: 'Saving…',
    next: 'Skip',
    previous: 'Previous',
    dismissed: 'Not suggested again: {{names}}.',
    dismissFailed: 'Not saved: {{reason}}',
  },
  keys: {
    open: 'Keys',
    title: 'Work through by keyboard',
    merge: 'Merge',
    dismiss: 'Not a duplicate',
    next: 'Next group',
    previous: 'Previous group',
    primary: 'Choose the primary',
    undo: 'Undo the last merge',
    help: 'Show these keys',
    close: 'Close',
    typing: 'Keys rest while you type.',
    or: 'or',
  },
  scan: {
    never: 'Everybody has not been compared yet. New and changed contacts are compared at once.',
    last: 'Everybody compared {{when}}',
    numbers: '{{contacts}} · {{suggested}}',
    contacts_one: '{{count, number}} contact',
    contacts_other: '{{count, number}} contacts',
    suggested_one: '{{count, number}} pair suggested',
    suggested_other: '{{count, number}} pairs suggested',
    start: 'Scan now',
    starting: 'Starting…',
    running: 'Comparing everybody with everybody…',
    queued: 'The comparison waits to start…',
    failed: 'The last comparison stopped: {{reason}}',
    startFailed: 'Not started: {{reason}}',
    finished: 'The comparison is through.',
    at: 'Comparing everybody: {{step}} (step {{number}} of {{of}})',
    step: {
      reading: 'reading contacts',
      names: 'comparing names',
      pairs: 'weighing pairs',
      writing: 'writing suggestions',
      fingerprints: 'preparing checks of single contacts',
    },
  },
  bulk: {
    open: 'Merge all certain ({{count, number}})',
    title_one: 'Merge {{count, number}} certain group?',
    title_other: 'Merge {{count, number}} certain groups?',
    text: 'In each group the proposed primary stays, with its values; empty fields are filled from the others, the strictest consent holds, and nothing on a timeline is lost.',
    undo: 'Each merge can be undone for 30 days, under Merged.',
    owners:
      'Groups whose owners differ, and those in which somebody called two contacts different people, are left for you to decide.',
    confirm_one: 'Merge {{count, number}} group',
    confirm_other: 'Merge {{count, number}} groups',
    running: 'Merging: {{done, number}} of {{total, number}} groups',
    queued: 'The merge of all certain groups waits to start…',
    background: 'You can go on meanwhile. It needs no open window.',
    done_one: '{{count, number}} group was worked through. What changed meanwhile is left for you.',
    done_other: '{{count, number}} groups were worked through. What changed meanwhile is left for you.',
    waiting_one: '{{count, number}} group waits for your decision: owners differ, or two were called different people.',
    waiting_other:
      '{{count, number}} groups wait for your decision: owners differ, or two were called different people.',
    failed: 'The merge stopped: {{reason}} What was merged until then stays merged.',
    see: 'See what was merged',
  },
  empty: {
    title: 'Nothing to review',
    text: 'No two contacts look like one person. New and changed contacts are compared at once.',
    filtered: 'No group of this certainty',
    filteredText: 'Other groups are waiting.',
    all: 'Show all groups',
    scan: 'Have everybody compared once to find older ones.',
  },
  merged: {
    title: 'Merged contacts',
    intro: 'The latest merges. The links of contacts that were merged lead to the one they are part of now.',
    none: 'Nothing was merged yet',
    noneText: 'What is merged stands here, with the way back for 30 days.',
    into: 'now part of',
    survivor: 'this contact',
    bulk: 'in bulk',
    automatic: 'automatically',
    more: 'Load more',
    moreFailed: 'More could not be loaded.',
  },
  readOnly:
    'You can look at this. Only reps, managers and admins merge contacts or say that they are different people.',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    deduplication: typeof deduplication
  }
}

addTexts('deduplication', deduplication)
