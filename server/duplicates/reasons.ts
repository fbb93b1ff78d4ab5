import type { Evidence } from './evidence.ts'
import type { ComparedField } from './load-people.ts'
import type { Reason } from './schema.ts'

/** What weighs less than this, for or against, is not worth a line. */
const LEAST_BITS = 0.4

export interface ShownAs {
  fields: readonly ComparedField[]
  /** The names of the two as they are written, not as they are compared. */
  names: readonly [string, string]
}

/** Evidence as people read it, what weighs most first. */
export function reasonsFrom(all: readonly Evidence[], { fields, names }: ShownAs): Reason[] {
  const evidence = all.map((fact) => {
    if (fact.kind === 'name') return { ...fact, values: names }
    return fact.kind === 'phone' ? { ...fact, values: phoneTexts(fact.values) } : fact
  })
  return evidence
    .filter(({ bits }) => Math.abs(bits) >= LEAST_BITS)
    .toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits))
    .map((fact) => ({
      kind: fact.kind,
      detail: fact.detail,
      text: textOf(fact, fields),
      weight: Math.round(fact.bits * 10) / 10,
      values: [...fact.values],
      field: fact.field,
    }))
}

const phoneTexts = ([one, other]: Evidence['values']): Evidence['values'] =>
  other === undefined ? [phoneText(one)] : [phoneText(one), phoneText(other)]

const phoneText = (phone: string): string => (phone.startsWith(' ') ? phone.trim() : `+${phone}`)

function textOf(fact: Evidence, fields: readonly ComparedField[]): string {
  const [one, other = one] = fact.values
  const label = fields.find(({ key }) => key === fact.field)?.label ?? fact.field ?? ''
  return texts[fact.kind]({ fact, one: one ?? '', other: other ?? '', label })
}

interface Said {
  fact: Evidence
  one: string
  other: string
  label: string
}

const both = ({ one, other }: Said) => `${one} and ${other}`

const texts: Record<Evidence['kind'], (said: Said) => string> = {
  address: (said) => {
    if (said.fact.detail === 'different') return `Different addresses: ${both(said)}`
    if (said.fact.detail === 'similar') return `Addresses that differ in a letter or two: ${both(said)}`
    if (said.fact.detail === 'shared') return `The same shared mailbox: ${said.one}`
    return `The same mailbox: ${said.one}`
  },
  addressName: ({ one }) => `The same name before the @: ${one}`,
  name: (said) => nameText(said),
  phone: (said) => {
    if (said.fact.detail === 'different') return `Different phone numbers`
    if (said.fact.detail === 'similar') return `Phone numbers that differ in one digit: ${both(said)}`
    if (said.fact.detail === 'shared') return `The same phone number, which several people have: ${said.one}`
    return `The same phone number: ${said.one}`
  },
  company: (said) => {
    if (said.fact.detail === 'different') return `Different companies: ${both(said)}`
    if (said.fact.detail === 'similar') return `Companies that go together: ${both(said)}`
    return `The same company: ${said.one}`
  },
  domain: ({ one }) => `Addresses at the same company: ${one}`,
  linkedin: ({ fact }) => (fact.detail === 'same' ? 'The same LinkedIn profile' : 'Different LinkedIn profiles'),
  country: (said) => `Different countries: ${both(said)}`,
  customField: (said) => {
    if (said.fact.detail === 'same') return `The same ${said.label}: ${said.one}`
    return said.fact.detail === 'similar'
      ? `${said.label} that is nearly the same: ${both(said)}`
      : `Different ${said.label}: ${both(said)}`
  },
}

function nameText(said: Said): string {
  const { fact, one } = said
  if (fact.detail === 'same') return `The same ${fact.rare ? 'rare ' : ''}name: ${one}`
  if (fact.detail === 'swapped') return `The same name, first and last exchanged: ${both(said)}`
  if (fact.detail === 'nickname') return `A short form of the same name: ${both(said)}`
  if (fact.detail === 'initial') return `An initial that fits: ${both(said)}`
  if (fact.detail === 'similar') return `Names that differ in a letter or two: ${both(said)}`
  return fact.bits > 0 ? `Names that share a part: ${both(said)}` : `Different names: ${both(said)}`
}
