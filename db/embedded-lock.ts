import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE = 150_000
let turn = 0
const turns = new Set<number>()

/**
 * Lets one program at a time make, start or stop the database of a data folder; the others wait. A lock whose holder
 * died is taken over.
 */
export async function whileAlone<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const file = join(dataDir, 'postgres.lock')
  const myTurn = ++turn
  turns.add(myTurn)
  const mine = `${process.pid} ${myTurn}`
  const deadline = Date.now() + PATIENCE
  while (!(await take(file, mine))) {
    if (Date.now() > deadline)
      throw new Error(`Another program has been starting on ${dataDir} for minutes. Stop it, or remove ${file}.`)
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    turns.delete(myTurn)
    await rm(file, { force: true })
  }
}

async function take(file: string, mine: string): Promise<boolean> {
  try {
    await writeFile(file, mine, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = await readFile(file, 'utf8').catch(() => '')
  const [pid, its] = holder.split(' ').map(Number)
  // In a container a program may come back under the very number it died with.
  const ownPast = pid === process.pid && !turns.has(its ?? 0)
  if (holder && (ownPast || !isAlive(pid ?? 0))) await rm(file, { force: true })
  return false
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
