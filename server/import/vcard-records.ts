import iconv from 'iconv-lite'
import { joinList } from '../platform/lists.ts'
import type { FileRecord } from './csv-records.ts'

/** A card becomes a record of these columns. What stands several times is a list in one cell. */
export const cardColumns = [
  'First Name',
  'Last Name',
  'Full Name',
  'Email',
  'Phone',
  'Mobile',
  'Other phones',
  'Company',
  'Department',
  'Job Title',
  'Country',
  'Address',
  'LinkedIn',
  'Twitter',
  'Website',
  'Birthday',
  'Categories',
  'Notes',
  'UID',
] as const
type CardColumn = (typeof cardColumns)[number]

/** Photos and sounds are no part of a contact; a line longer than this is one. */
const LONGEST_LINE = 64 * 1024
const LONGEST_CARD = 1024 * 1024

interface Property {
  name: string
  params: string
  value: string
  line: number
}

/**
 * Reads vCards of every version people still have (2.1, RFC 2426, RFC 6350), piece by piece: folded lines, quoted-printable
 * lines, groups (`item1.EMAIL`), structured names, several values.
 */
export class CardReader {
  #rest = ''
  #line = 0
  #card: Property[] | null = null
  #begunAt = 1
  #folded: { text: string; line: number } | null = null
  #size = 0

  read(piece: string): FileRecord[] {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/)
    this.#rest = (lines.pop() as string).slice(0, LONGEST_CARD)
    return lines.flatMap((line) => this.#take(line))
  }

  end(): FileRecord[] {
    const records = this.#rest === '' ? [] : this.#take(this.#rest)
    this.#rest = ''
    records.push(...this.#flush())
    if (this.#card) records.push({ line: this.#begunAt, cells: ['BEGIN:VCARD'], fault: 'unclosed_card' })
    this.#card = null
    return records
  }

  /** A line is complete when the next one does not go on with it. */
  #take(line: string): FileRecord[] {
    this.#line += 1
    const held = this.#folded
    // In quoted-printable text a blank at the beginning of the next line is a letter of it.
    if (held?.text.endsWith('=') && /;ENCODING=QUOTED-PRINTABLE|;QUOTED-PRINTABLE/i.test(held.text)) {
      if (held.text.length < LONGEST_LINE) held.text = held.text.slice(0, -1) + line
      return []
    }
    if (held && /^[ \t]/.test(line)) {
      if (held.text.length < LONGEST_LINE) held.text += line.slice(1)
      return []
    }
    const records = this.#flush()
    this.#folded = { text: line.slice(0, LONGEST_LINE), line: this.#line }
    return records
  }

  #flush(): FileRecord[] {
    const held = this.#folded
    this.#folded = null
    const match = held && /^(?:[\w-]+\.)?([\w-]+)((?:;[^:"]*(?:"[^"]*")?[^:"]*)*):(.*)$/s.exec(held.text)
    if (!held || !match) return []
    const [, name = '', params = '', value = ''] = match
    return this.#property({
      name: name.toUpperCase(),
      params: params.toUpperCase(),
      value: plain(params, value),
      line: held.line,
    })
  }

  #property(property: Property): FileRecord[] {
    const { name, value, line } = property
    if (name === 'BEGIN' && /^vcard$/i.test(value.trim())) {
      const broken: FileRecord[] = this.#card
        ? [{ line: this.#begunAt, cells: ['BEGIN:VCARD'], fault: 'unclosed_card' }]
        : []
      this.#card = []
      this.#begunAt = line
      this.#size = 0
      return broken
    }
    if (!this.#card) return []
    if (name === 'END') {
      const record = { line: this.#begunAt, cells: cellsOf(this.#card) }
      this.#card = null
      return [record]
    }
    this.#size += value.length
    if (!/^(PHOTO|LOGO|SOUND|KEY)$/.test(name) && this.#size < LONGEST_CARD) this.#card.push(property)
    return []
  }
}

function plain(params: string, value: string): string {
  if (!/QUOTED-PRINTABLE/i.test(params)) return value
  const bytes = value.replaceAll(/=([\dA-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  const charset = /CHARSET="?([\w-]+)/i.exec(params)?.[1] ?? 'utf-8'
  return iconv.decode(Buffer.from(bytes, 'latin1'), iconv.encodingExists(charset) ? charset : 'utf-8')
}

/** Parts between semicolons or commas that are not escaped. */
const parts = (value: string, separator: ';' | ','): string[] =>
  value.split(separator === ';' ? /(?<!\\);/ : /(?<!\\),/).map((part) => withoutEscapes(part).trim())

const withoutEscapes = (text: string): string =>
  text.replaceAll(/\\([nN,;:\\])/g, (_, letter: string) => (/n/i.test(letter) ? '\n' : letter))

/** Of several the lowest is preferred: `PREF=1` to `PREF=100` (RFC 6350), or `PREF` alone as in older versions. */
function rankOf({ params }: Property): number {
  const level = /;PREF="?(\d+)/.exec(params)?.[1]
  return level ? Number(level) : /PREF/.test(params) ? 1 : 101
}

function cellsOf(card: Property[]): string[] {
  const all = (name: string) => card.filter((property) => property.name === name)
  const first = (name: string) => all(name)[0]?.value ?? ''
  const [lastName = '', firstName = '', middle = ''] = parts(first('N'), ';')
  const [company = '', ...department] = parts(first('ORG'), ';')
  const phones = all('TEL')
    .filter(({ params }) => !/FAX|PAGER/.test(params))
    .toSorted((a, b) => rankOf(a) - rankOf(b))
  const mobile = phones.find(({ params }) => /CELL|MOBILE|IPHONE/.test(params))
  const phone =
    phones.find((one) => one !== mobile && /PREF|WORK/.test(one.params)) ?? phones.find((one) => one !== mobile)
  const links = [...all('URL'), ...all('X-SOCIALPROFILE'), ...all('SOCIALPROFILE'), ...all('X-TWITTER')]
  const linkOf = (site: RegExp) => links.find(({ params, value }) => site.test(params) || site.test(value))
  const linkedIn = linkOf(/linkedin/i)
  const twitter = linkOf(/twitter|\/\/(www\.)?x\.com/i)
  const address = parts(first('ADR'), ';')
  const number = (one: Property | undefined) =>
    withoutEscapes(one?.value ?? '')
      .replace(/^tel:/i, '')
      .trim()
  const text = (name: string) => withoutEscapes(first(name)).trim()
  const cells: Record<CardColumn, string> = {
    'First Name': [firstName, middle].filter(Boolean).join(' '),
    'Last Name': lastName,
    'Full Name': lastName || firstName ? '' : text('FN'),
    Email: joinList(
      all('EMAIL')
        .toSorted((a, b) => rankOf(a) - rankOf(b))
        .map((one) => number(one).replace(/^mailto:/i, '')),
    ),
    Phone: number(phone),
    Mobile: number(mobile),
    'Other phones': joinList(phones.filter((one) => one !== phone && one !== mobile).map(number)),
    Company: company,
    Department: department.filter(Boolean).join(', '),
    'Job Title': text('TITLE') || text('ROLE'),
    Country: address[6] ?? '',
    Address: address.slice(0, 6).filter(Boolean).join(', '),
    LinkedIn: linkedIn ? withoutEscapes(linkedIn.value).replace(/^x-apple:/i, '') : '',
    Twitter: twitter ? withoutEscapes(twitter.value).replace(/^x-apple:/i, '') : '',
    Website: withoutEscapes(
      links.find((one) => one !== linkedIn && one !== twitter && one.name === 'URL')?.value ?? '',
    ),
    Birthday: text('BDAY'),
    Categories: joinList(
      all('CATEGORIES')
        .flatMap(({ value }) => parts(value, ','))
        .filter(Boolean),
    ),
    Notes: all('NOTE')
      .map(({ value }) => withoutEscapes(value).trim())
      .join('\n\n'),
    UID: text('UID'),
  }
  return cardColumns.map((column) => cells[column])
}
