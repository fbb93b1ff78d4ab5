import type { InfiniteData } from '@tanstack/react-query'
import type { Contact } from '../../../server/contacts/schema.ts'
import {
  type Certainty,
  certainties,
  type DuplicateGroup,
  type DuplicateGroups,
} from '../../../server/duplicates/schema.ts'

export type Pages = InfiniteData<DuplicateGroups, unknown>

export const isCertainty = (text: string | null): text is Certainty =>
  text !== null && (certainties as readonly string[]).includes(text)

export const groupsOf = (pages: Pages | undefined): DuplicateGroup[] => pages?.pages.flatMap(({ items }) => items) ?? []

export const countsOf = (pages: Pages | undefined): DuplicateGroups['counts'] =>
  pages?.pages[0]?.counts ?? { certain: 0, likely: 0, possible: 0 }

/**
 * The queue after some contacts of a group were merged away or judged: nobody waits for the server to say so. A group
 * of which one contact is left is none any more.
 * @param survivor the one of the group that they were merged into, as it is now
 */
export function withoutContacts(
  pages: Pages,
  groupId: string,
  contactIds: readonly string[],
  survivor?: Contact,
): Pages {
  const group = groupsOf(pages).find(({ id }) => id === groupId)
  if (!group) return pages
  const stays = ({ id }: { id: string }) => !contactIds.includes(id)
  const contacts = group.contacts.filter(stays).map((one) => (one.id === survivor?.id ? { ...one, ...survivor } : one))
  const settled = contacts.length < 2
  const rest = { ...group, contacts, pairs: group.pairs.filter(({ ids }) => ids.every((id) => stays({ id }))) }
  return {
    ...pages,
    pages: pages.pages.map(({ items, counts, nextCursor }) => ({
      items: items.flatMap((one) => (one.id === groupId ? (settled ? [] : [rest]) : [one])),
      counts: settled ? { ...counts, [group.certainty]: Math.max(0, counts[group.certainty] - 1) } : counts,
      nextCursor,
    })),
  }
}

/**
 * The place of the group that is looked at. When it is gone, whoever holds one of its contacts takes its place, else
 * the group that moved up into it.
 */
export function placeOf(
  groups: readonly DuplicateGroup[],
  wanted: { id: string | null; contactIds: readonly string[]; place: number },
): number {
  const same = groups.findIndex(({ id }) => id === wanted.id)
  if (same >= 0) return same
  const kin = groups.findIndex(({ contacts }) => contacts.some(({ id }) => wanted.contactIds.includes(id)))
  return kin >= 0 ? kin : Math.min(wanted.place, groups.length - 1)
}

/** Pairs of one contact with each other one of its group. */
export const pairsWith = (group: DuplicateGroup, contactId: string): [string, string][] =>
  group.contacts.flatMap(({ id }): [string, string][] => (id === contactId ? [] : [[contactId, id]]))

export const namesOf = (group: DuplicateGroup): string =>
  group.contacts.map(({ displayName }) => displayName).join(', ')

/** What speaks loudest for a group. */
export const strongestReason = (group: DuplicateGroup): string | undefined =>
  group.pairs.toSorted((a, b) => b.score - a.score)[0]?.reasons[0]?.text
