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
  /** A file that comes with it. */
  file?: string
}

export const them = (text: string, file?: string): Turn => ({ by: 'them', text, ...(file ? { file } : {}) })
export const us = (text: string, file?: string): Turn => ({ by: 'us', text, ...(file ? { file } : {}) })
