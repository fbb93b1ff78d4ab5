import { decodeEntities } from './text-of-html.ts'

/** `{{firstName}}`, or `{{firstName|there}}` with what stands there when nothing is known. */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g

export interface Placeholder {
  field: string
  /** As it stands in the template: HTML in a body. */
  fallback: string | null
}

/** The merge fields of a text, each once, in order. */
export const fieldsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, inside]) => placeholder(inside as string).field)),
]

/** Braces that are no merge field: an editor put markup between them, or one is missing. */
export const brokenPlaceholder = (text: string): string | null => {
  const left = text.replaceAll(PLACEHOLDER, '')
  const at = left.search(/\{\{|\}\}/)
  return at < 0 ? null : left.slice(Math.max(0, at - 10), at + 30)
}

function placeholder(inside: string): Placeholder {
  const bar = inside.indexOf('|')
  const field = decodeEntities(bar < 0 ? inside : inside.slice(0, bar)).trim()
  return { field, fallback: bar < 0 ? null : inside.slice(bar + 1).trim() }
}

/**
 * Puts values in the place of merge fields.
 * @param write how a value is written where it stands, for example escaped for HTML
 * @param missing takes up the fields that have neither value nor fallback; nothing stands in their place
 */
export function fillPlaceholders(
  text: string,
  values: ReadonlyMap<string, string>,
  missing: Set<string>,
  write: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(PLACEHOLDER, (_, inside: string) => {
    const { field, fallback } = placeholder(inside)
    const value = values.get(field)?.trim()
    if (value) return write(value)
    if (fallback === null) missing.add(field)
    return fallback ?? ''
  })
}
