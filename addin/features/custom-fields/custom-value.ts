import type { CustomField, CustomValues } from '../../../server/custom-fields/schema.ts'
import type { User } from '../../../server/users/schema.ts'
import { locale } from '../../ui/i18n.ts'
import { customPrefix, type Draft, isList, type Value } from '../editing/draft.ts'

/** The values of a record under the names a draft gives them. */
export function customDraft(values: CustomValues): Draft {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [customPrefix + key, value]))
}

/** The custom fields among `fields` as the API takes them; null empties one. Undefined when there are none. */
export function customInput(draft: Draft, fields: string[]): CustomValues | undefined {
  const keys = fields.filter((field) => field.startsWith(customPrefix))
  if (keys.length === 0) return undefined
  return Object.fromEntries(keys.map((field) => [field.slice(customPrefix.length), toWire(draft[field] ?? null)]))
}

function toWire(value: Value): CustomValues[string] {
  if (typeof value === 'string') return value.trim() || null
  if (isList(value)) return value.length > 0 ? [...value] : null
  return typeof value === 'object' ? null : value
}

interface Words {
  yes: string
  no: string
}

/** A value as people read it; empty when there is none. */
export function customText(field: CustomField, value: Value | undefined, users: User[], words: Words): string {
  if (value === null || value === undefined || value === '') return ''
  const label = (id: string) => field.choices.find((choice) => choice.id === id)?.label ?? id
  switch (field.type) {
    case 'yes_no':
      return value === true ? words.yes : words.no
    case 'number':
      return typeof value === 'number' ? numberText(value) : String(value)
    case 'date':
      return dayText(String(value))
    case 'single_choice':
      return label(String(value))
    case 'multi_choice':
      return isList(value) ? value.map(label).join(', ') : ''
    case 'user':
      return users.find((user) => user.id === value)?.name ?? ''
    default:
      return String(value)
  }
}

export const numberText = (value: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 20 }).format(value)

/** A day without a zone: it is the same day everywhere. */
export function dayText(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(date)
}

/** Reads a number as the reader's language writes it: `1.234,5` in German, `1,234.5` in English (CF-07). Null: none. */
export function readNumber(text: string, language = locale()): number | null {
  const parts = new Intl.NumberFormat(language).formatToParts(12_345.6)
  const decimal = parts.find((part) => part.type === 'decimal')?.value ?? '.'
  const group = parts.find((part) => part.type === 'group')?.value ?? ','
  const compact = text.normalize('NFKC').replaceAll(/[\s’']/g, '')
  const [whole = '', ...fraction] = compact.split(decimal)
  const groups = whole.split(group.trim() || '\u0000')
  const grouped = groups.length === 1 || groups.slice(1).every((part) => part.length === 3)
  if (!grouped || fraction.length > 1) return null
  const plain = [groups.join(''), ...fraction].join('.').replace(/\.$/, '')
  return /^[-+−]?\d+(\.\d+)?$/.test(plain) ? Number(plain.replace('−', '-')) : null
}
