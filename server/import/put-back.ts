import { type PlainField, plainFields } from '../contacts/plain-fields.ts'
import { parsePhone } from '../platform/phone.ts'
import { type KnownContact, nothingWritten, type Writes } from './book.ts'
import type { UndoneRow } from './undo-import.ts'

/** What putting values back comes to. */
export interface PutBack {
  writes: Writes
  /** Addresses that the import gave to contacts and that go again. */
  taken: { contactId: string; address: string }[]
  /** Notes that the import put on timelines and that go again. */
  notes: { contactId: string; id: string }[]
  /** Why something of a contact stays as it is. */
  reasons: Map<string, string[]>
  restored: number
}

/**
 * Puts the values from before an import back into contacts, the last change first, each only where the value is still the
 * one the import set.
 * @param tag what the import tagged its contacts with
 */
export function putBack(contacts: Map<string, KnownContact>, rows: readonly UndoneRow[], tag: string): PutBack {
  const back: PutBack = { writes: nothingWritten(), taken: [], notes: [], reasons: new Map(), restored: 0 }
  for (const { contact_id, changes } of rows) {
    const contact = contacts.get(contact_id)
    if (!contact) continue
    const before = snapshot(contact)
    const held = heldBefore(changes)
    for (const change of changes.toReversed()) {
      const done = restore(back, contact, change, held)
      if (!done)
        back.reasons.set(contact_id, [
          ...(back.reasons.get(contact_id) ?? []),
          change.field === 'bounced'
            ? 'An address that bounced stays marked, whatever it came from.'
            : `Somebody changed ${change.field} since.`,
        ])
    }
    dropTag(back, contact, tag)
    if (snapshot(contact) !== before && !back.writes.updated.has(contact)) {
      contact.version += 1
      back.writes.updated.add(contact)
      back.restored += 1
    }
  }
  return back
}

const snapshot = ({ plain, companyId, ownerId, custom, tags, addresses }: KnownContact): string =>
  JSON.stringify([plain, companyId, ownerId, custom, [...tags], addresses])

type Change = UndoneRow['changes'][number]

function restore(
  back: PutBack,
  contact: KnownContact,
  { field, before, after }: Change,
  held: ReadonlySet<unknown>,
): boolean {
  const same = (current: unknown) => JSON.stringify(current ?? null) === JSON.stringify(after ?? null)
  const told = () => back.writes.history.push({ contactId: contact.id, field, before: after, after: before })
  if ((plainFields as readonly string[]).includes(field)) {
    if (!same(contact.plain[field as PlainField])) return false
    contact.plain[field as PlainField] = before as string | null
    readNumbers(contact)
  } else if (field === 'companyId' || field === 'ownerId') {
    if (!same(contact[field])) return false
    contact[field] = before as string | null
  } else if (field.startsWith('customFields.')) {
    const key = field.slice('customFields.'.length)
    if (!same(contact.custom[key])) return false
    if (before === null) delete contact.custom[key]
    else contact.custom[key] = before as KnownContact['custom'][string]
  } else if (field === 'tagsAdded') {
    for (const name of after as string[]) dropTag(back, contact, name)
    return true
  } else if (field === 'tagsRemoved') {
    for (const name of before as string[]) {
      if (contact.tags.has(name.toLowerCase())) continue
      contact.tags.set(name.toLowerCase(), name)
      back.writes.addedTags.push({ contactId: contact.id, name })
      back.writes.history.push({ contactId: contact.id, field: 'tagsAdded', before: null, after: [name] })
    }
    return true
  } else if (field === 'note') {
    back.notes.push({ contactId: contact.id, id: after as string })
    return true
  } else if (field === 'email' || field === 'aliases')
    return restoreAddresses(back, contact, { field, before, after }, held)
  else return field !== 'bounced'
  told()
  return true
}

/** The addresses a contact had before a row, as far as the row changed them. */
const heldBefore = (changes: readonly Change[]): ReadonlySet<unknown> =>
  new Set(changes.filter(({ field }) => field === 'email' || field === 'aliases').flatMap(({ before }) => before))

/** The columns beside the numbers follow from them. */
function readNumbers(contact: KnownContact): void {
  const phone = contact.plain.phone ? parsePhone(contact.plain.phone) : null
  const mobile = contact.plain.mobile ? parsePhone(contact.plain.mobile) : null
  contact.phoneDisplay = phone?.display ?? null
  contact.mobileDisplay = mobile?.display ?? null
  contact.phoneCountry = phone?.country ?? mobile?.country ?? null
}

function dropTag(back: PutBack, contact: KnownContact, name: string): void {
  if (!contact.tags.delete(name.toLowerCase())) return
  back.writes.removedTags.push({ contactId: contact.id, name })
  back.writes.history.push({ contactId: contact.id, field: 'tagsRemoved', before: [name], after: null })
}

/** Addresses that came go again, and the primary one from before is primary again; those that somebody moved stay. */
function restoreAddresses(
  back: PutBack,
  contact: KnownContact,
  { field, before, after }: Change,
  held: ReadonlySet<unknown>,
): boolean {
  const shown = (primary: boolean) =>
    contact.addresses.filter((one) => one.primary === primary).map(({ display }) => display)
  const current = field === 'email' ? (shown(true)[0] ?? null) : shown(false)
  if (field === 'email') {
    if (current !== after) return false
    const old = contact.addresses.find(({ display }) => display === before)
    const now = contact.addresses.find(({ primary }) => primary)
    if (before !== null && !old) return false
    if (old) {
      for (const one of contact.addresses) one.primary = one === old
      back.writes.newPrimary.add(contact)
    }
    if (now && !held.has(now.display)) take(back, contact, now.address)
  } else {
    for (const display of [after].flat() as string[]) {
      const one = contact.addresses.find((address) => address.display === display && !address.primary)
      if (one && !held.has(display)) take(back, contact, one.address)
    }
  }
  back.writes.history.push({ contactId: contact.id, field, before: after, after: before })
  return true
}

function take(back: PutBack, contact: KnownContact, address: string): void {
  contact.addresses = contact.addresses.filter((one) => one.address !== address)
  back.taken.push({ contactId: contact.id, address })
}
