import { GraphError } from '@microsoft/microsoft-graph-client'

/** A Graph answer that was not a success, with what deciding about it needs. Never holds mail content. */
export class GraphFailure extends Error {
  override name = 'GraphFailure'
  /** HTTP status, or -1 when no whole answer came. */
  readonly status: number
  /** Graph's error code as given; compare with `is`. */
  readonly code: string
  readonly requestId: string | null
  /** When the same mailbox may be asked again; null when nothing was said. */
  readonly retryAt: Date | null

  constructor(
    status: number,
    code: string,
    message: string,
    requestId: string | null,
    retryAt: Date | null,
    cause?: unknown,
  ) {
    super(`${status} ${code}: ${message}`, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.requestId = requestId
    this.retryAt = retryAt
  }

  /** Codes are compared without regard to case, as Graph's error page asks. */
  is(...codes: string[]): boolean {
    return codes.some((code) => code.toLowerCase() === this.code.toLowerCase())
  }

  /** The delta token is of no use any more: start the round again (delta-query-overview, "Synchronization reset"). */
  get isResync(): boolean {
    return this.status === 410 || this.is('syncStateNotFound', 'syncStateInvalid', 'resyncRequired', 'foreignLink')
  }

  /** Worth trying again later without anybody's help. */
  get isTransient(): boolean {
    return this.status === -1 || this.status === 408 || this.status === 429 || this.status >= 500
  }
}

export function failureFrom(error: unknown, now: Date): GraphFailure {
  if (error instanceof GraphFailure) return error
  if (!(error instanceof GraphError)) {
    return new GraphFailure(-1, 'NoAnswer', error instanceof Error ? error.message : 'No answer', null, null, error)
  }
  const answered = error.statusCode >= 300
  return new GraphFailure(
    answered ? error.statusCode : -1,
    answered ? innermostCode(error) : 'NoAnswer',
    answered ? 'Graph refused the request.' : 'The answer of Graph did not arrive whole.',
    error.requestId,
    retryAt(error.headers?.get('retry-after') ?? null, now),
    error,
  )
}

function innermostCode(error: GraphError): string {
  let code = error.code ?? 'unknown'
  try {
    let part = JSON.parse(String(error.body)) as
      | { code?: string; innerError?: unknown; innererror?: unknown }
      | undefined
    while (part) {
      if (part.code) code = part.code
      part = (part.innerError ?? part.innererror) as typeof part
    }
  } catch {
    // An error page of a proxy is not JSON; the status has to do.
  }
  return code
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAt(header: string | null, now: Date): Date | null {
  if (!header) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return new Date(now.getTime() + Math.max(0, seconds) * 1000)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : new Date(date)
}
