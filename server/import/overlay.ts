import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { importNoteId, importNotesThere } from '../timeline/import-notes.ts'
import type { Book, KnownCompany, KnownContact, Writes } from './book.ts'
import { domainsOf, foldedKeys, listed, notesOf } from './load-book.ts'
import type { MappedRow } from './mapped-row.ts'
import { Recurring } from './recurring.ts'
import type { Mapping } from './schema.ts'

interface Kept {
  contact: Omit<KnownContact, 'tags'> & { tags: [string, string][] }
  isThought: boolean
}

/**
 * What a preview thinks of that is not written: contacts that rows made or changed, their notes, and companies with their
 * domains, so that a later row is judged as the import will judge it. Of contacts only those are kept who stand in the file
 * more than once; any company may get somebody by its domain. All lies in temporary tables of the transaction: memory
 * stays flat.
 */
export class Overlay {
  readonly #tx: Tx
  readonly #recurring = new Recurring()
  /** Those of the chunk who stand in no database. */
  #thought = new Set<string>()
  readonly #uniqueKeys: readonly string[]

  static async open(tx: Tx, uniqueKeys: readonly string[]): Promise<Overlay> {
    for (const table of [
      sql`preview_contacts (id uuid primary key, kept jsonb not null)`,
      sql`preview_keys (key text primary key, contact uuid not null)`,
      sql`preview_notes (id uuid primary key)`,
      sql`preview_companies (id uuid primary key, name text not null, key text not null unique)`,
      sql`preview_domains (domain text primary key, company uuid not null)`,
    ])
      await tx.execute(sql`create temporary table ${table} on commit drop`)
    return new Overlay(tx, uniqueKeys)
  }

  private constructor(tx: Tx, uniqueKeys: readonly string[]) {
    this.#tx = tx
    this.#uniqueKeys = uniqueKeys
  }

  /** First pass: who stands in the file more than once. The rows need to say no more than what identifies people. */
  async notice(rows: readonly MappedRow[]): Promise<void> {
    const keyOf = await foldedKeys(this.#tx, this.#uniqueTexts(rows))
    for (const row of rows) for (const key of this.#keysOf(row, keyOf)) this.#recurring.add(key)
  }

  isThought = (contactId: string): boolean => this.#thought.has(contactId)

  /** Puts contacts and companies into the book as earlier rows left them. */
  async apply(book: Book, rows: readonly MappedRow[], matchBy: Mapping['matchBy']): Promise<void> {
    const keys = [
      ...rows.flatMap((row) => this.#keysOf(row, book.uniqueKey)),
      ...[...book.contacts.keys()].map((id) => `i ${id}`),
    ]
    const found = await this.#tx.execute<{ key: string; id: string }>(
      sql`select k.key, k.contact as id from ${listed(keys)} join preview_keys k on k.key = w.value`,
    )
    const contacts = await this.#contacts(found.map(({ id }) => id))
    const keyOf = await foldedKeys(this.#tx, this.#uniqueTexts([...contacts.values()]))
    renew(book, contacts, keyOf)
    for (const { key, id } of found) place(book, key, contacts.get(id) as KnownContact, keyOf)
    await this.#applyCompanies(book, rows, contacts)
    if (contacts.size > 0) await this.#applyNotes(book, rows, matchBy)
  }

  async #contacts(ids: readonly string[]): Promise<Map<string, KnownContact>> {
    this.#thought = new Set()
    if (ids.length === 0) return new Map()
    const found = await this.#tx.execute<{ kept: Kept }>(
      sql`select c.kept from ${listed(ids)} join preview_contacts c on c.id = w.value::uuid`,
    )
    for (const { kept } of found) if (kept.isThought) this.#thought.add(kept.contact.id)
    return new Map(
      found.map(({ kept: { contact } }) => [contact.id, { ...contact, tags: new Map(contact.tags), createdAt: null }]),
    )
  }

  async #applyCompanies(
    book: Book,
    rows: readonly MappedRow[],
    contacts: ReadonlyMap<string, KnownContact>,
  ): Promise<void> {
    const owned = await this.#tx.execute<{ domain: string; company: string }>(
      sql`select d.domain, d.company from ${listed(domainsOf(rows, book.contacts.values()))} join preview_domains d on d.domain = w.value`,
    )
    const ids = [
      ...owned.map(({ company }) => company),
      ...[...contacts.values()].flatMap((one) => one.companyId ?? []),
    ]
    const names = rows.flatMap(({ company }) => (company ? book.companyKey(company) : []))
    const companies = await this.#tx.execute<{ id: string; name: string; country: string | null; key: string }>(sql`
      select p.id, p.name, null as country, p.key from ${listed(names)} join preview_companies p on p.key = w.value
      union select p.id, p.name, null, p.key from ${listed(ids)} join preview_companies p on p.id = w.value::uuid
      union select c.id, c.name, c.country, lower(c.name) from ${listed(ids)} join companies c on c.id = w.value::uuid`)
    for (const { id, name, country, key } of companies) {
      const company: KnownCompany = book.companiesById.get(id) ?? { id, name, country, isNew: false, newDomains: [] }
      book.companiesById.set(id, company)
      if (!book.companies.has(key)) book.companies.set(key, company)
    }
    for (const { domain, company } of owned) if (!book.domains.has(domain)) book.domains.set(domain, company)
  }

  async #applyNotes(book: Book, rows: readonly MappedRow[], matchBy: Mapping['matchBy']): Promise<void> {
    const notes = notesOf(book, rows, matchBy)
    if (notes.length === 0) return
    const thought = await this.#tx.execute<{ id: string }>(
      sql`select n.id from ${listed(notes)} join preview_notes n on n.id = w.value::uuid`,
    )
    book.notes = new Set([...(await importNotesThere(this.#tx, notes)), ...thought.map(({ id }) => id)])
  }

  /** Keeps of a chunk what later rows may be about. */
  async keep(
    book: Book,
    rows: readonly MappedRow[],
    contactOf: (row: number) => KnownContact | null,
    { companies, domains, notes }: Pick<Writes, 'companies' | 'domains' | 'notes'>,
  ): Promise<void> {
    const contacts = new Map<string, KnownContact>()
    const keys = new Map<string, string>()
    for (const row of rows) {
      const contact = contactOf(row.row)
      if (!contact) continue
      const found = this.#keysOf(row, book.uniqueKey)
      if (!found.some((key) => this.#recurring.has(key))) continue
      if (contact.isNew) this.#thought.add(contact.id)
      contacts.set(contact.id, contact)
      for (const key of found) if (leadsTo(book, key, contact)) keys.set(key, contact.id)
    }
    for (const { id, addresses } of contacts.values()) {
      keys.set(`i ${id}`, id)
      for (const { address } of addresses) keys.set(`a ${address}`, id)
    }
    await this.#keepContacts([...contacts.values()], keys)
    await this.#keepNotes(
      notes.flatMap(({ contactId, text }) => (contacts.has(contactId) ? importNoteId(contactId, text) : [])),
    )
    await this.#keepCompanies(
      companies.map(({ id, name }) => ({ id, name, key: book.companyKey(name) })),
      domains.map(({ company, domain }) => ({ domain, company: company.id })),
    )
  }

  async #keepContacts(contacts: readonly KnownContact[], keys: ReadonlyMap<string, string>): Promise<void> {
    if (contacts.length === 0) return
    const list = JSON.stringify(
      contacts.map((contact) => ({
        id: contact.id,
        kept: {
          contact: { ...contact, tags: [...contact.tags], isNew: false },
          isThought: this.#thought.has(contact.id),
        },
      })),
    )
    await this.#tx.execute(sql`insert into preview_contacts (id, kept) select r.id, r.kept from jsonb_to_recordset(${list}::jsonb) as r(id uuid, kept jsonb)
      on conflict (id) do update set kept = excluded.kept`)
    // A row that nothing identifies stays with whom it made first; everything else is with whom it is now.
    const places = JSON.stringify([...keys].map(([key, contact]) => ({ key, contact })))
    await this.#tx.execute(sql`insert into preview_keys (key, contact) select r.key, r.contact from jsonb_to_recordset(${places}::jsonb) as r(key text, contact uuid)
      on conflict (key) do update set contact = excluded.contact where not starts_with(excluded.key, 'k ') and preview_keys.contact <> excluded.contact`)
  }

  async #keepNotes(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    await this.#tx.execute(sql`insert into preview_notes select value::uuid from ${listed(ids)} on conflict do nothing`)
  }

  async #keepCompanies(
    companies: readonly { id: string; name: string; key: string }[],
    domains: readonly { domain: string; company: string }[],
  ): Promise<void> {
    if (companies.length > 0)
      await this.#tx.execute(sql`insert into preview_companies (id, name, key)
        select id, name, key from jsonb_to_recordset(${JSON.stringify(companies)}::jsonb) as r(id uuid, name text, key text) on conflict do nothing`)
    if (domains.length > 0)
      await this.#tx.execute(sql`insert into preview_domains (domain, company)
        select domain, company from jsonb_to_recordset(${JSON.stringify(domains)}::jsonb) as r(domain text, company uuid) on conflict do nothing`)
  }

  /** As the book finds contacts. The same person always has a key in common, whatever else differs. */
  #keysOf(row: MappedRow, uniqueKey: (value: string) => string): string[] {
    const keys = row.addresses.flatMap(({ address, untagged }) =>
      untagged ? [`a ${address}`, `a ${untagged}`] : [`a ${address}`],
    )
    if (row.id) keys.push(`i ${row.id}`)
    if (row.plain.linkedin) keys.push(`l ${row.plain.linkedin.toLowerCase()}`)
    if (row.key) keys.push(`k ${row.key.toString('hex')}`)
    for (const field of this.#uniqueKeys)
      for (const text of textOf(row.custom[field])) keys.push(`u ${field} ${uniqueKey(text)}`)
    return keys
  }

  #uniqueTexts(holders: readonly Pick<MappedRow, 'custom'>[]): string[] {
    return this.#uniqueKeys.flatMap((field) => holders.flatMap(({ custom }) => textOf(custom[field])))
  }
}

const textOf = (value: MappedRow['custom'][string] | undefined): string[] =>
  value === null || value === undefined ? [] : [String(value)]

/** A key in its parts: what kind, of which field, the text. */
function parted(key: string): { kind: string; field: string; text: string } {
  const [kind = '', ...rest] = key.split(' ')
  const field = kind === 'u' ? (rest.shift() ?? '') : ''
  return { kind, field, text: rest.join(' ') }
}

function leadsTo(book: Book, key: string, contact: KnownContact): boolean {
  const { kind, field, text } = parted(key)
  if (kind === 'a') return book.byAddress.get(text) === contact
  if (kind === 'l') return book.byLinkedin.get(text) === contact
  if (kind === 'u') return book.byUnique.get(field)?.get(text) === contact
  return kind === 'k'
}

type KeyOf = Book['uniqueKey']

const hasLink = ({ plain }: KnownContact, link: string) => plain.linkedin?.toLowerCase() === link

const hasValue = ({ custom }: KnownContact, field: string, key: string, keyOf: KeyOf) =>
  textOf(custom[field]).some((text) => keyOf(text) === key)

/** Contacts that the database knows as they are thought to be now: what they gave away leads to them no more. */
function renew(book: Book, contacts: ReadonlyMap<string, KnownContact>, keyOf: KeyOf): void {
  const renewed = (map: Map<string, KnownContact>, holds: (contact: KnownContact, key: string) => boolean) => {
    for (const [key, { id }] of map) {
      const contact = contacts.get(id)
      if (contact && holds(contact, key)) map.set(key, contact)
      else if (contact) map.delete(key)
    }
  }
  renewed(book.contacts, () => true)
  renewed(book.byAddress, () => true)
  renewed(book.byKey, () => true)
  renewed(book.byLinkedin, hasLink)
  for (const [field, holders] of book.byUnique) renewed(holders, (contact, key) => hasValue(contact, field, key, keyOf))
  for (const [id, contact] of contacts) book.contacts.set(id, contact)
}

function place(book: Book, key: string, contact: KnownContact, keyOf: KeyOf): void {
  const { kind, field, text } = parted(key)
  if (kind === 'a' && contact.addresses.some(({ address }) => address === text)) book.byAddress.set(text, contact)
  else if (kind === 'l' && hasLink(contact, text)) book.byLinkedin.set(text, contact)
  else if (kind === 'k') book.byKey.set(text, contact)
  else if (kind === 'u' && hasValue(contact, field, text, keyOf))
    book.byUnique.set(field, (book.byUnique.get(field) ?? new Map()).set(text, contact))
}
