import type { Readable } from 'node:stream'
import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Database, Tx } from '#db/client.ts'
import { exportHeadings } from '#db/references.ts'
import { audit } from '../audit/audit.ts'
import { NotAllowed } from '../identity/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { download } from '../platform/download.ts'
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
 * log.
 * @throws ContactNotFound, NotAllowed, ExportsBusy
 */
export const contactExporter =
  (services: ExportServices): ExportContact =>
  async (actor, contactId, others) => {
    if (others === 'shown' && !actor.roles.some((role) => mayUnmask.includes(role))) throw new NotAllowed(mayUnmask)
    // Before the snapshot: it scores anew what is out of date, and the snapshot only reads.
    const explanation = await explainScore(services, services.now, contactId)
    const order = { actor, contactId, others, explanation }
    return download(services.db, async (tx) => {
      const document = await openDocument(services, tx, order)
      await noteExport(services.db, order)
      return document
    })
  }

interface Order {
  actor: Actor
  contactId: string
  others: ExportQuery['others']
  explanation: ScoreExplanation
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
