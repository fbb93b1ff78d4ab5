import type { CompanyList } from '../../../server/companies/schema.ts'
import type { ContactList } from '../../../server/contacts/schema.ts'
import { type PageName, pages } from '../shell/pages.ts'

/** One line of the palette, and where it leads. */
export type Entry =
  | { kind: 'contact'; id: string; to: string; label: string; detail: string }
  | { kind: 'company'; id: string; to: string; label: string; detail: string }
  | { kind: 'page'; id: PageName; to: string; label: string }
  | { kind: 'action'; id: 'add' | 'all'; to: string; label: string }

interface Words {
  page(name: PageName): string
  add: string
  all(text: string): string
}

interface Found {
  text: string
  contacts: ContactList['items']
  companies: CompanyList['items']
}

/** What the palette offers for a text: whom it found, then pages and actions whose name holds it. */
export function entriesFor({ text, contacts, companies }: Found, words: Words): Entry[] {
  const wanted = fold(text)
  const named = ({ label }: Entry) => fold(label).includes(wanted)
  const places: Entry[] = pages.map(({ name }) => ({ kind: 'page', id: name, to: `/${name}`, label: words.page(name) }))
  const add: Entry = { kind: 'action', id: 'add', to: '/contacts?add=1', label: words.add }
  const fixed = [...places, add].filter(named)
  if (!wanted) return fixed
  return [
    ...contacts.map(
      (contact): Entry => ({
        kind: 'contact',
        id: contact.id,
        to: `/contacts/${contact.id}`,
        label: contact.displayName,
        detail: [contact.company?.name, contact.email].filter(Boolean).join(' · '),
      }),
    ),
    ...companies.map(
      (company): Entry => ({
        kind: 'company',
        id: company.id,
        to: `/companies/${company.id}`,
        label: company.name,
        detail: company.domains.join(', '),
      }),
    ),
    ...fixed,
    {
      kind: 'action',
      id: 'all',
      to: `/contacts?${new URLSearchParams({ search: text.trim() })}`,
      label: words.all(text.trim()),
    },
  ]
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLocaleLowerCase()
