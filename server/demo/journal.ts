import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, readFileSync, write } from 'node:fs'
import { promisify } from 'node:util'
import { writePrivate } from './files.ts'

const writeAsync = promisify(write) as (fd: number, data: Buffer, offset: number) => Promise<{ bytesWritten: number }>
const syncAsync = promisify(fdatasync)

/**
 * The demo tenant's memory: one JSON event a line, appended and synced before anything is answered.
 * Several events waiting at once share one sync. A last line cut off by a crash was never acknowledged, and is dropped.
 */
export class Journal<Event> {
  readonly #fd: number
  #waiting: string[] = []
  #writing: Promise<void> = Promise.resolve()

  private constructor(fd: number) {
    this.#fd = fd
  }

  /** Opens `path`, creating it whole with the events of `seed` when absent, and returns what it holds. */
  static open<Event>(path: string, seed: () => Event[]): { journal: Journal<Event>; events: Event[] } {
    if (!existsSync(path)) writePrivate(path, seed().map(line).join(''))
    const { events, whole } = readLines<Event>(readFileSync(path))
    const fd = openSync(path, 'r+')
    ftruncateSync(fd, whole)
    return { journal: new Journal<Event>(openAppend(path, fd)), events }
  }

  append(event: Event): void {
    this.#waiting.push(line(event))
  }

  /** Resolves when everything appended so far is on disk. */
  commit(): Promise<void> {
    if (this.#waiting.length > 0) this.#writing = this.#writing.then(() => this.#flush())
    return this.#writing
  }

  async close(): Promise<void> {
    await this.commit()
    closeSync(this.#fd)
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0) return
    let rest = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    while (rest.length > 0) rest = rest.subarray((await writeAsync(this.#fd, rest, 0)).bytesWritten)
    await syncAsync(this.#fd)
  }
}

const line = (event: unknown) => `${JSON.stringify(event)}\n`

function openAppend(path: string, opened: number): number {
  closeSync(opened)
  return openSync(path, 'a', 0o600)
}

function readLines<Event>(file: Buffer): { events: Event[]; whole: number } {
  const whole = file.lastIndexOf(0x0a) + 1
  const text = file.subarray(0, whole).toString('utf8')
  return {
    events:
      text === ''
        ? []
        : text
            .trimEnd()
            .split('\n')
            .map((row) => JSON.parse(row) as Event),
    whole,
  }
}
