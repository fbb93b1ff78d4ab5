import { addTexts } from '../../ui/i18n.ts'

/** Texts of templates: choosing one while writing, and keeping them. */
const templates = {
  title: 'Templates',
  intro: 'Text that comes back in mail: written once, filled for each person. Colleagues see those that are shared.',
  new: 'New template',
  edit: 'Edit {{name}}',
  pick: 'Insert a template',
  goBack: 'Back',
  find: 'Find a template',
  choose: 'Templates',
  preview: 'As {{name}} would get it',
  previewNobody: 'As it would go out',
  insert: 'Insert',
  inserting: 'Inserting…',
  notInserted: 'It could not be put in. {{reason}}',
  missing: 'Nothing is known for: {{fields}}. Nothing stands in their place.',
  refused_one: 'This template is marketing, and {{count}} recipient must not get it:',
  refused_other: 'This template is marketing, and {{count}} recipients must not get it:',
  refusedOne: '{{name}}: {{text}}',
  unchecked: 'This template is marketing, and the recipients could not be looked up.',
  none: 'No templates yet',
  noneText: 'Write the first one, and it can be inserted into every mail.',
  noneHere: 'Templates are written in the pages, under Settings.',
  nothing: 'No template has this in its name or subject.',
  purpose: { one_to_one: 'Personal mail', marketing: 'Marketing' },
  purposeHint: 'Marketing goes only to people who may get it, and carries a way out.',
  name: 'Name',
  subject: 'Subject',
  body: 'Text',
  fields: 'Insert a field',
  fallbackHint:
    'A field in braces is filled for each person: {{example}}. What stands after the bar comes in where nothing is known.',
  kind: 'What it is for',
  shared: 'Colleagues see and use it',
  notShared: 'Only you',
  by: '{{owner}}, {{when}}',
  byColleague: 'by {{name}}',
  save: 'Save',
  archive: 'Put away',
  restore: 'Use again',
  archived: 'Put away',
  showArchived: 'Also those put away',
  remove: 'Delete',
  removeTitle: 'Delete {{name}}?',
  removeText: 'Mail that was sent with it stays as it is. To keep the text, put it away instead.',
  saidSaved: '{{name}} is saved.',
  saidRemoved: '{{name}} is deleted.',
  stale: 'Load their version',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    templates: typeof templates
  }
}

addTexts('templates', templates)
