import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { Contact } from '../../../server/contacts/schema.ts'
import type { Certainty } from '../../../server/duplicates/schema.ts'
import { countsOf, groupsOf, isCertainty, type Pages, placeOf, withoutContacts } from './queue.ts'
import { queueKey, queueQuery } from './queue-query.ts'

/** So near the end of what is loaded, the next page is fetched. */
const ahead = 10

/** When to look for the suggestions of contacts that have just changed, in milliseconds. */
const comparedAfter = [0, 1_500, 4_000, 9_000]

/** The queue with the group that is looked at; filter and group stand in the address. */
export function useQueue() {
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const asked = params.get('certainty')
  const certainty = isCertainty(asked) ? asked : undefined
  const wanted = params.get('group')
  const list = useInfiniteQuery(queueQuery(certainty))
  const groups = groupsOf(list.data)
  const last = useRef({ contactIds: [] as string[], place: 0 })
  const followed = useRef<readonly string[]>([])
  const found = groups.find(({ contacts }) => contacts.some(({ id }) => followed.current.includes(id)))
  const place = placeOf(groups, { id: found?.id ?? wanted, ...last.current })
  const current = groups[place]
  useEffect(() => {
    if (current) last.current = { contactIds: current.contacts.map(({ id }) => id), place }
  }, [current, place])
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && place > groups.length - ahead)
      void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, place, groups.length])
  const show = (id: string | undefined) => {
    followed.current = []
    setParams(
      (now) => {
        const next = new URLSearchParams(now)
        if (id === undefined) next.delete('group')
        else next.set('group', id)
        return next
      },
      { replace: true },
    )
  }
  const open = useRef(show)
  open.current = show
  useEffect(() => {
    if (found) open.current(found.id)
  }, [found])
  const reload = () => void queries.invalidateQueries({ queryKey: queueKey })
  return {
    list,
    groups,
    counts: countsOf(list.data),
    certainty,
    /** A group is named in the address, be it still there or not. */
    opened: wanted !== null,
    place,
    current,
    show,
    narrowTo: (to: Certainty | undefined) => {
      last.current = { contactIds: [], place: 0 }
      followed.current = []
      setParams(to ? { certainty: to } : {}, { replace: true })
    },
    reload,
    /** Goes to whichever group these contacts are in, as soon as there is one: those of an undone merge are compared anew. */
    follow: (contactIds: readonly string[]) => {
      followed.current = contactIds
      for (const ms of comparedAfter) setTimeout(reload, ms)
    },
    /** Takes contacts of a group out of the queue before the server says so. */
    settle: (groupId: string, contactIds: readonly string[], survivor?: Contact) => {
      followed.current = []
      queries.setQueriesData<Pages>(
        { queryKey: queueKey },
        (pages) => pages && withoutContacts(pages, groupId, contactIds, survivor),
      )
    },
  }
}
