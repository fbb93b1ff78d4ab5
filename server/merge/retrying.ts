/**
 * Deadlock, serialisation failure; a row that refers to what went, or repeats what came, between a look and a write. Each
 * passes when the transaction is run again.
 */
const PASSING: ReadonlySet<string> = new Set(['40P01', '40001', '23503', '23505'])
const ATTEMPTS = 5

/** Runs a whole transaction again when it met another one. */
export async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === ATTEMPTS || !PASSING.has(sqlState(error))) throw error
    }
  }
}

const sqlState = (error: unknown): string =>
  (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code ?? ''
