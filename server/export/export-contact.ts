import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Database, Tx } from '#db/client.ts'
import { exportHeadings } from '#db/references.ts'
import { audit } from '../audit/audit.ts'
import { NotAllowed } from '../identity/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { Problem } from '../platform/problem.ts'
import type { Secrets } from '../platform/secrets.ts'
import { explainScore } from '../scoring/explain.ts'
import type { ScoreExplanation } from '../scoring/schema.ts'
import { ownAddresses } from '../users/organisation.ts'
import type { Role } from '../users/schema.ts'
import { documentOf } from './document.ts'
import { EXPORTED } from './history.ts'
import { type Subject, subjectOf } from './identity.ts'
import { People } from './people.ts'
import { processing } from './processing.ts'
import { EXPORT_FORMAT, EXPORT_VERSION, type ExportQuery } from './schema.ts'
import { inSnapshot } from './snapshot.ts'

export class ExportsBusy extends Problem {
  readonly type = 'exports-busy'
  constructor() {
    super(
      503,
      'Several exports are being downloaded at this moment. Try again when they are done.',
      {},
      { 'retry-after': '10' },
    )
  }
}

/** The headers are out already; the text of a database error would carry addresses into the log. */
class ExportBrokeOff extends Error {
  constructor(error: Error & { code?: string }) {
    const { code } = (error.cause ?? error) as { code?: string }
    super(`The export broke off: ${error.name}${code ? ` ${code}` : ''}`)
  }
}

async function* toldPlainly(document: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* document
  } catch (error) {
    throw new ExportBrokeOff(error as Error)
  }
}

/** Each holds a connection of ten for as long as its download takes. */
const AT_ONCE = 3
const mayUnmask: readonly Role[] = ['Admin', 'DataProtection']

export interface ExportServices {
  db: Database
  sql: postgres.Sql
  secrets: Secrets
  schemaUrl: string
  now(): Date
}

export type ExportContact = (actor: Actor, contactId: string, others: ExportQuery['others']) => Promise<Readable>

/**
 * Everything held about a person, as one JSON file of one instant. The stream comes when the export stands in the audit
 * log; it holds a connection until it ends or is destroyed, and reads no faster than it is read.
 * @throws ContactNotFound, NotAllowed, ExportsBusy
 */
export function contactExporter(services: ExportServices): ExportContact {
  let running = 0
  return async (actor, contactId, others) => {
    if (others === 'shown' && !actor.roles.some((role) => mayUnmask.includes(role))) throw new NotAllowed(mayUnmask)
    if (running >= AT_ONCE) throw new ExportsBusy()
    running += 1
    const done = () => {
      running -= 1
    }
    // Before the snapshot: it scores anew what is out of date, and the snapshot only reads.
    const explanation = await explainScore(services, services.now, contactId).catch((error) => {
      done()
      throw error
    })
    return startExport(services, { actor, contactId, others, explanation }, done)
  }
}

interface Order {
  actor: Actor
  contactId: string
  others: ExportQuery['others']
  explanation: ScoreExplanation
}

function startExport(services: ExportServices, order: Order, done: () => void): Promise<Readable> {
  const file = new PassThrough()
  return new Promise((resolve, reject) => {
    let handedOut = false
    inSnapshot(services.db, async (tx, session) => {
      const document = await openDocument(services, tx, order)
      await noteExport(services.db, order)
      if (session.lost) return
      handedOut = true
      resolve(file)
      await pipeline(Readable.from(toldPlainly(document)), file)
    })
      .catch((error: Error) => {
        reject(error)
        if (handedOut) file.destroy(new ExportBrokeOff(error))
      })
      .finally(done)
  })
}

const noteExport = (db: Database, { actor, contactId, others }: Order): Promise<void> =>
  audit(db, actor, {
    action: EXPORTED,
    subjectKind: 'contact',
    subjectId: contactId,
    details: { roles: actor.roles, others },
  })

async function openDocument(
  { secrets, schemaUrl, now }: ExportServices,
  tx: Tx,
  { actor, contactId, others, explanation }: Order,
): Promise<AsyncGenerator<string>> {
  const subject = await subjectOf(tx, contactId)
  const people = new People({ self: subject, own: await ownAddresses(tx), users: await usersById(tx), others })
  const at = now()
  const head = {
    format: EXPORT_FORMAT,
    formatVersion: EXPORT_VERSION,
    schema: schemaUrl,
    generatedAt: at.toISOString(),
    generatedBy: { roles: actor.roles },
    others,
    processing: processingOf(subject),
  }
  const withPrivateMail = others === 'shown' && actor.roles.includes('DataProtection')
  const { addresses } = subject
  return documentOf(head, { tx, contactId, addresses, now: at, secrets, withPrivateMail, explanation }, people)
}

const processingOf = ({ gdprBasis }: Subject) =>
  Object.fromEntries(exportHeadings.map((heading) => [heading, { ...processing[heading], legalBasis: gdprBasis }]))

async function usersById(tx: Tx): Promise<Map<string, { name: string; email: string | null }>> {
  const rows = await tx.execute<{ id: string; name: string; email: string | null }>(
    sql`select id, name, email from users`,
  )
  return new Map(rows.map(({ id, name, email }) => [id, { name, email }]))
}
