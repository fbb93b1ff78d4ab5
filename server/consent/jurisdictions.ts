import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { jurisdictions } from '#db/schema/consent.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { isCountry } from '../platform/phone.ts'
import { InvalidInput } from '../platform/problem.ts'
import { JurisdictionExists, JurisdictionNotFound, StaleJurisdiction } from './problems.ts'
import { trackingNeedsConsent } from './rule.ts'
import type { AddJurisdiction, EditJurisdiction, Jurisdiction, JurisdictionList } from './schema.ts'

/** What an administrator can change of a rule. */
type Fields = AddJurisdiction

const ruleColumns = sql`json_build_object('law', j.law, 'businessRule', j.business_rule, 'personalRule', j.personal_rule,
  'purchaseMonths', j.purchase_months, 'inquiryMonths', j.inquiry_months, 'tracking', j.tracking,
  'optOutWithin', j.opt_out_within, 'note', j.note, 'source', j.source, 'reviewedOn', j.reviewed_on)`

/** Every rule with how many contacts it is for, and those whose country nobody knows. */
export async function listJurisdictions(db: Database): Promise<JurisdictionList> {
  const items = await readJurisdictions(db)
  const [unknown] = await db.execute<{ contacts: number }>(
    sql`select count(*)::int as contacts from contacts where coalesce(law_country, '') = ''`,
  )
  return { items, unknown: { contacts: unknown?.contacts ?? 0, rule: 'opt_in' } }
}

async function readJurisdictions(tx: Tx, only?: string): Promise<Jurisdiction[]> {
  const these = (column: SQL) => (only === undefined ? sql`true` : sql`${column} = ${only}`)
  const rows = await tx.execute<Record<string, unknown> & { rule: Fields }>(sql`
    select j.country, ${ruleColumns} as rule, j.delivered is not null as changed, j.version, coalesce(n.contacts, 0) as contacts
      from jurisdictions j
      left join (select coalesce(law_country, '') as country, count(*)::int as contacts from contacts
                  where ${these(sql`coalesce(law_country, '')`)} group by 1) n on n.country = j.country
     where ${these(sql`j.country`)} order by j.country`)
  return rows.map(({ rule, ...row }) => ({ ...row, ...rule }) as Jurisdiction)
}

/** @throws JurisdictionNotFound */
async function readJurisdiction(tx: Tx, country: string): Promise<Jurisdiction> {
  const [found] = await readJurisdictions(tx, country)
  if (!found) throw new JurisdictionNotFound(country)
  return found
}

/**
 * Changes a rule for every contact under it. How it was delivered is kept, so that it can be put back.
 * @throws JurisdictionNotFound, StaleJurisdiction with the current rule, InvalidInput
 */
export function editJurisdiction(
  db: Database,
  actor: Actor,
  country: string,
  { version, ...changes }: EditJurisdiction,
): Promise<Jurisdiction> {
  if (!version) throw new InvalidInput([{ path: 'version', message: 'Send the version you read.' }])
  refuseTracking(country, changes.tracking)
  return db.transaction(async (tx) => {
    const before = await lockedJurisdiction(tx, country, version)
    await writeRule(
      tx,
      actor,
      country,
      { ...fieldsOf(before), ...defined(changes) },
      sql`coalesce(j.delivered, ${ruleColumns}::jsonb)`,
    )
    return finish(tx, actor, 'jurisdiction.changed', before)
  })
}

/**
 * Keeps a rule for a country that has none yet.
 * @throws JurisdictionExists with the rule there is, InvalidInput
 */
export function addJurisdiction(
  db: Database,
  actor: Actor,
  country: string,
  input: AddJurisdiction,
): Promise<Jurisdiction> {
  if (!isCountry(country)) throw new InvalidInput([{ path: 'country', message: `${country} is no country.` }])
  refuseTracking(country, input.tracking)
  return db.transaction(async (tx) => {
    const made = await tx
      .insert(jurisdictions)
      .values({ country, ...input, updatedBy: actor.userId, updatedAt: sql`now()` })
      .onConflictDoNothing()
      .returning({ country: jurisdictions.country })
    if (made.length === 0) throw new JurisdictionExists(await readJurisdiction(tx, country))
    return finish(tx, actor, 'jurisdiction.added', { country })
  })
}

/** Puts a rule back as it was delivered; one that is as delivered stays. @throws JurisdictionNotFound, StaleJurisdiction */
export function resetJurisdiction(
  db: Database,
  actor: Actor,
  country: string,
  version?: number,
): Promise<Jurisdiction> {
  return db.transaction(async (tx) => {
    const before = await lockedJurisdiction(tx, country, version)
    const [row] = await tx.execute<{ delivered: Fields | null }>(
      sql`select delivered from jurisdictions where country = ${country}`,
    )
    if (!row?.delivered) return before
    await writeRule(tx, actor, country, row.delivered, sql`null`)
    return finish(tx, actor, 'jurisdiction.reset', before)
  })
}

async function lockedJurisdiction(tx: Tx, country: string, version: number | undefined): Promise<Jurisdiction> {
  await tx.execute(sql`select 1 from jurisdictions where country = ${country} for update`)
  const current = await readJurisdiction(tx, country)
  if (version !== undefined && current.version !== version) throw new StaleJurisdiction(current)
  return current
}

async function writeRule(tx: Tx, actor: Actor, country: string, rule: Fields, delivered: SQL): Promise<void> {
  await tx.execute(sql`
    update jurisdictions j set law = r.law, business_rule = r."businessRule", personal_rule = r."personalRule",
        purchase_months = r."purchaseMonths", inquiry_months = r."inquiryMonths", tracking = r.tracking,
        opt_out_within = r."optOutWithin", note = r.note, source = r.source, reviewed_on = r."reviewedOn",
        delivered = ${delivered}, version = j.version + 1, updated_by = ${actor.userId}::uuid, updated_at = now()
      from jsonb_to_record(${JSON.stringify(rule)}::jsonb) as r(law text, "businessRule" text, "personalRule" text,
        "purchaseMonths" int, "inquiryMonths" int, tracking text, "optOutWithin" text, note text, source text, "reviewedOn" date)
     where j.country = ${country}`)
}

/** Implied consent may end at another instant now: the consent clock works it out anew. */
async function finish(
  tx: Tx,
  actor: Actor,
  action: string,
  before: Pick<Jurisdiction, 'country'> & Partial<Jurisdiction>,
): Promise<Jurisdiction> {
  const { country } = before
  await tx.execute(sql`
    insert into consent_reviews (contact_id, country)
    select id, law_country from contacts where coalesce(law_country, '') = ${country} and consent_type = 'implied'
    on conflict do nothing`)
  const after = await readJurisdiction(tx, country)
  await audit(tx, actor, {
    action,
    subjectKind: 'jurisdiction',
    subjectId: country,
    details: differences(before, after),
  })
  return after
}

function differences(before: Partial<Jurisdiction>, after: Jurisdiction): Record<string, unknown> {
  const fields = Object.entries(fieldsOf(after)) as [keyof Fields, unknown][]
  return Object.fromEntries(
    fields
      .filter(([field, value]) => before[field] !== value)
      .map(([field, value]) => [field, { before: before[field] ?? null, after: value }]),
  )
}

const fieldsOf = ({ country, changed, contacts, version, ...fields }: Jurisdiction): Fields => fields

const defined = (changes: object): Partial<Fields> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))

/** Nobody can switch off what the law of these countries asks for; a rule can only be stricter there. */
function refuseTracking(country: string, tracking: Jurisdiction['tracking'] | undefined): void {
  if (tracking !== 'individual' || !trackingNeedsConsent.has(country)) return
  throw new InvalidInput([
    { path: 'tracking', message: `Tracking needs consent in ${country}. Choose consent, or aggregate numbers only.` },
  ])
}
