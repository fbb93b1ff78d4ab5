import { addTexts } from '../../ui/i18n.ts'

/** Texts of writing mail from the record. */
const writing = {
  write: 'Write email',
  title: 'Email to {{name}}',
  to: 'To',
  cc: 'Cc',
  subject: 'Subject',
  body: 'Text',
  bold: 'Bold',
  italic: 'Italic',
  bullets: 'Bulleted list',
  link: 'Link',
  linkAddress: 'Address of the link',
  linkSet: 'Set link',
  template: 'Template',
  track: 'Track opens and links',
  send: 'Send',
  sending: 'Sending…',
  sent: 'Sent to {{name}}.',
  unsure: 'Microsoft has not answered yet. It is being looked up whether the mail went out; do not send it again.',
  interrupted:
    'This was being sent when the window went away, and what became of it is not known. Send it once more as it is: it goes out only once. A changed text would be another mail.',
  failed: '{{message}} {{remedy}}',
  notTracked: 'Not tracked: {{reason}}',
  marketing: 'Marketing',
  asMarketing: 'This is marketing (“{{name}}”): it carries a way out.',
  out: 'The template is taken out',
  still: 'The text of “{{name}}” still stands in the mail. Take it out first.',
  back: 'Back to the mail',
  replace: 'The template replaced what you had written.',
  undo: 'Undo',
  empty: 'Write something first.',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    writing: typeof writing
  }
}

addTexts('writing', writing)
