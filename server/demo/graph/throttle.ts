import { GraphError } from './errors.ts'

/** Outlook's limits per application and mailbox (throttling-limits, "Outlook service limits"). */
const CONCURRENT = 4
const REQUESTS = 10_000
const WINDOW = 10 * 60_000

interface Lane {
  running: number
  used: number
  windowEnds: number
}

/** Counts requests per application and mailbox, and refuses what Exchange would refuse. */
export class Throttle {
  readonly #lanes = new Map<string, Lane>()
  readonly #now: () => number
  readonly #exempt: string

  /** @param exempt an application without limits: Outlook itself. */
  constructor(now: () => number, exempt: string) {
    this.#now = now
    this.#exempt = exempt
  }

  /**
   * Runs `work` in the lane of (app, mailbox).
   * @throws GraphError 429 ApplicationThrottled with Retry-After when the lane is full or its ten minutes are used up.
   */
  async run<T>(app: string, mailbox: string, work: () => Promise<T>): Promise<T> {
    if (app === this.#exempt) return work()
    const lane = this.#lane(`${app} ${mailbox}`)
    lane.used++
    if (lane.running >= CONCURRENT) throw throttled('MailboxConcurrency', 1)
    if (lane.used > REQUESTS) throw throttled('RequestRate', Math.ceil((lane.windowEnds - this.#now()) / 1000))
    lane.running++
    try {
      return await work()
    } finally {
      lane.running--
    }
  }

  #lane(name: string): Lane {
    const now = this.#now()
    const lane = this.#lanes.get(name) ?? { running: 0, used: 0, windowEnds: now + WINDOW }
    if (lane.windowEnds <= now) Object.assign(lane, { used: 0, windowEnds: now + WINDOW })
    this.#lanes.set(name, lane)
    return lane
  }
}

const throttled = (limit: string, seconds: number) =>
  new GraphError(429, 'ApplicationThrottled', `Application is over its ${limit} limit.`, {
    'retry-after': String(Math.max(1, seconds)),
  })
