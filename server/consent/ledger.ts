import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { v7 } from '../platform/ids.ts'
import { day } from './calendar.ts'
import { type ConsentRecord, consentRecords, type Projected } from './load-ledger.ts'
import { endOfImplied, type Rule } from './rule.ts'
import type { ConsentEntry } from './schema.ts'
import { type LedgerEntry, type Standing, standingOf, unsaid } from './standing.ts'

/** What is to be appended. What is left out is null, and the purpose marketing. */
export type NewEntry = { contactId: string } & Pick<LedgerEntry, 'status' | 'effectiveAt'> &
  Partial<Omit<LedgerEntry, 'id' | 'status' | 'effectiveAt' | 'route' | 'recordedBy'>>

export interface Recorder {
  /** Null: nobody signed in did it, for example the person on a public page. */
  actor: Actor | null
  route: ConsentEntry['route']
  /** The Message-ID of the mail that was on screen. */
  drawnFor?: string | undefined
}

/**
 * Appends entries to the ledgers of one or many contacts, and writes what they come to onto the records: the consent
 * block, the change history, the timeline. A fixed number of statements, so a batch of 1,000 is as good as one. An entry
 * that cannot loosen an opt-out is kept and changes nothing (CO-07). In the caller's transaction; contacts that are gone
 * are passed over.
 * @returns the ids of the contacts whose consent changed
 */
export async function recordConsents(tx: Tx, recorder: Recorder, entries: readonly NewEntry[]): Promise<string[]> {
  const changes = await appendAndProject(tx, recorder, contactsOf(entries), entries)
  await writeTimeline(
    tx,
    changes.map(({ contactId, before, after }) =>
      timelineEntry(recorder, { contactId, before, after, entry: newestOf(entries, contactId) }),
    ),
  )
  return changes.map(({ contactId }) => contactId)
}

interface ProjectedChange {
  contactId: string
  before: Projected
  after: Projected
}

/**
 * The same for contacts whose ledgers became others by a merge or its undo, whether something is appended or not. The
 * timeline is told by who calls.
 */
export async function appendAndProject(
  tx: Tx,
  recorder: Recorder,
  contactIds: readonly string[],
  entries: readonly NewEntry[],
): Promise<ProjectedChange[]> {
  await lockContacts(tx, contactIds)
  if (entries.length > 0) {
    const before = await consentRecords(tx, contactIds)
    await appendEntries(tx, recorder, entries, new Map(before.map((record) => [record.contactId, record.rule])))
  }
  const changes = (await consentRecords(tx, contactIds)).flatMap(changeOf)
  await writeProjections(tx, changes)
  await writeHistory(tx, recorder, changes)
  return changes
}

/** What the record shows of a ledger whose first entry this is. Implied consent, which a law ends, does not come this way. */
export const firstProjection = (entry: NewEntry, { actor, route }: Recorder): Projected =>
  projectionOf(
    standingOf(
      [
        {
          id: '',
          ...unsaid,
          ...entry,
          route,
          recordedBy: actor?.userId ?? null,
        },
      ],
      null,
    ),
    null,
  )

/**
 * Begins the ledgers of contacts that were made in this transaction with `firstProjection` on their records. What says
 * more than that nothing is known stands on the timeline too.
 */
export async function beginLedgers(tx: Tx, recorder: Recorder, entries: readonly NewEntry[]): Promise<void> {
  const alike = Map.groupBy(entries, ({ contactId: _, evidence: __, ...rest }) => JSON.stringify(rest))
  for (const group of alike.values()) {
    if (group.length >= MANY) await appendAlike(tx, recorder, group)
    else await appendEntries(tx, recorder, group, new Map(group.map(({ contactId }) => [contactId, null])))
  }
  const telling = entries.filter(({ status }) => status !== 'unknown')
  const changes = telling.map((entry) => ({
    contactId: entry.contactId,
    before: projectionOf(standingOf([], null), null),
    after: firstProjection(entry, recorder),
    entry,
  }))
  await writeHistory(tx, recorder, changes)
  await writeTimeline(
    tx,
    changes.map((change) => timelineEntry(recorder, change)),
  )
}

/** From how many on entries that say the same are worth a statement of their own. */
const MANY = 50

/** First entries that differ in whom they are about and in their evidence only: of a file most people say nothing. */
async function appendAlike(tx: Tx, { actor, route }: Recorder, entries: readonly NewEntry[]): Promise<void> {
  const [{ status, type = null, gdprBasis = null, effectiveAt, source = null } = entries[0] as NewEntry] = entries
  const ids = `{${entries.map(({ contactId }) => contactId).join(',')}}`
  const evidence = JSON.stringify(entries.map((entry) => entry.evidence ?? {}))
  await tx.execute(sql`
    insert into consent_entries (contact_id, status, type, gdpr_basis, effective_at, source, evidence, recorded_by, route, request_id, created_at)
    select r.id, ${status}, ${type}, ${gdprBasis}, ${effectiveAt.toISOString()}::timestamptz, ${source}, r.evidence, ${actor?.userId ?? null}::uuid,
        ${route}, ${actor?.requestId ?? null}, clock_timestamp()
      from rows from (unnest(${ids}::uuid[]), jsonb_array_elements(${evidence}::jsonb)) as r(id, evidence)`)
}

/** In the order of ids, so that two batches cannot block each other for good. */
async function lockContacts(tx: Tx, contactIds: readonly string[]): Promise<void> {
  await tx.execute(sql`select 1 from contacts
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb))
    order by id for no key update`)
}

const contactsOf = (entries: readonly NewEntry[]): string[] => [...new Set(entries.map(({ contactId }) => contactId))]

const newestOf = (entries: readonly NewEntry[], contactId: string): NewEntry =>
  entries.findLast((entry) => entry.contactId === contactId) as NewEntry

async function appendEntries(
  tx: Tx,
  { actor, route }: Recorder,
  entries: readonly NewEntry[],
  rules: Map<string, Rule | null>,
): Promise<void> {
  const rows = entries
    .filter(({ contactId }) => rules.has(contactId))
    .map(({ event = null, eventAt = null, ...entry }) => ({
      ...entry,
      event,
      eventAt,
      expiresAt: entry.type === 'implied' ? endOfImplied({ event, eventAt }, rules.get(entry.contactId) ?? null) : null,
    }))
  await tx.execute(sql`
    insert into consent_entries (contact_id, purpose, address, status, type, gdpr_basis, effective_at, source, event, event_at,
      expires_at, objection, evidence, recorded_by, route, request_id, created_at)
    select r."contactId", coalesce(r.purpose, 'marketing'), r.address, r.status, r.type, r."gdprBasis", r."effectiveAt", r.source,
        r.event, r."eventAt", r."expiresAt", coalesce(r.objection, false), coalesce(r.evidence, '{}'),
        ${actor?.userId ?? null}::uuid, ${route}, ${actor?.requestId ?? null}, clock_timestamp()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("contactId" uuid, purpose text, address text, status text,
        type text, "gdprBasis" text, "effectiveAt" timestamptz, source text, event text, "eventAt" timestamptz,
        "expiresAt" timestamptz, objection bool, evidence jsonb)`)
}

interface Change extends ProjectedChange {
  entry: NewEntry
}

function changeOf({ contactId, projected, standing, rule }: ConsentRecord): ProjectedChange[] {
  const after = projectionOf(standing, rule)
  return same(projected, after) ? [] : [{ contactId, before: projected, after }]
}

/** What the record shows of a ledger. */
export const projectionOf = (standing: Standing, rule: Rule | null): Projected => ({
  status: standing.status,
  type: standing.type,
  date: standing.date?.toISOString() ?? null,
  source: standing.source,
  gdprBasis: standing.gdprBasis,
  expiresAt: endOfStanding(standing, rule)?.toISOString() ?? null,
  proven: standing.proven,
  tracking: standing.tracking,
  objectedAt: standing.objectedAt?.toISOString() ?? null,
})

const endOfStanding = (standing: Standing, rule: Rule | null): Date | null =>
  standing.status === 'opted_in' && standing.type === 'implied' ? endOfImplied(standing, rule) : null

const same = (a: Projected, b: Projected): boolean =>
  (Object.keys(b) as (keyof Projected)[]).every((key) => a[key] === b[key])

async function writeProjections(tx: Tx, changes: ProjectedChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ contactId, after }) => ({ contactId, ...after }))
  await tx.execute(sql`
    update contacts c set consent_status = r.status, consent_type = r.type, consent_date = r.date, consent_source = r.source,
        gdpr_basis = r."gdprBasis", consent_expires_at = r."expiresAt", consent_proven = r.proven,
        tracking_consent = r.tracking, objected_at = r."objectedAt", version = c.version + 1, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("contactId" uuid, status text, type text, date timestamptz,
        source text, "gdprBasis" text, "expiresAt" timestamptz, proven bool, tracking text, "objectedAt" timestamptz)
     where c.id = r."contactId"`)
  await endProfiling(
    tx,
    changes.filter(({ after }) => after.objectedAt !== null).map(({ contactId }) => contactId),
  )
}

/** Who objects has no score from that instant (CO-13, LS-08), not from the next scoring. */
async function endProfiling(tx: Tx, contactIds: string[]): Promise<void> {
  if (contactIds.length === 0) return
  await tx.execute(sql`update contact_engagement set lead_score = null where lead_score is not null
    and contact_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(contactIds)}::jsonb))`)
}

async function writeHistory(tx: Tx, { actor, route }: Recorder, changes: ProjectedChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ contactId, before, after }) => ({ contactId, before, after }))
  await tx.execute(sql`
    insert into contact_changes (contact_id, user_id, field, before, after, route, request_id)
    select r."contactId", ${actor?.userId ?? null}::uuid, 'consent', r.before, r.after, ${route}, ${actor?.requestId ?? null}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("contactId" uuid, before jsonb, after jsonb)`)
}

export interface TimelineEntry {
  contactId: string
  at: Date
  source: string
  summary: string
  details: Record<string, unknown>
  actor: { kind: 'user' | 'contact' | 'system'; userId: string | null; name: string | null; address: string | null }
}

const sources: Record<ConsentEntry['route'], string> = {
  person: 'manual',
  import: 'import',
  sync: 'm365',
  merge: 'merge',
  api: 'api',
  public: 'public',
}

function timelineEntry(
  { actor, route, drawnFor }: Recorder,
  { contactId, before, after, entry }: Change,
): TimelineEntry {
  const { purpose = 'marketing', type = null, source = null, gdprBasis = null, event = null } = entry
  return {
    contactId,
    at: entry.effectiveAt,
    source: sources[route],
    summary: summaryOf(before, after),
    details: {
      purpose,
      before: { status: before.status, type: before.type, tracking: before.tracking },
      after: { status: after.status, type: after.type, tracking: after.tracking },
      type,
      source,
      gdprBasis,
      event,
      expiresAt: after.expiresAt,
      ...(drawnFor ? { drawnFor } : {}),
    },
    actor: actor
      ? { kind: 'user', userId: actor.userId, name: actor.name, address: actor.email }
      : { kind: route === 'public' ? 'contact' : 'system', userId: null, name: null, address: null },
  }
}

const statusWords = {
  opted_in: 'Opted in',
  opted_out: 'Opted out',
  pending: 'Consent pending',
  unknown: 'Consent unknown',
}

function summaryOf(before: Projected, after: Projected): string {
  const { status, type, source, expiresAt, tracking } = after
  const tracked =
    tracking === 'granted' ? 'Agreed to tracking' : tracking ? 'Refused tracking' : 'Tracking consent unknown'
  if (before.tracking !== tracking && before.status === status) return tracked
  const until = expiresAt ? `, until ${day(new Date(expiresAt))}` : ''
  return `${statusWords[status]}${type ? ` (${type}${until})` : ''}${source ? `: ${source}` : ''}`
}

/** Puts `consent_changed` on the timelines, one entry a contact. */
export async function writeTimeline(tx: Tx, entries: TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = JSON.stringify(entries.map((entry) => ({ id: v7(), ...entry })))
  await tx.execute(sql`
    insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name, actor_address)
    select r.id, 'consent_changed', r.at, r.source, r.summary, r.details, r.actor->>'kind', (r.actor->>'userId')::uuid,
        r.actor->>'name', r.actor->>'address'
      from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, at timestamptz, source text, summary text, details json, actor jsonb)`)
  await tx.execute(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select r.id, r."contactId", r.at, 'consent_changed'
      from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, "contactId" uuid, at timestamptz)`)
  await tx.execute(sql`
    update contact_engagement e set last_activity_at = greatest(e.last_activity_at, r.at)
      from jsonb_to_recordset(${rows}::jsonb) as r("contactId" uuid, at timestamptz)
     where e.contact_id = r."contactId"`)
}
