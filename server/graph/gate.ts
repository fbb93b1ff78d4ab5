import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'

/** Outlook serves four requests at a time for one application and mailbox; one is left free for others. */
const SLOTS = 3

export interface Gate {
  /**
   * Runs `work` when the scope (a mailbox, or the tenant) may be asked: not before the instant Microsoft named, and with
   * at most three requests of all our processes under way.
   * @throws Closed when the scope stays closed for longer than `patience` milliseconds.
   */
  pass<T>(scope: string, patience: number, work: () => Promise<T>): Promise<T>
  close(scope: string, until: Date): Promise<void>
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

/** Slots are advisory locks of one session, so those of a killed process are free at once. */
export function openGate(sql: postgres.Sql): Gate {
  const held = new Map<string, Set<number>>()
  const turns = new Map<string, Promise<unknown>>()
  let session: Promise<postgres.ReservedSql> | null = null

  const onSession = async <T>(run: (sql: postgres.ReservedSql) => Promise<T>): Promise<T> => {
    session ??= sql.reserve()
    try {
      return await run(await session)
    } catch (error) {
      session = null // its locks are gone with it
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
      (session) => session<{ until: string | null; slot: number | null }[]>`
        with closed as materialized (
          select max(not_before) as until from graph_throttles where scope = ${scope} and not_before > now()
        )
        select until, case when until is null then (
          select slot from unnest(${free}::int[]) slot where pg_try_advisory_lock(hashtext(${scope}), slot) limit 1
        ) end as slot from closed`,
    )
    if (row?.until) return new Date(row.until)
    if (row?.slot == null) return null
    held.set(scope, mine.add(row.slot))
    return row.slot
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
    async close(scope, until) {
      await sql`insert into graph_throttles (scope, not_before) values (${scope}, ${until.toISOString()})
        on conflict (scope) do update set not_before = greatest(graph_throttles.not_before, excluded.not_before)`
    },
    async end() {
      const current = await session?.catch(() => null)
      current?.release()
      session = null
    },
  }
}
