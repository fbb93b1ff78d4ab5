import type { CheckDuplicates } from '../../../server/duplicates/schema.ts'
import { type Draft, isList, isReference, same, type Value } from '../editing/draft.ts'

const texts = ['firstName', 'lastName', 'email', 'phone', 'mobile', 'linkedin', 'country'] as const

/** The fields of a form by which people are told apart. */
const telling = [...texts, 'aliases', 'company']

/** What a form tells about a person, as it is compared with everybody; nothing while it names nobody. */
export function typedFacts(draft: Draft): CheckDuplicates | undefined {
  const filled = texts.flatMap((field) => {
    const text = textOf(draft[field])
    return text ? [[field, text] as const] : []
  })
  const facts = Object.fromEntries(filled) as CheckDuplicates
  if (!names(facts)) return undefined
  const { aliases, company } = draft
  if (isList(aliases) && aliases.length > 0) facts.aliases = [...aliases]
  if (isReference(company) && company.id) facts.companyId = company.id
  else if (isReference(company) && company.name.trim()) facts.company = company.name.trim()
  return facts
}

/** Whether an edit touches what tells people apart. */
export const tellsAnew = (before: Draft, draft: Draft): boolean =>
  telling.some((field) => !same(before[field], draft[field]))

/** An address, a number, or a first and a last name: less finds half the company. */
const names = ({ firstName, lastName, email, phone, mobile, linkedin }: CheckDuplicates): boolean =>
  Boolean((email && /\S@\S+\.\S/.test(email)) || phone || mobile || linkedin || (firstName && lastName))

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '')
