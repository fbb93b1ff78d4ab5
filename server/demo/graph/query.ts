import type { Call } from '../http.ts'
import { badRequest } from './errors.ts'

const DEFAULT_PAGE = 10
const LARGEST_PAGE = 1000

/** @returns the names of $select, or undefined when the request leaves it to the default. */
export function readSelect(query: URLSearchParams): string[] | undefined {
  const names = (query.get('$select') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return names.length > 0 ? names : undefined
}

/** @throws GraphError in Graph's words when a selected property does not exist on the type. */
export function checkSelect(names: string[] | undefined, known: readonly string[], type: string): void {
  const stranger = names?.find((name) => !known.includes(name) && !name.startsWith('microsoft.graph.'))
  if (stranger) {
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${stranger}' on type '${type}'.`,
      'RequestBroker--ParseUri',
    )
  }
}

export interface Page {
  top: number
  skip: number
}

/** Page size from $top, else the Prefer header, else Outlook's ten. */
export function readPage(query: URLSearchParams, preferred: number | undefined, fallback = DEFAULT_PAGE): Page {
  const top = numberOf(query, '$top') ?? Math.min(preferred ?? fallback, LARGEST_PAGE)
  if (top > LARGEST_PAGE) throw badRequest(`The limit of '${LARGEST_PAGE}' for Top query has been exceeded.`)
  return { top, skip: numberOf(query, '$skip') ?? 0 }
}

function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`Invalid value '${text}' for ${name} query option found.`)
  return Number(text)
}

/** One page of `items` as an OData collection; the next link repeats the request with a larger $skip. */
export function pageOf<T, R>(call: Call, context: string, items: T[], page: Page, shape: (item: T) => R) {
  const value = items.slice(page.skip, page.skip + page.top).map(shape)
  const more = page.top > 0 && page.skip + page.top < items.length
  return {
    '@odata.context': `${call.base}/v1.0/$metadata#${context}`,
    ...(call.query.get('$count') === 'true' ? { '@odata.count': items.length } : {}),
    value,
    ...(more
      ? { '@odata.nextLink': linkTo(call, { $skip: String(page.skip + page.top), $top: String(page.top) }) }
      : {}),
  }
}

/** The request's own URL with some query options replaced. */
function linkTo(call: Call, options: Record<string, string>): string {
  const query = new URLSearchParams(call.query)
  for (const [name, value] of Object.entries(options)) query.set(name, value)
  return `${call.base}/v1.0${encodeURI(decodeURI(call.path))}?${query.toString().replaceAll('%24', '$')}`
}

/** Only `names` of an object; `id`, type and ETag always stay. */
export function pick<T extends object>(whole: T, names: string[] | undefined): Partial<T> {
  if (!names) return whole
  const kept = new Set(['id', '@odata.type', '@odata.etag', ...names])
  return Object.fromEntries(Object.entries(whole).filter(([name]) => kept.has(name))) as Partial<T>
}

export interface Expand {
  attachments: boolean
  /** Normalised ids of the extended properties asked for. */
  properties: string[]
}

/** Reads `$expand=attachments,singleValueExtendedProperties($filter=id eq '…' or id eq '…')`. */
export function readExpand(query: URLSearchParams): Expand {
  const found: Expand = { attachments: false, properties: [] }
  for (const part of splitOutside(query.get('$expand') ?? '')) {
    const name = part.split('(')[0]?.trim()
    if (name === 'attachments') found.attachments = true
    else if (name === 'singleValueExtendedProperties') found.properties = extendedIds(part)
    else if (name && name !== 'multiValueExtendedProperties' && name !== 'extensions') {
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.message'.`,
        'RequestBroker--ParseUri',
      )
    }
  }
  return found
}

const extendedIds = (part: string) =>
  [...part.matchAll(/\bid\s+eq\s+'((?:[^']|'')+)'/gi)].map((match) =>
    normalExtendedId((match[1] as string).replaceAll("''", "'")),
  )

/**
 * The form in which Graph gives an extended property's id back: type with a capital, tag in lower-case hexadecimal
 * without leading zeros (`String 0x001A` comes back as `String 0x1a`).
 */
export function normalExtendedId(id: string): string {
  const [type = '', tag = '', ...rest] = id.trim().split(/\s+/)
  const kind = type.charAt(0).toUpperCase() + type.slice(1)
  if (rest.length === 0) return `${kind} 0x${Number.parseInt(tag, 16).toString(16)}`
  return [kind, tag.toLowerCase(), ...rest].join(' ')
}

function splitOutside(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const char of text) {
    if (char === '(') depth++
    if (char === ')') depth--
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.filter((part) => part.trim() !== '')
}
