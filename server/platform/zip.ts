import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export interface ZipEntry {
  name: string
  content: AsyncIterable<Buffer | string> | Iterable<Buffer | string>
}

/** Fast, and on tables hardly larger than the slowest. */
const LEVEL = 3

/**
 * A zip file, piece by piece, ZIP64 where its size asks for it. An entry is read when the one before it is written, and no
 * faster than the file is taken; whoever stops taking it stops the entry that is being read, and waits until it has.
 */
export async function* zip(entries: AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Buffer> {
  const file = new ZipFile()
  // yazl says it is a stream of Node, and makes a PassThrough.
  const output = file.outputStream as Readable
  const reading = new Reading(file, at)
  const written = reading.all(entries).catch((error: Error) => void output.destroy(error))
  try {
    yield* output as AsyncIterable<Buffer>
  } finally {
    reading.stop()
    output.destroy()
    await written
  }
}

/** Hands the entries to yazl one after the other: it would start all of them at once. */
class Reading {
  readonly #file: ZipFile
  readonly #at: Date
  #source: Readable | undefined
  #stopped = false

  constructor(file: ZipFile, at: Date) {
    this.#file = file
    this.#at = at
  }

  async all(entries: AsyncIterable<ZipEntry>): Promise<void> {
    for await (const { name, content } of entries) {
      if (this.#stopped) return
      this.#source = Readable.from(content, { objectMode: false, highWaterMark: 65_536 })
      this.#file.addReadStream(this.#source, name, { mtime: this.#at, compressionLevel: LEVEL })
      await finished(this.#source)
    }
    this.#file.end()
  }

  stop(): void {
    this.#stopped = true
    this.#source?.destroy()
  }
}
