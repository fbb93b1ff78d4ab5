import { Problem } from '../platform/problem.ts'
import type { Form } from './schema.ts'

export class FormNotFound extends Problem {
  readonly type = 'form-not-found'
  constructor() {
    super(404, 'There is no such form. It may have been deleted.')
  }
}

/** What the public address answers for what does not exist or was never published. */
export class NoSuchPage extends Problem {
  readonly type = 'form-not-found'
  constructor() {
    super(404, 'There is no form at this address. Check the link.')
  }
}

export class FormClosed extends Problem {
  readonly type = 'form-closed'
  constructor() {
    super(410, 'This form is closed.')
  }
}

export class StaleForm extends Problem {
  readonly type = 'stale-version'
  constructor(current: Form) {
    super(409, 'Somebody changed this form in the meantime. Compare and save again.', { current })
  }
}

export class FormUnfinished extends Problem {
  readonly type = 'form-unfinished'
  constructor(errors: { path: string; message: string }[]) {
    super(422, errors.map(({ message }) => message).join(' '), { errors })
  }
}

export class FormHasSubmissions extends Problem {
  readonly type = 'form-has-submissions'
  constructor(count: number) {
    super(
      409,
      'People sent this form, and their consent refers to it. Close it instead: visitors cannot send it any more.',
      { submissions: count },
    )
  }
}

export class SubmissionNotFound extends Problem {
  readonly type = 'submission-not-found'
  constructor() {
    super(404, 'There is no such submission. It may have been forgotten.')
  }
}

export class NotSpam extends Problem {
  readonly type = 'submission-settled'
  constructor() {
    super(409, 'Only a submission that was taken for spam can be accepted. This one is settled.')
  }
}

/** The person is on the suppression list; they are not taken in again unnoticed. */
export class SenderSuppressed extends Problem {
  readonly type = 'address-suppressed'
  constructor() {
    super(
      409,
      'This person was erased or must never be contacted. A data protection officer can take the address off the suppression list.',
    )
  }
}
