import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Book, KnownCompany, KnownContact } from './book.ts'
import type { MappedRow } from './mapped-row.ts'
import type { Row } from './records.ts'
import { Recurring } from './recurring.ts'
import type { Mapping } from './schema.ts'

interface Kept {
  contact: Omit<KnownContact, 'tags'> & { tags: [string, string][] }
  company: { key: string; company: KnownCompany } | null
}

/**
 * What a preview thinks of contacts that rows made or changed which are not written: so that a later row of the same
 * person is judged as the import will judge it. Only people who stand in the file more than once are kept, in temporary
 * tables of the transaction: memory stays flat.
 */
export class Overlay {
  readonly #tx: Tx
  readonly #recurring = new Recurring()
  readonly #virtual = new Set<string>()
  readonly #uniqueKeys: readonly string[]

  static async open(tx: Tx, uniqueKeys: readonly string[]): Promise<Overlay> {
    await tx.execute(
      sql`create temporary table preview_contacts (id uuid primary key, kept jsonb not null) on commit drop`,
    )
    await tx.execute(
      sql`create temporary table preview_keys (key text primary key, contact uuid not null) on commit drop`,
    )
    return new Overlay(tx, uniqueKeys)
  }

  private constructor(tx: Tx, uniqueKeys: readonly string[]) {
    this.#tx = tx
    this.#uniqueKeys = uniqueKeys
  }

  /** First pass: who stands in the file more than once, by the cells as they are. */
  notice(row: Row, mapping: Mapping): void {
    for (const key of rawKeys(row, mapping)) this.#recurring.add(key)
  }

  isVirtual = (contactId: string): boolean => this.#virtual.has(contactId)

  /** Puts contacts into the book as earlier rows left them. */
  async apply(book: Book, rows: readonly MappedRow[]): Promise<void> {
    const keys = [
      ...rows.flatMap((row) => keysOf(row, book, this.#uniqueKeys)),
      ...[...book.contacts.keys()].map((id) => `i ${id}`),
    ]
    const found = await this.#tx.execute<{ key: string; kept: Kept }>(sql`
      select k.key, c.kept from jsonb_array_elements_text(${JSON.stringify([...new Set(keys)])}::jsonb) w
        join preview_keys k on k.key = w.value join preview_contacts c on c.id = k.contact`)
    const contacts = new Map<string, KnownContact>()
    for (const { kept } of found)
      if (!contacts.has(kept.contact.id)) contacts.set(kept.contact.id, restored(kept, book))
    for (const map of [book.byAddress, book.byLinkedin, book.byKey, ...book.byUnique.values()] as Map<
      string,
      KnownContact
    >[]) {
      for (const [key, { id }] of map) if (contacts.has(id)) map.set(key, contacts.get(id) as KnownContact)
    }
    for (const [id, contact] of contacts) book.contacts.set(id, contact)
    for (const { key, kept } of found) place(book, key, contacts.get(kept.contact.id) as KnownContact)
  }

  /** Keeps the contacts of a chunk whom later rows may be about. */
  async keep(
    book: Book,
    rows: readonly Row[],
    mapped: readonly MappedRow[],
    contactOf: (row: number) => KnownContact | null,
    mapping: Mapping,
  ): Promise<void> {
    const contacts = new Map<string, Kept>()
    const keys = new Map<string, string>()
    for (const [index, row] of rows.entries()) {
      const contact = contactOf(row.row)
      if (!contact || !rawKeys(row, mapping).some((key) => this.#recurring.has(key))) continue
      if (contact.isNew) this.#virtual.add(contact.id)
      contacts.set(contact.id, keptOf(contact, book))
      keys.set(`i ${contact.id}`, contact.id)
      for (const { address } of contact.addresses) keys.set(`a ${address}`, contact.id)
      for (const key of keysOf(mapped[index] as MappedRow, book, this.#uniqueKeys)) keys.set(key, contact.id)
    }
    if (contacts.size === 0) return
    const list = JSON.stringify([...contacts].map(([id, kept]) => ({ id, kept })))
    await this.#tx.execute(sql`insert into preview_contacts (id, kept) select r.id, r.kept from jsonb_to_recordset(${list}::jsonb) as r(id uuid, kept jsonb)
      on conflict (id) do update set kept = excluded.kept`)
    // An address that a row was refused for stays with whom it found first.
    const places = JSON.stringify([...keys].map(([key, contact]) => ({ key, contact })))
    await this.#tx.execute(sql`insert into preview_keys (key, contact) select r.key, r.contact from jsonb_to_recordset(${places}::jsonb) as r(key text, contact uuid)
      on conflict do nothing`)
  }
}

/** By the cells as they are: the same person always has a key in common, whatever else differs. */
function rawKeys(row: Row, mapping: Mapping): string[] {
  const keys: string[] = []
  for (const [index, { target }] of mapping.columns.entries()) {
    const cell = row.cells[index]
    if (!cell) continue
    if (target === 'email' || target === 'aliases') {
      for (const [, local, domain] of cell.matchAll(/([^\s<>;,:"|]+?)(?:\+[^@]*)?@([^\s<>;,"|]+)/g))
        keys.push(`a ${`${local}@${domain}`.normalize('NFKC').toLowerCase()}`)
    } else if (target === 'linkedin') keys.push(`l ${cell.toLowerCase().split('/').filter(Boolean).at(-1) ?? ''}`)
    else if (target === 'id') keys.push(`i ${cell.trim().toLowerCase()}`)
    else if (mapping.matchBy.includes(target)) keys.push(`u ${index} ${plain(cell)}`)
  }
  if (!keys.some((key) => key.startsWith('a '))) keys.push(`k ${row.cells.map((cell) => cell.trim()).join('\u{1F}')}`)
  return keys
}

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLowerCase()

/** As the book finds contacts. */
function keysOf(row: MappedRow, book: Book, uniqueKeys: readonly string[]): string[] {
  const keys = row.addresses.flatMap(({ address, untagged }) => [
    `a ${address}`,
    ...(untagged ? [`a ${untagged}`] : []),
  ])
  if (row.plain.linkedin) keys.push(`l ${row.plain.linkedin.toLowerCase()}`)
  if (row.key) keys.push(`k ${row.key.toString('hex')}`)
  for (const field of uniqueKeys) {
    const value = row.custom[field]
    if (value !== null && value !== undefined) keys.push(`u ${field} ${book.uniqueKey(String(value))}`)
  }
  return keys
}

function place(book: Book, key: string, contact: KnownContact): void {
  const [kind, ...rest] = key.split(' ')
  const text = rest.join(' ')
  if (kind === 'a' && contact.addresses.some(({ address }) => address === text)) book.byAddress.set(text, contact)
  else if (kind === 'l' && contact.plain.linkedin?.toLowerCase() === text) book.byLinkedin.set(text, contact)
  else if (kind === 'k') book.byKey.set(text, contact)
  else if (kind === 'u') {
    const [field = '', ...value] = rest
    book.byUnique.set(field, (book.byUnique.get(field) ?? new Map()).set(value.join(' '), contact))
  }
}

function keptOf(contact: KnownContact, book: Book): Kept {
  const company = contact.companyId ? book.companiesById.get(contact.companyId) : undefined
  return {
    contact: { ...contact, tags: [...contact.tags], isNew: false },
    company: company
      ? { key: book.companyKey(company.name), company: { ...company, isNew: false, newDomains: [] } }
      : null,
  }
}

function restored({ contact, company }: Kept, book: Book): KnownContact {
  if (company && !book.companiesById.has(company.company.id))
    book.companiesById.set(company.company.id, company.company)
  if (company && !book.companies.has(company.key)) book.companies.set(company.key, company.company)
  return { ...contact, tags: new Map(contact.tags), createdAt: null }
}
