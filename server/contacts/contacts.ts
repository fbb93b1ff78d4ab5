import { eq, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { contactChanges, contacts } from '#db/schema/contacts.ts'
import { companyByDomain, companyByName } from '../companies/companies.ts'
import type { CustomValues } from '../custom-fields/schema.ts'
import { checkCustomValues } from '../custom-fields/values.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { lockAddressBook, oweBackfill } from '../mail/backfill.ts'
import type { Actor } from '../platform/actor.ts'
import { normalAddress } from '../platform/address.ts'
import { once } from '../platform/idempotency.ts'
import { isCountry, parsePhone } from '../platform/phone.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { Secrets } from '../platform/secrets.ts'
import { saveTags } from '../tags/contact-tags.ts'
import { domainOf, readAddresses, saveAddresses } from './contact-addresses.ts'
import { type PlainField, plainFields } from './plain-fields.ts'
import { ContactNotFound, EmptyContact, StaleVersion, StatusStands, UnknownReference } from './problems.ts'
import type { Contact, CreateContact, EditContact } from './schema.ts'

export interface ContactContext {
  db: Database
  queue: JobQueue
  secrets: Secrets
  /** Reads the contact as the wire shows it. */
  read(id: string): Promise<Contact>
  /** Compares a contact that was just written with everybody. @throws PossibleDuplicate where that is to be refused */
  compareNew(tx: Tx, id: string, refuse: boolean): Promise<void>
}

type PlainFields = { [K in PlainField]?: Contact[K & keyof Contact] } & { country?: string | null }

const given = (input: EditContact | CreateContact): PlainFields =>
  defined(Object.fromEntries(plainFields.map((field) => [field, input[field]])))

/**
 * Adds a contact, joins it to its company, and brings the mail history of its addresses: what is stored already at once,
 * the rest by a job enqueued in the same transaction.
 * @throws EmptyContact, AddressTaken, PossibleDuplicate, UnknownReference
 */
export async function createContact(
  context: ContactContext,
  actor: Actor,
  input: CreateContact,
  key?: string,
): Promise<Contact> {
  const { id } = await once(context.db, actor, key, input, async (tx) => ({
    id: await addContact(tx, context, actor, input),
  }))
  return context.read(id)
}

/** The same in the caller's transaction. @returns its id */
export async function addContact(tx: Tx, context: ContactContext, actor: Actor, input: CreateContact): Promise<string> {
  if (isEmpty(input as Reachable)) throw new EmptyContact()
  await lockAddressBook(tx)
  const primary = input.email ?? input.aliases?.[0] ?? null
  const companyId = await companyFor(tx, actor, input, primary)
  const plain = await settlePlain(tx, given(input), null, companyId)
  const [row] = await tx
    .insert(contacts)
    .values({
      ...columnsOf(plain, null),
      companyId,
      customFields: await checkCustomValues(tx, 'contact', input.customFields ?? {}, {
        creating: true,
        country: plain.country,
        mayLackRequired: actor.route === 'import' || actor.route === 'sync' || actor.route === 'public',
      }),
      ownerId: (await ownerFor(tx, input)) ?? actor.userId,
      createdBy: doerOf(actor),
    })
    .returning({ id: contacts.id })
  const contactId = row?.id as string
  const isNew = await saveAddresses(tx, context.secrets, contactId, { primary, aliases: input.aliases ?? [] })
  await context.compareNew(tx, contactId, input.duplicates !== 'allow')
  if (input.tags) await saveTags(tx, contactId, input.tags)
  await recordChanges(tx, actor, contactId, [{ field: 'created', before: null, after: null }])
  if (isNew) await bringHistory(context, tx, contactId)
  return contactId
}

/** Nobody of ours did what a visitor does. */
const doerOf = (actor: Actor): string | null => (actor.route === 'public' ? null : actor.userId)

/**
 * Edits the fields that are given. Optimistic: the version that was read must still be the current one.
 * @throws StaleVersion with the current record, ContactNotFound, AddressTaken, UnknownReference, EmptyContact
 */
export async function editContact(
  context: ContactContext,
  actor: Actor,
  id: string,
  version: number,
  input: Omit<EditContact, 'version'>,
): Promise<Contact> {
  const before = await context.read(id)
  const edited = await context.db.transaction(async (tx) => {
    const addressesChange = input.email !== undefined || input.aliases !== undefined
    if (addressesChange) await lockAddressBook(tx)
    if (before.version !== version || (await lockedVersion(tx, id)) !== version) return false
    const companyId = await editedCompany(tx, actor, input, before)
    const plain = await settlePlain(tx, given(input), before, companyId === undefined ? before.companyId : companyId)
    const wanted = {
      ...plain,
      ...defined({ email: input.email, aliases: input.aliases, tags: input.tags }),
      ...defined({ companyId, ownerId: await ownerFor(tx, input, before.ownerId) }),
    }
    const after = { ...before, ...wanted }
    if (isEmpty(after)) throw new EmptyContact()
    if (input.status && before.status !== input.status && isDerived(before.status))
      throw new StatusStands(before.status)
    const { tags, ownerId } = wanted
    const { email: _, aliases: __, ...others } = wanted
    const customFields = input.customFields
      ? await checkCustomValues(tx, 'contact', input.customFields, {
          creating: false,
          current: before.customFields,
          recordId: id,
          country: plain.country ?? before.consent.country,
          mayLackRequired: actor.route === 'public',
        })
      : before.customFields
    const changes = [...changesBetween(before, others), ...customChanges(before.customFields, customFields)]
    if (changes.length === 0 && !addressesChange) return true
    await tx
      .update(contacts)
      .set({
        ...columnsOf(plain, before),
        ...defined({ companyId, ownerId }),
        customFields,
        version: version + 1,
        updatedAt: sql`now()`,
      })
      .where(eq(contacts.id, id))
    if (tags) await saveTags(tx, id, tags)
    const addresses = { primary: after.email, aliases: [...after.aliases, ...replacedPrimary(before, after.email)] }
    const isNew = addressesChange && (await saveAddresses(tx, context.secrets, id, addresses))
    const moved = addressesChange ? changesBetween(before, await readAddresses(tx, id)) : []
    await recordChanges(tx, actor, id, [...changes, ...moved])
    if (isNew) await bringHistory(context, tx, id)
    return true
  })
  const current = await context.read(id)
  if (!edited) throw new StaleVersion(current)
  return current
}

/**
 * Plain fields as they are stored: a country that exists, numbers in E.164 as they are dialled there. A new country reads
 * the numbers that were kept as typed once more.
 * @throws InvalidInput
 */
async function settlePlain(
  tx: Tx,
  fields: PlainFields,
  before: Contact | null,
  companyId: string | null,
): Promise<PlainFields> {
  if (fields.country && !isCountry(fields.country)) {
    throw new InvalidInput([
      { path: 'country', message: `There is no country ${fields.country}. Write it as DE or US.` },
    ])
  }
  const own = fields.country === undefined ? before?.consent.country : fields.country
  const country = own ?? (await countryOf(tx, companyId))
  const again = fields.country !== undefined
  const number = (field: 'phone' | 'mobile') => {
    const typed = fields[field] ?? (again && fields[field] === undefined ? before?.[field] : undefined)
    if (!typed) return {}
    const stored = /^\+\d/.test(typed) && typed === before?.[field] ? typed : parsePhone(typed, country).stored
    return fields[field] === undefined && stored === before?.[field] ? {} : { [field]: stored }
  }
  return { ...fields, ...number('phone'), ...number('mobile') }
}

async function countryOf(tx: Tx, companyId: string | null): Promise<string | null> {
  if (!companyId) return null
  const [row] = await tx.execute<{ country: string | null }>(
    sql`select country from companies where id = ${companyId}::uuid`,
  )
  return row?.country ?? null
}

/** The columns behind plain fields; numbers stand there as people read them too, status as it was chosen. */
function columnsOf({ status, ...fields }: PlainFields, before: Contact | null) {
  const read = (number: string | null | undefined) => (number ? parsePhone(number) : null)
  const phone = read(fields.phone === undefined ? before?.phone : fields.phone)
  const mobile = read(fields.mobile === undefined ? before?.mobile : fields.mobile)
  return {
    ...fields,
    ...(status === undefined ? {} : { chosenStatus: status }),
    phoneDisplay: phone?.display ?? null,
    mobileDisplay: mobile?.display ?? null,
    phoneCountry: phone?.country ?? mobile?.country ?? null,
  }
}

async function lockedVersion(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.select({ version: contacts.version }).from(contacts).where(eq(contacts.id, id)).for('update')
  if (!row) throw new ContactNotFound()
  return row.version
}

const isDerived = (status: Contact['status']): boolean => status === 'unsubscribed' || status === 'bounced'

type Reachable = Partial<Pick<Contact, 'firstName' | 'lastName' | 'email' | 'aliases' | 'phone' | 'mobile'>>

const isEmpty = ({ firstName, lastName, email, aliases, phone, mobile }: Reachable): boolean =>
  !(firstName || lastName || email || aliases?.length || phone || mobile)

async function bringHistory({ queue }: ContactContext, tx: Tx, contactId: string): Promise<void> {
  await oweBackfill(tx, contactId)
  await queue.send('backfill-contact', { contactId }, { key: contactId, tx })
}

/** A primary address that another one replaces stays as an alias, so that later mail still matches. */
const replacedPrimary = (before: Contact, email: string | null): string[] =>
  before.email && email && normalAddress(before.email) !== normalAddress(email) ? [before.email] : []

type Choices = Pick<CreateContact, 'companyId' | 'company' | 'ownerId' | 'ownerEmail'>

/** By id, else by name, else by the domain of the address. */
async function companyFor(tx: Tx, actor: Actor, input: Choices, email: string | null): Promise<string | null> {
  const domain = domainOf(email)
  if (input.companyId) return checked(tx, sql`select id from companies where id = ${input.companyId}`, 'companyId')
  if (input.company) return companyByName(tx, actor, input.company, domain)
  if (input.companyId === null || input.company === null || !domain) return null
  return companyByDomain(tx, domain)
}

async function editedCompany(
  tx: Tx,
  actor: Actor,
  input: Choices & { email?: string | null | undefined },
  before: Contact,
): Promise<string | null | undefined> {
  const email = input.email === undefined ? before.email : input.email
  if (input.companyId !== undefined || input.company !== undefined) return companyFor(tx, actor, input, email)
  return before.companyId === null && email !== before.email ? companyFor(tx, actor, {}, email) : undefined
}

/** Somebody who left keeps what they own, but gets nothing new (CR-08). */
async function ownerFor(tx: Tx, input: Choices, before: string | null = null): Promise<string | null | undefined> {
  const may = sql`(active or id = ${before}::uuid)`
  if (input.ownerId) return checked(tx, sql`select id from users where id = ${input.ownerId} and ${may}`, 'ownerId')
  if (input.ownerEmail) {
    const address = normalAddress(input.ownerEmail)
    return checked(
      tx,
      sql`select id from users u where ${may} and (lower(email) = ${address}
          or exists (select 1 from organisation_addresses a where a.entra_id = u.entra_id and a.address = ${address})) limit 1`,
      'ownerEmail',
    )
  }
  return input.ownerId === null || input.ownerEmail === null ? null : undefined
}

async function checked(tx: Tx, query: ReturnType<typeof sql>, field: string): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(query)
  if (!row) throw new UnknownReference(field)
  return row.id
}

interface Change {
  field: string
  before: unknown
  after: unknown
}

function changesBetween(before: Contact, after: Record<string, unknown>): Change[] {
  return Object.entries(after)
    .map(([field, value]) => ({ field, before: fieldOf(before, field), after: value }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

/** One line of history for each custom field. */
function customChanges(before: CustomValues, after: CustomValues): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((key) => ({ field: `customFields.${key}`, before: before[key] ?? null, after: after[key] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

const fieldOf = (contact: Contact, field: string): unknown =>
  field === 'country' ? contact.consent.country : contact[field as keyof Contact]

async function recordChanges(tx: Tx, actor: Actor, contactId: string, changes: Change[]) {
  if (changes.length === 0) return
  await tx.insert(contactChanges).values(
    changes.map((change) => ({
      contactId,
      userId: doerOf(actor),
      route: actor.route,
      requestId: actor.requestId ?? null,
      ...change,
    })),
  )
}

const defined = <T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
