import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { consentStatuses, consentTypes, gdprBases } from '../consent/schema.ts'
import { contactRoles, contactStatuses } from '../contacts/schema.ts'
import { BrokenFilter } from './problems.ts'
import {
  type ActivityCondition,
  type Condition,
  type FieldKind,
  type Filter,
  type FilterField,
  filterFields,
  filterLimits,
  operators,
} from './schema.ts'

/** A custom field, as far as filters care. */
export interface FilterableField {
  id: string
  key: string
  type: string
  choices: string[]
}

/** A condition whose names were found: tags are ids, laws are countries, custom fields are their definitions. */
export interface Resolved {
  kind: FieldKind
  field: FilterField | FilterableField
  op: Condition['op']
  value: Condition['value']
}

export type ResolvedFilter =
  | Resolved
  | ActivityCondition
  | { and: ResolvedFilter[] }
  | { or: ResolvedFilter[] }
  | { not: ResolvedFilter }
  | { segment: string; static: boolean; filter: ResolvedFilter | null; timeZone: string }

interface Known {
  tags: Map<string, string>
  fields: Map<string, FilterableField>
  segments: Map<string, { kind: string; filter: Filter | null; timeZone: string; name: string }>
  countriesOf: Map<string, string[]>
  dealStages: Set<string>
}

/**
 * Looks up everything a filter names, and checks operators and values against the kind of each field.
 * @throws BrokenFilter naming the condition that cannot work.
 */
export async function resolveFilter(tx: Tx, filter: Filter): Promise<ResolvedFilter> {
  checkSize(filter)
  const known = await lookUp(tx, filter)
  return resolve(filter, known, [])
}

function checkSize(filter: Filter): void {
  const count = (node: Filter, depth: number): number => {
    if (depth > filterLimits.depth)
      throw new BrokenFilter('filter', `it is nested more than ${filterLimits.depth} deep.`)
    return childrenOf(node).reduce((sum, child) => sum + count(child, depth + 1), 1)
  }
  if (count(filter, 1) > filterLimits.conditions) {
    throw new BrokenFilter('filter', `it has more than ${filterLimits.conditions} conditions.`)
  }
}

export function childrenOf(node: Filter): Filter[] {
  if ('and' in node) return node.and
  if ('or' in node) return node.or
  return 'not' in node ? [node.not] : []
}

export const conditionsOf = (node: Filter): Condition[] =>
  'field' in node ? [node] : childrenOf(node).flatMap(conditionsOf)

async function lookUp(tx: Tx, filter: Filter): Promise<Known> {
  const known: Known = {
    tags: new Map(),
    fields: new Map(),
    segments: new Map(),
    countriesOf: new Map(),
    dealStages: new Set(),
  }
  await loadSegments(tx, filter, known)
  const all = [filter, ...[...known.segments.values()].flatMap((segment) => (segment.filter ? [segment.filter] : []))]
  const conditions = all.flatMap(conditionsOf)
  if (conditions.some(({ field }) => field === 'tags')) {
    const names = conditions.filter(({ field }) => field === 'tags').flatMap(({ value }) => listOf(value))
    const rows = await tx.execute<{ id: string; name: string }>(sql`select id, lower(name) as name from tags
      where id::text in (select value from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))
         or lower(name) in (select lower(value) from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))`)
    for (const { id, name } of rows) known.tags.set(id, id).set(name, id)
  }
  if (conditions.some(({ field }) => field.startsWith('custom.'))) {
    const rows = await tx.execute<{ id: string; key: string; type: string; choices: { id: string }[] }>(sql`
      select id, key, type, choices from custom_fields where entity = 'contact' and archived_at is null`)
    for (const row of rows) known.fields.set(row.key, { ...row, choices: row.choices.map((choice) => choice.id) })
  }
  if (conditions.some(({ field }) => field === 'jurisdiction')) {
    const rows = await tx.execute<{ law: string; countries: string[] }>(sql`
      select law, array_agg(country) as countries from jurisdictions group by law`)
    for (const { law, countries } of rows) known.countriesOf.set(law, countries)
  }
  if (conditions.some(({ field }) => field === 'dealStage')) {
    const rows = await tx.execute<{ id: string }>(sql`select id from deal_stages`)
    for (const { id } of rows) known.dealStages.add(id)
  }
  return known
}

/** Segments within segments, level by level; each is read once. */
async function loadSegments(tx: Tx, filter: Filter, known: Known): Promise<void> {
  let wanted = segmentIds(filter)
  while (wanted.length > 0) {
    const rows = await tx.execute<{
      id: string
      kind: string
      filter: Filter | null
      time_zone: string
      name: string
    }>(sql`
      select id, kind, filter, time_zone, name from segments
       where id::text in (select value from jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb))`)
    for (const row of rows) known.segments.set(row.id, { ...row, timeZone: row.time_zone })
    wanted = rows
      .flatMap((row) => (row.kind === 'dynamic' && row.filter ? segmentIds(row.filter) : []))
      .filter((id) => !known.segments.has(id))
  }
}

/** The segments a filter names. */
export const segmentIds = (filter: Filter): string[] =>
  conditionsOf(filter)
    .filter(({ field }) => field === 'segments')
    .flatMap(({ value }) => listOf(value))

function resolve(node: Filter, known: Known, within: string[]): ResolvedFilter {
  if ('and' in node) return { and: node.and.map((child) => resolve(child, known, within)) }
  if ('or' in node) return { or: node.or.map((child) => resolve(child, known, within)) }
  if ('not' in node) return { not: resolve(node.not, known, within) }
  if ('activity' in node) return node
  const { kind, field } = fieldOf(node, known)
  checkOperator(node, kind)
  if (field === 'segments') return resolveSegments(node, known, within)
  return { kind, field, op: node.op, value: resolveValue(node, kind, field, known) }
}

function fieldOf({ field }: Condition, known: Known): Pick<Resolved, 'kind' | 'field'> {
  if (Object.hasOwn(filterFields, field)) {
    return { kind: filterFields[field as FilterField], field: field as FilterField }
  }
  const custom = field.startsWith('custom.') ? known.fields.get(field.slice('custom.'.length)) : undefined
  if (!custom) throw new BrokenFilter(field, 'there is no such field, or it was deleted.')
  return { kind: customKinds[custom.type] ?? 'text', field: custom }
}

const customKinds: Record<string, FieldKind> = {
  number: 'number',
  date: 'date',
  yes_no: 'flag',
  single_choice: 'choice',
  multi_choice: 'set',
  user: 'reference',
}

const noValue = ['empty', 'not_empty', 'is_true', 'is_false']
const dayCounts = ['in_last_days', 'not_in_last_days', 'in_next_days']

function checkOperator({ field, op, value }: Condition, kind: FieldKind): void {
  const known: readonly string[] = operators[kind]
  if (!known.includes(op)) throw new BrokenFilter(field, `it does not know “${op}”, but ${known.join(', ')}.`)
  const wrong = (expected: string) => new BrokenFilter(field, `“${op}” needs ${expected}.`)
  if (noValue.includes(op)) {
    if (value !== undefined) throw wrong('no value')
  } else if (kind === 'text') {
    if (typeof value !== 'string') throw wrong('a text')
  } else if (kind === 'number') {
    if (op === 'between' ? !isPair(value, 'number') : typeof value !== 'number') {
      throw wrong(op === 'between' ? 'two numbers' : 'a number')
    }
  } else if (kind === 'instant' || kind === 'date') {
    checkDays(op, value, wrong)
  } else if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw wrong('a list of values')
  }
}

function checkDays(op: string, value: Condition['value'], wrong: (expected: string) => Error): void {
  if (dayCounts.includes(op)) {
    if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > 36_500) throw wrong('a number of days')
  } else if (op === 'between') {
    if (!isPair(value, 'string') || !(value as string[]).every(isDay)) throw wrong('two days, as 2026-01-31')
  } else if (typeof value !== 'string' || !isDay(value)) throw wrong('a day, as 2026-01-31')
}

const isPair = (value: unknown, type: 'number' | 'string'): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((end) => (type === 'number' ? typeof end === 'number' : typeof end === 'string'))

const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const listOf = (value: Condition['value']): string[] => (Array.isArray(value) ? value.map(String) : [])

const choices: Partial<Record<FilterField, readonly string[]>> = {
  role: contactRoles,
  status: contactStatuses,
  consentStatus: consentStatuses,
  consentType: consentTypes,
  gdprBasis: gdprBases,
  trackingConsent: ['granted', 'refused'],
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function resolveValue(node: Condition, kind: FieldKind, field: Resolved['field'], known: Known): Condition['value'] {
  if (!Array.isArray(node.value) || kind === 'number' || kind === 'instant' || kind === 'date') return node.value
  const values = listOf(node.value)
  const missing = (value: string) => new BrokenFilter(node.field, `“${value}” does not exist (any more).`)
  const checked = (allowed: (value: string) => boolean) => {
    for (const value of values) if (!allowed(value)) throw missing(value)
    return values
  }
  if (typeof field === 'object') {
    return kind === 'reference'
      ? checked((value) => UUID.test(value))
      : checked((value) => field.choices.includes(value))
  }
  if (field === 'tags') {
    return values.map((value) => {
      const id = known.tags.get(value) ?? known.tags.get(value.toLowerCase())
      if (!id) throw missing(value)
      return id
    })
  }
  if (field === 'jurisdiction') {
    return values.flatMap((law) => {
      const countries = known.countriesOf.get(law)
      if (!countries) throw missing(law)
      return countries
    })
  }
  if (field === 'dealStage') return checked((value) => known.dealStages.has(value.toLowerCase()))
  if (field === 'country') return values.map((value) => value.toUpperCase())
  const allowed = choices[field]
  if (allowed) return checked((value) => allowed.includes(value))
  return checked((value) => UUID.test(value))
}

function resolveSegments(node: Condition, known: Known, within: string[]): ResolvedFilter {
  const parts = listOf(node.value).map((id): ResolvedFilter => {
    const segment = known.segments.get(id)
    if (!segment) throw new BrokenFilter('segments', `the segment ${id} was deleted.`)
    if (within.includes(id)) throw new BrokenFilter('segments', `the segment “${segment.name}” contains itself.`)
    const dynamic = segment.kind === 'dynamic'
    const filter = dynamic && segment.filter ? resolve(segment.filter, known, [...within, id]) : null
    return { segment: id, static: !dynamic, filter, timeZone: segment.timeZone }
  })
  if (node.op === 'all_of') return { and: parts }
  if (node.op === 'any_of') return { or: parts }
  if (node.op === 'none_of') return { not: { or: parts } }
  throw new BrokenFilter('segments', 'choose segments: “empty” means nothing here.')
}
