import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyReply } from 'fastify'
import type { Database, Tx } from '#db/client.ts'
import { Problem } from './problem.ts'
import { inSnapshot } from './snapshot.ts'

export class ExportsBusy extends Problem {
  readonly type = 'exports-busy'
  constructor() {
    super(
      503,
      'Several exports are being downloaded at this moment. Try again when they are done.',
      {},
      { 'retry-after': '10' },
    )
  }
}

/** The headers are out already; the text of a database error would carry addresses into the log. */
class ExportBrokeOff extends Error {
  constructor(error: Error & { code?: string }) {
    const { code } = (error.cause ?? error) as { code?: string }
    super(`The export broke off: ${error.name}${code ? ` ${code}` : ''}`)
  }
}

export type Pieces = AsyncIterable<Buffer | string>

async function* toldPlainly(pieces: Pieces): AsyncGenerator<Buffer | string> {
  try {
    yield* pieces
  } catch (error) {
    throw new ExportBrokeOff(error as Error)
  }
}

/** Each holds a connection of ten for as long as its download takes. */
const AT_ONCE = 3
const running = new WeakMap<Database, number>()

/**
 * A file made of what the database holds at one instant. `open` reads what it must before the first byte, and its faults
 * are answered; what fails later breaks the download off. The stream holds a connection until it ends or is destroyed,
 * and reads no faster than it is read.
 * @throws ExportsBusy, and what `open` throws
 */
export async function download(db: Database, open: (tx: Tx) => Promise<Pieces>): Promise<Readable> {
  const before = running.get(db) ?? 0
  if (before >= AT_ONCE) throw new ExportsBusy()
  running.set(db, before + 1)
  const file = new PassThrough()
  return new Promise((resolve, reject) => {
    let handedOut = false
    inSnapshot(db, async (tx, session) => {
      const pieces = await open(tx)
      if (session.lost) return
      handedOut = true
      resolve(file)
      await pipeline(Readable.from(toldPlainly(pieces)), file)
    })
      .catch((error: Error) => {
        reject(error)
        if (handedOut) file.destroy(new ExportBrokeOff(error))
      })
      .finally(() => running.set(db, (running.get(db) ?? 1) - 1))
  })
}

/** A download that takes nothing for so long is given up: it keeps the database from tidying. */
const STALLED_AFTER = 60_000

/** Answers with a file to be saved. Faults of opening it are answered as any other. */
export async function sendDownload(
  reply: FastifyReply,
  { name, type }: { name: string; type: string },
  opened: Promise<Readable>,
): Promise<never> {
  reply.raw.setTimeout(STALLED_AFTER, () => reply.raw.destroy())
  const file = await opened
  // Bytes are no value that a schema of the route could describe.
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(file) as never
}
