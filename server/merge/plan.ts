import type { CustomValue, CustomValues } from '../custom-fields/schema.ts'
import { isoInstant } from '../platform/instant.ts'
import { parsePhone } from '../platform/phone.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { Candidate } from './candidates.ts'
import { customKey, type FieldKind } from './fields.ts'
import type { FieldChoice } from './schema.ts'

/** What a merge makes of the fields. The same for a look at it and for the merge itself. */
export interface Plan {
  fields: FieldChoice[]
  /** Columns of the survivor's record that become others. */
  columns: Record<string, unknown>
  /** Lines of its history: what was and what is, as the wire names it. */
  changes: { field: string; before: unknown; after: unknown }[]
  /** The address that is primary, normalised. */
  primaryAddress: string | null
  knownAs: { field: string; text: string }[]
  /** Whose value each field has. */
  chosen: Record<string, string>
}

interface Settled {
  kind: FieldKind
  from: Candidate | null
  value: unknown
  text: string | null
}

/**
 * Per field the value that was chosen; else that of the first who has one, the primary before the others. Lists are
 * united. The earliest record tells since when the person is known, and from where (ME-04, ME-06, ME-08).
 * @param candidates the primary first
 * @throws InvalidInput for a choice of a field or of a contact that is not there
 */
export function planMerge(
  candidates: readonly [Candidate, ...Candidate[]],
  kinds: readonly FieldKind[],
  choices: Readonly<Record<string, string>>,
): Plan {
  refuseUnknown(candidates, kinds, choices)
  const settled = kinds.map((kind) => settle(kind, candidates, choices[kind.field]))
  const [primary] = candidates
  const columns = changedColumns(primary, columnsOf(candidates, settled))
  return {
    fields: settled
      .filter(({ kind }) => candidates.some((one) => kind.value(one) !== null))
      .map((one) => choiceOf(one, candidates)),
    columns,
    changes: [...settled.flatMap((one) => changeOf(one, primary)), ...originChanges(primary, columns)],
    primaryAddress: (settled.find(({ kind }) => kind.field === 'email')?.value as string | null) ?? null,
    knownAs: settled.flatMap((one) => losing(one, candidates)),
    chosen: Object.fromEntries(settled.flatMap(({ kind, from }) => (from ? [[kind.field, from.id]] : []))),
  }
}

function refuseUnknown(
  candidates: readonly Candidate[],
  kinds: readonly FieldKind[],
  choices: Readonly<Record<string, string>>,
): void {
  const fields = new Set(kinds.map(({ field }) => field))
  const ids = new Set(candidates.map(({ id }) => id))
  const errors = Object.entries(choices).flatMap(([field, id]) => {
    const path = `fields.${field}`
    if (!fields.has(field)) return [{ path, message: 'There is no such field. Choose one that the preview lists.' }]
    return ids.has(id.toLowerCase()) ? [] : [{ path, message: 'This contact is not one of those that are merged.' }]
  })
  if (errors.length > 0) throw new InvalidInput(errors)
}

function settle(kind: FieldKind, candidates: readonly Candidate[], choice: string | undefined): Settled {
  const first = candidates.find((one) => kind.value(one) !== null) ?? null
  if (kind.united && first) {
    const value = [...new Set(candidates.flatMap((one) => (kind.value(one) ?? []) as string[]))]
    return { kind, from: first, value, text: kind.textOf?.(value) ?? null }
  }
  const chosen = choice === undefined ? undefined : candidates.find(({ id }) => id === choice.toLowerCase())
  // Somebody who has an address has a primary one.
  const from = chosen && !(kind.field === 'email' && kind.value(chosen) === null) ? chosen : first
  return { kind, from, value: from ? kind.value(from) : null, text: from ? kind.text(from) : null }
}

function columnsOf([primary, ...others]: readonly [Candidate, ...Candidate[]], settled: readonly Settled[]) {
  const record: Record<string, unknown> = { ...primary.record }
  const custom: CustomValues = {
    ...Object.assign({}, ...others.map(({ contact }) => contact.customFields)),
    ...primary.contact.customFields,
  }
  for (const { kind, from, value } of settled) {
    if (from) for (const column of kind.columns) record[column] = from.record[column] ?? null
    const key = customKey(kind.field)
    if (key === null) continue
    if (value === null) delete custom[key]
    else custom[key] = value as CustomValue
  }
  const byAge = [primary, ...others].toSorted(
    (a, b) => Date.parse(a.contact.createdAt) - Date.parse(b.contact.createdAt),
  )
  return {
    ...record,
    custom_fields: custom,
    phone_country:
      record.phone === primary.record.phone && record.mobile === primary.record.mobile
        ? primary.record.phone_country
        : phoneCountry(record),
    created_at: byAge[0]?.record.created_at,
    created_by: byAge[0]?.record.created_by,
    source: byAge.find(({ record: { source } }) => source !== null)?.record.source ?? null,
  }
}

/** Of the first of the two numbers that tells one. */
export const phoneCountry = ({ phone, mobile }: Record<string, unknown>): string | null =>
  [phone, mobile].map((stored) => (typeof stored === 'string' ? parsePhone(stored).country : null)).find(Boolean) ??
  null

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

const changedColumns = ({ record }: Candidate, after: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(after).filter(([column, value]) => !sameValues(value, record[column])))

/** Custom fields are told apart whatever the order of their keys. */
const sameValues = (a: unknown, b: unknown): boolean => {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return same(a, b)
  const sorted = (value: object) => Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1))
  return same(sorted(a), sorted(b))
}

function changeOf({ kind, value }: Settled, primary: Candidate): Plan['changes'] {
  const before = kind.value(primary)
  return kind.field === 'email' || same(before, value) ? [] : [{ field: kind.field, before, after: value }]
}

const originChanges = ({ record }: Candidate, columns: Record<string, unknown>): Plan['changes'] =>
  [
    { field: 'source', column: 'source' },
    { field: 'createdAt', column: 'created_at' },
  ]
    .filter(({ column }) => Object.hasOwn(columns, column))
    .map(({ field, column }) => ({
      field,
      before: toldValue(field, record[column]),
      after: toldValue(field, columns[column]),
    }))

/** A value of a record as histories tell it: instants as the wire has them. */
export const toldValue = (field: string, value: unknown): unknown =>
  field === 'createdAt' && typeof value === 'string' ? isoInstant(value) : (value ?? null)

function choiceOf({ kind, from, text }: Settled, candidates: readonly Candidate[]): FieldChoice {
  const having = candidates.filter((one) => kind.value(one) !== null)
  const values: FieldChoice['values'] = []
  for (const one of having) {
    const shown = kind.united ? (text ?? '') : (kind.text(one) ?? '')
    const known = values.find((value) => value.text === shown)
    if (known) known.contactIds.push(one.id)
    else values.push({ contactIds: [one.id], text: shown })
  }
  return {
    field: kind.field,
    label: kind.label,
    values,
    chosen: from?.id ?? null,
    asks: kind.field === 'ownerId' && values.length > 1,
  }
}

/** Addresses stay as aliases and lists are united: nothing of them gives way. */
function losing({ kind, text }: Settled, candidates: readonly Candidate[]): Plan['knownAs'] {
  if (kind.united || kind.field === 'email') return []
  const others = new Set(candidates.flatMap((one) => (kind.value(one) === null ? [] : (kind.text(one) ?? []))))
  others.delete(text ?? '')
  return [...others].map((other) => ({ field: kind.field, text: other }))
}
