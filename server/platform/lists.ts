/**
 * What would not come back as it was: a separator (of ours or of other programs) or quote inside, a star in front, blanks at
 * the edges, nothing at all.
 */
const needsQuotes = /[;,"]|:::|^\* |^\s|\s$|^$/

/** Several texts in one cell, `a; b; "c; d"`. `splitList` is its exact opposite. */
export const joinList = (items: readonly string[]): string =>
  items.map((item) => (needsQuotes.test(item) ? `"${item.replaceAll('"', '""')}"` : item)).join('; ')

/** An item in quotes, or everything up to the next semicolon. */
const item = /\s*(?:"((?:[^"]|"")*)"\s*(?=;|$)|([^;]*))(?:;|$)/g

/** The texts of a cell: those of `joinList` exactly, and what people write as far as it can be told. Empty ones are none. */
export const splitList = (cell: string): string[] =>
  [...cell.matchAll(item)].flatMap(([, quoted, plain = '']) => {
    if (quoted !== undefined) return [quoted.replaceAll('""', '"')]
    return plain.trim() === '' ? [] : [plain.trim()]
  })
