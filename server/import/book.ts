import type { NewEntry } from '../consent/ledger.ts'
import type { PlainField } from '../contacts/plain-fields.ts'
import type { CustomValues } from '../custom-fields/schema.ts'

/** A contact as the planning of a chunk knows it: as it is stored, then as the rows before left it. */
export interface KnownContact {
  id: string
  /** Made by this chunk. */
  isNew: boolean
  version: number
  name: string
  /** Numbers as stored, status as chosen. */
  plain: Record<PlainField, string | null>
  phoneDisplay: string | null
  mobileDisplay: string | null
  phoneCountry: string | null
  companyId: string | null
  ownerId: string | null
  addresses: KnownAddress[]
  /** By their names in lower case. */
  tags: Map<string, string>
  custom: CustomValues
  consent: { status: string; type: string | null; basis: string | null }
  createdAt: Date | null
  /** The first row of this import that was this person. */
  firstRow: number | null
}

export interface KnownAddress {
  address: string
  display: string
  untagged: string | null
  primary: boolean
  bounced: boolean
}

export interface KnownCompany {
  id: string
  name: string
  country: string | null
  isNew: boolean
  /** Domains it got in this chunk. */
  newDomains: string[]
}

/** Who and what is there already, of everything a chunk of rows names. Planning writes what the rows add into it. */
export interface Book {
  contacts: Map<string, KnownContact>
  byAddress: Map<string, KnownContact>
  /** By the link in lower case. */
  byLinkedin: Map<string, KnownContact>
  /** By field, then by the value as it is compared. */
  byUnique: Map<string, Map<string, KnownContact>>
  /** Rows that nothing identifies, by what they say, as hexadecimal digits. */
  byKey: Map<string, KnownContact>
  suppressed: Map<string, 'erased' | 'suppressed'>
  /** Notes of rows that stand on their timelines already. */
  notes: Set<string>
  /** Companies by the name as the database compares it. */
  companies: Map<string, KnownCompany>
  companiesById: Map<string, KnownCompany>
  /** Who owns a domain. */
  domains: Map<string, string>
  /** How the database compares a name of a company, and a value of a unique field. */
  companyKey(name: string): string
  uniqueKey(value: string): string
}

export interface Change {
  /** As in the change history; `note` is one on the timeline, by its id. */
  field: string
  before: unknown
  after: unknown
}

/** What a chunk has to write, beside its rows. */
export interface Writes {
  created: KnownContact[]
  updated: Set<KnownContact>
  history: (Change & { contactId: string })[]
  addedAddresses: { contact: KnownContact; address: KnownAddress }[]
  /** Whose primary address is another one now. */
  newPrimary: Set<KnownContact>
  bounced: string[]
  addedTags: { contactId: string; name: string }[]
  removedTags: { contactId: string; name: string }[]
  /** Ledgers that begin with their contact, and entries to ledgers that are there. */
  firstConsents: NewEntry[]
  consents: NewEntry[]
  notes: { contactId: string; text: string }[]
  companies: KnownCompany[]
  domains: { company: KnownCompany; domain: string }[]
}

export const nothingWritten = (): Writes => ({
  created: [],
  updated: new Set(),
  history: [],
  addedAddresses: [],
  newPrimary: new Set(),
  bounced: [],
  addedTags: [],
  removedTags: [],
  firstConsents: [],
  consents: [],
  notes: [],
  companies: [],
  domains: [],
})
