import type { Directory } from '../directory.ts'
import type { Answer, Call } from '../http.ts'
import type { MailStore } from '../mailstore.ts'
import type { DirectoryUser, Mailbox } from '../model.ts'
import type { Preferences } from './prefer.ts'
import type { Subscriptions } from './subscriptions.ts'
import type { Throttle } from './throttle.ts'

/** Who calls: an application on its own, or one for a signed-in user. */
export interface Principal {
  app: string
  user: DirectoryUser | undefined
}

export interface Graph {
  tenantId: string
  store: MailStore
  directory: Directory
  subscriptions: Subscriptions
  throttle: Throttle
  /** Signs sync tokens, so that only our own are read back. */
  tokenKey: string
  /** Where web links point. */
  webBase: string
  /** How long Exchange thinks about a mailbox request; without it, none would ever be seen to run beside another. */
  latencyMs: number
  now(): Date
  /** @returns undefined when the token is missing, forged, expired or for somebody else. */
  principal(authorization: string | undefined): Promise<Principal | undefined>
  /** Resolves when every change made so far is on disk. */
  commit(): Promise<void>
}

/** A call whose path matched an operation. */
export interface GraphCall extends Call {
  params: Record<string, string>
  principal: Principal
  prefer: Preferences
}

/** A call under `/me` or `/users/{id}` whose mailbox was found and may be opened. */
export interface MailboxCall extends GraphCall {
  mailbox: Mailbox
}

export type Operation = (graph: Graph, call: GraphCall) => Answer | Promise<Answer>
export type MailboxOperation = (graph: Graph, call: MailboxCall) => Answer | Promise<Answer>
