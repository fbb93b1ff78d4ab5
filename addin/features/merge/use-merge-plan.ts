import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { MergeContactsInput } from '../../../server/merge/schema.ts'
import { previewQuery } from './merge-query.ts'
import { type Compared, type Picks, rowsOf } from './rows.ts'
import { usePlainRows } from './use-plain-rows.ts'

/** Picks that still point at one of those who are merged. */
const within = (picks: Picks, ids: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(picks).filter(([, id]) => ids.includes(id)))

/** How contacts are to be merged when nobody chose anything. */
export function plainMerge(contacts: readonly Compared[], primaryId: string): MergeContactsInput {
  return {
    primaryId,
    otherIds: contacts.flatMap(({ id }) => (id === primaryId ? [] : [id])),
    fields: {},
    versions: Object.fromEntries(contacts.map(({ id, version }) => [id, version])),
  }
}

/**
 * How some contacts are to become one: which of them, which stays, whose value each field keeps; and what the server
 * says would come of it.
 * @param proposed id of the primary that is proposed
 * @param readOnly nothing can be chosen: the fields are compared here, since the server foretells merges only to those who may merge
 */
export function useMergePlan(contacts: readonly Compared[], proposed: string, readOnly = false) {
  const [wanted, setPrimary] = useState(proposed)
  const [out, setOut] = useState<readonly string[]>([])
  const [picks, setPicks] = useState<Picks>({})
  const chosen = contacts.filter(({ id }) => !out.includes(id))
  const ids = chosen.map(({ id }) => id)
  const primaryId = [wanted, proposed].find((id) => ids.includes(id)) ?? ids[0] ?? proposed
  const input = { ...plainMerge(chosen, primaryId), fields: within(picks, ids) }
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...previewQuery(input),
    enabled: !readOnly && input.otherIds.length > 0,
    placeholderData: keepPreviousData,
  })
  const preview = input.otherIds.length > 0 ? data : undefined
  // What is picked by hand shows at once; everything else is shown as the server foretells it.
  const about = JSON.stringify([primaryId, ids, input.versions])
  const shown = useRef('')
  if (data && !isPlaceholderData) shown.current = about
  const plain = usePlainRows(readOnly ? contacts : [])
  const rows = preview ? rowsOf(preview, ids, input.fields) : plain
  return {
    contacts,
    readOnly,
    chosen,
    ids,
    primaryId,
    input,
    preview,
    rows,
    /** What is shown is of another primary, of other contacts, or of how they were before. */
    waiting: shown.current !== about,
    error,
    refetch,
    setPrimary: (id: string) => ids.includes(id) && setPrimary(id),
    toggle: (id: string) => setOut(out.includes(id) ? out.filter((one) => one !== id) : [...out, id]),
    pick: (field: string, contactId: string) => setPicks({ ...picks, [field]: contactId }),
  }
}

export type MergePlan = ReturnType<typeof useMergePlan>
