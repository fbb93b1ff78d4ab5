import { InvalidInput } from './problem.ts'

/** Where a page ended: an instant and an id. Opaque outside. */
export interface Position {
  at: string
  id: string
}

export const writeCursor = ({ at, id }: Position): string => Buffer.from(`${at}|${id}`).toString('base64url')

/** @throws InvalidInput for a cursor that did not come from here. */
export function readCursor(cursor: string): Position {
  const [at, id] = Buffer.from(cursor, 'base64url').toString().split('|')
  if (!at || !id || Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new InvalidInput([{ path: 'cursor', message: 'Unknown cursor. Leave it out to start at the beginning.' }])
  }
  return { at, id }
}
