import type { Problem } from '../../server/platform/schema.ts'

/**
 * Everything that can go wrong between the pane and the server, as one class.
 * `type` is the server's stable name, or ours where no answer came: `network`, `timeout`, `unreadable-answer`.
 */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly type: string
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  readonly requestId: string | undefined
  /** The whole problem body, with the members that belong to its type. */
  readonly body: Problem

  constructor(body: Problem) {
    super(body.detail)
    this.type = body.type
    this.status = body.status
    this.requestId = body.requestId
    this.body = body
  }

  /** No answer at all: the network or the server is away. */
  get isOffline(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

export function noAnswer(type: 'network' | 'timeout', detail: string): ApiProblem {
  return new ApiProblem({ type, title: 'No answer', status: 0, detail })
}

/** Reads a failed response, whether or not it carries a problem body (a proxy's page does not). */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const fallback: Problem = {
    type: 'unreadable-answer',
    title: response.statusText || 'Error',
    status: response.status,
    detail: `The server answered ${response.status} ${response.statusText}`.trim(),
  }
  const body = await response.json().catch(() => ({}))
  const requestId = body.requestId ?? response.headers.get('x-request-id') ?? undefined
  return new ApiProblem({ ...fallback, ...body, status: response.status, ...(requestId ? { requestId } : {}) })
}

/** True when an error says that there is no way to the server at present. */
export function isOffline(error: unknown): boolean {
  return error instanceof ApiProblem && error.isOffline
}
