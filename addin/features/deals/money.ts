import { currencies } from '../../../server/deals/currencies/schema.ts'
import { locale } from '../../ui/i18n.ts'

/** An amount as people read it: whole ones without decimals. Text stays text until here, so nothing is rounded. */
export function moneyText(amount: string, currency: string): string {
  return format({ style: 'currency', currency, minimumFractionDigits: 0, maximumFractionDigits: 4 }, amount)
}

/** The amount alone, as it stands in a form. */
export function amountToType(amount: string | null): string {
  return amount === null
    ? ''
    : format({ useGrouping: false, minimumFractionDigits: 0, maximumFractionDigits: 4 }, amount)
}

function format(options: Intl.NumberFormatOptions, amount: string): string {
  const decimals = amount.split('.')[1] ?? ''
  const whole = /^0*$/.test(decimals)
  const digits = whole ? {} : { minimumFractionDigits: decimals.length }
  // Texts are formatted digit by digit (ES2023); the types of TypeScript ask for a number.
  return new Intl.NumberFormat(locale(), { ...options, ...digits }).format(amount as Intl.StringNumericLiteral)
}

/** The sign that parts whole and decimals where the reader comes from. */
function decimalSign(): string {
  return new Intl.NumberFormat(locale()).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'
}

/**
 * What somebody typed as an amount, as the server takes it: `1.234,50`, `1,234.50`, `1 234,5`, `1'234`. One sign before
 * three digits parts thousands, unless it is the reader's decimal sign.
 * @returns null where that is no amount
 */
export function parseAmount(typed: string): string | null {
  const text = typed.normalize('NFKC').replaceAll(/[\s'’_]/g, '')
  const signs = [...text].filter((letter) => letter === ',' || letter === '.')
  const last = signs.at(-1)
  const decimal = last === undefined ? null : decimalOf(text, signs, last)
  const plain = [...text]
    .map((letter, index) => (index === decimal ? '.' : letter))
    .filter((letter, index) => index === decimal || (letter !== ',' && letter !== '.'))
    .join('')
  return /^\d+(\.\d+)?$/.test(plain) && grouped(text, decimal) ? plain : null
}

/** Where the decimals begin; null: nowhere. */
function decimalOf(text: string, signs: string[], last: string): number | null {
  const at = text.lastIndexOf(last)
  if (signs.length > 1) return signs.filter((sign) => sign === last).length > 1 ? null : at
  const digits = text.length - at - 1
  return digits === 3 && at > 0 && last !== decimalSign() ? null : at
}

/** Thousands come in threes: `1,23,4` is a slip of the finger, not an amount. */
function grouped(text: string, decimal: number | null): boolean {
  const [first = '', ...groups] = text.slice(0, decimal ?? text.length).split(/[.,]/)
  return groups.length === 0 || (first.length > 0 && first.length <= 3 && groups.every(({ length }) => length === 3))
}

export interface CurrencyChoice {
  code: string
  label: string
}

/** Every currency of ISO 4217 that is in use, in the reader's words, and the one a deal has since before. */
export function currencyChoices(present = ''): CurrencyChoice[] {
  const names = new Intl.DisplayNames(locale(), { type: 'currency' })
  const codes = present === '' || currencies.includes(present) ? currencies : [...currencies, present].sort()
  return codes.map((code) => ({ code, label: [...new Set([code, names.of(code) ?? code])].join(' – ') }))
}
