import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { fieldDefinitions } from '../custom-fields/fields.ts'
import type { CustomFieldType } from '../custom-fields/schema.ts'
import { type CustomFact, type Person, personFrom } from './person.ts'

/** A contact with what it is compared by. */
export interface KnownPerson {
  id: string
  person: Person
}

/** Fields whose values are facts about a person; of sensitive ones nobody is told. */
export interface ComparedField {
  key: string
  label: string
}

const comparedTypes: readonly CustomFieldType[] = ['text', 'number', 'date', 'url', 'email', 'phone']

export async function comparedFields(tx: Tx): Promise<ComparedField[]> {
  const fields = await fieldDefinitions(tx, 'contact')
  return fields
    .filter(({ type, archived, sensitive }) => comparedTypes.includes(type) && !archived && !sensitive)
    .map(({ key, label }) => ({ key, label }))
}

export interface PersonRow extends Record<string, unknown> {
  id: string
  first_name: string | null
  last_name: string | null
  phone: string | null
  mobile: string | null
  company: string | null
  linkedin: string | null
  country: string | null
  custom_fields: Record<string, unknown>
  addresses: string[] | null
}

const columns = sql`c.id, c.first_name, c.last_name, c.phone, c.mobile, co.name as company, c.linkedin, c.country`

export interface ScannedRow extends PersonRow {
  /** Whether what the contact is found by is missing, or older than the contact. */
  without_fingerprint: boolean
}

/** Everybody: addresses are put together once for all, and custom fields are left out where none is compared. */
export const everybody = (fields: readonly ComparedField[]): SQL => sql`
  select ${columns}, a.addresses,
    ${fields.length === 0 ? sql`'{}'::jsonb` : sql`c.custom_fields`} as custom_fields,
    f.contact_id is null or d.contact_id is not null as without_fingerprint
  from contacts c left join companies co on co.id = c.company_id
  left join (select contact_id, array_agg(address) as addresses from contact_addresses group by contact_id) a on a.contact_id = c.id
  left join contact_fingerprints f on f.contact_id = c.id left join duplicate_due d on d.contact_id = c.id`

/** @returns those of the ids that exist */
export async function loadPeople(
  tx: Tx,
  ids: readonly string[],
  fields: readonly ComparedField[],
): Promise<KnownPerson[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<PersonRow>(sql`select ${columns}, c.custom_fields,
      (select array_agg(address) from contact_addresses a where a.contact_id = c.id) as addresses
    from contacts c left join companies co on co.id = c.company_id
    where c.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
  return rows.map((row) => ({ id: row.id, person: personOf(row, fields) }))
}

export const personOf = (row: PersonRow, fields: readonly ComparedField[]): Person =>
  personFrom({
    firstName: row.first_name,
    lastName: row.last_name,
    addresses: row.addresses ?? [],
    phones: [row.phone, row.mobile],
    company: row.company,
    linkedin: row.linkedin,
    country: row.country,
    custom: fields.flatMap(({ key }) => factsOf(key, row.custom_fields[key])),
  })

/** Longer texts are notes, not facts. */
const LONGEST_FACT = 80

function factsOf(field: string, value: unknown): CustomFact[] {
  if (typeof value !== 'string' && typeof value !== 'number') return []
  const text = String(value)
  return text === '' || text.length > LONGEST_FACT ? [] : [{ field, value: text }]
}
