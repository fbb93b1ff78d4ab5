import { addTexts } from '../../ui/i18n.ts'

/** Texts of changes to many contacts. */
const bulk = {
  label_one: 'Change {{count}} contact',
  label_other: 'Change {{count, number}} contacts',
  more: 'More',
  start: {
    add_tags: 'Add tags',
    remove_tags: 'Remove tags',
    set_owner: 'Set owner',
    set_status: 'Set status',
    set_role: 'Set role',
    add_to_segment: 'Add to segment',
    remove_from_segment: 'Remove from segment',
  },
  title: {
    add_tags: 'Add tags',
    remove_tags: 'Remove tags',
    set_owner: 'Set the owner',
    set_status: 'Set the status',
    set_role: 'Set the role',
    add_to_segment: 'Add to a static segment',
    remove_from_segment: 'Remove from a static segment',
  },
  tags: 'Tags',
  owner: 'Owner',
  nobody: 'Nobody',
  status: 'Status',
  role: 'Role',
  noRole: 'No role',
  segment: 'Static segment',
  newTag: 'New tag “{{name}}”',
  newSegment: 'New static segment “{{name}}”',
  removeChosen: 'Remove {{name}}',
  choose: 'Choose what to change. Nothing happens before you have seen how many it changes.',
  counting: 'Counting…',
  matches_one: '{{count}} contact is selected.',
  matches_other: '{{count, number}} contacts are selected.',
  changes_one: '{{count}} will change',
  changes_other: '{{count, number}} will change',
  changesNone: 'None of them would change: they all are so already, or you may not change them.',
  sample: 'for example {{names}}.',
  run_one: 'Change {{count}} contact',
  run_other: 'Change {{count, number}} contacts',
  starting: 'Starting…',
  running: '{{done, number}} of {{total, number}} done',
  queued: 'Waiting to start…',
  undoing: 'Undoing: {{done, number}} of {{total, number}}',
  background: 'You can close this. The change goes on by itself.',
  done_one: '{{count}} contact changed.',
  done_other: '{{count, number}} contacts changed.',
  skipped_one: '{{count}} skipped: already so, or not yours to change.',
  skipped_other: '{{count, number}} skipped: already so, or not yours to change.',
  failed: 'The change stopped: {{error}} What was changed until then stays.',
  undone: 'Undone.',
  undoneBut_one: 'Undone. {{count}} contact changed since is left as it is.',
  undoneBut_other: 'Undone. {{count, number}} contacts changed since are left as they are.',
  undo: 'Undo',
  undoUntil: 'Undo is possible until {{when}}.',
  what: {
    add_tags: 'Add tags: {{names}}',
    remove_tags: 'Remove tags: {{names}}',
    set_owner: 'Set the owner: {{name}}',
    set_status: 'Set the status: {{name}}',
    set_role: 'Set the role: {{name}}',
    add_to_segment: 'Add to segment: {{name}}',
    remove_from_segment: 'Remove from segment: {{name}}',
  },
  unknown: '…',
  dismiss: 'Hide this',
  latest: 'Latest change to many contacts',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    bulk: typeof bulk
  }
}

addTexts('bulk', bulk)
