export interface SplitName {
  firstName: string | null
  lastName: string | null
}

const nobody: SplitName = { firstName: null, lastName: null }

/**
 * First and last name from the display name of a mail: `Last, First` too. What is an address, a department or a company
 * is no name and stays empty (CR-02).
 */
export function splitName(display: string | null): SplitName {
  const name =
    display
      ?.normalize('NFKC')
      .replaceAll(/["']/g, '')
      .replace(/\s*\([^)]*\)\s*/g, ' ')
      .trim() ?? ''
  if (!name || /[@\d|/]/.test(name) || NO_PERSON.test(name)) return nobody
  const [last, first, ...more] = name.split(',').map((part) => part.trim())
  if (first && more.length === 0) return { firstName: first, lastName: last || null }
  const words = name.split(/\s+/)
  if (words.length > 4) return nobody
  const [only] = words
  if (words.length === 1) return { firstName: only ?? null, lastName: null }
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? null }
}

const NO_PERSON =
  /\b(support|sales|info|team|service|office|newsletter|no-?reply|accounts?|billing|vertrieb|buchhaltung|gmbh|ag|ltd|llc|inc|s\.?a\.?|b\.?v\.?)\b/i
