import { distance } from 'fastest-levenshtein'
import { compareNames } from './compare-names.ts'
import { type Evidence, rarity } from './evidence.ts'
import { companyOf, customKind, type FactKind, type Frequencies } from './frequencies.ts'
import { domainPart, isSamePhone, localPart, nationalOf, type Person } from './person.ts'
import type { Certainty } from './schema.ts'

/** What weighs for and against, and what it comes to. */
export interface Judgement {
  evidence: Evidence[]
  /** Probability that they are one person. */
  score: number
  certainty: Certainty | null
}

/** Scores from which a pair is suggested, and from which it is called likely and certain. */
export const FROM = { possible: 0.5, likely: 0.85, certain: 0.985 }

/** Below this many people the frequencies say too little: words are taken for no rarer than among so many. */
const LEAST_PEOPLE = 2_000

/**
 * Weighs two people by what they have in common and what tells them apart, each fact by how rare its value is
 * (Fellegi, Sunter 1969; weights by frequency as Winkler 2000). The odds before anything is known: one other record in
 * all is the same person, more or less.
 */
export function weigh(a: Person, b: Person, counts: Frequencies): Judgement {
  const frequencies = counts.people < LEAST_PEOPLE ? atLeast(counts) : counts
  const name = compareNames(a.name, b.name, frequencies)
  const company = compareCompanies(a, b, frequencies)
  const work: Work = { company: sharedCompany(a, b), agrees: company ? company.bits > 0 : null, frequencies }
  const evidence = [
    name,
    compareMailboxes(a, b, frequencies, name),
    company,
    comparePhones(a, b, work),
    compareProfiles(a, b, frequencies),
    compareCountries(a, b),
    ...compareCustom(a, b, work),
  ].filter((fact): fact is Evidence => fact !== null)
  const bits = evidence.reduce((sum, fact) => sum + fact.bits, PRIOR - Math.log2(frequencies.people))
  return { evidence, ...judged(evidence, 1 / (1 + 2 ** -bits)) }
}

/** Bits beside the odds of any two people, settled with the open truth sets (see tests/bench/duplicates.ts). */
const PRIOR = -0.3
const OTHER_ADDRESS = -2.5
const OTHER_COMPANY = -0.5
const OTHER_PHONE = -0.7
const OTHER_VALUE = -2
/** Two dates that are no slip of each other: whoever has another birthday is another person. */
const OTHER_DATE = -3
const OTHER_COUNTRY = -1.5
const OTHER_PROFILE = -5
/** The same local part at another provider, where it only repeats the name. */
const NAME_IN_ADDRESS = 3

const atLeast = (counts: Frequencies): Frequencies => ({
  people: LEAST_PEOPLE,
  count: (kind, value) => counts.count(kind, value),
  countAt: (company, kind, value) => counts.countAt(company, kind, value),
  followsCompany: (kind) => counts.followsCompany(kind),
})

/**
 * A name alone is never more than possible; who has the mailbox or the profile of the other never less (ME-01), whatever
 * else differs; certain is who has one of those, or a name that fits and much besides. People of one family at one company
 * are possible. Addresses of one company that are alike follow from the company and the names.
 */
function judged(evidence: Evidence[], score: number): { score: number; certainty: Certainty | null } {
  const proof = evidence.some(({ kind, detail, bits }) => isProof(kind, detail) && bits > SAYS_LITTLE)
  if (score < FROM.possible) {
    return proof ? { score: FROM.possible, certainty: 'possible' } : { score, certainty: null }
  }
  const colleagues = evidence.some(({ kind, detail }) => (kind === 'company' || kind === 'domain') && detail === 'same')
  const beside = evidence.filter(
    ({ kind, detail, bits }) =>
      kind !== 'name' && bits >= 2 && !(colleagues && kind === 'address' && detail === 'similar'),
  )
  const nameFits = !evidence.some(({ kind, detail }) => kind === 'name' && detail === 'different')
  const much = beside.some(({ kind, detail }) => isProof(kind, detail)) || beside.length > 1
  if (beside.length === 0 || !(nameFits || much))
    return { score: Math.min(score, FROM.likely - 0.01), certainty: 'possible' }
  if (score < FROM.likely) return { score, certainty: 'possible' }
  const against = evidence.some(({ bits }) => bits <= -2)
  if (score >= FROM.certain && much && (nameFits || proof) && !against) return { score, certainty: 'certain' }
  return { score: Math.min(score, FROM.certain - 0.001), certainty: 'likely' }
}

const isProof = (kind: Evidence['kind'], detail: Evidence['detail']): boolean =>
  (kind === 'address' || kind === 'linkedin') && (detail === 'same' || detail === 'sameMailbox')

const shared = <T>(one: readonly T[], other: readonly T[]): T | undefined =>
  one.length === 0 ? undefined : one.find((value) => other.includes(value))

/** Bits of a mailbox that many use, or that a first name is enough for. */
const SAYS_LITTLE = 3

const ROLES =
  /^(info|office|mail|contact|kontakt|sales|vertrieb|service|support|team|hello|admin|buchhaltung|accounts?|billing|einkauf|post|anfrage|verwaltung)$/

function compareMailboxes(a: Person, b: Person, frequencies: Frequencies, name: Evidence | null): Evidence | null {
  if (a.mailboxes.length === 0 || b.mailboxes.length === 0) return null
  const same = shared(a.mailboxes, b.mailboxes)
  if (same) {
    const role = ROLES.test(localPart(same))
    const taken = name?.detail === 'different' && tellsLittle(localPart(same), a, b)
    const bits = role || taken ? SAYS_LITTLE : Math.min(rarity(frequencies, 'mailbox', same) - 0.2, 22)
    return { kind: 'address', detail: role ? 'shared' : 'sameMailbox', bits, values: [same], field: null }
  }
  return compareLocals(a, b, frequencies, name) ?? nearAddress(a, b, name) ?? other(a, b)
}

const other = (a: Person, b: Person): Evidence => ({
  kind: 'address',
  detail: 'different',
  bits: OTHER_ADDRESS,
  values: [a.mailboxes[0] as string, b.mailboxes[0] as string],
  field: null,
})

/** `roberta25` at two providers. What only repeats the name says little beside it. */
function compareLocals(a: Person, b: Person, frequencies: Frequencies, name: Evidence | null): Evidence | null {
  const local = shared(a.mailboxes.map(localPart), b.mailboxes.map(localPart))
  if (!local || ROLES.test(local)) return null
  const bits = tellsMore(local, a)
    ? Math.min(rarity(frequencies, 'local', local) - 1.5, 14)
    : name
      ? NAME_IN_ADDRESS
      : 4
  return { kind: 'addressName', detail: 'same', bits, values: [local], field: null }
}

/** `joseph@…` of two people called Joseph. */
const tellsLittle = (local: string, a: Person, b: Person): boolean =>
  a.name.first.some((word) => word === local.toLowerCase() && b.name.first.includes(word))

/** Whether an address has something in it that does not follow from the name and few people share. */
function tellsMore(local: string, { name }: Person): boolean {
  if (/\d\d/.test(local)) return true
  const letters = local.replaceAll(/[^a-z]/g, '')
  return letters.length > 4 && ![...name.first, ...name.last].some((word) => word.length > 2 && letters.includes(word))
}

function nearAddress(a: Person, b: Person, name: Evidence | null): Evidence | null {
  for (const one of a.mailboxes) {
    for (const two of b.mailboxes) {
      if (Math.abs(one.length - two.length) > 2 || distance(one, two) > 2) continue
      if (isNumbered(one, two)) continue
      const values = [one, two] as const
      const slip = localPart(one) === localPart(two) && domainPart(one) !== domainPart(two)
      return { kind: 'address', detail: 'similar', bits: slip ? 5 : name && name.bits > 0 ? 3 : 1, values, field: null }
    }
  }
  return null
}

/** `ann.lee@` and `ann.lee2@` of one place: that is how two of one name are told apart. */
const isNumbered = (one: string, two: string): boolean =>
  domainPart(one) === domainPart(two) && withoutDigits(localPart(one)) === withoutDigits(localPart(two))

const withoutDigits = (local: string): string => local.replaceAll(/\d/g, '')

/** Whether they work for one company: what follows from that says nothing more, neither for them nor against. */
interface Work {
  company: string | null
  /** Null where the company of one is not known. */
  agrees: boolean | null
  frequencies: Frequencies
}

/** How rarely a value is shared by chance, by two of one company where they are that. */
function rarityBeside({ company, agrees, frequencies }: Work, kind: FactKind, value: string): number {
  const anywhere = rarity(frequencies, kind, value)
  if (!agrees || company === null) return anywhere
  const others = Math.max(frequencies.countAt(company, kind, value) - 1, 0.5)
  const colleagues = Math.max(frequencies.count('company', company), frequencies.count('domain', company), others + 1)
  const follows = frequencies.followsCompany(kind)
  return Math.max(follows * Math.log2(colleagues / others) + (1 - follows) * anywhere, 0)
}

/** What a difference says: less where the companies differ and the fact follows from the company. */
const differenceBeside = ({ agrees, frequencies }: Work, kind: FactKind, bits: number): number =>
  agrees === false ? bits * (1 - frequencies.followsCompany(kind)) : bits

const sharedCompany = (a: Person, b: Person): string | null =>
  [companyOf(a), companyOf(b)].filter((name) => name !== null).toSorted()[0] ?? null

function compareCompanies(a: Person, b: Person, frequencies: Frequencies): Evidence | null {
  const domain = shared(a.domains, b.domains)
  const sameName = a.company !== null && a.company === b.company
  if (domain || sameName) {
    const rarest = Math.max(
      domain ? rarity(frequencies, 'domain', domain) : 0,
      sameName ? rarity(frequencies, 'company', a.company as string) : 0,
    )
    const value = sameName ? (a.company as string) : (domain as string)
    const bits = Math.min(rarest - 0.7, 12)
    return { kind: sameName ? 'company' : 'domain', detail: 'same', bits, values: [value], field: null }
  }
  const [one, two] = [a.company ?? a.domains[0], b.company ?? b.domains[0]]
  if (!one || !two) return null
  if (namesDomain(a, b) || namesDomain(b, a)) {
    return { kind: 'company', detail: 'similar', bits: 6, values: [one, two], field: null }
  }
  if (a.company && b.company && nearText(a.company, b.company)) {
    return { kind: 'company', detail: 'similar', bits: 5, values: [a.company, b.company], field: null }
  }
  return { kind: 'company', detail: 'different', bits: OTHER_COMPANY, values: [one, two], field: null }
}

/** `Hass Salmi` and `hasssalmi.com`. */
const namesDomain = ({ company }: Person, { domains }: Person): boolean =>
  company !== null &&
  domains.some((domain) => domain.split('.')[0]?.replaceAll('-', '') === company.replaceAll(' ', ''))

function nearText(one: string, two: string): boolean {
  const shorter = Math.min(one.length, two.length)
  if (shorter < 5) return false
  if (Math.abs(one.length - two.length) <= 2 && distance(one, two) <= 2) return true
  return shorter > 7 && (one.startsWith(`${two} `) || two.startsWith(`${one} `))
}

/** From how many people on a number belongs to an office and not to a person. */
const SWITCHBOARD = 3

function comparePhones(a: Person, b: Person, work: Work): Evidence | null {
  if (a.phones.length === 0 || b.phones.length === 0) return null
  const same = sharedPhone(a, b)
  if (same) {
    const many = work.frequencies.count('phone', nationalOf(same)) > SWITCHBOARD
    const bits = Math.min(rarityBeside(work, 'phone', nationalOf(same)) - (many ? 3 : 0.7), 16)
    return { kind: 'phone', detail: many ? 'shared' : 'same', bits, values: [same], field: null }
  }
  const [one, two] = [a.phones[0] as string, b.phones[0] as string]
  const near = a.phones.some((x) => b.phones.some((y) => isNearPhone(nationalOf(x), nationalOf(y))))
  if (near) return { kind: 'phone', detail: 'similar', bits: 6, values: [one, two], field: null }
  return {
    kind: 'phone',
    detail: 'different',
    bits: differenceBeside(work, 'phone', OTHER_PHONE),
    values: [one, two],
    field: null,
  }
}

/** The number that both have, with the code of its country where one of them tells it. */
function sharedPhone(a: Person, b: Person): string | undefined {
  for (const one of a.phones) {
    const other = b.phones.find((number) => isSamePhone(one, number))
    if (other !== undefined) return one.startsWith(' ') ? other : one
  }
  return undefined
}

const isNearPhone = (one: string, other: string): boolean =>
  one.length >= 8 && one.length === other.length && distance(one, other) === 1

function compareProfiles(a: Person, b: Person, frequencies: Frequencies): Evidence | null {
  if (!a.linkedin || !b.linkedin) return null
  if (a.linkedin !== b.linkedin)
    return { kind: 'linkedin', detail: 'different', bits: OTHER_PROFILE, values: [a.linkedin, b.linkedin], field: null }
  const bits = Math.min(rarity(frequencies, 'linkedin', a.linkedin) - 0.2, 22)
  return { kind: 'linkedin', detail: 'same', bits, values: [a.linkedin], field: null }
}

function compareCountries(a: Person, b: Person): Evidence | null {
  if (!a.country || !b.country || a.country === b.country) return null
  return { kind: 'country', detail: 'different', bits: OTHER_COUNTRY, values: [a.country, b.country], field: null }
}

function compareCustom(a: Person, b: Person, work: Work): Evidence[] {
  if (a.custom.length === 0 || b.custom.length === 0) return []
  return a.custom.flatMap(({ field, value }) => {
    const theirs = b.custom.find((fact) => fact.field === field)?.value
    return theirs === undefined ? [] : compareValues(field, value, theirs, work)
  })
}

function compareValues(field: string, one: string, two: string, work: Work): Evidence {
  const kind = 'customField'
  const { frequencies } = work
  if (one === two) {
    const bits = Math.min(rarityBeside(work, customKind(field), one) - 0.4, 14)
    return { kind, detail: 'same', bits, values: [one], field }
  }
  const commonest = Math.max(frequencies.count(customKind(field), one), frequencies.count(customKind(field), two))
  if (nearText(one, two) || nearDigits(one, two)) {
    const bits = Math.log2((0.08 * frequencies.people) / (4 * commonest + 12))
    return { kind, detail: 'similar', bits: Math.max(Math.min(bits, 10), -1), values: [one, two], field }
  }
  return {
    kind,
    detail: 'different',
    bits: differenceBeside(work, customKind(field), isDate(one) && isDate(two) ? OTHER_DATE : OTHER_VALUE),
    values: [one, two],
    field,
  }
}

/** A day, as folding leaves it. */
const isDate = (value: string): boolean => /^(18|19|20)\d\d ?\d\d ?\d\d$/.test(value)

/** Dates and numbers with one digit wrong or two exchanged. */
function nearDigits(one: string, two: string): boolean {
  if (!/^[\d ]{4,}$/.test(one) || one.length !== two.length) return false
  const wrong = [...one].map((digit, at) => (digit === two[at] ? -1 : at)).filter((at) => at >= 0)
  const [x = -1, y = -1] = wrong
  return wrong.length === 1 || (wrong.length === 2 && one[x] === two[y] && one[y] === two[x])
}
