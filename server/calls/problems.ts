import { Problem } from '../platform/problem.ts'

/** Which of the things it may be is not said: whoever guesses learns nothing. */
export class NotSigned extends Problem {
  readonly type = 'not-signed'
  constructor() {
    super(
      401,
      'The call is not signed as it must be. Check the address, the signing key, the clock, and that the signature is made over the bytes that are sent.',
    )
  }
}

export class DeliveryKeyReused extends Problem {
  readonly type = 'idempotency-key-reused'
  constructor() {
    super(409, 'Another call came under this key before. Send each call under a key of its own.')
  }
}

export class CallSourceNotFound extends Problem {
  readonly type = 'call-source-not-found'
  constructor() {
    super(404, 'There is no such source of calls. Look at the list again.')
  }
}

export class CallSourceRevoked extends Problem {
  readonly type = 'call-source-revoked'
  constructor() {
    super(409, 'This source was revoked for good. Make a new one.')
  }
}
