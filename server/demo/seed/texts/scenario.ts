/**
 * A conversation to be filled in. `[a|b]` stands for one of its choices, `{slot}` for a detail that stays the same
 * through the whole conversation (product, quantity, date …).
 */
export interface Scenario {
  subject: string
  turns: Turn[]
}

export interface Turn {
  by: 'them' | 'us'
  text: string
  /** Files that come with it. */
  files: string[]
}

export const them = (text: string, ...files: string[]): Turn => ({ by: 'them', text, files })
export const us = (text: string, ...files: string[]): Turn => ({ by: 'us', text, files })
