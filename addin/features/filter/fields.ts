import type { CustomField, CustomFieldType } from '../../../server/custom-fields/schema.ts'
import type {
  Condition,
  ConditionValue,
  FieldKind,
  FilterField,
  filterFields,
  Operator,
  operators,
} from '../../../server/filter/schema.ts'

/** The headings under which the menu lists the fields. */
export const fieldGroups = ['sales', 'person', 'activity', 'consent', 'custom'] as const
export type FieldGroup = (typeof fieldGroups)[number]

// Types alone come from the server's file: its values would bring the whole of zod into the page. The compiler holds both
// tables to the server's.
const catalogue: { [F in FilterField]: readonly [(typeof filterFields)[F], FieldGroup] } = {
  name: ['text', 'person'],
  firstName: ['text', 'person'],
  lastName: ['text', 'person'],
  email: ['text', 'person'],
  phone: ['text', 'person'],
  jobTitle: ['text', 'person'],
  department: ['text', 'person'],
  company: ['reference', 'person'],
  companyName: ['text', 'person'],
  country: ['choice', 'person'],
  linkedin: ['text', 'person'],
  twitter: ['text', 'person'],
  status: ['choice', 'sales'],
  owner: ['reference', 'sales'],
  ownerActive: ['flag', 'sales'],
  role: ['choice', 'sales'],
  tags: ['set', 'sales'],
  segments: ['set', 'sales'],
  leadScore: ['number', 'sales'],
  hasOpenDeal: ['flag', 'sales'],
  dealStage: ['set', 'sales'],
  dealAmount: ['number', 'sales'],
  source: ['text', 'sales'],
  createdAt: ['instant', 'activity'],
  updatedAt: ['instant', 'activity'],
  lastContactedAt: ['instant', 'activity'],
  lastActivityAt: ['instant', 'activity'],
  consentStatus: ['choice', 'consent'],
  consentType: ['choice', 'consent'],
  gdprBasis: ['choice', 'consent'],
  trackingConsent: ['choice', 'consent'],
  jurisdiction: ['choice', 'consent'],
  consentDate: ['instant', 'consent'],
  consentExpiresAt: ['instant', 'consent'],
}

const operatorsOf: typeof operators = {
  text: ['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'empty', 'not_empty'],
  choice: ['any_of', 'none_of', 'empty', 'not_empty'],
  reference: ['any_of', 'none_of', 'empty', 'not_empty'],
  set: ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'],
  number: ['eq', 'gte', 'lte', 'between', 'empty', 'not_empty'],
  instant: [
    'on_or_after',
    'on_or_before',
    'between',
    'in_last_days',
    'not_in_last_days',
    'in_next_days',
    'empty',
    'not_empty',
  ],
  date: [
    'on_or_after',
    'on_or_before',
    'between',
    'in_last_days',
    'not_in_last_days',
    'in_next_days',
    'empty',
    'not_empty',
  ],
  flag: ['is_true', 'is_false'],
}

/** Never empty, or (segments) with no meaning of empty: the question is not offered. */
const alwaysFilled: readonly string[] = ['status', 'consentStatus', 'segments', 'createdAt', 'updatedAt']
/** What a person asks first about a kind. */
const firstOperators: Partial<Record<FieldKind, Operator>> = {
  text: 'contains',
  number: 'gte',
  instant: 'in_last_days',
  date: 'on_or_after',
}

const customKinds: Record<CustomFieldType, FieldKind> = {
  text: 'text',
  long_text: 'text',
  url: 'text',
  email: 'text',
  phone: 'text',
  number: 'number',
  date: 'date',
  yes_no: 'flag',
  single_choice: 'choice',
  multi_choice: 'set',
  user: 'reference',
}

export interface FieldInfo {
  field: string
  kind: FieldKind
  group: FieldGroup
  operators: readonly Operator[]
  /** The definition of a custom field. */
  custom?: CustomField
}

export const recordFields = Object.keys(catalogue) as FilterField[]
export const isRecordField = (field: string): field is FilterField => Object.hasOwn(catalogue, field)

/** What is known of a field; undefined when there is none of this name (any more). */
export function fieldInfo(field: string, customFields: CustomField[]): FieldInfo | undefined {
  if (isRecordField(field)) {
    const [kind, group] = catalogue[field]
    return { field, kind, group, operators: offered(field, kind) }
  }
  const custom = customFields.find(({ key }) => field === `custom.${key}`)
  if (!custom) return undefined
  const kind = customKinds[custom.type]
  return { field, kind, group: 'custom', operators: operatorsOf[kind], custom }
}

function offered(field: string, kind: FieldKind): readonly Operator[] {
  const all: readonly Operator[] = operatorsOf[kind]
  return alwaysFilled.includes(field) ? all.filter((op) => op !== 'empty' && op !== 'not_empty') : all
}

export const firstOperator = (info: FieldInfo): Operator => firstOperators[info.kind] ?? (info.operators[0] as Operator)

/** What an operator wants beside the field. */
export type ValueShape = 'none' | 'text' | 'list' | 'number' | 'numbers' | 'day' | 'days' | 'count'

export function valueShape(kind: FieldKind, op: Operator): ValueShape {
  if (op === 'empty' || op === 'not_empty' || kind === 'flag') return 'none'
  if (kind === 'text') return 'text'
  if (kind === 'number') return op === 'between' ? 'numbers' : 'number'
  if (kind !== 'instant' && kind !== 'date') return 'list'
  if (op === 'between') return 'days'
  return op === 'in_last_days' || op === 'not_in_last_days' || op === 'in_next_days' ? 'count' : 'day'
}

/** Whether a value is of a shape, and whole. */
export function fits(value: ConditionValue | undefined, shape: ValueShape): boolean {
  if (shape === 'none') return value === undefined
  if (shape === 'text') return typeof value === 'string' && value.trim() !== ''
  if (shape === 'number') return typeof value === 'number' && Number.isFinite(value)
  if (shape === 'count') return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 36_500
  if (shape === 'day') return isDay(value)
  if (!Array.isArray(value)) return false
  if (shape === 'list') return value.length > 0 && value.every((entry) => typeof entry === 'string')
  const [from, to] = value
  if (value.length !== 2 || from === undefined || to === undefined || from > to) return false
  return shape === 'numbers' ? value.every((end) => Number.isFinite(end)) : value.every(isDay)
}

const isDay = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))

/** A condition as it starts: the likeliest operator and, where one is obvious, a value. */
export function newCondition(info: FieldInfo): Condition {
  const op = firstOperator(info)
  return valueShape(info.kind, op) === 'count' ? { field: info.field, op, value: 30 } : { field: info.field, op }
}

/** The condition with another operator; the value stays where the new one can use it. */
export function withOperator(condition: Condition, info: FieldInfo, op: Operator): Condition {
  const before = valueShape(info.kind, condition.op)
  const after = valueShape(info.kind, op)
  if (before === after && condition.value !== undefined) return { field: condition.field, op, value: condition.value }
  return after === 'count' ? { field: condition.field, op, value: 30 } : { field: condition.field, op }
}
