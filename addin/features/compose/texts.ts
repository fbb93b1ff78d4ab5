import { alertTexts } from '../../events/words.ts'
import { addTexts } from '../../ui/i18n.ts'

/** Texts of the pane beside a message that is being written. */
const compose = {
  nobody: { title: 'Nobody to write to yet', text: 'Add a recipient to see who they are and what you may send them.' },
  onlyColleagues: { title: 'Only colleagues', text: 'Everyone on this message works here.' },
  recipients: 'Recipients',
  field: { to: 'To', cc: 'Cc', bcc: 'Bcc' },
  list: 'A distribution list: who is on it is not known here.',
  unknown: 'Not a contact yet',
  add: 'Add contact',
  addFor: 'Add contact: {{name}}',
  addCancel: 'Cancel',
  addCancelFor: 'Do not add {{name}}',
  added: '{{name}} is a contact now.',
  open: 'Open {{name}} in CRM',
  lastContact: 'Last contact',
  neverContacted: 'No contact yet',
  marketing: { allow: 'Marketing: yes.', block: 'Marketing: no.' },
  personalFine: 'A personal mail is fine.',
  notTracked: 'Tracking: no.',
  tracked: 'Tracking: yes.',
  colleagues_one: '+{{count}} colleague',
  colleagues_other: '+{{count}} colleagues',
  colleaguesFewer: 'Fold colleagues',
  away: 'The server cannot be reached, so nobody is looked up. Your mail goes out as usual.',
  announce_one: '{{count}} recipient looked up.',
  announce_other: '{{count}} recipients looked up.',
  announceRefused_one: '{{count}} of them must not get marketing.',
  announceRefused_other: '{{count}} of them must not get marketing.',
  announceUnknown_one: '{{count}} is not a contact yet.',
  announceUnknown_other: '{{count}} are not contacts yet.',
  alert: alertTexts,
  mail: {
    marketing: 'Marketing mail: “{{name}}”.',
    allMay: 'Everyone on it may get it.',
    remedy: 'Outlook will stop it on sending. Take these people off, or take the template out.',
    out: 'The template is taken out',
    still: 'The text of “{{name}}” still stands in the message. Take it out first.',
    isOut: 'This is a personal mail again.',
  },
  track: {
    label: 'Track opens and links',
    wait: 'Add a recipient first.',
    looking: 'Looking up the recipients…',
    noHandlers: 'This Outlook cannot do it on sending.',
    plain: 'This mail is plain text, where nothing can be tracked.',
    on: 'Put in when you send; what you quote stays as it is.',
    preparing: 'Preparing…',
    failed: 'Not prepared, so the mail goes untracked: {{reason}}',
  },
  templates: {
    open: 'Insert template',
    inserted: '“{{name}}” is inserted.',
  },
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    compose: typeof compose
  }
}

addTexts('compose', compose)
