import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { v7 } from '../platform/ids.ts'

/** A segment is handed on when it holds so many lines, whoever waits. */
const LINES_A_SEGMENT = 5000
/** A living process touches its files more often than this; what is older was left behind. */
const LEFT_BEHIND_AFTER = 120_000

/**
 * Lines in files of this process, there until their content is in the database. A line that was written survives the
 * process; the files of others are taken over once their process is gone.
 */
export class Spool {
  readonly #folder: string
  /** `host~pid~` */
  readonly #mine = `${encodeURIComponent(hostname())}~${process.pid}~`
  readonly #run = v7()
  #open: { file: string; descriptor: number; lines: number } | null = null
  #full: string[] = []
  #segments = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Written when this returns: the system has it, whatever becomes of us. @throws when the disk is full or gone */
  append(text: string, lines: number): void {
    const open = this.#open ?? this.#start()
    try {
      const bytes = Buffer.from(text)
      for (let written = 0; written < bytes.length; ) written += writeSync(open.descriptor, bytes, written)
    } catch (error) {
      this.#close() // half a line at its end, which the next would go on
      throw error
    }
    open.lines += lines
    if (open.lines >= LINES_A_SEGMENT) this.#close()
  }

  #start() {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(this.#folder, `${this.#mine}${this.#run}~${++this.#segments}.jsonl`)
    this.#open = { file, descriptor: openSync(file, 'a', 0o600), lines: 0 }
    return this.#open
  }

  #close(): void {
    if (!this.#open) return
    closeSync(this.#open.descriptor)
    this.#full.push(this.#open.file)
    this.#open = null
  }

  /** The oldest file whose lines are to be stored; null when there is none. */
  next(): string | null {
    if (this.#full.length === 0) this.#close()
    return this.#full[0] ?? null
  }

  async read(file: string): Promise<string[]> {
    return (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  }

  /** Its lines are stored. */
  async done(file: string): Promise<void> {
    this.#full = this.#full.filter((other) => other !== file)
    await unlink(file).catch(ignoreMissing)
  }

  /** Says that we live, so that nobody takes our files over. */
  async touch(): Promise<void> {
    const now = new Date()
    for (const file of [...this.#full, ...(this.#open ? [this.#open.file] : [])])
      await utimes(file, now, now).catch(ignoreMissing)
  }

  /** Takes over what processes left behind that ended without storing it. Of two that try, one succeeds. */
  async adopt(now = Date.now()): Promise<number> {
    const names = await readdir(this.#folder).catch(() => [] as string[])
    let adopted = 0
    for (const name of names.filter((one) => one.endsWith('.jsonl')).sort()) {
      const from = join(this.#folder, name)
      if (!(await this.#isLeftBehind(name, from, now))) continue
      const to = join(this.#folder, `${this.#mine}${this.#run}~${++this.#segments}.jsonl`)
      const taken = await rename(from, to).then(
        () => true,
        () => false,
      )
      if (!taken) continue
      await utimes(to, new Date(), new Date()).catch(ignoreMissing)
      this.#full.push(to)
      adopted++
    }
    return adopted
  }

  async #isLeftBehind(name: string, file: string, now: number): Promise<boolean> {
    const [host = '', pid = '', run = ''] = name.split('~')
    if (run === this.#run) return false
    if (host === encodeURIComponent(hostname()) && !lives(Number(pid))) return true
    const age = await stat(file).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0,
    )
    return age > LEFT_BEHIND_AFTER
  }
}

/** Our own number was another's before us: containers start as process 1 each time. */
function lives(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
