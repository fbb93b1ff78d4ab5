import { Problem } from '../platform/problem.ts'

export class NotUndoable extends Problem {
  readonly type = 'not-undoable'
  constructor(why: string, members: Record<string, unknown> = {}) {
    super(409, why, members)
  }
}

/** A group that a bulk merge came to is not what was asked for any more. */
export class GroupChanged extends Problem {
  readonly type = 'group-changed'
  constructor() {
    super(409, 'These contacts changed since they were compared. Look at them again.')
  }
}
