import type { PlainField } from '../contacts/plain-fields.ts'
import type { FieldDefinition } from '../custom-fields/fields.ts'
import type { CustomValues } from '../custom-fields/schema.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Issue, IssueCode } from './issues.ts'
import type { Import, ImportColumn, Mapping } from './schema.ts'

export interface RowAddress {
  /** Normalised. */
  address: string
  display: string
  untagged: string | null
}

/** What a row says about consent; null where it says nothing. */
export interface RowConsent {
  status: 'opted_in' | 'opted_out' | 'pending' | 'unknown' | null
  type: 'explicit' | 'implied' | 'imported' | null
  at: Date | null
  source: string | null
  basis: 'consent' | 'legitimate_interest' | 'contract' | null
  confirmedAt: Date | null
  ip: string | null
  text: string | null
}

/** A row as it is to be stored, before anybody looked who is there already. */
export interface MappedRow {
  row: number
  line: number
  issues: Issue[]
  /** refused or skipped whatever is there already. */
  settled: 'refused' | 'skipped' | null
  id: string | null
  /** Null empties the field; what is absent stays. Telephone numbers are as typed. */
  plain: Partial<Record<PlainField, string | null>>
  company: string | null | undefined
  ownerId: string | null | undefined
  /** From the column of the address first. */
  addresses: RowAddress[]
  primaryGiven: boolean
  bounced: boolean
  tags: string[] | undefined
  custom: CustomValues
  consent: RowConsent | null
  createdAt: Date | null
  note: string | null
  /** Hash of everything above, of a row without id and address; null else. */
  key: Buffer | null
}

export interface MapperContext {
  mapping: Mapping
  columns: readonly ImportColumn[]
  format: Import['format']
  fields: readonly FieldDefinition[]
  headers: readonly string[]
  /** The id of somebody who is still here, by id, address or name in lower case. */
  userId(text: string): string | null
  secrets: Secrets
}

/** Puts a cell where it belongs. */
export type Reader = (cell: string, target: Building) => void

/** A row while it is read. */
export interface Building {
  row: MappedRow
  cells: readonly string[]
  issue(code: IssueCode, value?: string, about?: string, severity?: Issue['severity']): void
}
