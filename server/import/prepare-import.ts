import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { type FieldDefinition, fieldDefinitions } from '../custom-fields/fields.ts'
import type { Actor } from '../platform/actor.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { ImportRecord } from './import-record.ts'
import { rowMapper } from './map-row.ts'
import type { MappedRow, MapperContext } from './mapped-row.ts'
import type { Rules } from './plan.ts'
import { isAmbiguous } from './read-date.ts'
import type { Row } from './records.ts'
import type { ColumnMapping, Import, ImportColumn, Mapping } from './schema.ts'

/** Everything that deciding about rows takes, settled once for an import. */
export interface Prepared {
  rules: Rules
  map(row: Row): MappedRow
  /** A row with what identifies its person; the rest may be missing. */
  identify(row: Row): MappedRow
  userName(id: string): string | null
  /** What the fields were when this was made: values are read by them. */
  fieldsAsOf: string
}

/** @param actor the person whose import it is */
export async function prepareImport(
  tx: Tx,
  row: ImportRecord,
  actor: Actor,
  secrets: Secrets,
  now: Date,
): Promise<Prepared> {
  const defined = await fieldDefinitions(tx, 'contact')
  const { mapping, fields } = withNewFields(withDateOrders(row.mapping, row.columns), defined)
  const users = await usersByText(tx)
  const mapper: MapperContext = {
    mapping,
    columns: row.columns,
    format: row.format,
    fields,
    headers: row.reading.headerLine > 0 ? row.columns.map(({ header }) => header) : [],
    userId: users.find,
    secrets,
  }
  const map = rowMapper(mapper)
  return {
    userName: users.nameOf,
    fieldsAsOf: await fieldsAsOf(tx),
    map,
    identify: identifier(mapper, map),
    rules: {
      mapping,
      fields,
      tag: row.tag,
      source: mapping.defaults.source || row.source,
      consent: {
        importId: row.id,
        source: mapping.defaults.source || row.source,
        knownAs: row.known_as,
        defaults: mapping.defaults,
        attestation: mapping.attestation,
        attestedBy: actor.userId,
        now,
      },
    },
  }
}

/** What the data settle counts where nobody said which comes first, the day or the month. */
const withDateOrders = (mapping: Mapping, facts: readonly ImportColumn[]): Mapping => ({
  ...mapping,
  columns: mapping.columns.map((column, index) => {
    const order = column.dateOrder ?? facts[index]?.dateOrder
    return order ? { ...column, dateOrder: order } : column
  }),
})

/** Reads the columns that identify people; all of them where only the whole row does. */
function identifier(context: MapperContext, map: Prepared['map']): Prepared['identify'] {
  const { mapping, fields } = context
  const telling = new Set([
    'id',
    'email',
    'aliases',
    'linkedin',
    'country', // telephone numbers in custom fields are read by it
    ...fields.filter(({ unique }) => unique).map(({ key }) => `custom.${key}`),
  ])
  const columns = mapping.columns.map((column) =>
    telling.has(column.target) ? column : { ...column, target: 'ignore' },
  )
  const mapTelling = rowMapper({ ...context, mapping: { ...mapping, columns } })
  return (row) => {
    const mapped = mapTelling(row)
    return mapped.addresses.length > 0 || mapped.id ? mapped : map(row)
  }
}

/** Changes with every change of a field. */
export async function fieldsAsOf(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ as_of: string }>(sql`
    select coalesce(string_agg(id || ' ' || version || ' ' || coalesce(archived_at::text, ''), ',' order by id), '') as as_of
      from custom_fields where entity = 'contact'`)
  return row?.as_of ?? ''
}

/** Fields that the import will make, as if they were there. A field of one-of-a-kind values identifies people too. */
function withNewFields(mapping: Mapping, defined: FieldDefinition[]): { mapping: Mapping; fields: FieldDefinition[] } {
  const made = new Map<number, FieldDefinition>()
  for (const [index, { target, field, choices }] of mapping.columns.entries()) {
    if (target !== 'new' || !field) continue
    const labels = Object.values(choices ?? {}).flatMap((one) =>
      typeof one === 'object' && 'create' in one ? [one.create] : [],
    )
    made.set(index, {
      id: '00000000-0000-0000-0000-000000000000',
      entity: 'contact',
      key: `new_${index}`,
      label: field.label,
      type: field.type,
      required: false,
      unique: field.unique === true,
      defaultValue: null,
      choices: [...new Set(labels)].map((label) => ({ id: label.slice(0, 40), label })),
      archived: false,
      sensitive: false,
    })
  }
  const columns = mapping.columns.map(
    (column, index): ColumnMapping => (made.has(index) ? { ...column, target: `custom.new_${index}` } : column),
  )
  const unique = [...made.values()].filter((field) => field.unique).map(({ key }) => `custom.${key}`)
  const fields = [...defined, ...made.values()].map((field) => withNewChoices(field, columns))
  return { mapping: { ...mapping, columns, matchBy: [...unique, ...mapping.matchBy] }, fields }
}

function withNewChoices(field: FieldDefinition, columns: readonly ColumnMapping[]): FieldDefinition {
  const created = columns
    .filter(({ target }) => target === `custom.${field.key}`)
    .flatMap(({ choices }) =>
      Object.values(choices ?? {}).flatMap((one) => (typeof one === 'object' && 'create' in one ? [one.create] : [])),
    )
  const there = new Set(field.choices.map(({ label }) => label.toLowerCase()))
  const missing = [...new Set(created)].filter((label) => !there.has(label.toLowerCase()))
  return missing.length === 0
    ? field
    : { ...field, choices: [...field.choices, ...missing.map((label) => ({ id: label.slice(0, 40), label }))] }
}

/** Finds colleagues who are here by id, any of their addresses, or their name where only one has it. */
async function usersByText(tx: Tx): Promise<{ find(text: string): string | null; nameOf(id: string): string | null }> {
  const rows = await tx.execute<{ id: string; name: string; texts: string[] }>(sql`
    select u.id, u.name, array_remove(array[u.id::text, lower(u.email)] ||
        (select array_agg(a.address) from organisation_addresses a where a.entra_id = u.entra_id), null) as texts
      from users u where u.active`)
  const found = new Map<string, string>()
  const names = Map.groupBy(rows, ({ name }) => name.toLowerCase())
  for (const [name, same] of names) if (same.length === 1 && same[0]) found.set(name, same[0].id)
  for (const { id, texts } of rows) for (const text of texts) found.set(text, id)
  const byId = new Map(rows.map(({ id, name }) => [id, name]))
  return {
    find: (text) => found.get(text.normalize('NFKC').trim().toLowerCase()) ?? null,
    nameOf: (id) => byId.get(id) ?? null,
  }
}

const dated = new Set(['createdAt', 'consent.date', 'consent.optedOutAt', 'consent.confirmedAt'])

/** Whether the cells of a column are read as dates. */
export function holdsDates({ target, field }: ColumnMapping, fields: readonly FieldDefinition[]): boolean {
  if (target === 'new') return field?.type === 'date'
  return dated.has(target) || fields.some(({ key, type }) => target === `custom.${key}` && type === 'date')
}

/** Columns of dates that could be read in two ways, and nobody said which. */
export function openQuestions(
  mapping: Mapping,
  columns: readonly ImportColumn[],
  fields: readonly FieldDefinition[],
): Import['questions'] {
  return mapping.columns.flatMap((column, index) => {
    const facts = columns[index]
    if (!facts || column.dateOrder || facts.dateOrder || !holdsDates(column, fields) || !isAmbiguous(facts.samples))
      return []
    return [
      {
        column: index,
        question: 'date_order' as const,
        detail: `“${facts.samples[0]}” could be read in two ways. Which comes first, the day or the month?`,
      },
    ]
  })
}
