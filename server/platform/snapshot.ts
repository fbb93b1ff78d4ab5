import { setImmediate as turn } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'

export interface Session {
  /** The connection is gone: no further statement may be sent. */
  lost: boolean
}

class SnapshotLost extends Error {
  constructor() {
    super('The connection of this snapshot is gone.')
  }
}

/**
 * Runs work that reads as of one instant, and may rest between its statements for as long as it likes.
 *
 * postgres.js writes what is sent on a session that was lost to a socket that is gone, which ends the process (3.4.9,
 * connection.js, nextWrite); so does its own rollback. So nothing is sent any more once the loss is known, and such work
 * is left unsettled: the outcome is told by the loss itself.
 */
export function inSnapshot(db: Database, work: (tx: Tx, session: Session) => Promise<void>): Promise<void> {
  const session: Session = { lost: false }
  const outcome = db.transaction(async (connection) => {
    const tx = guarded(connection, session)
    const failure = await asOfOneInstant(tx)
      .then(() => work(tx, session))
      .then(
        () => null,
        (error) => ({ error }),
      )
    await turn() // by then a loss is known
    if (session.lost) await new Promise<never>(() => {})
    if (failure) throw failure.error
  })
  return outcome.catch((error) => {
    session.lost = true
    throw error
  })
}

/** Said here, not to `transaction`, so that it is guarded too. */
const asOfOneInstant = (tx: Tx) => tx.execute(sql`set transaction isolation level repeatable read, read only`)

/** The transaction, with an eye on its connection. */
function guarded(tx: Tx, session: Session): Tx {
  const execute = async (query: SQL) => {
    if (session.lost) throw new SnapshotLost()
    try {
      return await tx.execute(query)
    } catch (error) {
      session.lost ||= endsSession(error)
      throw error
    }
  }
  return new Proxy(tx, {
    get(target, name) {
      if (name === 'execute') return execute
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** PostgreSQL closes the session after a fatal error (an administrator ended it, it shuts down), a moment later. */
function endsSession(error: unknown): boolean {
  const { severity, cause } = error as { severity?: string; cause?: unknown }
  return severity === 'FATAL' || severity === 'PANIC' || (cause instanceof Error && endsSession(cause))
}
