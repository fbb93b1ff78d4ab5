import type { Tx } from '#db/client.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { ScoreExplanation } from '../scoring/schema.ts'
import { Someone } from './people.ts'

export interface ExportContext {
  /** One snapshot for the whole file. */
  tx: Tx
  contactId: string
  /** Normalised. */
  addresses: readonly string[]
  now: Date
  secrets: Secrets
  /** Private mail whole: data protection decided so. */
  withPrivateMail: boolean
  /** Worked out a moment before, so that the score of the snapshot is the one it explains. */
  explanation: ScoreExplanation
}

/**
 * Gives what stands under a heading: one object, or a list a page at a time. People in it are `Someone`: redaction comes
 * after.
 */
export type Exporter = { object: (context: ExportContext) => Promise<object> } | { list: List }
export type List = (context: ExportContext) => AsyncGenerator<object[]>

/** A list that is short for everybody: one page. */
export const short = (rows: (context: ExportContext) => Promise<object[]>): Exporter => ({
  async *list(context) {
    yield await rows(context)
  },
})

/** A colleague as `json_build_object('name', …, 'email', …)` gives one. */
export interface UserRow {
  name: string
  email: string | null
}

export const colleague = (user: UserRow): Someone => new Someone(user.name, user.email, true)
export const colleagueOrNull = (user: UserRow | null): Someone | null => (user ? colleague(user) : null)
