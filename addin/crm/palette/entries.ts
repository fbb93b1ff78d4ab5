import type { CompanyList } from '../../../server/companies/schema.ts'
import type { ContactList } from '../../../server/contacts/schema.ts'
import type { DealList } from '../../../server/deals/schema.ts'
import { type PageName, pages } from '../shell/pages.ts'

/** One line of the palette, and where it leads. */
export type Entry =
  | { kind: 'contact'; id: string; to: string; label: string; detail: string }
  | { kind: 'company'; id: string; to: string; label: string; detail: string }
  | { kind: 'deal'; id: string; to: string; label: string; detail: string }
  | { kind: 'page'; id: PageName; to: string; label: string }
  | { kind: 'action'; id: 'add' | 'add-deal'; to: string; label: string }
  | { kind: 'list'; id: 'all'; to: string; label: string }

interface Words {
  page(name: PageName): string
  add: string
  addDeal: string
  all(text: string): string
}

interface Found {
  text: string
  /** What was found is for an earlier text: only what still fits is shown, so that Enter never opens the wrong one. */
  stale: boolean
  contacts: ContactList['items']
  companies: CompanyList['items']
  deals: DealList['items']
}

/**
 * What the palette offers for a text: whom it found, and pages and actions whose name holds it. These go first when
 * their name begins with it, since a search finds somebody for nearly everything.
 */
export function entriesFor({ text, stale, contacts, companies, deals }: Found, words: Words): Entry[] {
  const wanted = fold(text)
  const named = (entry: Entry) => fold(entry.label).includes(wanted)
  const places: Entry[] = pages.map(({ name }) => ({ kind: 'page', id: name, to: `/${name}`, label: words.page(name) }))
  const add: Entry = { kind: 'action', id: 'add', to: '/contacts?add=1', label: words.add }
  const addDeal: Entry = { kind: 'action', id: 'add-deal', to: '/deals?add=1', label: words.addDeal }
  const fixed = [...places, add, addDeal].filter(named)
  if (!wanted) return fixed
  const first = fixed.filter(({ label }) => fold(label).startsWith(wanted))
  const found: Entry[] = [
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
    ...deals.map(
      (deal): Entry => ({
        kind: 'deal',
        id: deal.id,
        to: `/deals/${deal.id}`,
        label: deal.name,
        detail: [deal.company?.name, deal.stage.name].filter(Boolean).join(' · '),
      }),
    ),
  ]
  return [
    ...first,
    ...found.filter((entry) => !stale || holds(entry, wanted)),
    ...fixed.filter((entry) => !first.includes(entry)),
    {
      kind: 'list',
      id: 'all',
      to: `/contacts?${new URLSearchParams({ search: text.trim() })}`,
      label: words.all(text.trim()),
    },
  ]
}

function holds(entry: Entry, wanted: string): boolean {
  const text = fold(`${entry.label} ${'detail' in entry ? entry.detail : ''}`)
  return wanted.split(/\s+/).every((word) => text.includes(word))
}

/** Entries in runs of one kind, each with the place of its first. */
export function groupsOf(entries: Entry[]): { kind: Entry['kind']; first: number; members: Entry[] }[] {
  const groups: { kind: Entry['kind']; first: number; members: Entry[] }[] = []
  for (const [index, entry] of entries.entries()) {
    const last = groups.at(-1)
    if (last?.kind === entry.kind) last.members.push(entry)
    else groups.push({ kind: entry.kind, first: index, members: [entry] })
  }
  return groups
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLocaleLowerCase()
