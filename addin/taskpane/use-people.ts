import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Me } from '../../server/users/schema.ts'
import { contactAtQuery } from '../features/contact/contact-query.ts'
import { fold, isAtDomains, participants } from '../features/people/participants.ts'
import { peopleQuery, type Resolved } from '../features/people/people-query.ts'
import type { Address, ReadMessage } from '../outlook/selection.ts'
import { useSettled } from './use-settled.ts'

/** How much longer a message must stay before all its people are asked about, in milliseconds. */
const rest = 400

/**
 * Who is on a message, and the contact of the chosen one. Running through a list must cost no more than one call
 * where one pauses: so first only the chosen person is looked up, and everybody else when the message stays, or at
 * once when the chosen person turns out to be unknown.
 * @param wanted folded address the user chose; absent: the first person outside the organisation
 */
export function usePeople(message: ReadMessage, me: Me, wanted: string | undefined) {
  const queries = useQueryClient()
  const settled = useSettled(message.key)
  const rested = useSettled(message.key, rest)
  const people = participants(message, me.email ? [me.email] : [])
  const everybody = peopleQuery(people.map(({ address }) => address))
  const { outsiders, colleagues } = divide(people, queries.getQueryData(everybody.queryKey), me)
  const chosen = outsiders.find(({ address }) => fold(address) === wanted) ?? outsiders[0]
  const found = useQuery({
    ...contactAtQuery(queries, chosen?.address ?? ''),
    enabled: settled && chosen !== undefined,
  })
  const resolved = useQuery({
    ...everybody,
    enabled: (rested && people.length > 1) || (settled && found.data === null),
  })
  // Someone without a record may still be a colleague at a domain we were not told of: wait for that answer.
  const unsure = found.data === null && resolved.isPending
  return {
    people,
    outsiders,
    colleagues,
    chosen,
    found,
    resolved: resolved.data,
    contactId: unsure ? undefined : found.data,
  }
}

function divide(people: Address[], resolved: Resolved | undefined, me: Me) {
  const isColleague = ({ address }: Address) => {
    const known = resolved?.[fold(address)]
    return known ? known.kind === 'colleague' : isAtDomains(address, me.organisation.domains)
  }
  return { outsiders: people.filter((person) => !isColleague(person)), colleagues: people.filter(isColleague) }
}
