import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { FieldDefinition } from '../custom-fields/fields.ts'
import type { CustomValues } from '../custom-fields/schema.ts'
import { textArray } from '../platform/arrays.ts'
import type { Secrets } from '../platform/secrets.ts'
import { suppressedAmong } from '../suppressions/suppressions.ts'
import { importNoteId, importNotesThere } from '../timeline/import-notes.ts'
import type { Book, KnownAddress, KnownCompany, KnownContact } from './book.ts'
import type { MappedRow } from './mapped-row.ts'
import { matchRow } from './match-row.ts'
import type { Mapping } from './schema.ts'

export interface BookContext {
  importId: string
  mapping: Mapping
  fields: readonly FieldDefinition[]
  secrets: Secrets
  /** Whether what is found is locked until the end of the transaction. */
  lock: boolean
}

/** A list of texts as a set of rows `w(value)`. */
export const listed = (values: Iterable<string>): SQL =>
  sql`jsonb_array_elements_text(${JSON.stringify([...new Set(values)])}::jsonb) as w(value)`

/**
 * Everybody and everything that rows name, in a fixed number of statements. Contacts are locked in the order of their ids,
 * so that two who lock many never wait for each other.
 */
export async function loadBook(tx: Tx, rows: readonly MappedRow[], context: BookContext): Promise<Book> {
  const forms = rows.flatMap(({ addresses }) =>
    addresses.flatMap(({ address, untagged }) => (untagged ? [address, untagged] : [address])),
  )
  const holders = await holdersOf(tx, forms)
  const linked = await byLinkedin(tx, rows, context)
  const unique = await uniqueValues(tx, rows, context)
  const keys = await byKey(tx, rows)
  const ids = new Set<string>([...holders.values(), ...linked.values(), ...keys.values()])
  for (const { holder } of unique) if (holder) ids.add(holder)
  for (const { id } of rows) if (id) ids.add(id)
  const contacts = await loadContacts(tx, [...ids], context)
  const companies = await loadCompanies(tx, rows, contacts)
  const contact = <K>(map: Map<K, string>) =>
    new Map(
      [...map].flatMap(([key, id]) => (contacts.has(id) ? [[key, contacts.get(id) as KnownContact] as const] : [])),
    )
  const book: Book = {
    contacts,
    byAddress: contact(holders),
    byLinkedin: contact(linked),
    byUnique: uniqueHolders(unique, contacts),
    byKey: contact(keys),
    suppressed: await suppressedAmong(
      tx,
      context.secrets,
      rows.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    ),
    ...companies,
    uniqueKey: keysOf(unique.map(({ value, key }) => [value, key])),
    notes: new Set(),
  }
  book.notes = await importNotesThere(tx, notesOf(book, rows, context.mapping.matchBy))
  return book
}

/** The ids of the notes that rows would write on the timelines of contacts that are there. */
export const notesOf = (book: Book, rows: readonly MappedRow[], matchBy: Mapping['matchBy']): string[] =>
  rows.flatMap((row) => {
    const { contact } = row.note ? matchRow(book, row, matchBy) : { contact: null }
    return contact ? [importNoteId(contact.id, row.note as string)] : []
  })

/** What the database said of a text; a text it was not asked about is compared as it is. */
const keysOf = (pairs: Iterable<readonly [string, string]>) => {
  const keys = new Map(pairs)
  return (text: string) => keys.get(text) ?? text
}

async function holdersOf(tx: Tx, forms: string[]): Promise<Map<string, string>> {
  if (forms.length === 0) return new Map()
  const rows = await tx.execute<{ address: string; contact_id: string }>(sql`
    select a.address, a.contact_id from ${listed(forms)} join contact_addresses a on a.address = w.value`)
  return new Map(rows.map(({ address, contact_id }) => [address, contact_id]))
}

async function byLinkedin(tx: Tx, rows: readonly MappedRow[], { mapping }: BookContext): Promise<Map<string, string>> {
  const links = mapping.matchBy.includes('linkedin')
    ? rows.flatMap(({ plain }) => plain.linkedin?.toLowerCase() ?? [])
    : []
  if (links.length === 0) return new Map()
  // By an array: joined with a list, the planner reads the whole table rather than this index, chunk after chunk.
  const found = await tx.execute<{ value: string; id: string }>(sql`
    select lower(linkedin) as value, min(id::text) as id from contacts
     where linkedin is not null and lower(linkedin) = any(${textArray([...new Set(links)])}::text[]) group by 1`)
  return new Map(found.map(({ value, id }) => [value, id]))
}

const foldedKey = sql`case when length(w.value) > 200 then md5(fold(w.value)) else fold(w.value) end`

/** How the database compares values of unique fields. */
export async function foldedKeys(tx: Tx, values: readonly string[]): Promise<(text: string) => string> {
  if (values.length === 0) return keysOf([])
  const pairs = await tx.execute<{ value: string; key: string }>(
    sql`select w.value, ${foldedKey} as key from ${listed(values)}`,
  )
  return keysOf(pairs.map(({ value, key }) => [value, key]))
}

interface UniqueValue extends Record<string, unknown> {
  field: string
  value: string
  key: string
  holder: string | null
}

async function uniqueValues(tx: Tx, rows: readonly MappedRow[], { fields }: BookContext): Promise<UniqueValue[]> {
  const found: UniqueValue[] = []
  for (const { id, key, unique, archived } of fields) {
    if (!unique || archived) continue
    const values = rows.flatMap(({ custom }) =>
      custom[key] === null || custom[key] === undefined ? [] : [String(custom[key])],
    )
    if (values.length === 0) continue
    const answers = await tx.execute<Omit<UniqueValue, 'field'>>(sql`
      select k.value, k.key, v.contact_id as holder from (select w.value, ${foldedKey} as key from ${listed(values)}) k
        left join contact_custom_values v on v.field_id = ${id}::uuid and v.unique_value = k.key`)
    found.push(...answers.map((answer) => ({ ...answer, field: key }) as UniqueValue))
  }
  return found
}

function uniqueHolders(values: readonly UniqueValue[], contacts: Map<string, KnownContact>): Book['byUnique'] {
  const holders: Book['byUnique'] = new Map()
  for (const { field, key, holder } of values) {
    const contact = holder ? contacts.get(holder) : undefined
    if (contact) holders.set(field, (holders.get(field) ?? new Map()).set(key, contact))
  }
  return holders
}

async function byKey(tx: Tx, rows: readonly MappedRow[]): Promise<Map<string, string>> {
  const keys = rows.flatMap(({ key }) => key?.toString('hex') ?? [])
  if (keys.length === 0) return new Map()
  const found = await tx.execute<{ key: string; contact_id: string }>(sql`
    select distinct on (r.row_key) encode(r.row_key, 'hex') as key, r.contact_id from ${listed(keys)}
      join import_rows r on r.row_key = decode(w.value, 'hex') and r.contact_id is not null order by r.row_key, r.import_id, r.row`)
  return new Map(found.map(({ key, contact_id }) => [key, contact_id]))
}

interface ContactRow extends Record<string, unknown> {
  id: string
  version: number
  first_name: string | null
  last_name: string | null
  phone: string | null
  mobile: string | null
  phone_display: string | null
  mobile_display: string | null
  phone_country: string | null
  job_title: string | null
  department: string | null
  role: string | null
  chosen_status: string
  source: string | null
  linkedin: string | null
  twitter: string | null
  country: string | null
  company_id: string | null
  owner_id: string | null
  custom_fields: CustomValues
  consent_status: string
  consent_type: string | null
  gdpr_basis: string | null
  addresses: KnownAddress[] | null
  tags: string[] | null
  first_row: number | null
}

export async function loadContacts(
  tx: Tx,
  ids: string[],
  { importId, lock }: Pick<BookContext, 'importId' | 'lock'>,
): Promise<Map<string, KnownContact>> {
  if (ids.length === 0) return new Map()
  if (lock)
    await tx.execute(
      sql`select 1 from contacts where id in (select value::uuid from ${listed(ids)}) order by id for no key update`,
    )
  const rows = await tx.execute<ContactRow>(sql`
    select c.id, c.version, c.first_name, c.last_name, c.phone, c.mobile, c.phone_display, c.mobile_display, c.phone_country,
        c.job_title, c.department, c.role, c.chosen_status, c.source, c.linkedin, c.twitter, c.country, c.company_id,
        c.owner_id, c.custom_fields, c.consent_status, c.consent_type, c.gdpr_basis,
        (select json_agg(json_build_object('address', a.address, 'display', a.display, 'untagged', a.plain,
            'primary', a.is_primary, 'bounced', a.bounced_at is not null) order by a.created_at, a.address)
           from contact_addresses a where a.contact_id = c.id) as addresses,
        (select json_agg(t.name) from contact_tags ct join tags t on t.id = ct.tag_id where ct.contact_id = c.id) as tags,
        (select min(r.row) from import_rows r where r.contact_id = c.id and r.import_id = ${importId}::uuid) as first_row
      from contacts c where c.id in (select value::uuid from ${listed(ids)})`)
  return new Map(rows.map((row) => [row.id, contactFrom(row)]))
}

function contactFrom(row: ContactRow): KnownContact {
  const addresses = row.addresses ?? []
  const mail = addresses.find(({ primary }) => primary)?.display ?? null
  return {
    id: row.id,
    isNew: false,
    version: row.version,
    name: [row.first_name, row.last_name].filter(Boolean).join(' ') || mail || row.phone || row.mobile || '',
    plain: {
      firstName: row.first_name,
      lastName: row.last_name,
      phone: row.phone,
      mobile: row.mobile,
      jobTitle: row.job_title,
      department: row.department,
      role: row.role,
      status: row.chosen_status,
      source: row.source,
      linkedin: row.linkedin,
      twitter: row.twitter,
      country: row.country,
    },
    phoneDisplay: row.phone_display,
    mobileDisplay: row.mobile_display,
    phoneCountry: row.phone_country,
    companyId: row.company_id,
    ownerId: row.owner_id,
    addresses,
    tags: new Map((row.tags ?? []).map((name) => [name.toLowerCase(), name])),
    custom: row.custom_fields,
    consent: { status: row.consent_status, type: row.consent_type, basis: row.gdpr_basis },
    createdAt: null,
    firstRow: row.first_row,
  }
}

type Companies = Pick<Book, 'companies' | 'companiesById' | 'domains' | 'companyKey'>

async function loadCompanies(
  tx: Tx,
  rows: readonly MappedRow[],
  contacts: Map<string, KnownContact>,
): Promise<Companies> {
  const names = rows.flatMap(({ company }) => company ?? [])
  const keys = await tx.execute<{
    value: string
    key: string
    id: string | null
    name: string | null
    country: string | null
  }>(sql`
    select distinct on (w.value) w.value, lower(w.value) as key, c.id, c.name, c.country from ${listed(names)}
      left join companies c on lower(c.name) = lower(w.value) order by w.value, c.created_at, c.id`)
  const domains = await ownersOf(tx, domainsOf(rows, contacts.values()))
  const held = [...contacts.values()].flatMap(({ companyId }) => companyId ?? [])
  const others = await tx.execute<{ id: string; name: string; country: string | null; key: string }>(sql`
    select c.id, c.name, c.country, lower(c.name) as key from companies c where c.id in (select value::uuid from ${listed([...held, ...domains.values()])})`)
  const companies = new Map<string, KnownCompany>()
  const companiesById = new Map<string, KnownCompany>()
  for (const { id, name, country } of [...keys, ...others]) {
    if (id && !companiesById.has(id))
      companiesById.set(id, { id, name: name ?? '', country, isNew: false, newDomains: [] })
  }
  const named = [
    ...keys.map(({ value, key }) => [value, key] as const),
    ...others.map(({ name, key }) => [name, key] as const),
  ]
  for (const { key, id } of keys) if (id) companies.set(key, companiesById.get(id) as KnownCompany)
  return { companies, companiesById, domains, companyKey: keysOf(named) }
}

/** The domains of rows, and of the contacts they may be about. */
export const domainsOf = (rows: readonly MappedRow[], contacts: Iterable<KnownContact>): string[] =>
  [...rows, ...contacts].flatMap(({ addresses }) => addresses.map(({ address }) => address.split('@').at(-1) as string))

async function ownersOf(tx: Tx, domains: string[]): Promise<Map<string, string>> {
  if (domains.length === 0) return new Map()
  const owned = await tx.execute<{ domain: string; company_id: string }>(sql`
    select d.domain, d.company_id from ${listed(domains)} join company_domains d on d.domain = w.value`)
  return new Map(owned.map(({ domain, company_id }) => [domain, company_id]))
}
