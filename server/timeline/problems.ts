import { Problem } from '../platform/problem.ts'
import type { Activity, ActivityType } from './schema.ts'

export class EntryNotFound extends Problem {
  readonly type = 'activity-not-found'
  constructor() {
    super(404, 'This entry is not on the timeline. It may have been removed, filed elsewhere or deleted.')
  }
}

/** What the product itself wrote down stays: consent, merges, deals. */
export class EntryStays extends Problem {
  readonly type = 'entry-stays'
  constructor(type: ActivityType) {
    super(409, reasons[type] ?? 'Entries of this kind are written by the product and stay on the timeline.')
  }
}

const reasons: Partial<Record<ActivityType, string>> = {
  email_opened: 'Opens belong to their email. Remove the email, and they go with it.',
  email_clicked: 'Clicks belong to their email. Remove the email, and they go with it.',
}

export class NotEditable extends Problem {
  readonly type = 'not-editable'
  constructor() {
    super(409, 'Only calls, meetings and notes can be edited or deleted. Take a mail off the timeline instead.')
  }
}

export class NotYours extends Problem {
  readonly type = 'not-the-author'
  constructor() {
    super(403, 'Only who wrote this entry, a manager or an administrator can change it.')
  }
}

export class StaleActivity extends Problem {
  readonly type = 'stale-activity'
  constructor(current: Activity) {
    super(409, 'Somebody edited this entry since you read it. Look at what it says now, then save again.', { current })
  }
}

export class SameTimeline extends Problem {
  readonly type = 'same-timeline'
  constructor() {
    super(409, 'The entry stands on this timeline already. Choose another contact.')
  }
}

export class NotRestorable extends Problem {
  readonly type = 'not-restorable'
  constructor(days: number) {
    super(404, `There is nothing to put back here. Deleted entries are kept for ${days} days.`)
  }
}
