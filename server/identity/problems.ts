import { Problem } from '../platform/problem.ts'

export class NotSignedIn extends Problem {
  readonly type = 'not-signed-in'
  constructor(reason: string) {
    super(401, `${reason} Sign in again.`, {}, { 'www-authenticate': 'Bearer error="invalid_token"' })
  }
}

export class NotAllowed extends Problem {
  readonly type = 'not-allowed'
  constructor(needed: readonly string[]) {
    super(
      403,
      `This needs one of the roles ${needed.join(', ')}. An administrator gives them, under Settings > Users or in Entra.`,
      { needed },
    )
  }
}

export class SignInUnavailable extends Problem {
  readonly type = 'sign-in-unavailable'
  constructor(options?: { cause: unknown }) {
    super(
      503,
      'The sign-in keys of Microsoft Entra could not be read. Try again in a moment.',
      {},
      { 'retry-after': '5' },
    )
    if (options) this.cause = options.cause
  }
}
