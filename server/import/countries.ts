import { isCountry } from '../platform/phone.ts'

/** What people write that is no name of a country in these languages. */
const others: Record<string, string> = {
  usa: 'US',
  us: 'US',
  unitedstatesofamerica: 'US',
  america: 'US',
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  greatbritain: 'GB',
  grossbritannien: 'GB',
  northernireland: 'GB',
  holland: 'NL',
  deutschland: 'DE',
  brd: 'DE',
  czechrepublic: 'CZ',
  tschechei: 'CZ',
  korea: 'KR',
  southkorea: 'KR',
  russia: 'RU',
  vietnam: 'VN',
  uae: 'AE',
  eeuu: 'US',
  etatsunis: 'US',
  deu: 'DE',
  aut: 'AT',
  che: 'CH',
  fra: 'FR',
  esp: 'ES',
  ita: 'IT',
  gbr: 'GB',
  nld: 'NL',
  bel: 'BE',
  can: 'CA',
  aus: 'AU',
  jpn: 'JP',
  chn: 'CN',
  ind: 'IN',
  bra: 'BR',
  mex: 'MX',
  pol: 'PL',
  prt: 'PT',
  swe: 'SE',
  nor: 'NO',
  dnk: 'DK',
  fin: 'FI',
  irl: 'IE',
  lux: 'LU',
  cze: 'CZ',
  hun: 'HU',
  rou: 'RO',
  grc: 'GR',
  tur: 'TR',
  rus: 'RU',
  ukr: 'UA',
  zaf: 'ZA',
}

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')

const names = new Map<string, string>()
for (const language of ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ja']) {
  const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  for (let first = 65; first <= 90; first += 1) {
    for (let letter = 65; letter <= 90; letter += 1) {
      const code = String.fromCharCode(first, letter)
      if (!isCountry(code)) continue
      const name = display.of(code)
      if (name) names.set(plain(name), code)
    }
  }
}
for (const [name, code] of Object.entries(others)) names.set(name, code)

/** The country (ISO 3166-1) of a name in one of several languages, or of its code; null for none. */
export function countryFrom(text: string): string | null {
  const typed = text.normalize('NFKC').trim()
  if (/^[a-z]{2}$/i.test(typed)) {
    const code = typed.toUpperCase() === 'UK' ? 'GB' : typed.toUpperCase()
    return isCountry(code) ? code : null
  }
  return names.get(plain(typed)) ?? null
}
