import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'

/** Outlook serves four requests at a time for one application and mailbox; one is left free for others. */
const SLOTS = 3

export interface Gate {
  /**
   * Runs `work` when the scope (a mailbox, or the tenant) may be asked: not before the instant Microsoft named, and with
   * at most three requests of all our processes under way. `work` may close the scope before it gives its place back.
   * @throws Closed when the scope stays closed for longer than `patience` milliseconds.
   */
  pass<T>(scope: string, patience: number, work: () => Promise<T>): Promise<T>
  /** Nobody asks this scope for so many milliseconds. */
  close(scope: string, milliseconds: number): Promise<void>
  end(): Promise<void>
}

export class Closed extends Error {
  override name = 'Closed'
  readonly until: Date
  constructor(until: Date) {
    super('Microsoft asked to wait.')
    this.until = until
  }
}

/**
 * Slots are advisory locks of one session of our own, so those of a killed process are free at once. When the session is
 * lost (the database restarted), the driver makes a new one; requests under way then run on without their slot.
 */
export function openGate(url: string): Gate {
  let held = new Map<string, Set<number>>()
  const turns = new Map<string, Promise<unknown>>()
  /** Known here before the database knows it: nobody of this process slips in while the row is written. */
  const closing = new Map<string, number>()
  let sql = connectGate(url)

  /** A session that fails or falls silent is given up, and its slots with it; the next question gets a new one. */
  const onSession = async <T>(run: (session: postgres.Sql) => Promise<T>): Promise<T> => {
    const session = sql
    try {
      return await withinTime(run(session))
    } catch (error) {
      if (sql === session) {
        sql = connectGate(url)
        held = new Map()
        void session.end({ timeout: 0 }).catch(() => {})
      }
      throw error
    }
  }

  /** One attempt at a time in a scope: a session may take the same advisory lock twice. */
  const inTurn = <T>(scope: string, run: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(scope) ?? Promise.resolve()).then(run, run)
    turns.set(scope, turn)
    void turn.finally(() => turns.get(scope) === turn && turns.delete(scope)).catch(() => {})
    return turn
  }

  const tryEnter = async (scope: string): Promise<number | Date | null> => {
    const mine = held.get(scope) ?? new Set()
    const free = [...Array(SLOTS).keys()].filter((slot) => !mine.has(slot))
    if (free.length === 0) return null
    const [row] = await onSession(
      (session) => session<{ wait: number | null; slot: number | null }[]>`
      with closed as materialized (
        select max(extract(epoch from not_before - clock_timestamp()))::float8 as wait from graph_throttles
         where scope = ${scope} and not_before > clock_timestamp()
      )
      select wait, case when wait is null then (
        select slot from unnest(${free}::int[]) slot where pg_try_advisory_lock(hashtext(${scope}), slot) limit 1
      ) end as slot from closed`,
    )
    if (row?.wait) return new Date(Date.now() + row.wait * 1000)
    if (row?.slot == null) return null
    held.set(scope, mine.add(row.slot))
    const closed = closing.get(scope)
    if (closed === undefined) return row.slot
    await leave(scope, row.slot)
    return new Date(closed)
  }

  const enter = async (scope: string, patience: number): Promise<number> => {
    const deadline = Date.now() + patience
    for (;;) {
      const answer = await inTurn(scope, () => tryEnter(scope))
      if (typeof answer === 'number') return answer
      if (answer instanceof Date) {
        if (answer.getTime() > deadline) throw new Closed(answer)
        await sleep(Math.max(1, answer.getTime() - Date.now() + 5))
      } else {
        await sleep(20 + Math.random() * 40)
      }
    }
  }

  const leave = async (scope: string, slot: number) => {
    if (!held.get(scope)?.has(slot)) return
    await onSession((session) => session`select pg_advisory_unlock(hashtext(${scope}), ${slot}::int)`)
    held.get(scope)?.delete(slot)
  }

  return {
    async pass(scope, patience, work) {
      const slot = await enter(scope, patience)
      try {
        return await work()
      } finally {
        await leave(scope, slot).catch(() => held.get(scope)?.delete(slot))
      }
    },
    async close(scope, milliseconds) {
      closing.set(scope, Math.max(closing.get(scope) ?? 0, Date.now() + milliseconds))
      setTimeout(() => closing.delete(scope), milliseconds).unref()
      await onSession(
        (session) => session`insert into graph_throttles (scope, not_before)
        values (${scope}, clock_timestamp() + make_interval(secs => ${milliseconds / 1000}::float8))
        on conflict (scope) do update set not_before = greatest(graph_throttles.not_before, excluded.not_before)`,
      )
    },
    end: () => sql.end({ timeout: 2 }),
  }
}

const connectGate = (url: string): postgres.Sql =>
  postgres(url, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'throughline-gate', TimeZone: 'UTC' },
  })

const PATIENCE_WITH_DATABASE = 10_000

/** A question on a session that the database closed at the same moment may never be answered. */
async function withinTime<T>(question: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer in time.')), PATIENCE_WITH_DATABASE)
  })
  try {
    return await Promise.race([question, late])
  } finally {
    clearTimeout(timer)
  }
}
