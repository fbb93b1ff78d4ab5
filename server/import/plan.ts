import { isFreeMail } from '../companies/free-mail.ts'
import { type PlainField, plainFields } from '../contacts/plain-fields.ts'
import type { FieldDefinition } from '../custom-fields/fields.ts'
import { defaultsOf, sameValue } from '../custom-fields/values.ts'
import { v7 } from '../platform/ids.ts'
import { parsePhone } from '../platform/phone.ts'
import { importNoteId } from '../timeline/import-notes.ts'
import {
  type Book,
  type Change,
  type KnownAddress,
  type KnownCompany,
  type KnownContact,
  nothingWritten,
  type Writes,
} from './book.ts'
import { type Issue, ofRow } from './issues.ts'
import type { MappedRow, RowAddress } from './mapped-row.ts'
import { matchRow } from './match-row.ts'
import { type ConsentRules, firstConsent, furtherConsent } from './row-consent.ts'
import type { ColumnMapping, Mapping, RowOutcome } from './schema.ts'

export interface PlannedRow {
  row: number
  line: number
  outcome: RowOutcome
  contact: KnownContact | null
  issues: Issue[]
  changes: Change[]
  key: Buffer | null
}

export interface Rules {
  mapping: Mapping
  fields: readonly FieldDefinition[]
  /** What every contact that this import makes or changes is tagged with. */
  tag: string
  source: string
  consent: ConsentRules
}

type Policy = 'overwrite' | 'fill' | 'never'

/**
 * Decides what becomes of rows, one after the other, as if each were written before the next is looked at. Touches no
 * database: `book` holds what is there and takes up what the rows add, `writes` what is to be written.
 */
export function planRows(
  rows: readonly MappedRow[],
  book: Book,
  rules: Rules,
): { planned: PlannedRow[]; writes: Writes } {
  const planner = new Planner(book, rules)
  return { planned: rows.map((row) => planner.plan(row)), writes: planner.writes }
}

class Planner {
  readonly writes = nothingWritten()
  readonly #book: Book
  readonly #rules: Rules
  readonly #columns: Map<string, ColumnMapping>
  readonly #unique: Set<string>

  constructor(book: Book, rules: Rules) {
    this.#book = book
    this.#rules = rules
    this.#columns = new Map(rules.mapping.columns.toReversed().map((column) => [column.target, column]))
    this.#unique = new Set(rules.fields.filter(({ unique }) => unique).map(({ key }) => key))
  }

  plan(row: MappedRow): PlannedRow {
    if (row.settled) return this.#settled(row, row.settled, null, [])
    const hidden = row.addresses
      .map(({ address }) => this.#book.suppressed.get(address))
      .find((reason) => reason !== undefined)
    if (hidden) return { ...this.#settled(row, 'skipped', null, []), issues: [ofRow(hidden)], key: null }
    const { mapping } = this.#rules
    const match = matchRow(this.#book, row, mapping.matchBy)
    row.issues.push(...match.issues)
    if (match.several.length > 0) {
      row.issues.push({
        ...ofRow('several-contacts', 'error'),
        about: match.several.map(({ name }) => name).join(', '),
      })
      return this.#settled(row, 'refused', null, [])
    }
    const { contact } = match
    if (contact?.firstRow) row.issues.push({ ...ofRow('same-as-row'), about: String(contact.firstRow) })
    if (contact && match.byWholeRow) {
      if (!contact.firstRow) row.issues.push(ofRow('already-imported'))
      return this.#settled(row, 'unchanged', contact, [])
    }
    if (contact && mapping.onMatch === 'skip') {
      row.issues.push(ofRow('matches-existing'))
      return this.#settled(row, 'skipped', contact, [])
    }
    if (contact && mapping.onMatch !== 'create') return this.#update(row, contact)
    if (mapping.onNew === 'skip' && !contact) {
      row.issues.push(ofRow('matches-nobody'))
      return this.#settled(row, 'skipped', null, [])
    }
    return this.#create(row, contact)
  }

  #settled(row: MappedRow, outcome: RowOutcome, contact: KnownContact | null, changes: Change[]): PlannedRow {
    if (contact && !contact.firstRow) contact.firstRow = row.row
    return {
      row: row.row,
      line: row.line,
      outcome,
      contact,
      issues: row.issues,
      changes,
      key: outcome === 'refused' ? null : row.key,
    }
  }

  #create(row: MappedRow, beside: KnownContact | null): PlannedRow {
    const { defaults } = this.#rules.mapping
    const addresses = this.#free(row, row.addresses)
    const plain = { ...nobody, ...row.plain }
    if (!plain.firstName && !plain.lastName && row.company && addresses.length === 0 && !plain.phone && !plain.mobile) {
      plain.lastName = row.company
      row.issues.push(ofRow('named-by-company'))
    }
    if (!(plain.firstName || plain.lastName || addresses.length > 0 || plain.phone || plain.mobile)) {
      row.issues.push(ofRow('nobody', 'error'))
      return this.#settled(row, 'refused', null, [])
    }
    const custom = { ...defaultsOf([...this.#rules.fields], row.custom), ...this.#free(row, row.custom, null) }
    if (hasError(row)) return this.#settled(row, 'refused', null, [])
    const company = this.#companyFor(row, addresses[0] ?? null)
    const { entry, issues } = firstConsent(row, this.#rules.consent)
    row.issues.push(...issues)
    const contact: KnownContact = {
      id: v7(),
      isNew: true,
      version: 1,
      name: [plain.firstName, plain.lastName].filter(Boolean).join(' ') || (addresses[0]?.display ?? ''),
      plain: {
        ...plain,
        status: plain.status ?? defaults.status ?? 'active',
        source: plain.source ?? this.#rules.source,
        country: plain.country ?? defaults.country ?? null,
      },
      phoneDisplay: null,
      mobileDisplay: null,
      phoneCountry: null,
      companyId: company?.id ?? null,
      ownerId: row.ownerId === undefined ? (defaults.ownerId ?? null) : row.ownerId,
      addresses: [],
      tags: new Map(),
      custom: Object.fromEntries(Object.entries(custom).filter(([, value]) => value !== null)),
      consent: { status: entry.status, type: entry.type ?? null, basis: entry.gdprBasis ?? null },
      createdAt: row.createdAt,
      firstRow: row.row,
    }
    this.#number(contact, 'phone', company, row)
    this.#number(contact, 'mobile', company, row)
    for (const [index, address] of addresses.entries()) this.#addAddress(contact, address, index === 0, row.bounced)
    this.#addTags(contact, [this.#rules.tag, ...(defaults.tags ?? []), ...(row.tags ?? [])])
    this.#enter(contact, row)
    this.writes.created.push(contact)
    this.writes.firstConsents.push({ contactId: contact.id, ...entry })
    this.writes.history.push({ contactId: contact.id, field: 'created', before: null, after: null })
    this.#note(row, contact)
    if (beside) row.issues.push({ ...ofRow('made-beside', 'warning'), about: beside.name })
    return this.#settled(row, 'created', contact, [])
  }

  /** How the contact is found by the rows behind this one. */
  #enter(contact: KnownContact, row: MappedRow): void {
    const book = this.#book
    book.contacts.set(contact.id, contact)
    this.#link(contact, null)
    for (const key of this.#unique) this.#claim(contact, key)
    if (row.key) book.byKey.set(row.key.toString('hex'), contact)
  }

  /** A link leads to the first who has it, as it does when the database is asked. */
  #link(contact: KnownContact, before: string | null): void {
    const { byLinkedin } = this.#book
    const link = contact.plain.linkedin?.toLowerCase()
    if (before && byLinkedin.get(before.toLowerCase()) === contact) byLinkedin.delete(before.toLowerCase())
    if (link && !byLinkedin.has(link)) byLinkedin.set(link, contact)
  }

  #claim(contact: KnownContact, key: string, before: MappedRow['custom'][string] = null): void {
    const holders = this.#book.byUnique.get(key) ?? new Map<string, KnownContact>()
    const former = before === null ? null : this.#book.uniqueKey(String(before))
    if (former !== null && holders.get(former) === contact) holders.delete(former)
    const value = contact.custom[key]
    if (value === undefined || value === null) return
    this.#book.byUnique.set(key, holders.set(this.#book.uniqueKey(String(value)), contact))
  }

  /** What nobody else holds; the rest is left where it is, and told. */
  #free(row: MappedRow, wanted: RowAddress[]): RowAddress[]
  #free(row: MappedRow, wanted: MappedRow['custom'], contact: KnownContact | null): MappedRow['custom']
  #free(row: MappedRow, wanted: RowAddress[] | MappedRow['custom'], contact: KnownContact | null = null) {
    const refusing = this.#rules.mapping.invalid === 'refuse'
    if (Array.isArray(wanted)) {
      return wanted.filter((address) => {
        const holder = this.#book.byAddress.get(address.address)
        if (holder) row.issues.push({ ...ofRow('address-held', 'warning'), value: address.display, about: holder.name })
        return !holder
      })
    }
    return Object.fromEntries(
      Object.entries(wanted).filter(([key, value]) => {
        if (value === null || !this.#unique.has(key)) return true
        const holder = this.#book.byUnique.get(key)?.get(this.#book.uniqueKey(String(value)))
        if (!holder || holder === contact) return true
        row.issues.push({
          ...ofRow('value-held', refusing ? 'error' : 'warning'),
          value: String(value),
          about: holder.name,
        })
        return false
      }),
    )
  }

  #policy(target: string): Policy {
    const { mapping } = this.#rules
    return this.#columns.get(target)?.policy ?? (mapping.onMatch === 'overwrite' ? 'overwrite' : 'fill')
  }

  #replaces(target: string): boolean {
    return this.#columns.get(target)?.list === 'replace' && this.#policy(target) !== 'never'
  }

  /** Whether a value goes where `before` stands. */
  #goes(target: string, before: unknown, after: unknown): boolean {
    const policy = this.#policy(target)
    if (policy === 'never' || before === after) return false
    const empty = before === null || before === undefined || before === ''
    return empty ? after !== null : policy === 'overwrite'
  }

  #update(row: MappedRow, contact: KnownContact): PlannedRow {
    const custom = this.#free(row, row.custom, contact)
    if (hasError(row)) return this.#settled(row, 'refused', null, [])
    const changes: Change[] = []
    const changed = (field: string, before: unknown, after: unknown) => changes.push({ field, before, after })
    const company = this.#newCompany(row, contact)
    if (company !== undefined) {
      changed('companyId', contact.companyId, company?.id ?? null)
      contact.companyId = company?.id ?? null
    }
    const place = this.#book.companiesById.get(contact.companyId ?? '') ?? null
    for (const field of countryFirst) this.#plain(row, contact, field, place, changed)
    if (row.ownerId !== undefined && this.#goes('owner', contact.ownerId, row.ownerId)) {
      changed('ownerId', contact.ownerId, row.ownerId)
      contact.ownerId = row.ownerId
    }
    this.#addresses(row, contact, changed)
    for (const [key, value] of Object.entries(custom)) this.#customValue(contact, key, value, changed)
    this.#tags(row, contact, changed)
    const consented = this.#consent(row, contact)
    const note = this.#note(row, contact)
    if (note) changed('note', null, note)
    if (changes.length === 0 && !consented) return this.#settled(row, 'unchanged', contact, [])
    if (this.#addTags(contact, [this.#rules.tag]).length > 0 && !contact.isNew)
      changed('tagsAdded', null, [this.#rules.tag])
    this.#touched(contact, changes)
    return this.#settled(row, 'updated', contact, changes)
  }

  #touched(contact: KnownContact, changes: Change[]): void {
    if (!contact.isNew && !this.writes.updated.has(contact)) {
      this.writes.updated.add(contact)
      contact.version += 1
    }
    const told = changes.filter(({ field }) => field !== 'note')
    this.writes.history.push(...told.map((change) => ({ contactId: contact.id, ...change })))
  }

  #plain(
    row: MappedRow,
    contact: KnownContact,
    field: PlainField,
    company: KnownCompany | null,
    changed: (field: string, before: unknown, after: unknown) => void,
  ): void {
    const after = row.plain[field]
    const before = contact.plain[field]
    if (after === undefined || !this.#goes(field, before, after)) return
    contact.plain[field] = after
    if (field === 'phone' || field === 'mobile') this.#number(contact, field, company, row)
    if (field === 'linkedin') this.#link(contact, before)
    if (contact.plain[field] !== before) changed(field, before, contact.plain[field])
  }

  /** Stores a number as it is dialled where the person is; the columns beside it follow. */
  #number(contact: KnownContact, field: 'phone' | 'mobile', company: KnownCompany | null, row: MappedRow): void {
    const typed = contact.plain[field]
    const read = typed ? parsePhone(typed, contact.plain.country ?? company?.country) : null
    if (read && !read.valid) row.issues.push({ ...ofRow('phone-kept-as-typed', 'warning'), value: typed })
    contact.plain[field] = read?.stored ?? null
    contact[field === 'phone' ? 'phoneDisplay' : 'mobileDisplay'] = read?.display ?? null
    if (read?.country && (field === 'phone' || !contact.phoneCountry)) contact.phoneCountry = read.country
  }

  #addresses(
    row: MappedRow,
    contact: KnownContact,
    changed: (field: string, before: unknown, after: unknown) => void,
  ): void {
    const shown = () => contact.addresses.filter(({ primary }) => !primary).map(({ display }) => display)
    const primary = () => contact.addresses.find((address) => address.primary) ?? null
    const before = { email: primary()?.display ?? null, aliases: shown() }
    const policy = this.#policy('email')
    const mine = (address: RowAddress) => contact.addresses.some((one) => one.address === address.address)
    for (const [index, address] of row.addresses.entries()) {
      const wanted = index === 0 && row.primaryGiven
      if (!mine(address)) {
        // The tagged form of an address the contact has is that address.
        if (address.untagged && contact.addresses.some((one) => one.address === address.untagged)) continue
        if ((wanted ? policy : this.#policy('aliases')) === 'never' || this.#free(row, [address]).length === 0) continue
        this.#addAddress(contact, address, primary() === null, row.bounced)
      }
      if (wanted && policy === 'overwrite' && primary()?.address !== address.address)
        this.#makePrimary(contact, address.address)
      if (wanted && row.bounced) this.#bounce(contact, address.address, changed)
    }
    const after = { email: primary()?.display ?? null, aliases: shown() }
    if (before.email !== after.email) changed('email', before.email, after.email)
    if (before.aliases.join('\n') !== after.aliases.join('\n')) changed('aliases', before.aliases, after.aliases)
  }

  #addAddress(
    contact: KnownContact,
    { address, display, untagged }: RowAddress,
    primary: boolean,
    bounced: boolean,
  ): void {
    const added: KnownAddress = { address, display, untagged, primary, bounced }
    contact.addresses.push(added)
    this.#book.byAddress.set(address, contact)
    this.writes.addedAddresses.push({ contact, address: added })
  }

  #makePrimary(contact: KnownContact, address: string): void {
    for (const one of contact.addresses) one.primary = one.address === address
    this.writes.newPrimary.add(contact)
  }

  #bounce(
    contact: KnownContact,
    address: string,
    changed: (field: string, before: unknown, after: unknown) => void,
  ): void {
    const held = contact.addresses.find((one) => one.address === address)
    if (!held || held.bounced) return
    held.bounced = true
    this.writes.bounced.push(address)
    changed('bounced', null, held.display)
  }

  #customValue(
    contact: KnownContact,
    key: string,
    value: MappedRow['custom'][string],
    changed: (field: string, before: unknown, after: unknown) => void,
  ): void {
    const target = `custom.${key}`
    const before = contact.custom[key] ?? null
    const adds = Array.isArray(value) && Array.isArray(before) && !this.#replaces(target)
    const after = adds ? [...before, ...(value as string[]).filter((one) => !before.includes(one))] : (value ?? null)
    if (sameValue(before, after)) return
    if (!(adds ? this.#policy(target) !== 'never' : this.#goes(target, before, after))) return
    if (after === null) delete contact.custom[key]
    else contact.custom[key] = after
    if (this.#unique.has(key)) this.#claim(contact, key, before)
    changed(`customFields.${key}`, before, after)
  }

  #tags(
    row: MappedRow,
    contact: KnownContact,
    changed: (field: string, before: unknown, after: unknown) => void,
  ): void {
    const wanted = [...(row.tags ?? []), ...(this.#rules.mapping.defaults.tags ?? [])]
    if (row.tags && this.#replaces('tags')) {
      const keep = new Set([...wanted, this.#rules.tag].map((name) => name.toLowerCase()))
      const gone = [...contact.tags].filter(([lower]) => !keep.has(lower))
      for (const [lower, name] of gone) {
        contact.tags.delete(lower)
        this.writes.removedTags.push({ contactId: contact.id, name })
      }
      if (gone.length > 0)
        changed(
          'tagsRemoved',
          gone.map(([, name]) => name),
          null,
        )
    }
    if (this.#policy('tags') === 'never') return
    const added = this.#addTags(contact, wanted)
    if (added.length > 0) changed('tagsAdded', null, added)
  }

  #addTags(contact: KnownContact, names: readonly string[]): string[] {
    const added: string[] = []
    for (const name of names) {
      const lower = name.toLowerCase()
      if (contact.tags.has(lower)) continue
      contact.tags.set(lower, name)
      added.push(name)
      this.writes.addedTags.push({ contactId: contact.id, name })
    }
    return added
  }

  /** The id of the note, where the row says something its timeline does not know yet. */
  #note(row: MappedRow, contact: KnownContact): string | null {
    if (!row.note) return null
    const id = importNoteId(contact.id, row.note)
    if (this.#book.notes.has(id)) return null
    this.#book.notes.add(id)
    this.writes.notes.push({ contactId: contact.id, text: row.note })
    return id
  }

  #consent(row: MappedRow, contact: KnownContact): boolean {
    const policy = this.#policy('consent.status')
    if (policy === 'never') return false
    const { entry, issues } = furtherConsent(row, contact, this.#rules.consent, policy === 'overwrite')
    row.issues.push(...issues)
    if (!entry) return false
    contact.consent = {
      status: entry.status,
      type: entry.type ?? null,
      basis: entry.gdprBasis ?? contact.consent.basis,
    }
    this.writes.consents.push({ contactId: contact.id, ...entry })
    return true
  }

  /** The company of the row, made when there is none; else the one that owns the domain of the address. */
  #companyFor(row: MappedRow, primary: RowAddress | null): KnownCompany | null {
    const domain = primary?.address.split('@').at(-1) ?? null
    if (!row.company) {
      const owner = domain && row.company === undefined ? this.#book.domains.get(domain) : undefined
      return owner ? (this.#book.companiesById.get(owner) ?? null) : null
    }
    const company = this.#companyNamed(row.company)
    if (domain && !this.#book.domains.has(domain) && !isFreeMail(domain)) {
      this.#book.domains.set(domain, company.id)
      company.newDomains.push(domain)
      this.writes.domains.push({ company, domain })
    }
    return company
  }

  #companyNamed(name: string): KnownCompany {
    const key = this.#book.companyKey(name)
    const known = this.#book.companies.get(key)
    if (known) return known
    const company: KnownCompany = { id: v7(), name, country: null, isNew: true, newDomains: [] }
    this.#book.companies.set(key, company)
    this.#book.companiesById.set(company.id, company)
    this.writes.companies.push(company)
    return company
  }

  /** Several companies may have one name: who is with any of them stays there. */
  #isCalled(companyId: string | null, name: string): boolean {
    const { companies, companiesById, companyKey } = this.#book
    const held = companiesById.get(companyId ?? '')
    const key = companyKey(name)
    return held !== undefined && (companies.get(key) === held || companyKey(held.name) === key)
  }

  /** Undefined where the company stays. */
  #newCompany(row: MappedRow, contact: KnownContact): KnownCompany | null | undefined {
    if (row.company === null) return this.#goes('company', contact.companyId, null) ? null : undefined
    const primary = row.addresses.find(({ address }) => !this.#book.byAddress.has(address)) ?? null
    if (row.company === undefined)
      return contact.companyId === null && primary ? (this.#companyFor(row, primary) ?? undefined) : undefined
    if (this.#isCalled(contact.companyId, row.company)) return undefined
    if (!this.#goes('company', contact.companyId, row.company)) return undefined
    const held = contact.addresses.find((address) => address.primary) ?? row.addresses[0] ?? null
    return this.#companyFor(row, held)
  }
}

/** Numbers are read by the country. */
const countryFirst = plainFields.toSorted((a, b) => Number(b === 'country') - Number(a === 'country'))

const nobody = Object.fromEntries(plainFields.map((field) => [field, null])) as Record<PlainField, string | null>

const hasError = (row: MappedRow): boolean => row.issues.some(({ severity }) => severity === 'error')
