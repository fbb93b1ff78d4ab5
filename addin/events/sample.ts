const longest = 80
/** Fewer letters than these are in many a personal mail too. */
const fewest = 24

/** The beginning of an inserted text, by which it is found again. */
export function sampleOf(text: string): string {
  return flat(text).slice(0, longest)
}

/**
 * Whether an inserted text still stands in a message, whatever became of its spaces: half of its beginning in one piece
 * is enough, since greetings are rewritten and Outlook writes the address of a link behind its words.
 */
export function standsIn(sample: string, text: string): boolean {
  const letters = lettersOf(sample)
  if (letters === '') return false
  const all = lettersOf(text)
  const size = Math.min(letters.length, Math.max(fewest, Math.ceil(letters.length / 2)))
  for (let at = 0; at + size <= letters.length; at++) if (all.indexOf(letters.substr(at, size)) >= 0) return true
  return false
}

function flat(text: string): string {
  return text
    .replace(/[\s\u00A0]+/g, ' ')
    .trim()
    .toLowerCase()
}

function lettersOf(text: string): string {
  return text.replace(/[\s\u00A0]+/g, '').toLowerCase()
}
