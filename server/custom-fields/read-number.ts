interface Separators {
  decimal: string
  group: string
}

/**
 * Reads a number as people write it (CF-07): `1.234,5` as well as `1,234.5`, with spaces or apostrophes between the
 * digits. The language, where it is known, settles what a single comma or point means.
 * @returns null for what is no number, or could be two: `1,234` without a language
 */
export function readNumber(text: string, locale?: string): number | null {
  const format = locale ? numberFormat(locale) : null
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}'’]/gu, '')
    .replace(/^−/, '-')
  if (format) {
    const told = withSeparators(inLatinDigits(plain, format), separatorsOf(format))
    if (told !== null) return told
  }
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return finite(plain)
  const decimal = guessedDecimal(plain)
  return decimal === null ? null : withSeparators(plain, { decimal, group: decimal === ',' ? '.' : ',' })
}

function numberFormat(locale: string): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat(locale)
  } catch {
    return null
  }
}

function separatorsOf(format: Intl.NumberFormat): Separators {
  const parts = format.formatToParts(-1_234_567.8)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { decimal: part('decimal'), group: part('group').replaceAll(/[\s'’]/g, '') }
}

function inLatinDigits(text: string, format: Intl.NumberFormat): string {
  const digits = new Map([...'0123456789'].map((digit) => [format.format(Number(digit)), digit]))
  return [...text].map((letter) => digits.get(letter) ?? letter).join('')
}

/** Where both stand, the last one; where one stands several times, the other; a comma before three digits could be either. */
function guessedDecimal(text: string): ',' | '.' | null {
  const commas = text.split(',').length - 1
  const points = text.split('.').length - 1
  if (commas > 0 && points > 0) return text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.'
  if (commas > 1) return '.'
  if (points > 1) return ','
  return commas === 1 && !/^[-+]?[1-9]\d{0,2},\d{3}$/.test(text) ? ',' : null
}

function withSeparators(text: string, { decimal, group }: Separators): number | null {
  const [whole = '', ...fractions] = text.split(decimal)
  if (fractions.length > 1) return null
  const groups = group ? whole.split(group) : [whole]
  const wellGrouped = groups
    .slice(1)
    .every((digits, index, all) => new RegExp(index === all.length - 1 ? '^\\d{3}$' : '^\\d{2,3}$').test(digits))
  if (!wellGrouped || (groups.length > 1 && !/^[-+]?\d{1,3}$/.test(groups[0] ?? ''))) return null
  const plain = [groups.join(''), ...fractions].join('.')
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? finite(plain) : null
}

const finite = (text: string): number | null => (Number.isFinite(Number(text)) ? Number(text) : null)
