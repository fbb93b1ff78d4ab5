import { parseAddress } from '../platform/address.ts'
import { parsePhone } from '../platform/phone.ts'
import { readNumber } from './read-number.ts'
import type { CustomChoice, CustomFieldType, CustomValue } from './schema.ts'

/** What it takes to read a value: a field as it is defined. */
export interface ValueRules {
  type: CustomFieldType
  choices: readonly CustomChoice[]
}

export interface ReadingContext {
  /** Whose way of writing numbers it is, as a BCP 47 tag. */
  locale?: string | undefined
  /** Where telephone numbers without a country code are. */
  country?: string | null | undefined
  /** What the record holds now: a choice that is not offered any more may stay. */
  current?: CustomValue | undefined
  /** The id of an active user by id or address, in lower case. */
  userId(text: string): string | null
}

export type Reading = { value: CustomValue } | { error: string }

const mostCharacters = { text: 500, long_text: 20_000, url: 2000, email: 320, phone: 100 } as const
const GREATEST = 1e15

/** A value as it is stored, from what a form, a file or the API gives; empty is null. Reading it again changes nothing. */
export function readValue(rules: ValueRules, given: CustomValue, context: ReadingContext): Reading {
  const texts = [given].flat().filter((one) => typeof one === 'string')
  if (texts.some((text) => text.includes('\0') || !text.isWellFormed()))
    return error('Holds characters that are no text.')
  if (isEmptyValue(given)) return { value: null }
  return readers[rules.type](given, rules, context)
}

export const isEmptyValue = (value: CustomValue | undefined): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)

type Reader = (given: CustomValue, rules: ValueRules, context: ReadingContext) => Reading

const error = (text: string): Reading => ({ error: text })

const readers: Record<CustomFieldType, Reader> = {
  text: textReader('text', (text) => ({
    value:
      text
        .normalize('NFKC')
        .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
        .trim() || null,
  })),
  long_text: textReader('long_text', (text) => ({
    value: text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim() || null,
  })),
  url: textReader('url', urlFrom),
  email: textReader('email', emailFrom),
  phone: textReader('phone', (text, { country }) => phoneFrom(text, country)),
  number: (given, _, { locale }) => numberFrom(typeof given === 'string' ? readNumber(given, locale) : given),
  date: (given) => (typeof given === 'string' ? dateFrom(given.trim()) : error(NO_DATE)),
  yes_no: (given) => yesNoFrom(given),
  single_choice: (given, rules, context) => singleChoice(given, rules, context),
  multi_choice: (given, rules, context) => multiChoice(given, rules, context),
  user: (given, _, context) => userFrom(given, context),
}

function textReader(
  type: keyof typeof mostCharacters,
  read: (text: string, context: ReadingContext) => Reading,
): Reader {
  const most = mostCharacters[type]
  return (given, _, context) => {
    if (Array.isArray(given)) return error('Takes one text, not several.')
    const reading = read(String(given), context)
    const length = 'value' in reading ? [...String(reading.value ?? '')].length : 0
    return length > most
      ? error(`Takes at most ${most.toLocaleString('en')} characters; this has ${length.toLocaleString('en')}.`)
      : reading
  }
}

function urlFrom(text: string): Reading {
  const typed = text.normalize('NFKC').trim()
  const url = URL.parse(/^[a-z][a-z\d+.-]*:/i.test(typed) && !/^[^/]*:\d/.test(typed) ? typed : `https://${typed}`)
  const usable = url !== null && /^https?:$/.test(url.protocol) && !/\s/.test(typed)
  return usable ? { value: url.href } : error('Not the address of a page. Write it as https://example.com.')
}

function emailFrom(text: string): Reading {
  const address = parseAddress(text)?.normal
  return address && /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+$/u.test(address)
    ? { value: address }
    : error('Not an email address. Write it as name@example.com.')
}

/** A number that is not valid anywhere is kept as typed, as on the record itself; what has hardly a digit is none. */
function phoneFrom(text: string, country: string | null | undefined): Reading {
  const { stored, valid } = parsePhone(text, country)
  const looksLikeOne = /^[\d\s()+./;=a-z-]+$/i.test(stored) && stored.replaceAll(/\D/g, '').length >= 3
  return valid || looksLikeOne
    ? { value: stored }
    : error('Not a telephone number. Write it with its country code, as +44 20 7946 0123.')
}

function numberFrom(number: CustomValue): Reading {
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    return error('Not a number, or one that could be read in two ways. Write it as 1234.5.')
  }
  return Math.abs(number) > GREATEST
    ? error('The number is too great. At most 15 digits are kept.')
    : { value: number + 0 }
}

const NO_DATE = 'Not a date of the calendar. Write it as 2026-01-31.'

function dateFrom(text: string): Reading {
  const date = new Date(`${text}T00:00:00Z`)
  const real =
    /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return real ? { value: text } : error(NO_DATE)
}

const yes = new Set(['true', 'yes', 'y', '1', 'x', 'ja', 'oui', 'sí', 'si', 'sì', 'wahr', 'vrai', 'verdadero'])
const no = new Set(['false', 'no', 'n', '0', 'nein', 'nee', 'non', 'falsch', 'faux', 'falso'])

function yesNoFrom(given: CustomValue): Reading {
  const text = String(given).normalize('NFKC').trim().toLowerCase()
  if (!Array.isArray(given) && yes.has(text)) return { value: true }
  return !Array.isArray(given) && no.has(text) ? { value: false } : error('Neither yes nor no. Write true or false.')
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** By id, else by label; one that is not offered any more only where it stands already. */
function choiceFrom(text: string, { choices }: ValueRules, current: CustomValue | undefined): CustomChoice | undefined {
  const stands = (id: string) => [current].flat().includes(id)
  const allowed = choices.filter(({ id, archived }) => !archived || stands(id))
  return (
    allowed.find(({ id }) => id === text.trim()) ??
    allowed.find(({ label, archived }) => !archived && folded(label) === folded(text)) ??
    allowed.find(({ label }) => folded(label) === folded(text))
  )
}

const noChoice = (text: string, { choices }: ValueRules): Reading => {
  const offered = choices.filter(({ archived }) => !archived).map(({ label }) => label)
  const shown = offered.slice(0, 10).join(', ') + (offered.length > 10 ? ' …' : '')
  return error(`“${text.slice(0, 100)}” is not offered. Choose one of: ${shown}.`)
}

function singleChoice(given: CustomValue, rules: ValueRules, { current }: ReadingContext): Reading {
  const [text, ...more] = [given].flat().map(String)
  if (text === undefined || more.length > 0) return error('Takes one choice, not several.')
  const choice = choiceFrom(text, rules, current)
  return choice ? { value: choice.id } : noChoice(text, rules)
}

/** A text may name several, separated by semicolons. They stand in the order of the field, each once. */
function multiChoice(given: CustomValue, rules: ValueRules, { current }: ReadingContext): Reading {
  const whole = typeof given === 'string' && choiceFrom(given, rules, current)
  const texts =
    whole || typeof given !== 'string' ? [given].flat().map(String) : given.split(';').filter((part) => part.trim())
  const chosen = texts.map((text) => choiceFrom(text, rules, current))
  const missing = chosen.indexOf(undefined)
  if (missing >= 0) return noChoice(texts[missing] ?? '', rules)
  const ids = new Set(chosen.map((choice) => choice?.id))
  return { value: rules.choices.filter(({ id }) => ids.has(id)).map(({ id }) => id) }
}

function userFrom(given: CustomValue, { userId }: ReadingContext): Reading {
  const id = typeof given === 'string' ? userId(given.trim().toLowerCase()) : null
  return id ? { value: id } : error('Nobody of the organisation who is still here. Choose a person from the list.')
}
