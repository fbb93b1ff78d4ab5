import type { Logger } from 'pino'
import { v7 } from '../platform/ids.ts'
import { Spool } from './spool.ts'

/** A hit as it is spooled. Nothing in it names a person: a token's id, a network, what the program says of itself. */
export interface RawHit {
  id: string
  kind: 'open' | 'click'
  /** The mail of an open, the link of a click. */
  target: string
  /** Milliseconds since 1970. */
  at: number
  method: string
  network: string | null
  agent: string | null
  /** The host that referred to us. */
  referrer: string | null
}

const STORED_EVERY = 250
const AT_ONCE = 500
/** While so many come in a second, answering goes first: storing takes a thirtieth of the time, and the files fill. */
const MANY_A_SECOND = 500
const REST = { few: 1, many: 30 }
const LONGEST_REST = 5000
const ADOPTED_EVERY = 30_000
/** How long a database that is away is left alone. */
const LONGEST_WAIT = 10_000
/** A program that is told to stop has half a minute; what is left in files is stored at the next start. */
const LONGEST_STOP = 20_000
/** Where the disk is full too: what is kept in memory until it is not. */
const MOST_IN_MEMORY = 20_000
/** More of one mail in a minute would fill the disk; a mail that a whole company opens at once stays far below. */
const MOST_A_MINUTE = 20_000
const COUNTED_MAILS = 50_000

type Store = (hits: readonly RawHit[]) => Promise<void>

/**
 * Takes hits from the routes and brings them into the database. A hit is in a file before its request is answered, and
 * stays there until it is stored, so neither a stop, a kill nor a database that is away loses one.
 */
export class HitRecorder {
  readonly #store: Store
  readonly #spool: Spool
  readonly #log: Logger
  #lines: string[] = []
  #written: Promise<void> | null = null
  #memory: string[] = []
  #counts = new Map<string, number>()
  #minute = 0
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()
  #adoptAt = 0
  #wait = STORED_EVERY
  #stopped = false
  #arrived = { count: 0, since: performance.now() }

  constructor(options: { folder: string; store: Store; log: Logger }) {
    this.#store = options.store
    this.#spool = new Spool(options.folder)
    this.#log = options.log
  }

  /** Begins with what earlier processes left behind. */
  start(): void {
    this.#schedule(0)
  }

  /** Settles when the hit is written down. Those of one turn are written together. */
  record(hit: Omit<RawHit, 'id'>): Promise<void> {
    if (this.#isFlood(hit)) return Promise.resolve()
    this.#lines.push(lineOf(hit))
    this.#arrived.count++
    this.#written ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#writeDown()
        resolve()
      })
    })
    return this.#written
  }

  #isFlood({ target, at }: Omit<RawHit, 'id'>): boolean {
    const minute = Math.floor(at / 60_000)
    if (minute !== this.#minute || this.#counts.size > COUNTED_MAILS) {
      this.#minute = minute
      this.#counts = new Map()
    }
    const count = (this.#counts.get(target) ?? 0) + 1
    this.#counts.set(target, count)
    if (count === MOST_A_MINUTE + 1)
      this.#log.warn({ target }, `more than ${MOST_A_MINUTE} hits in a minute: the rest of this minute is not kept`)
    return count > MOST_A_MINUTE
  }

  #writeDown(): void {
    const lines = this.#lines
    this.#lines = []
    this.#written = null
    if (lines.length === 0) return
    try {
      this.#spool.append(lines.join(''), lines.length)
    } catch (error) {
      this.#log.error({ err: error, hits: lines.length }, 'hits could not be written to DATA_DIR; kept in memory')
      this.#memory.push(...lines.slice(0, MOST_IN_MEMORY - this.#memory.length))
    }
  }

  #schedule(wait: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#working = this.#pass()
    }, wait)
    this.#timer.unref()
  }

  async #pass(): Promise<void> {
    const started = Date.now()
    try {
      if (started >= this.#adoptAt) await this.#lookAround(started)
      await this.#storeOldest()
      this.#wait = STORED_EVERY
    } catch (error) {
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT)
      this.#log.error({ err: error }, 'hits could not be stored; they wait in files and are tried again')
    }
    this.#schedule(this.#wait)
  }

  async #lookAround(now: number): Promise<void> {
    this.#adoptAt = now + ADOPTED_EVERY
    await this.#spool.touch()
    await this.#spool.adopt(now)
  }

  /** @param rest whether to leave time to others between the parts */
  async #storeOldest(rest = true): Promise<void> {
    if (this.#memory.length > 0) {
      await this.#storeLines(this.#memory, rest)
      this.#memory = []
    }
    const file = this.#spool.next()
    if (!file) return
    await this.#storeLines(await this.#spool.read(file), rest)
    await this.#spool.done(file)
  }

  async #storeLines(lines: readonly string[], rest: boolean): Promise<void> {
    const hits = lines.flatMap((line) => hitOf(line) ?? [])
    for (let from = 0; from < hits.length; from += AT_ONCE) {
      const started = performance.now()
      await this.#store(hits.slice(from, from + AT_ONCE))
      if (rest && !this.#stopped) await this.#rest(performance.now() - started)
    }
  }

  async #rest(worked: number): Promise<void> {
    const now = performance.now()
    const { count, since } = this.#arrived
    this.#arrived = { count: 0, since: now }
    const busy = count > ((now - since) / 1000) * MANY_A_SECOND
    const rest = Math.min(worked * (busy ? REST.many : REST.few), LONGEST_REST)
    await new Promise((resolve) => setTimeout(resolve, rest).unref())
  }

  /** Stores what there is. What cannot be stored now stays in its file for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#writeDown()
    await this.#working
    const until = Date.now() + LONGEST_STOP
    try {
      while ((this.#memory.length > 0 || this.#spool.next()) && Date.now() < until) await this.#storeOldest(false)
    } catch (error) {
      this.#log.error({ err: error }, 'hits could not be stored at the end; they are stored at the next start')
    }
  }
}

const lineOf = ({ kind, target, at, method, network, agent, referrer }: Omit<RawHit, 'id'>): string =>
  `${JSON.stringify([v7(at), kind, target, at, method, network, agent, referrer])}\n`

/** Null for a line that a power failure cut short. */
function hitOf(line: string): RawHit | null {
  try {
    const [id, kind, target, at, method, network, agent, referrer] = JSON.parse(line)
    return { id, kind, target, at, method, network, agent, referrer }
  } catch {
    return null
  }
}
