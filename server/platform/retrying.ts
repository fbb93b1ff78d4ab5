/** Deadlock and serialisation failure: two transactions met. */
const COLLISIONS: ReadonlySet<string> = new Set(['40P01', '40001'])
/** Also a row that refers to what went, or repeats what came, between a look and a write. */
const PASSING: ReadonlySet<string> = new Set([...COLLISIONS, '23503', '23505'])
const ATTEMPTS = 5

/** Runs a whole transaction again when it met another one, or one came between its look and its write. */
export const retrying = <T>(run: () => Promise<T>): Promise<T> => repeated(run, PASSING)

/** Runs a whole transaction again when it met another one. */
export const retryingCollisions = <T>(run: () => Promise<T>): Promise<T> => repeated(run, COLLISIONS)

async function repeated<T>(run: () => Promise<T>, passing: ReadonlySet<string>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === ATTEMPTS || !passing.has(sqlState(error))) throw error
    }
  }
}

/** The SQLSTATE of PostgreSQL's error, or of the one it is the cause of; empty for any other. */
export const sqlState = (error: unknown): string =>
  (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code ?? ''
