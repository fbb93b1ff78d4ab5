import type { ExportHeading } from '#db/references.ts'

/**
 * Where the data of each heading comes from, what it is for and how long it is kept. The legal basis is the one recorded
 * for the person: the product does not guess it.
 */
export const processing: Record<ExportHeading, { source: string; purpose: string; retention: string }> = {
  identity: {
    source: 'Entered by an employee, taken from mail the person exchanged with us, or imported; see `sources`.',
    purpose: 'Knowing whom we deal with at other companies.',
    retention: 'Until the contact is erased.',
  },
  addresses: {
    source: 'Entered by an employee or taken from mail the person exchanged with us.',
    purpose: 'Reaching the person, and telling which mail is theirs.',
    retention: 'Until the contact is erased.',
  },
  consent: {
    source: 'The person, as the evidence of each entry says; recorded by an employee, an import or a form.',
    purpose: 'Proving what marketing and tracking the person allowed, and keeping to it.',
    retention: 'Until the contact is erased; entries are never changed.',
  },
  consentWarnings: {
    source: 'Worked out from the consent ledger.',
    purpose: 'Telling an employee in time that consent ends.',
    retention: 'Until the contact is erased.',
  },
  customFields: {
    source: 'Entered by an employee or imported.',
    purpose: 'What our organisation records about contacts beyond the common fields.',
    retention: 'Until the contact is erased or the field is deleted.',
  },
  tags: {
    source: 'Given by an employee or an import.',
    purpose: 'Ordering contacts.',
    retention: 'Until taken off, or the contact is erased.',
  },
  segments: {
    source: 'Chosen by an employee (static), or worked out from the record (dynamic).',
    purpose: 'Groups of contacts.',
    retention: 'Until taken out, or the contact is erased.',
  },
  score: {
    source: 'Worked out from the record and the activities by the rules shown; adjustments by an employee.',
    purpose: 'Deciding whom to speak to first. No decision with legal effect follows from it alone.',
    retention: 'Worked out anew as things change; until the contact is erased.',
  },
  activities: {
    source: 'The mailboxes of our organisation in Microsoft 365, employees who log what happened, and the person.',
    purpose:
      'Knowing what was said and agreed. Of a mail its participants, subject and first 255 characters are stored.',
    retention: 'Until the contact is erased.',
  },
  takenOff: {
    source: 'Employees who took an entry off the timeline.',
    purpose: 'Keeping a wrong entry from coming back, and undoing it.',
    retention: 'Until the contact is erased.',
  },
  deals: {
    source: 'Entered by an employee.',
    purpose: 'Knowing which business the person takes part in.',
    retention: 'Until the deal is deleted or the contact is erased.',
  },
  tracking: {
    source: 'The program that showed a mail or followed a link in it.',
    purpose: 'Telling the employee who wrote whether it was read, where the person allowed that.',
    retention: 'Single hits as long as an administrator set; the mail as long as its entry on the timeline.',
  },
  forms: {
    source: 'The person, in a form of ours on the web.',
    purpose: 'Answering what was asked for, and proving what was agreed to.',
    retention: 'Until the contact is erased.',
  },
  changes: {
    source: 'Kept by the server with each change of the record.',
    purpose: 'Knowing who changed what, and why a value is there.',
    retention: 'Until the contact is erased; entries are never changed.',
  },
  bulkChanges: {
    source: 'Kept by the server with each change of many contacts at once.',
    purpose: 'Undoing such a change.',
    retention: 'Until the contact is erased.',
  },
  imports: {
    source: 'A file that an employee imported.',
    purpose: 'Knowing where values came from, and undoing an import.',
    retention: '30 days; the values themselves as long as the contact.',
  },
  merges: {
    source: 'Employees who made several records of the person one.',
    purpose: 'Finding the person under earlier ids and names, and taking a wrong merge back.',
    retention: 'Until the contact is erased; what undoing takes for 30 days.',
  },
  mailPlaces: {
    source: 'Mail in the mailboxes of our organisation from before the person was a contact.',
    purpose: 'Finding earlier mail of a person who becomes a contact.',
    retention: 'Until the date shown with each.',
  },
  blocks: {
    source: 'Set by an administrator.',
    purpose: 'Keeping mail with an address out.',
    retention: 'Until an administrator takes it back.',
  },
  sources: {
    source: 'Counted from the data above.',
    purpose: 'Showing where the data came from.',
    retention: 'Not stored.',
  },
  recipients: {
    source: 'The audit log.',
    purpose: 'Showing who received the data. Besides them, employees see it at work, by their role.',
    retention: 'The audit log is kept for good, without names and addresses.',
  },
}
