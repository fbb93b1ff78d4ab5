import { Problem } from '../platform/problem.ts'
import type { ScoringRule } from './schema.ts'

export class NoSuchRule extends Problem {
  readonly type = 'scoring-rule-not-found'
  constructor() {
    super(404, 'There is no such scoring rule. It may have been deleted: load the rules again.')
  }
}

export class StaleRule extends Problem {
  readonly type = 'stale-version'
  constructor(current: ScoringRule) {
    super(409, 'Somebody changed this rule in the meantime. Compare the values and save again.', { current })
  }
}

export class NoSuchAdjustment extends Problem {
  readonly type = 'adjustment-not-found'
  constructor() {
    super(404, 'There is no such adjustment on this contact. It may have been removed already.')
  }
}

/** Who objected to profiling has no score, and none is made by hand (LS-08). */
export class ObjectedToProfiling extends Problem {
  readonly type = 'objected-to-profiling'
  constructor() {
    super(409, 'This person objected to profiling: there is no score to adjust.')
  }
}
