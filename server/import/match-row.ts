import type { Book, KnownContact } from './book.ts'
import { type Issue, ofRow } from './issues.ts'
import type { MappedRow, RowAddress } from './mapped-row.ts'
import type { Mapping } from './schema.ts'

/** Whom a row is about: a contact, nobody yet, or more than one (which is for a person to decide, IM-07). */
export interface Match {
  contact: KnownContact | null
  several: KnownContact[]
  /** Nothing but the whole row told. */
  byWholeRow: boolean
  issues: Issue[]
}

/** An address finds the contact that holds it, else the one that holds its form without the plus tag. */
export const holderOf = (book: Book, { address, untagged }: RowAddress): KnownContact | undefined =>
  book.byAddress.get(address) ?? (untagged ? book.byAddress.get(untagged) : undefined)

/**
 * Finds the contact of a row by what the mapping says identifies people, in that order. Our own id settles it alone; by
 * everything else all that are found must be one.
 */
export function matchRow(book: Book, row: MappedRow, matchBy: Mapping['matchBy']): Match {
  const issues: Issue[] = []
  const found = new Set<KnownContact>()
  for (const key of matchBy) {
    if (key === 'id' && row.id) {
      const contact = book.contacts.get(row.id)
      if (contact) return { contact, several: [], byWholeRow: false, issues }
      issues.push({ ...ofRow('no-such-contact', 'warning'), value: row.id })
    }
    for (const contact of foundBy(book, row, key)) found.add(contact)
  }
  const [only, ...others] = found
  if (only)
    return {
      contact: others.length === 0 ? only : null,
      several: others.length === 0 ? [] : [only, ...others],
      byWholeRow: false,
      issues,
    }
  const same = row.key ? book.byKey.get(row.key.toString('hex')) : undefined
  return { contact: same ?? null, several: [], byWholeRow: same !== undefined, issues }
}

function foundBy(book: Book, row: MappedRow, key: string): KnownContact[] {
  if (key === 'email') return row.addresses.flatMap((address) => holderOf(book, address) ?? [])
  if (key === 'linkedin')
    return [book.byLinkedin.get(row.plain.linkedin?.toLowerCase() ?? '')].filter((one) => one !== undefined)
  if (!key.startsWith('custom.')) return []
  const field = key.slice('custom.'.length)
  const value = row.custom[field]
  if (value === null || value === undefined) return []
  return [book.byUnique.get(field)?.get(book.uniqueKey(String(value)))].filter((one) => one !== undefined)
}
