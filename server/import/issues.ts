import type { RowIssue } from './schema.ts'

/** What was found in a row, as it is kept: its text is made when it is shown. */
export interface Issue {
  code: IssueCode
  severity: RowIssue['severity']
  /** The place of the column in the file. */
  column: number | null
  value: string | null
  /** What the text needs to name: another row, a contact, a limit. */
  about?: string
}

/** What concerns a row and no cell of it. */
export const ofRow = (code: IssueCode, severity: Issue['severity'] = 'info'): Issue => ({
  code,
  severity,
  column: null,
  value: null,
})

const texts = {
  'unclosed-quote': (about: string) =>
    `Line ${about}: a quotation mark is opened and never closed. Close it, or double it if it is meant as a letter.`,
  'unclosed-card': () => 'The card begins and has no END:VCARD. Add that line.',
  'too-long': () => 'The row is longer than a million characters. Shorten its longest cell.',
  'cell-too-long': (about: string) => `Longer than the ${about} characters that fit. Shorten it.`,
  'more-cells': (about: string) => `The row has more cells than there are headers; these were left out: ${about}.`,
  'fewer-cells': (about: string) => `The row has ${about}; the missing ones count as empty.`,
  'nul-removed': () => 'Held the character NUL, which is no text. It was taken out.',
  'unreadable-letters': () => 'Some letters could not be read. Choose another encoding in the first step.',
  'empty-row': () => 'The row holds nothing.',
  'header-repeated': () => 'The headers again.',
  'not-a-row': () => 'A line below the rows of a report, no person.',
  'deleted-in-source': () => 'The program the file comes from marks this person as deleted.',
  nobody: () => 'Nothing says who this is. Give a name, an email address or a telephone number.',
  'named-by-company': () => 'No name of a person: the name of the company stands for it.',
  'not-an-email': () => 'Not an email address. Write it as name@example.com.',
  'exchange-name': () =>
    'A name of the Exchange server and no address of the internet. Look the address up in Outlook.',
  'email-without-dot': () => 'The part behind @ has no dot, so mail from outside will not reach it. Check it.',
  'phone-kept-as-typed': () =>
    'Not a number that can be dialled as it stands. It is kept as it is; add the country code, as +44 20 7946 0123.',
  'scientific-number': () =>
    'A spreadsheet cut digits off this number. Take it from the program it came from, as text.',
  'phone-left-over': () => 'A contact has one telephone and one mobile number; this one went to a note.',
  'not-a-country': () => 'No country of this name. Write it as DE, or Germany.',
  'not-a-date': () => 'No date that the calendar has, in the order chosen for the column. Write it as 2026-01-31.',
  'date-order-unknown': () =>
    'Could be read in two ways. Choose for the column whether the day or the month comes first, or write it as 2026-01-31.',
  'date-without-year': () => 'A date without its year. It was left out; a year would be invented.',
  'not-valid': (about: string) => about,
  'not-yes-or-no': () => 'Neither yes nor no, so it was left out. Write true or false.',
  'not-a-choice': () => 'Not among the choices. Say once what it means, and it counts for all rows.',
  'no-such-user': () => 'Nobody of the organisation who is still here. Write the address of a colleague.',
  'no-such-contact': () =>
    'No contact has this ID. It may have been deleted or merged. The row counts as a new person.',
  'value-held': (about: string) => `${about} has this value already, and it must be one of a kind.`,
  'address-held': (about: string) => `The address belongs to ${about}. It stays there.`,
  'several-contacts': (about: string) =>
    `The row fits several contacts: ${about}. Decide which one, and take out what belongs to the other.`,
  'same-as-row': (about: string) => `The same person as in row ${about}.`,
  'already-imported': () => 'Imported before with the same values.',
  'matches-existing': () => 'There already, and this import skips people who are.',
  'matches-nobody': () => 'Not there yet, and this import makes no new contacts.',
  'made-beside': (about: string) => `Made as a new contact beside ${about}: they may be one person. Look at both.`,
  suppressed: () => 'The person must not be contacted, and is on the suppression list. Nothing of the row was kept.',
  erased: () => 'The person was erased on request. Nothing of the row was kept.',
  'opt-in-without-evidence': () =>
    'Opted In without evidence. Imported as Unknown, type Imported: verify the consent, or vouch for it in the rules.',
  'bounced-opt-in': () => 'The address bounced: the opt-in of the row was not taken.',
  'opt-out-stands': () =>
    'The contact opted out, and a file does not lift that. The row changed nothing of the consent.',
  'consent-in-future': () => 'The date of the consent lies in the future. Today stands for it.',
  'tag-too-long': () => 'A tag has at most 50 characters. This one was left out.',
} as const satisfies Record<string, (about: string) => string>

export type IssueCode = keyof typeof texts

/** What is wrong and what to do, for people. */
export const issueText = ({ code, about }: Pick<Issue, 'code' | 'about'>): string => texts[code](about ?? '')

export const shownIssue = (issue: Issue, names: readonly string[]): RowIssue => ({
  code: issue.code,
  severity: issue.severity,
  column: issue.column === null ? null : (names[issue.column] ?? `Column ${issue.column + 1}`),
  value: issue.value,
  message: issueText(issue),
})
