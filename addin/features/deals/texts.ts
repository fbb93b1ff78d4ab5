import { addTexts } from '../../ui/i18n.ts'

/** Texts of deals where pane and pages share them. */
const deals = {
  title: 'Deals',
  deal: 'Deal',
  add: 'Add deal',
  empty: 'No deals yet.',
  field: {
    name: 'Name',
    company: 'Company',
    amount: 'Amount',
    currency: 'Currency',
    stage: 'Stage',
    owner: 'Owner',
    expectedClose: 'Expected close',
    closeReason: 'Reason',
    contacts: 'Contacts',
  },
  amountHint: 'As {{example}}. Leave it empty when it is not known.',
  wonReason: 'Why it was won',
  lostReason: 'Why it was lost',
  reasonHint: 'Anything that helps the next time: price, timing, a person who made the difference.',
  asking: '{{stage}}…',
  reopen: 'Reopen in {{stage}}',
  move: 'Move to',
  moveOf: 'Move {{name}} to…',
  closeTitle: { won: 'Won: {{name}}', lost: 'Lost: {{name}}' },
  close: { won: 'Mark as won', lost: 'Mark as lost' },
  due: 'expected {{date}}',
  overdue: 'was expected {{date}}',
  closedOn: 'on {{date}}',
  noRole: 'No role',
  roleOf: 'Role of {{name}} in it',
  reasonMissing: 'Write why it was lost: it is what the next deal learns from.',
  moved: '{{name}} is in {{stage}} now.',
  refused: 'Not moved: {{reason}}',
  clash:
    'Somebody else moved {{name}} to {{stage}} meanwhile. Nothing was changed; move it again if you still want to.',
  entry: { stage: 'Stage', amount: 'Amount', reason: 'Reason', open: 'Open the deal' },
  more: 'Show more deals',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    deals: typeof deals
  }
}

addTexts('deals', deals)
