import { addTexts } from '../../ui/i18n.ts'

/** Texts of the tags page. */
const tags = {
  title: 'Tags',
  intro:
    'Labels for contacts, the same for everyone. Capitals do not tell tags apart. Renaming a tag renames it wherever it stands; segments and filters follow.',
  who: 'Reps add new tags; managers and administrators rename, merge and delete them.',
  search: 'Search tags',
  empty: 'No tags yet',
  emptyText: 'Add one here, or on a contact.',
  nothing: 'No tag is called like that.',
  name: 'Tag',
  contacts: 'Contacts',
  actions: 'Actions',
  actionsFor: 'Actions for {{name}}',
  show: 'Show {{count, number}} contacts with {{name}}',
  new: 'New tag',
  add: 'Add',
  rename: 'Rename',
  renameTitle: 'Rename “{{name}}”',
  newName: 'New name',
  merge: 'Merge into another tag',
  mergeTitle: 'Merge “{{name}}” into another tag',
  mergeText_one:
    '{{count}} contact gets the other tag, and “{{name}}” is gone. Segments and filters that name it follow.',
  mergeText_other:
    '{{count, number}} contacts get the other tag, and “{{name}}” is gone. Segments and filters that name it follow.',
  into: 'The tag that stays',
  mergeInto: 'Merge into “{{name}}”',
  mergeRun: 'Merge',
  delete: 'Delete',
  deleteTitle: 'Delete “{{name}}”?',
  counting: 'Looking where it is used…',
  usesContacts_one: '{{count}} contact carries it and loses it. The contact stays.',
  usesContacts_other: '{{count, number}} contacts carry it and lose it. The contacts stay.',
  usesNobody: 'No contact carries it.',
  usesSegments: 'These segments name it, and will be paused until they are changed:',
  usesRules: 'These scoring rules name it, and will give no points until they are changed:',
  saidCreated: 'The tag “{{name}}” was added.',
  saidRenamed: 'Renamed to “{{name}}”.',
  saidMerged: '“{{name}}” is part of “{{into}}” now.',
  saidDeleted: 'The tag “{{name}}” was deleted.',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    tags: typeof tags
  }
}

addTexts('tags', tags)
