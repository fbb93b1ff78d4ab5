import { setImmediate as turn } from 'node:timers/promises'
import type { Database, Tx } from '#db/client.ts'

export interface Session {
  /** The connection is gone: no further statement may be sent. */
  lost: boolean
}

/**
 * Runs work that reads as of one instant, and may rest between its statements for as long as it likes.
 *
 * postgres.js writes the rollback of a session that was lost while it rested to a socket that is gone, which ends the
 * process (3.4.9, connection.js, nextWrite). So such work is left unsettled: the outcome is told by the loss itself.
 */
export function inSnapshot(db: Database, work: (tx: Tx, session: Session) => Promise<void>): Promise<void> {
  const session: Session = { lost: false }
  const outcome = db.transaction(
    async (tx) => {
      const failure = await work(tx, session).then(
        () => null,
        (error) => ({ error }),
      )
      await turn() // by then a loss is known
      if (session.lost) await new Promise<never>(() => {})
      if (failure) throw failure.error
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
  return outcome.catch((error) => {
    session.lost = true
    throw error
  })
}
