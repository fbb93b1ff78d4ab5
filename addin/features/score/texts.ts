import { addTexts } from '../../ui/i18n.ts'

/** Texts of the score panel, which pane and pages load when they show it. */
const score = {
  title: 'Lead score',
  outOf: '{{score}} of 100',
  none: 'No score',
  objected: 'This person objected to profiling. No score is worked out, and score filters leave them out.',
  notYet: 'The score has not been worked out yet. It will be within a minute.',
  asOf: 'Worked out {{when}}',
  disqualified: 'Disqualified by “{{rule}}”: the score is 0, whatever else holds.',
  part: { fit: 'Fit', engagement: 'Engagement', adjustment: 'By hand' },
  partHint: {
    fit: 'What the record says',
    engagement: 'What happened',
    adjustment: 'Added by colleagues, until they expire',
  },
  noLines: 'No rule fires for this contact.',
  empty: 'Nothing counts here.',
  sum: 'Sum',
  result: 'Score',
  clampedHigh: 'Rounded; never above 100',
  clampedLow: 'Rounded; never below 0',
  rounded: 'Rounded once, at the end',
  disqualifiedResult: 'Disqualified',
  capped: 'capped',
  evidence_one: '{{count}} activity',
  evidence_other: '{{count}} activities',
  why: 'Why',
  newest: 'The newest {{shown}} of {{count}}',
  by: 'by {{name}}',
  until: 'until {{date}}',
  expired: 'expired',
  adjust: 'Adjust by hand',
  adjustTitle: 'Adjust the score by hand',
  adjustHint: 'The number itself is never typed over. This adds a line with your name that ends by itself.',
  points: 'Points, −100 to 100',
  reason: 'Reason',
  expires: 'Counts until',
  add: 'Add',
  adding: 'Adding…',
  remove: 'Remove “{{name}}”',
  removeSure: 'Remove this adjustment?',
  removeYes: 'Remove',
  pointsWrong: 'Write a number from −100 to 100, not 0.',
  reasonWrong: 'Say why, in at least 3 letters.',
  expiresWrong: 'Choose a day after today.',
  announceAdded: 'The adjustment was added.',
  announceRemoved: 'The adjustment was removed.',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    score: typeof score
  }
}

addTexts('score', score)
