import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

export interface Phone {
  /** E.164, with `;ext=` (RFC 3966) where there is an extension; as typed where the number is not valid. */
  stored: string
  /** The same as people read it. */
  display: string
  /** ISO 3166-1 country the number belongs to; null when unknown or not valid. */
  country: string | null
  valid: boolean
}

/**
 * Reads a telephone number as it is typed in a country, or with its country code. What is no valid number is kept as
 * typed (CR-12): a refused number would be lost.
 */
export function parsePhone(text: string, country?: string | null): Phone {
  const typed = text.normalize('NFKC').trim()
  const where = country && isSupportedCountry(country) ? (country as CountryCode) : undefined
  const number = parsePhoneNumberFromString(typed.replace(/^tel:/i, ''), where)
  if (!number?.isValid()) return { stored: typed, display: typed, country: null, valid: false }
  const extension = number.ext ? `;ext=${number.ext}` : ''
  return {
    stored: number.number + extension,
    display: number.formatInternational(),
    country: number.country ?? null,
    valid: true,
  }
}

/** The digits of a number without the zeros that depend on where one dials: 0033 6…, (0)6… and 06… are all 6…, 336…. */
export const withoutPrefix = (typed: string): string => typed.replaceAll(/\D/g, '').replace(/^0{1,2}(?=\d{4})/, '')

const callingCodes = new Set<string>(getCountries().map((country) => getCountryCallingCode(country)))

/**
 * A number as it is compared, whoever typed it: what is dialled within its country, without the zeros before it, and the
 * code of the country where it is told; an extension does not count. Null where it is too short for a number.
 */
export function dialled(typed: string): { code: string | null; national: string } | null {
  const plain = typed.replace(/(;ext=|\s*(ext|x|#)\.?\s*)\d*\s*$/i, '').trim()
  const digits = plain.replaceAll(/\D/g, '')
  const abroad = plain.startsWith('+') ? digits : plain.startsWith('00') ? digits.slice(2) : null
  const code = abroad === null ? undefined : [1, 2, 3].map((n) => abroad.slice(0, n)).find((n) => callingCodes.has(n))
  const national = (code && abroad ? abroad.slice(code.length) : digits).replace(/^0+/, '')
  return national.length < 5 ? null : { code: code ?? null, national }
}

/** Whether a code of two letters is a country (ISO 3166-1) that has telephones. */
export const isCountry = (code: string): boolean => isSupportedCountry(code)

/** All of them. */
export const countryCodes: readonly string[] = getCountries()
