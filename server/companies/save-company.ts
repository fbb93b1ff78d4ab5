import { eq, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { companies, companyChanges } from '#db/schema/companies.ts'
import { UnknownReference } from '../contacts/problems.ts'
import type { CustomValues } from '../custom-fields/schema.ts'
import { checkCustomValues } from '../custom-fields/values.ts'
import { lockAddressBook } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { once } from '../platform/idempotency.ts'
import { parsePhone } from '../platform/phone.ts'
import { companyDomainsFrom, saveDomains } from './domains.ts'
import { CompanyNotFound, StaleCompany } from './problems.ts'
import { readCompany } from './read-company.ts'
import type { Company, CreateCompany, EditCompany } from './schema.ts'

/**
 * Adds a company. Contacts at its domains that have no company yet join it.
 * @throws DomainTaken, UnknownReference, InvalidInput, CustomValueTaken
 */
export async function createCompany(db: Database, actor: Actor, input: CreateCompany, key?: string): Promise<Company> {
  const { id } = await once(db, actor, key, input, async (tx) => {
    const domains = companyDomainsFrom(input.domains ?? [])
    if (domains.length > 0) await lockAddressBook(tx)
    const { country = null, customFields: given = {} } = input
    const [row] = await tx
      .insert(companies)
      .values({
        name: input.name,
        ...phoneColumns(input.phone ?? null, country),
        website: input.website ?? null,
        country,
        ownerId: await ownerFor(tx, input.ownerId ?? null),
        customFields: await checkCustomValues(tx, 'company', given, { creating: true, country }),
        createdBy: actor.userId,
      })
      .returning({ id: companies.id })
    const companyId = row?.id as string
    await saveDomains(tx, actor, companyId, domains)
    await recordChanges(tx, actor, companyId, [{ field: 'created', before: null, after: null }])
    return { id: companyId }
  })
  return readCompany(db, id)
}

/**
 * Edits the fields that are given. Optimistic: the version that was read must still be the current one.
 * @throws StaleCompany with the current record, CompanyNotFound, DomainTaken, UnknownReference, InvalidInput, CustomValueTaken
 */
export async function editCompany(
  db: Database,
  actor: Actor,
  id: string,
  version: number,
  edit: Omit<EditCompany, 'version'>,
): Promise<Company> {
  const edited = await db.transaction(async (tx) => {
    if (edit.domains) await lockAddressBook(tx)
    if ((await lockedVersion(tx, id)) !== version) return false
    const before = await readCompany(tx, id)
    const after = { ...before, ...(await checkedEdit(tx, before, edit)) }
    const changes = changesBetween(before, after)
    if (changes.length === 0) return true
    await save(tx, after)
    if (edit.domains) await saveDomains(tx, actor, id, after.domains)
    await recordChanges(tx, actor, id, changes)
    return true
  })
  const current = await readCompany(db, id)
  if (!edited) throw new StaleCompany(current)
  return current
}

async function lockedVersion(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .select({ version: companies.version })
    .from(companies)
    .where(eq(companies.id, id))
    .for('no key update')
  if (!row) throw new CompanyNotFound()
  return row.version
}

type Editable = Pick<Company, (typeof columns)[number] | 'phoneDisplay' | 'domains' | 'customFields'>
const columns = ['name', 'phone', 'website', 'country', 'ownerId'] as const

async function checkedEdit(tx: Tx, before: Company, edit: Omit<EditCompany, 'version'>): Promise<Partial<Editable>> {
  const { customFields, domains, phone, ownerId, ...plain } = edit
  const country = edit.country === undefined ? before.country : edit.country
  return {
    ...defined(plain),
    ...(phone === undefined ? {} : phoneColumns(phone, country)),
    ...(ownerId === undefined ? {} : { ownerId: ownerId === before.ownerId ? ownerId : await ownerFor(tx, ownerId) }),
    ...(domains ? { domains: companyDomainsFrom(domains) } : {}),
    ...(customFields ? { customFields: await checkedValues(tx, before, customFields, country) } : {}),
  }
}

const checkedValues = (tx: Tx, { id, customFields }: Company, given: CustomValues, country: string | null) =>
  checkCustomValues(tx, 'company', given, { creating: false, current: customFields, recordId: id, country })

async function save(tx: Tx, after: Company): Promise<void> {
  const { id, name, phone, phoneDisplay, website, country, ownerId, customFields, version } = after
  await tx
    .update(companies)
    .set({
      ...{ name, phone, phoneDisplay, website, country, ownerId, customFields },
      version: version + 1,
      updatedAt: sql`now()`,
    })
    .where(eq(companies.id, id))
}

function phoneColumns(text: string | null, country: string | null) {
  const phone = text === null ? null : parsePhone(text, country)
  return { phone: phone?.stored ?? null, phoneDisplay: phone?.display ?? null }
}

/** Somebody who left keeps what they own, but gets nothing new (CR-08). */
async function ownerFor(tx: Tx, id: string | null): Promise<string | null> {
  if (id === null) return null
  const [row] = await tx.execute<{ id: string }>(sql`select id from users where id = ${id}::uuid and active`)
  if (!row) throw new UnknownReference('ownerId')
  return row.id
}

interface Change {
  field: string
  before: unknown
  after: unknown
}

function changesBetween(before: Company, after: Company): Change[] {
  const keys = [...new Set([...Object.keys(before.customFields), ...Object.keys(after.customFields)])].sort()
  return [
    ...[...columns, 'domains' as const].map((field) => ({ field, before: before[field], after: after[field] })),
    ...keys.map((key) => ({
      field: `customFields.${key}`,
      before: before.customFields[key] ?? null,
      after: after.customFields[key] ?? null,
    })),
  ].filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

async function recordChanges(tx: Tx, actor: Actor, companyId: string, changes: Change[]): Promise<void> {
  await tx.insert(companyChanges).values(
    changes.map((change) => ({
      companyId,
      userId: actor.userId,
      route: actor.route,
      requestId: actor.requestId ?? null,
      ...change,
    })),
  )
}

const defined = <T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
