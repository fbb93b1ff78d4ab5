import { addTexts } from '../../ui/i18n.ts'

/** Texts of what can be done with entries of the timeline, and of its filters: none of it is in the first paint. */
const entries = {
  actions: 'What to do with this entry',
  remove: 'Take off this timeline',
  refile: 'File under another contact',
  edit: 'Edit',
  delete: 'Delete',
  history: 'History',
  refileTitle: 'File under another contact',
  refileText: 'The entry leaves this timeline and stands on that of the contact you choose. You can undo it.',
  refileSearch: 'Find the contact',
  text: 'Text',
  when: 'When',
  minutes: 'Minutes',
  stale: 'Somebody edited this entry meanwhile. It now says: “{{text}}” Save again to put yours in its place.',
  dismiss: 'Dismiss',
  none: 'It was not changed.',
  action: {
    edited: 'Edited',
    unlogged: 'Taken off a timeline',
    refiled: 'Filed under another contact',
    deleted: 'Deleted',
    restored: 'Put back',
  },
  saidBefore: 'It said: {{text}}',
  datedBefore: 'It was dated {{when}}',
  removedTitle: 'Taken off this timeline',
  removedNone: 'Nothing was taken off this timeline.',
  removedBy: {
    unlogged: 'Taken off by {{name}}',
    refiled: 'Filed under another contact by {{name}}',
    deleted: 'Deleted by {{name}}',
  },
  somebody: 'somebody',
  putBack: 'Put back',
  close: 'Close',
  filters: {
    search: 'Words',
    person: 'Person',
    from: 'From',
    to: 'To',
    removed: 'What was taken off',
  },
  undoLogged: 'Undo: take this message off the timeline',
  logged: 'On the timeline',
  loggedIn: 'On the timeline, from the mailbox of {{name}}',
  takenOff: 'Taken off the timeline by {{name}}',
  works: 'It works again',
  bounced: '{{address}} refuses mail since {{when}}.',
  addPeople: 'Add people',
  findPeople: 'Find further contacts',
  with: 'Also on the timelines of',
  leaveOut: 'Leave out {{name}}',
  mention: 'Mention {{name}}',
  mentions: 'Colleagues to mention',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    entries: typeof entries
  }
}

addTexts('entries', entries)
