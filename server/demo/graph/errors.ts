import { randomUUID } from 'node:crypto'
import { type Answer, type Call, json } from '../http.ts'

/** An error in Graph's own terms; `code` is what clients switch on. */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export const badRequest = (message: string, code = 'BadRequest') => new GraphError(400, code, message)

export const itemNotFound = () =>
  new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')

export const invalidId = () => new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.')

export const accessDenied = () =>
  new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')

export const resourceNotFound = (what: string) =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  )

/** Graph's error body, with the ids by which its support would look the request up. */
export function errorAnswer(error: GraphError, call: Call, now: Date): Answer {
  const requestId = randomUUID()
  const clientRequestId = call.headers['client-request-id'] ?? requestId
  const innerError = {
    date: now.toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  }
  return json(
    error.status,
    { error: { code: error.code, message: error.message, innerError } },
    { ...error.headers, 'request-id': requestId, 'client-request-id': clientRequestId },
  )
}
