import { looksLikeEmail } from './looks.ts'
import { type DateOrder, isNoDate, possibleOrders, readDate } from './read-date.ts'
import type { ImportColumn } from './schema.ts'

const SHOWN = 5
/** What a value is shows in its beginning: longer ones are looked at up to here. */
const LOOKED_AT = 500
/** Longer samples are cut. */
const SHOWN_LETTERS = 120

/**
 * What the sampled rows say about each column: values to look at, what they are, in which order their dates stand, and
 * what a spreadsheet did to them. Names are made one of a kind; what is behind the last header has a name of its own.
 */
export function columnFacts(headers: readonly string[] | null, rows: readonly (readonly string[])[]): ImportColumn[] {
  const width = Math.max(headers?.length ?? 0, headers ? 0 : Math.max(0, ...rows.map((cells) => cells.length)))
  const names = columnNames(headers, width)
  return names.map((name, index) => {
    const values = rows
      .map((cells) => (cells[index] ?? '').replaceAll('\0', '').trim().slice(0, LOOKED_AT).toWellFormed())
      .filter((value) => value !== '')
    const kind = kindOf(values)
    const dates = kind === 'date' ? values.filter((value) => !isNoDate(value)) : []
    const orders = possibleOrders(dates)
    return {
      name,
      header: (headers?.[index] ?? '').replaceAll('\0', '').toWellFormed(),
      samples: [...new Set(values)].slice(0, SHOWN).map((value) => value.slice(0, SHOWN_LETTERS)),
      filled: values.length,
      kind,
      dateOrder: kind === 'date' ? settledOrder(orders) : null,
      damage: damageOf(values),
      examples: [],
    }
  })
}

/** Where every order fits, no value has the year at its end. */
const settledOrder = (orders: readonly DateOrder[]): DateOrder | null =>
  orders.length === 3 ? 'ymd' : orders.length === 1 ? (orders[0] as DateOrder) : null

/** `Email`, `Email 2`, `Email 3`; `Column 4` where there is no header. */
function columnNames(headers: readonly string[] | null, width: number): string[] {
  const taken = new Set<string>()
  return Array.from({ length: width }, (_, index) => {
    const given = (headers?.[index] ?? '')
      .replaceAll('\0', '')
      .toWellFormed()
      .normalize('NFKC')
      .trim()
      .replaceAll(/\s+/g, ' ')
      .slice(0, 200)
    const name = given || `Column ${index + 1}`
    let unique = name
    for (let copy = 2; taken.has(unique.toLowerCase()); copy += 1) unique = `${name} ${copy}`
    taken.add(unique.toLowerCase())
    return unique
  })
}

const most = (values: readonly string[], test: (value: string) => boolean): boolean =>
  values.filter(test).length >= values.length * 0.8

const yesOrNo = /^(yes|no|true|false|y|n|t|f|0|1|ja|nein|oui|non|sí|si|wahr|falsch|vrai|faux|verdadero|falso)$/i

function kindOf(values: readonly string[]): ImportColumn['kind'] {
  if (values.length === 0) return 'empty'
  if (most(values, looksLikeEmail)) return 'email'
  if (most(values, (value) => /^(https?:\/\/|www\.)\S+$/i.test(value))) return 'url'
  if (most(values, (value) => isNoDate(value) || readDate(value, 'dmy') !== null || readDate(value, 'mdy') !== null))
    return values.every(isNoDate) ? 'text' : 'date'
  if (most(values, (value) => yesOrNo.test(value))) return 'yes_no'
  if (most(values, looksLikePhone)) return 'phone'
  if (most(values, (value) => /^[-+]?[\d.,' {2}]*\d$/.test(value))) return 'number'
  const different = new Set(values).size
  return values.length >= 20 && different <= 12 && values.every((value) => value.length <= 40) ? 'choice' : 'text'
}

const looksLikePhone = (value: string): boolean => {
  const digits = value.replaceAll(/\D/g, '').length
  return /^(\+|00|\(|0)[\d\s()./-]+((x|ext\.?)\s*\d*)?$/i.test(value) && digits >= 6 && digits <= 17
}

/** What opening and saving a file in a spreadsheet does to numbers that are names (IM-03). */
function damageOf(values: readonly string[]): ImportColumn['damage'] {
  const damage: ImportColumn['damage'] = []
  if (values.some((value) => /^\d([.,]\d+)?E\+\d{1,2}$/i.test(value))) damage.push('scientific_number')
  if (values.length >= 3 && most(values, (value) => /^[34]\d{4}$/.test(value)) && new Set(values).size > 2)
    damage.push('date_serial')
  const numbers = values.filter((value) => /^\d{8,11}$/.test(value))
  if (numbers.length >= 3 && numbers.length >= values.length * 0.8 && numbers.every((value) => !value.startsWith('0')))
    damage.push('lost_zeros')
  return damage
}
