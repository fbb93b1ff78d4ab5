import { InvalidInput } from './problem.ts'

/** Where a page ended: an instant and an id. Opaque outside. */
export interface Position {
  at: string
  id: string
}

export const writeCursor = ({ at, id }: Position): string => Buffer.from(`${at}|${id}`).toString('base64url')

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @throws InvalidInput for a cursor that did not come from here. */
export function readCursor(cursor: string): Position {
  const [at, id] = Buffer.from(cursor, 'base64url').toString().split('|')
  if (!at || !id || !INSTANT.test(at) || Number.isNaN(Date.parse(at)) || !UUID.test(id)) {
    throw new InvalidInput([{ path: 'cursor', message: 'Unknown cursor. Leave it out to start at the beginning.' }])
  }
  return { at, id }
}
