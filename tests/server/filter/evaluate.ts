import type { Filter } from '../../../server/filter/schema.ts'

/** A contact of the property tests, as a person would describe it. */
export interface Person {
  firstName: string | null
  lastName: string | null
  addresses: string[]
  phone: string | null
  jobTitle: string | null
  companyName: string | null
  companyId: string | null
  role: string | null
  chosenStatus: string
  ownerId: string | null
  ownerActive: boolean | null
  tags: string[]
  leadScore: number | null
  consentStatus: string
  consentExpiresAt: string | null
  country: string | null
  createdAt: string
  lastContactedAt: string | null
  custom: Record<string, unknown>
  activities: { type: string; at: string }[]
  segments: string[]
  deals: { stage: string; open: boolean; amount: number | null }[]
}

export interface World {
  now: Date
  timeZone: string
  customTypes: Record<string, string>
}

const letters: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', đ: 'd', ı: 'i', œ: 'oe' }

/** The folding once more, in another way: decompose, drop marks, replace the letters that do not decompose. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßøłæđıœ]/g, (letter) => letters[letter] as string)

/** The plain meaning of a filter, one contact at a time: what the compiled SQL must agree with. */
export function holds(filter: Filter, person: Person, world: World): boolean {
  if ('and' in filter) return filter.and.every((child) => holds(child, person, world))
  if ('or' in filter) return filter.or.some((child) => holds(child, person, world))
  if ('not' in filter) return !holds(filter.not, person, world)
  if ('activity' in filter) {
    const { types, atLeast, atMost, withinDays } = filter.activity
    const since = withinDays ? world.now.getTime() - withinDays * 86_400_000 : -Infinity
    const count = person.activities.filter(({ type, at }) => {
      const time = Date.parse(at)
      return (types as string[]).includes(type) && time > since && time <= world.now.getTime()
    }).length
    return count >= (atLeast ?? (atMost === undefined ? 1 : 0)) && count <= (atMost ?? Infinity)
  }
  const { field, op, value } = filter
  if (field.startsWith('custom.'))
    return custom(person.custom[field.slice(7)], world.customTypes[field.slice(7)] ?? '', op, value, world)
  switch (field) {
    case 'name':
      return text([person.firstName, person.lastName].filter((part) => part !== null).join(' '), op, value)
    case 'firstName':
    case 'lastName':
    case 'jobTitle':
    case 'companyName':
      return text(person[field] ?? '', op, value)
    case 'email':
      return anyText(person.addresses, op, String(value ?? '').trim())
    case 'phone':
      return phone(person.phone, op, value)
    case 'role':
      return choice(person.role, op, value)
    case 'status':
      return choice(person.consentStatus === 'opted_out' ? 'unsubscribed' : person.chosenStatus, op, value)
    case 'country':
      return choice(person.country, op, value)
    case 'consentStatus': {
      const over = person.consentExpiresAt !== null && Date.parse(person.consentExpiresAt) <= world.now.getTime()
      return choice(over ? 'unknown' : person.consentStatus, op, value)
    }
    case 'company':
      return choice(person.companyId, op, value)
    case 'owner':
      return choice(person.ownerId, op, value)
    case 'ownerActive':
      return person.ownerActive === (op === 'is_true')
    case 'tags':
      return set(person.tags.map(fold), op, Array.isArray(value) ? value.map((tag) => fold(String(tag))) : value)
    case 'segments':
      return set(person.segments, op, value)
    case 'hasOpenDeal':
      return person.deals.some(({ open }) => open) === (op === 'is_true')
    case 'dealStage':
      return set(
        person.deals.map(({ stage }) => stage),
        op,
        value,
      )
    case 'dealAmount': {
      const amounts = person.deals.flatMap(({ open, amount }) => (open && amount !== null ? [amount] : []))
      if (op === 'empty') return amounts.length === 0
      return op === 'not_empty' ? amounts.length > 0 : amounts.some((amount) => number(amount, op, value))
    }
    case 'leadScore':
      return number(person.leadScore, op, value)
    case 'createdAt':
    case 'lastContactedAt':
    case 'consentExpiresAt': {
      const at = person[field]
      return day(at === null ? null : dayIn(new Date(at), world.timeZone), op, value, world)
    }
    default:
      throw new Error(`the oracle does not know ${field}`)
  }
}

function text(held: string, op: string, value: unknown): boolean {
  const [have, typed] = [fold(held), fold(String(value ?? ''))]
  if (op === 'empty') return have === ''
  if (op === 'not_empty') return have !== ''
  if (op === 'is') return have === typed.trim()
  if (op === 'is_not') return have !== typed.trim()
  if (op === 'starts_with') return have.startsWith(typed)
  return have.includes(typed) === (op === 'contains')
}

function anyText(held: string[], op: string, value: string): boolean {
  if (op === 'empty') return held.length === 0
  if (op === 'not_empty') return held.length > 0
  if (op === 'is_not') return !held.some((one) => text(one, 'is', value))
  if (op === 'not_contains') return !held.some((one) => text(one, 'contains', value))
  return held.some((one) => text(one, op, value))
}

function phone(held: string | null, op: string, value: unknown): boolean {
  if (op === 'empty') return held === null
  if (op === 'not_empty') return held !== null
  const [have, typed] = [(held ?? '').replaceAll(/\D/g, ''), String(value).replaceAll(/\D/g, '')]
  const positive = op === 'is' || op === 'contains' || op === 'starts_with'
  if (typed === '') return !positive
  if (op === 'is' || op === 'is_not') return (held !== null && have === typed) === (op === 'is')
  if (op === 'starts_with') return have.startsWith(typed)
  return have.includes(/^0{1,2}\d{4}/.test(typed) ? typed.replace(/^00?/, '') : typed) === (op === 'contains')
}

function choice(held: string | null, op: string, value: unknown): boolean {
  if (op === 'empty') return held === null
  if (op === 'not_empty') return held !== null
  return (held !== null && (value as string[]).includes(held)) === (op === 'any_of')
}

function set(held: string[], op: string, value: unknown): boolean {
  if (op === 'empty') return held.length === 0
  if (op === 'not_empty') return held.length > 0
  const wanted = value as string[]
  if (op === 'all_of') return wanted.every((one) => held.includes(one))
  return wanted.some((one) => held.includes(one)) === (op === 'any_of')
}

function number(held: number | null, op: string, value: unknown): boolean {
  if (op === 'empty') return held === null
  if (op === 'not_empty') return held !== null
  if (held === null) return false
  const [from, to] = Array.isArray(value) ? (value as [number, number]) : [Number(value), Number(value)]
  if (op === 'eq') return held === from
  if (op === 'gte') return held >= from
  if (op === 'lte') return held <= from
  return held >= from && held <= to
}

/** The day of an instant somewhere, by the calendar of the platform. */
export const dayIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

function day(held: string | null, op: string, value: unknown, { now, timeZone }: World): boolean {
  if (op === 'empty') return held === null
  if (op === 'not_empty') return held !== null
  const today = dayIn(now, timeZone)
  const distance = held === null ? Number.NaN : (Date.parse(held) - Date.parse(today)) / 86_400_000
  const inLast = held !== null && distance <= 0 && distance > -Number(value)
  if (op === 'not_in_last_days') return !inLast
  if (held === null) return false
  if (op === 'in_last_days') return inLast
  if (op === 'in_next_days') return distance >= 0 && distance < Number(value)
  const [from, to] = Array.isArray(value) ? (value as [string, string]) : [String(value), String(value)]
  if (op === 'on_or_after') return held >= from
  if (op === 'on_or_before') return held <= from
  return held >= from && held <= to
}

function custom(held: unknown, type: string, op: string, value: unknown, world: World): boolean {
  if (type === 'number') return number((held as number | undefined) ?? null, op, value)
  if (type === 'date') return day((held as string | undefined) ?? null, op, value, world)
  if (type === 'yes_no')
    return op === 'empty' ? held === undefined : op === 'not_empty' ? held !== undefined : held === (op === 'is_true')
  if (type === 'single_choice') return choice((held as string | undefined) ?? null, op, value)
  if (type === 'multi_choice') return set((held as string[] | undefined) ?? [], op, value)
  if (held === undefined && ['is', 'contains', 'starts_with'].includes(op)) return false
  if (held === undefined && ['is_not', 'not_contains'].includes(op)) return true
  return text((held as string | undefined) ?? '', op, value)
}
