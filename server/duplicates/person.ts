import { isFreeMail } from '../companies/free-mail.ts'
import { parseAddress } from '../platform/address.ts'
import { dialled } from '../platform/phone.ts'
import { type FoldedName, foldName, foldText } from './fold-name.ts'

/** A contact as it is compared: folded, and without what does not tell people apart. */
export interface Person {
  name: FoldedName
  /** Addresses in the one form of their mailbox. */
  mailboxes: readonly string[]
  /** Own domains of those, without free mail. */
  domains: readonly string[]
  /** As `comparablePhone` has them. */
  phones: readonly string[]
  company: string | null
  linkedin: string | null
  country: string | null
  /** Values of custom fields, by key. */
  custom: readonly CustomFact[]
}

export interface CustomFact {
  field: string
  value: string
}

/** What a record says of a person, as it is stored or typed. */
export interface RawPerson {
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  addresses?: readonly string[]
  phones?: readonly (string | null | undefined)[]
  company?: string | null | undefined
  linkedin?: string | null | undefined
  country?: string | null | undefined
  custom?: readonly CustomFact[]
}

const NONE: readonly never[] = []

export function personFrom(raw: RawPerson): Person {
  const mailboxes = unique((raw.addresses ?? NONE).map(mailboxOf))
  return {
    name: foldName(raw.firstName, raw.lastName),
    mailboxes,
    domains: unique(mailboxes.map(ownDomain)),
    phones: unique((raw.phones ?? NONE).map(comparablePhone)),
    company: raw.company ? companyCore(raw.company) : null,
    linkedin: raw.linkedin ? profilePath(raw.linkedin) : null,
    country: raw.country?.toUpperCase() ?? null,
    custom: (raw.custom ?? NONE).map(({ field, value }) => ({ field, value: foldText(value) })).filter((f) => f.value),
  }
}

const unique = (values: (string | null)[]): readonly string[] => {
  if (values.length === 0) return NONE
  const known = values.filter((value) => value !== null)
  return known.length < 2 ? known : [...new Set(known)]
}

/** Mail to `ana+shop@…` reaches `ana@…`, and Gmail reads no dots: one mailbox (Google, “Gmail ignores dots”). */
export function mailboxOf(address: string): string | null {
  const parsed = parseAddress(address)
  if (!parsed) return null
  const mailbox = parsed.untagged ?? parsed.normal
  const at = mailbox.lastIndexOf('@')
  if (!/@(gmail|googlemail)\.com$/.test(mailbox)) return mailbox
  return `${mailbox.slice(0, at).replaceAll('.', '')}@gmail.com`
}

export const localPart = (mailbox: string): string => mailbox.slice(0, mailbox.lastIndexOf('@'))
export const domainPart = (mailbox: string): string => mailbox.slice(mailbox.lastIndexOf('@') + 1)

const freeDomains = new Map<string, boolean>()

function ownDomain(mailbox: string | null): string | null {
  if (mailbox === null) return null
  const domain = domainPart(mailbox)
  let free = freeDomains.get(domain)
  if (free === undefined) {
    free = isFreeMail(domain)
    if (freeDomains.size < 100_000) freeDomains.set(domain, free)
  }
  return free ? null : domain
}

/** Code of the country, where it is told, a space, and what is dialled within it: `49 301234567`, ` 301234567`. */
function comparablePhone(number: string | null | undefined): string | null {
  const parts = number ? dialled(number) : null
  return parts ? `${parts.code ?? ''} ${parts.national}` : null
}

export const nationalOf = (phone: string): string => phone.slice(phone.indexOf(' ') + 1)

/** Whether two numbers can be one: who typed it within the country left its code out. */
export function isSamePhone(one: string, other: string): boolean {
  if (nationalOf(one) !== nationalOf(other)) return false
  return one.startsWith(' ') || other.startsWith(' ') || one === other
}

const LEGAL_FORMS = new Set(
  'ag bv co company consulting corp corporation doo ev gbr gmbh group inc incorporated kg kgaa lda limited llc llp ltd mbh nv ohg oy oyj partners plc pte pty sa sarl sas sasu se sl solutions spa srl the und and'.split(
    ' ',
  ),
)

/** The name of a company without its legal form; whole where nothing else is left. */
function companyCore(name: string): string | null {
  const words = foldText(name).split(' ')
  const core = words.filter((word) => !LEGAL_FORMS.has(word) && word.length > 1)
  return (core.length > 0 ? core : words).join(' ') || null
}

/** `linkedin.com/in/ana-b` of however it is written. */
const profilePath = (link: string): string | null =>
  /\/(?:in|pub)\/([^/?#\s\p{Cc}]+)/u.exec(link.toLowerCase())?.[1] ?? (foldText(link).replaceAll(' ', '-') || null)
