import { countryCodes } from '../platform/phone.ts'
import type { FormLanguage } from './schema.ts'

interface Named {
  id: string
  label: string
}

const lists = new Map<FormLanguage, Named[]>()

/** All countries by their names in a language, in its order. */
export function countriesIn(language: FormLanguage): Named[] {
  const known = lists.get(language)
  if (known) return known
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const list = countryCodes
    .map((id) => ({ id, label: names.of(id) ?? id }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
  lists.set(language, list)
  return list
}
