import type { Filter } from '../../../../server/filter/schema.ts'
import type { User } from '../../../../server/users/schema.ts'

/** The contacts somebody owns, as a selection for a change to many. */
export function contactsOf({ id }: Pick<User, 'id'>): { filter: Filter } {
  return { filter: { field: 'owner', op: 'any_of', value: [id] } }
}

/** Who left and still owns contacts comes first: something has to be done there. Then by name. */
export function shownUsers(users: readonly User[], search: string): User[] {
  const sought = search.trim().toLowerCase()
  const waits = ({ active, contacts }: User) => Number(!active && contacts > 0)
  return users
    .filter(({ name, email }) => `${name} ${email ?? ''}`.toLowerCase().includes(sought))
    .sort((a, b) => waits(b) - waits(a) || Number(b.active) - Number(a.active) || a.name.localeCompare(b.name))
}
