import { CreateContact } from '../contacts/schema.ts'
import { parseAddress } from '../platform/address.ts'
import type { Reader, RowAddress } from './mapped-row.ts'
import type { ColumnMapping } from './schema.ts'

const MOBILE = /mob|cell|handy|iphone|portable|m[oó]vil|celular/i

/** A telephone number; where its kind stands beside it, the kind decides which it is. What has no place goes to a note. */
export function phone(field: 'phone' | 'mobile'): (column: ColumnMapping) => Reader {
  return ({ kindColumn }) =>
    (cell, { row, cells, issue }) => {
      const kind = kindColumn === undefined ? '' : (cells[kindColumn] ?? '')
      if (/fax|pager/i.test(kind)) return
      for (const number of cell
        .split(':::')
        .map((part) => part.trim())
        .filter(Boolean)) {
        const wanted: 'phone' | 'mobile' = MOBILE.test(kind) ? 'mobile' : field
        const place = row.plain[wanted] ? (wanted === 'phone' ? 'mobile' : 'phone') : wanted
        if (/^\d([.,]\d+)?E\+\d+$/i.test(number)) issue('scientific-number', number)
        else if (number.length > 100) issue('cell-too-long', number, '100')
        else if (row.plain[place]) {
          row.note = `${row.note === null ? '' : `${row.note}\n`}${kind || 'Telephone'}: ${number}`
          issue('phone-left-over', number, undefined, 'info')
        } else row.plain[place] = number
      }
    }
}

/** One address or several: the first of the column for the address is the primary one, the others are aliases. */
export function addresses(primary: boolean): (column: ColumnMapping) => Reader {
  return ({ kindColumn }) =>
    (cell, { row, cells, issue }) => {
      if (kindColumn !== undefined && /^EX$/i.test(cells[kindColumn] ?? ''))
        return issue('exchange-name', cell, undefined, 'warning')
      for (const typed of separated(cell)) {
        const read = addressFrom(typed)
        if (!read) {
          const exchange = /^\/o=/i.test(typed)
          issue(exchange ? 'exchange-name' : 'not-an-email', typed, undefined, exchange ? 'warning' : undefined)
        } else if (!row.addresses.some(({ address }) => address === read.address) && row.addresses.length < 50) {
          if (!/@.+\./.test(read.address)) issue('email-without-dot', typed, undefined, 'warning')
          if (primary && !row.primaryGiven) {
            row.addresses.unshift(read)
            row.primaryGiven = true
          } else row.addresses.push(read)
        }
      }
    }
}

/** Addresses of a cell: `a@x; b@x`, `a@x, b@x`, `a@x ::: b@x`, `Ann <a@x>`; signs in quotes separate nothing. */
function separated(cell: string): string[] {
  if (!/[;,|\s]/.test(cell) && !cell.includes(':::')) return [cell]
  const several = (cell.match(/@/g) ?? []).length > 1
  if (!several) return [cell]
  return outsideQuotes(cell)
    .flatMap((part) => part.split(':::'))
    .flatMap(betweenBlanks)
}

/** Parts between signs that separate, where an even number of quotes is still to come. */
function outsideQuotes(cell: string): string[] {
  const parts: string[] = []
  let quotes = cell.split('"').length - 1
  let from = 0
  for (let at = 0; at < cell.length; at += 1) {
    const sign = cell.charAt(at)
    if (sign === '"') quotes -= 1
    else if (quotes % 2 === 0 && /[;,\r\n|]/.test(sign)) {
      parts.push(cell.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, cell.slice(from)]
}

/** `a@x b@x` are two addresses; a name before an address belongs to it. */
function betweenBlanks(part: string): string[] {
  const found: string[][] = []
  for (const word of part.trim().split(/\s+/).filter(Boolean)) {
    const last = found.at(-1)
    const isAddress = !word.includes('"') && /[^@]@./.test(word)
    if (!last || (isAddress && /@./.test(last.at(-1) as string))) found.push([word])
    else last.push(word)
  }
  return found.map((words) => words.join(' '))
}

const emailRule = CreateContact.shape.email

function addressFrom(typed: string): RowAddress | null {
  const inBrackets = /<([^<>]+)>\s*$/.exec(typed)?.[1] ?? typed.replace(/^mailto:/i, '')
  const read = emailRule.safeParse(inBrackets)
  const parsed = read.success && typeof read.data === 'string' ? parseAddress(read.data) : null
  return parsed ? { address: parsed.normal, display: (read.data as string).trim(), untagged: parsed.untagged } : null
}
