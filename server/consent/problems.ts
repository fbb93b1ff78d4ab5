import { Problem } from '../platform/problem.ts'
import type { Jurisdiction } from './schema.ts'

export class ConsentNeedsEvidence extends Problem {
  readonly type = 'consent-needs-evidence'
  constructor(path: string, detail: string) {
    super(422, detail, { errors: [{ path, message: detail }] })
  }
}

export class OptOutStands extends Problem {
  readonly type = 'opt-out-stands'
  constructor(optedOutAt: Date, detail: string) {
    super(409, detail, { optedOutAt: optedOutAt.toISOString() })
  }
}

export class JurisdictionNotFound extends Problem {
  readonly type = 'jurisdiction-not-found'
  constructor(country: string) {
    super(404, `No rule is kept for ${country}. Add one first.`)
  }
}

export class JurisdictionExists extends Problem {
  readonly type = 'jurisdiction-exists'
  constructor(current: Jurisdiction) {
    super(409, `A rule for ${current.country} is kept already. Change that one.`, { current })
  }
}

export class StaleJurisdiction extends Problem {
  readonly type = 'stale-version'
  constructor(current: Jurisdiction) {
    super(409, 'Somebody changed this rule in the meantime. Compare the values and save again.', { current })
  }
}

export class WarningNotFound extends Problem {
  readonly type = 'consent-warning-not-found'
  constructor() {
    super(404, 'There is no such warning for you. The contact may have a new owner.')
  }
}
