import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import type { ActivityType } from '../timeline/schema.ts'
import type { Deal, DealEntryDetails, DealOutcome } from './schema.ts'

export type DealEntryType = Extract<ActivityType, `deal_${string}`>

const closing = { won: 'deal_won', lost: 'deal_lost' } as const

/** Which entry a change of the stage makes, if any (TL-14). */
export function entryFor(before: DealOutcome, after: DealOutcome): DealEntryType | null {
  if (before === after) return null
  return after === 'open' ? 'deal_reopened' : closing[after]
}

/** Entries of one deal; the words are those of the index `activities_of_deal`. */
const ofDeal = (id: string): SQL => sql`(a.details ->> 'dealId' = ${id}
  and a.type in ('deal_created', 'deal_won', 'deal_lost', 'deal_reopened'))`

const list = (ids: readonly string[]): SQL =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`

/**
 * One entry on the timelines of everybody in the deal. It says what was so then, with the deal's name, and stays when the
 * deal is deleted. Nobody in the deal: no entry, it is made when the first contact joins.
 * @param reason why it was won or lost; of a deal that is opened again, why it had been closed
 */
export async function tellContacts(
  tx: Tx,
  actor: Actor,
  type: DealEntryType,
  deal: Deal,
  at: string,
  reason: string | null = deal.closeReason,
): Promise<void> {
  const people = await lockContacts(
    tx,
    sql`(select k.contact_id from deal_contacts k where k.deal_id = ${deal.id}::uuid)`,
  )
  if (people.length === 0) return
  const by = sql`'user', ${actor.userId}::uuid, ${actor.name}, ${actor.email}`
  const entry = await insertEntry(tx, type, deal, at, reason, actor.route === 'api' ? 'api' : 'manual', by)
  const told = await tx.execute<{ contact_id: string }>(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select ${entry}::uuid, k.contact_id, ${at}::timestamptz, ${type} from deal_contacts k
     where k.deal_id = ${deal.id}::uuid order by k.contact_id returning contact_id`)
  await touch(
    tx,
    told.map(({ contact_id }) => contact_id),
  )
}

/** In the order of ids, as everything locks contacts, so that no two wait for each other. */
const lockContacts = (tx: Tx, ids: SQL) =>
  tx.execute(sql`select 1 from contacts where id in ${ids} order by id for no key update`)

async function insertEntry(
  tx: Tx,
  type: DealEntryType,
  deal: Deal,
  at: string,
  reason: string | null,
  source: string,
  by: SQL,
): Promise<string> {
  const details: DealEntryDetails = {
    dealId: deal.id,
    dealName: deal.name,
    stage: deal.stage.name,
    amount: deal.amount,
    currency: deal.currency,
    reason: type === 'deal_created' ? null : reason,
  }
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into activities (type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name, actor_address)
    values (${type}, ${at}::timestamptz, ${source}, ${deal.name}, ${JSON.stringify(details)}::json, ${by}) returning id`)
  return row?.id as string
}

/** A deal is no contact with the person, but something that happened. */
const touch = (tx: Tx, contactIds: readonly string[]) =>
  tx.execute(sql`
    update contact_engagement e set last_activity_at = latest.at
      from (select ac.contact_id, max(ac.occurred_at) as at from activity_contacts ac
             where ac.contact_id in ${list(contactIds)} and ac.type in ('deal_created', 'deal_won', 'deal_lost', 'deal_reopened')
             group by ac.contact_id) latest
     where e.contact_id = latest.contact_id and coalesce(e.last_activity_at, '-infinity') < latest.at`)

/**
 * Who joins a deal later stands on its entries too, at their own instants, so that everybody in a deal sees the same
 * story; what somebody took off their timeline stays off. Where nobody was in the deal before, the entries of its
 * beginning and of its end are made now, of the day they were.
 */
export async function joinEntries(tx: Tx, deal: Deal, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return
  await lockContacts(tx, list(contactIds))
  await makeMissing(tx, deal)
  await tx.execute(sql`
    insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select a.id, c.id, a.occurred_at, a.type from activities a cross join contacts c
     where ${ofDeal(deal.id)} and c.id in ${list(contactIds)} and not exists (
       select 1 from activity_removals r where r.activity_id = a.id and r.contact_id = c.id)
     order by a.id, c.id on conflict do nothing`)
  await touch(tx, contactIds)
}

async function makeMissing(tx: Tx, deal: Deal): Promise<void> {
  const there = await tx.execute<{ type: string; latest: boolean }>(sql`
    select a.type, a.occurred_at >= ${deal.closedAt}::timestamptz as latest from activities a where ${ofDeal(deal.id)}`)
  if (!there.some(({ type }) => type === 'deal_created')) {
    await insertEntry(tx, 'deal_created', deal, deal.createdAt, null, 'manual', await personAt(tx, deal, 'created'))
  }
  const { outcome } = deal.stage
  if (outcome === 'open' || deal.closedAt === null) return
  if (there.some(({ type, latest }) => type === closing[outcome] && latest)) return
  const by = await personAt(tx, deal, 'stage')
  await insertEntry(tx, closing[outcome], deal, deal.closedAt, deal.closeReason, 'manual', by)
}

/** Who made the deal, or put it into its stage, as far as the history tells. */
async function personAt(tx: Tx, { id, createdBy }: Deal, field: 'created' | 'stage'): Promise<SQL> {
  const [row] = await tx.execute<{ id: string; name: string; email: string | null }>(sql`
    select u.id, u.name, u.email from deal_changes h join users u on u.id = h.user_id
     where h.deal_id = ${id}::uuid and h.field = ${field} order by h.at desc, h.id desc limit 1`)
  const person = row ?? createdBy
  if (!person) return sql`'system', null::uuid, null::text, null::text`
  return sql`'user', ${person.id}::uuid, ${person.name}, ${person.email}`
}
