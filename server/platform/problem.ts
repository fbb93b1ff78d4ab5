import type { Problem as ProblemBody } from './schema.ts'

/**
 * An error that is part of the product: one class a problem, each with a stable `type`. Rules throw it; the server
 * turns it into an RFC 9457 body in one place (app.ts).
 */
export abstract class Problem extends Error {
  abstract readonly type: string
  readonly status: number
  /** Further members of the body that a client can act on. */
  readonly members: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    detail: string,
    members: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail)
    this.status = status
    this.members = members
    this.headers = headers
  }

  body(requestId?: string): ProblemBody {
    return {
      ...this.members,
      type: this.type,
      title: this.type.replaceAll('-', ' '),
      status: this.status,
      detail: this.message,
      ...(requestId ? { requestId } : {}),
    }
  }
}

export class InvalidInput extends Problem {
  readonly type = 'invalid-input'
  constructor(errors: { path: string; message: string }[]) {
    const [first] = errors
    super(422, first ? `${first.path ? `${first.path}: ` : ''}${first.message}` : 'The input is not valid.', { errors })
  }
}

export class NotFound extends Problem {
  readonly type = 'not-found'
  constructor(what: string) {
    super(404, `There is no ${what}. Check the address.`)
  }
}

export class IdempotencyMismatch extends Problem {
  readonly type = 'idempotency-key-reused'
  constructor() {
    super(422, 'This Idempotency-Key was used for a different request. Send a new key with a new request.')
  }
}
