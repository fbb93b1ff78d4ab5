import { Problem } from '../platform/problem.ts'
import type { Deal, DealStage } from './schema.ts'

export class DealNotFound extends Problem {
  readonly type = 'deal-not-found'
  constructor() {
    super(404, 'There is no such deal. It may have been deleted, or was never added.')
  }
}

export class StaleDeal extends Problem {
  readonly type = 'stale-version'
  constructor(current: Deal) {
    super(409, 'Somebody changed this deal in the meantime. Compare the values and save again.', { current })
  }
}

export class NotYourDeal extends Problem {
  readonly type = 'not-yours'
  constructor() {
    super(403, 'Only its owner, whoever added it, or a manager may delete a deal. Ask one of them, or mark it as lost.')
  }
}

export class StageNotFound extends Problem {
  readonly type = 'deal-stage-not-found'
  constructor() {
    super(404, 'There is no such stage. It may have been deleted; load the list again.')
  }
}

export class StageTaken extends Problem {
  readonly type = 'deal-stage-taken'
  constructor(name: string, stageId: string) {
    super(409, `There is a stage “${name}” already. Choose another name.`, { stageId })
  }
}

export class StageInUse extends Problem {
  readonly type = 'deal-stage-in-use'
  constructor({ name, deals }: DealStage) {
    super(409, `${deals} deals are in “${name}”. Say with moveTo which open stage takes them over.`, { deals })
  }
}

export class StageStands extends Problem {
  readonly type = 'deal-stage-stands'
  constructor(detail: string) {
    super(409, detail)
  }
}
