import { GraphError } from '@microsoft/microsoft-graph-client'

/** A Graph answer that was not a success, with what deciding about it needs. Never holds mail content. */
export class GraphFailure extends Error {
  override name = 'GraphFailure'
  /** HTTP status, or -1 when no whole answer came. */
  readonly status: number
  /** Graph's error code as given; compare with `is`, which knows the inner ones too. */
  readonly code: string
  readonly #codes: readonly string[]
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
    innerCodes: readonly string[] = [],
  ) {
    super(`${status} ${code}: ${message}`, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.#codes = [code, ...innerCodes].map((one) => one.toLowerCase())
    this.requestId = requestId
    this.retryAt = retryAt
  }

  /** Codes are compared without regard to case, as Graph's error page asks. */
  is(...codes: string[]): boolean {
    return codes.some((code) => this.#codes.includes(code.toLowerCase()))
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
  const [code, ...inner] = answered ? codesOf(error) : ['NoAnswer']
  return new GraphFailure(
    answered ? error.statusCode : -1,
    code ?? 'unknown',
    answered ? 'Graph refused the request.' : 'The answer of Graph did not arrive whole.',
    error.requestId,
    retryAt(error.headers?.get('retry-after') ?? null, now),
    error,
    inner,
  )
}

/** The code and those inside it: the one we know may be the outer or an inner one. */
function codesOf(error: GraphError): [string, ...string[]] {
  const inner: string[] = []
  try {
    let part = JSON.parse(String(error.body)) as
      | { code?: string; innerError?: unknown; innererror?: unknown }
      | undefined
    while (part) {
      if (part.code) inner.push(part.code)
      part = (part.innerError ?? part.innererror) as typeof part
    }
  } catch {
    // An error page of a proxy is not JSON; the status has to do.
  }
  return [error.code ?? inner[0] ?? 'unknown', ...inner]
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAt(header: string | null, now: Date): Date | null {
  if (!header) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return new Date(now.getTime() + Math.max(0, seconds) * 1000)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : new Date(date)
}
