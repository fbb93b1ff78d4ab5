import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { dealChanges, deals } from '#db/schema/deals.ts'
import { companyByName } from '../companies/companies.ts'
import { UnknownReference } from '../contacts/problems.ts'
import type { Actor } from '../platform/actor.ts'
import { once } from '../platform/idempotency.ts'
import { InvalidInput } from '../platform/problem.ts'
import { isCurrency, minorUnits } from './currencies/schema.ts'
import { saveParticipants } from './deal-contacts.ts'
import { entryFor, joinEntries, tellContacts } from './deal-entries.ts'
import { DealNotFound, StaleDeal } from './problems.ts'
import { amountText, readDeal } from './read-deal.ts'
import type { CreateDeal, Deal, DealParticipant, EditDeal } from './schema.ts'
import { holdStages, listStages } from './stages.ts'

/** What the rules work with besides the actor. */
export interface DealContext {
  db: Database
  now(): Date
}

type Edit = Omit<EditDeal, 'version'>

/**
 * Adds a deal, and tells so on the timelines of its contacts. One that is added as won or lost tells that too.
 * @throws UnknownReference, InvalidInput; nothing is written then.
 */
export async function createDeal(
  { db, now }: DealContext,
  actor: Actor,
  input: CreateDeal,
  key?: string,
): Promise<Deal> {
  const { id } = await once(db, actor, key, input, async (tx) => {
    const { contacts, ...fields } = input
    const at = now().toISOString()
    const given = { ...fields, ownerId: fields.ownerId === undefined ? actor.userId : fields.ownerId }
    const after = await edited(tx, actor, nothing, given, at)
    const [row] = await tx
      .insert(deals)
      .values({ ...columnsOf(after), stageSince: new Date(at), createdBy: actor.userId, createdAt: new Date(at) })
      .returning({ id: deals.id })
    const dealId = row?.id as string
    await recordChanges(tx, actor, dealId, [{ field: 'created', before: null, after: null }])
    await saveParticipants(tx, dealId, contacts)
    const deal = await readDeal(tx, dealId)
    await tellContacts(tx, actor, 'deal_created', deal, at)
    const entry = entryFor('open', deal.stage.outcome)
    if (entry) await tellContacts(tx, actor, entry, deal, at)
    return { id: dealId }
  })
  return readDeal(db, id)
}

/**
 * Edits the fields that are given. Optimistic: the version that was read must still be the current one. Into a final stage
 * it closes the deal, out of one it opens it again; each is told on the timelines of its contacts.
 * @throws StaleDeal with the current record, DealNotFound, UnknownReference, InvalidInput
 */
export function editDeal(
  { db, now }: DealContext,
  actor: Actor,
  id: string,
  version: number,
  edit: Edit,
): Promise<Deal> {
  return changed(db, id, version, async (tx, before) => {
    const at = now().toISOString()
    const after = await edited(tx, actor, before, edit, at)
    const changes = changesBetween(before, after)
    if (changes.length === 0) return
    const moved = after.stageId !== before.stageId
    await update(tx, before, { ...columnsOf(after), ...(moved ? { stageSince: new Date(at) } : {}) })
    await recordChanges(tx, actor, id, changes)
    const entry = entryFor(before.stage.outcome, after.stage.outcome)
    if (!entry) return
    await tellContacts(tx, actor, entry, await readDeal(tx, id), at, after.closeReason ?? before.closeReason)
  })
}

/**
 * Makes the contacts of a deal be these, each with the role it plays. Who is new gets the entries of the deal so far; who
 * leaves keeps theirs.
 * @throws StaleDeal, DealNotFound, InvalidInput
 */
export function putDealContacts(
  { db }: Pick<DealContext, 'db'>,
  actor: Actor,
  id: string,
  version: number,
  contacts: readonly DealParticipant[],
): Promise<Deal> {
  return changed(db, id, version, async (tx, before) => {
    const added = await saveParticipants(tx, id, contacts)
    const after = await readDeal(tx, id)
    if (JSON.stringify(before.contacts) === JSON.stringify(after.contacts)) return
    await update(tx, before, {})
    await recordChanges(tx, actor, id, [
      // Who it was would have to be erased from a history that cannot be changed.
      { field: 'contacts', before: before.contacts.length, after: after.contacts.length },
    ])
    await joinEntries(tx, after, added)
  })
}

async function changed(
  db: Database,
  id: string,
  version: number,
  work: (tx: Tx, before: Deal) => Promise<void>,
): Promise<Deal> {
  const current = await db.transaction(async (tx) => {
    await holdStages(tx)
    const [row] = await tx.execute<{ version: number }>(
      sql`select version from deals where id = ${id}::uuid for no key update`,
    )
    if (!row) throw new DealNotFound()
    if (row.version !== version) return false
    await work(tx, await readDeal(tx, id))
    return true
  })
  const deal = await readDeal(db, id)
  if (!current) throw new StaleDeal(deal)
  return deal
}

type Fields = Pick<
  Deal,
  | 'name'
  | 'companyId'
  | 'amount'
  | 'currency'
  | 'stageId'
  | 'stage'
  | 'ownerId'
  | 'expectedClose'
  | 'closedAt'
  | 'closeReason'
>

/** What a deal is before it is one. */
const nothing: Fields = {
  name: '',
  companyId: null,
  amount: null,
  currency: null,
  stageId: '',
  stage: { id: '', name: '', outcome: 'open' },
  ownerId: null,
  expectedClose: null,
  closedAt: null,
  closeReason: null,
}

async function edited(tx: Tx, actor: Actor, before: Fields, edit: Edit, at: string): Promise<Fields> {
  return {
    name: edit.name ?? before.name,
    companyId: await companyOf(tx, actor, before, edit),
    ownerId: await ownerOf(tx, before, edit),
    expectedClose: edit.expectedClose === undefined ? before.expectedClose : edit.expectedClose,
    ...moneyOf(before, edit),
    ...(await stageOf(tx, before, edit, at)),
  }
}

async function companyOf(tx: Tx, actor: Actor, before: Fields, { companyId, company }: Edit): Promise<string | null> {
  if (companyId === null || (company === null && companyId === undefined)) return null
  if (companyId === undefined) return company ? companyByName(tx, actor, company, null) : before.companyId
  const [row] = await tx.execute<{ id: string }>(
    sql`select id from companies where id = ${companyId}::uuid for key share`,
  )
  if (!row) throw new UnknownReference('companyId')
  return row.id
}

/** Somebody who left keeps what they own, but gets nothing new (CR-08). */
async function ownerOf(tx: Tx, before: Fields, { ownerId }: Edit): Promise<string | null> {
  if (ownerId === undefined || ownerId === before.ownerId) return before.ownerId
  if (ownerId === null) return null
  const [row] = await tx.execute<{ id: string }>(sql`select id from users where id = ${ownerId}::uuid and active`)
  if (!row) throw new UnknownReference('ownerId')
  return row.id
}

/** Amount and currency go together, a currency that is chosen is in use, and an amount has no more decimals than its currency. */
function moneyOf(before: Fields, edit: Edit): Pick<Fields, 'amount' | 'currency'> {
  const amount = edit.amount === undefined ? before.amount : edit.amount
  const currency = edit.currency === undefined ? before.currency : edit.currency
  if (edit.amount === null && !edit.currency) return { amount: null, currency: null }
  if (amount === null && currency === null) return { amount, currency }
  const refuse = (path: string, message: string) => new InvalidInput([{ path, message }])
  if (currency === null) throw refuse('currency', 'Choose the currency of the amount.')
  if (currency !== before.currency && !isCurrency(currency)) {
    throw refuse('currency', `${currency} is no currency of ISO 4217 that is in use. Choose another, for example EUR.`)
  }
  if (amount === null) throw refuse('amount', `Write an amount in ${currency}, or leave the currency out.`)
  const text = amountText(plainAmount(amount), currency)
  const decimals = text.split('.')[1]?.length ?? 0
  const most = minorUnits(currency)
  if (decimals > most) {
    throw refuse('amount', most === 0 ? `${currency} has no decimals.` : `${currency} has at most ${most} decimals.`)
  }
  return { amount: text, currency }
}

const plainAmount = (text: string): string => text.replace(/^0+(?=\d)/, '')

type StageFields = Pick<Fields, 'stageId' | 'stage' | 'closedAt' | 'closeReason'>

async function stageOf(tx: Tx, before: Fields, edit: Edit, at: string): Promise<StageFields> {
  await holdStages(tx)
  const stages = await listStages(tx)
  const wanted = edit.stageId ?? (before.stageId || stages[0]?.id)
  const stage = stages.find(({ id }) => id === wanted)
  if (!stage) throw new UnknownReference('stageId')
  const { id, name, outcome } = stage
  const same = outcome === before.stage.outcome
  const place = { stageId: id, stage: { id, name, outcome } }
  if (outcome === 'open') return { ...place, closedAt: null, closeReason: null }
  // The reason why it was won is none for why it is lost.
  const closeReason = edit.closeReason === undefined ? (same ? before.closeReason : null) : edit.closeReason
  if (outcome === 'lost' && closeReason === null) {
    throw new InvalidInput([{ path: 'closeReason', message: 'Write why the deal was lost.' }])
  }
  return { ...place, closedAt: same ? before.closedAt : at, closeReason }
}

const columnsOf = ({ stage: _, closedAt, ...fields }: Fields) => ({
  ...fields,
  closedAt: closedAt === null ? null : new Date(closedAt),
})

const update = (
  tx: Tx,
  { id, version }: Deal,
  columns: Partial<ReturnType<typeof columnsOf>> & { stageSince?: Date },
) =>
  tx
    .update(deals)
    .set({ ...columns, version: version + 1, updatedAt: sql`now()` })
    .where(sql`id = ${id}::uuid`)

interface Change {
  field: string
  before: unknown
  after: unknown
}

const money = ({ amount, currency }: Fields): string | null => (amount === null ? null : `${amount} ${currency}`)

/** Stages by name, since a stage may be deleted. */
function changesBetween(before: Fields, after: Fields): Change[] {
  const plain = ['name', 'companyId', 'ownerId', 'expectedClose', 'closeReason'] as const
  return [
    { field: 'stage', before: before.stage.name, after: after.stage.name },
    { field: 'amount', before: money(before), after: money(after) },
    ...plain.map((field) => ({ field, before: before[field], after: after[field] })),
  ].filter((change) => change.before !== change.after || (change.field === 'stage' && before.stageId !== after.stageId))
}

async function recordChanges(tx: Tx, actor: Actor, dealId: string, changes: Change[]): Promise<void> {
  await tx.insert(dealChanges).values(
    changes.map((change) => ({
      dealId,
      userId: actor.userId,
      route: actor.route,
      requestId: actor.requestId ?? null,
      ...change,
    })),
  )
}
