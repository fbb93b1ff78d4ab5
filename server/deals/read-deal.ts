import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { minorUnits } from './currencies/schema.ts'
import { DealNotFound } from './problems.ts'
import type { Deal } from './schema.ts'

interface DealRow extends Record<string, unknown> {
  id: string
  name: string
  company_id: string | null
  company: Deal['company']
  amount: string | null
  currency: string | null
  stage_id: string
  stage: Deal['stage']
  stage_since: string
  owner_id: string | null
  owner: Deal['owner']
  expected_close: string | null
  closed_at: string | null
  close_reason: string | null
  contacts: Deal['contacts']
  created_by: Deal['createdBy']
  created_at: string
  updated_at: string
  version: number
}

const user = (column: SQL): SQL =>
  sql`(select json_build_object('id', u.id, 'name', u.name, 'email', u.email) from users u where u.id = ${column})`

/** Who takes part, in the order they were added. */
const contactsOf = sql`(
  select coalesce(json_agg(json_build_object('id', p.id, 'role', k.role, 'email', a.display,
      'name', coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), a.display, p.phone, p.mobile, ''))
      order by k.created_at, p.id), '[]')
    from deal_contacts k join contacts p on p.id = k.contact_id
    left join contact_addresses a on a.contact_id = p.id and a.is_primary
   where k.deal_id = d.id)`

/** Deals as the wire shows them; the condition is over `d`. */
export async function dealsWhere(tx: Tx, condition: SQL): Promise<Deal[]> {
  const rows = await tx.execute<DealRow>(sql`
    select d.id, d.name, d.company_id, d.amount::text as amount, d.currency, d.stage_id, d.stage_since, d.owner_id,
        d.expected_close::text as expected_close, d.closed_at, d.close_reason, d.created_at, d.updated_at, d.version,
        (select json_build_object('id', c.id, 'name', c.name) from companies c where c.id = d.company_id) as company,
        json_build_object('id', s.id, 'name', s.name, 'outcome', s.outcome) as stage,
        ${user(sql`d.owner_id`)} as owner, ${user(sql`d.created_by`)} as created_by, ${contactsOf} as contacts
      from deals d join deal_stages s on s.id = d.stage_id where ${condition}`)
  return rows.map(dealFrom)
}

/** Deals in the order of their ids here; those that are gone are left out. */
export async function dealsInOrder(tx: Tx, ids: readonly string[]): Promise<Deal[]> {
  if (ids.length === 0) return []
  const list = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
  const byId = new Map((await dealsWhere(tx, sql`d.id in ${list}`)).map((deal) => [deal.id, deal]))
  return ids.map((id) => byId.get(id)).filter((deal) => deal !== undefined)
}

/** @throws DealNotFound */
export async function readDeal(tx: Tx, id: string): Promise<Deal> {
  const [deal] = await dealsWhere(tx, sql`d.id = ${id}::uuid`)
  if (!deal) throw new DealNotFound()
  return deal
}

/** An amount with the decimals of its currency: `1200.5000` is `1200.50` euros and `1200.500` dinars. */
export function amountText(stored: string, currency: string): string {
  const [whole = '0', decimals = ''] = stored.split('.')
  const shown = decimals.replace(/0+$/, '').padEnd(minorUnits(currency), '0')
  return shown ? `${whole}.${shown}` : whole
}

const dealFrom = (row: DealRow): Deal => ({
  id: row.id,
  name: row.name,
  companyId: row.company_id,
  company: row.company,
  amount: row.amount !== null && row.currency !== null ? amountText(row.amount, row.currency) : null,
  currency: row.currency,
  stageId: row.stage_id,
  stage: row.stage,
  stageSince: isoInstant(row.stage_since),
  ownerId: row.owner_id,
  owner: row.owner,
  expectedClose: row.expected_close,
  closedAt: isoInstantOrNull(row.closed_at),
  closeReason: row.close_reason,
  contacts: row.contacts,
  createdBy: row.created_by,
  createdAt: isoInstant(row.created_at),
  updatedAt: isoInstant(row.updated_at),
  version: row.version,
})
