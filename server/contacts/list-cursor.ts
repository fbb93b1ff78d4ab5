import { InvalidInput } from '../platform/problem.ts'

/** Where a page of a list ended: opaque outside. */
export interface ListPlace {
  /** The order it belongs to, so that it is not taken for a place in another. */
  order: string
  key: string
  id: string
  /** Among those whose field is empty. */
  empty: boolean
  /** Whether the matches were few enough to be counted. */
  exact: boolean
  /** The search that was put right, for the pages after the first. */
  corrected: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const writePlace = ({ order, key, id, empty, exact, corrected }: ListPlace): string =>
  Buffer.from(JSON.stringify([order, key, id, empty ? 1 : 0, exact ? 1 : 0, corrected])).toString('base64url')

/** @throws InvalidInput for a cursor that did not come from here. */
export function readPlace(cursor: string): ListPlace {
  const parts = parsed(cursor)
  if (!Array.isArray(parts) || parts.length !== 6) throw readPlace.refusal()
  const [order, key, id, empty, exact, corrected] = parts
  if (typeof order !== 'string' || typeof key !== 'string' || typeof id !== 'string' || !UUID.test(id)) {
    throw readPlace.refusal()
  }
  return {
    order,
    key,
    id,
    empty: empty === 1,
    exact: exact === 1,
    corrected: typeof corrected === 'string' ? corrected : null,
  }
}

readPlace.refusal = () =>
  new InvalidInput([
    { path: 'cursor', message: 'Unknown cursor, or one of another list. Leave it out to start at the beginning.' },
  ])

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
