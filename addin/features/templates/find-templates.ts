import type { Template } from '../../../server/templates/schema.ts'

/** Templates in which every word of a search stands, in name or subject; case and accents do not count. */
export function findTemplates(templates: Template[], search: string): Template[] {
  const words = fold(search).split(/\s+/).filter(Boolean)
  return templates.filter(({ name, subject }) => {
    const text = fold(`${name} ${subject}`)
    return words.every((word) => text.includes(word))
  })
}

const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
