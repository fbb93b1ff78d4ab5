import type { Draft } from '../mail/draft.ts'
import type { MailMessage } from './initial-data.ts'
import type { CallContext } from './item.ts'

/** Error codes of Outlook's own that office.js turns into names and texts. */
export const OutlookErrorCode = {
  duplicateNotification: 9023,
  notificationNotFound: 9024,
  invalidParameter: 9031,
  notSupported: 9032,
  serverError: 9042,
  legacyTokenDenied: 9018,
  itemNotSaved: 9046,
  sessionKeyNotFound: 9050,
} as const

/** A call that fails in a way Outlook documents. */
export class OutlookError extends Error {
  readonly code: number
  constructor(code: number) {
    super(`Outlook error ${code}`)
    this.code = code
  }
}

export type CallResult = unknown

/** One call of the object model: `run` gives what the add-in's callback gets, or throws an OutlookError. */
export interface Call {
  name: string
  run(context: CallContext, params: Record<string, never>): CallResult | Promise<CallResult>
  /** Few calls answer with fields of their own instead of `data`. */
  shape?: (result: CallResult) => Record<string, unknown>
}

export type CallTable = Record<number, Call>

/** Types one entry of a table by the parameters that office.js sends with it. */
export function call<Params>(
  name: string,
  run: (context: CallContext, params: Params) => CallResult | Promise<CallResult>,
  shape?: Call['shape'],
): Call {
  return { name, run: run as unknown as Call['run'], ...(shape ? { shape } : {}) }
}

/** @throws OutlookError where the item is not being written */
export function draftOf({ item }: CallContext): Draft {
  if (item?.kind !== 'compose') throw new OutlookError(OutlookErrorCode.notSupported)
  return item.draft
}

/** @throws OutlookError where no message is being read */
export function messageOf({ item }: CallContext): MailMessage {
  if (item?.kind !== 'read') throw new OutlookError(OutlookErrorCode.notSupported)
  return item.message
}
