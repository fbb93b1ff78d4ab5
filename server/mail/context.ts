import type { Logger } from 'pino'
import type { Connection } from '#db/client.ts'
import type { Graph } from '../graph/client.ts'
import type { Secrets } from '../platform/secrets.ts'

/** What mail work needs from the process it runs in. */
export interface MailContext extends Pick<Connection, 'db' | 'sql'> {
  graph: Graph
  secrets: Secrets
  log: Logger
  tenantId: string
  now(): Date
}
