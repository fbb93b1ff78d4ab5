import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HitRecorder, type RawHit } from '../../../../server/tracking/recorder.ts'
import { Spool } from '../../../../server/tracking/spool.ts'

const log = pino({ level: 'silent' })

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'throughline-hits-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return join(made, 'hits')
}

const hit = (target = randomUUID()): Omit<RawHit, 'id'> => ({
  kind: 'open',
  target,
  at: Date.now(),
  method: 'GET',
  network: '203.0.113.0/24',
  agent: 'Agent "with" quotes \\ and ü',
  referrer: null,
})

const files = (where: string) => readdir(where).catch(() => [] as string[])

describe('the recorder of hits', () => {
  it('has a hit on disk before its request is answered, and takes the file away once it is stored', async () => {
    const where = await folder()
    const stored: RawHit[] = []
    const recorder = new HitRecorder({ folder: where, log, store: async (hits) => void stored.push(...hits) })
    const one = hit()
    await recorder.record(one)
    expect(await files(where)).toHaveLength(1)
    recorder.start()
    for (let tries = 0; tries < 50 && stored.length === 0; tries++) await sleep(20)
    expect(stored).toMatchObject([one])
    await recorder.stop()
    expect(await files(where)).toEqual([])
  })

  it('stores everything when it is stopped', async () => {
    const where = await folder()
    const stored = new Set<string>()
    const store = async (hits: readonly RawHit[]) => {
      for (const { id } of hits) stored.add(id)
    }
    const recorder = new HitRecorder({ folder: where, log, store })
    recorder.start()
    await Promise.all(Array.from({ length: 12_000 }, () => recorder.record(hit())))
    await recorder.stop()
    expect(stored.size).toBe(12_000)
    expect(await files(where)).toEqual([])
  })

  it('keeps hits in files while the database is away, and little in memory', async () => {
    const where = await folder()
    let away = true
    const stored: RawHit[] = []
    const store = async (hits: readonly RawHit[]) => {
      if (away) throw new Error('away')
      stored.push(...hits)
    }
    const first = new HitRecorder({ folder: where, log, store })
    first.start()
    await Promise.all(Array.from({ length: 30 }, () => first.record(hit())))
    await sleep(100)
    await first.stop()
    expect(stored).toEqual([])
    expect(await files(where)).not.toEqual([])
    away = false
    const second = new HitRecorder({ folder: where, log, store })
    second.start()
    for (let tries = 0; tries < 50 && stored.length < 30; tries++) await sleep(20)
    await second.stop()
    expect(stored).toHaveLength(30)
    expect(await files(where)).toEqual([])
  })

  it('keeps hits in memory where the disk takes none', async () => {
    const where = await folder()
    await writeFile(where, 'a file where the folder should be')
    const stored: RawHit[] = []
    const recorder = new HitRecorder({ folder: where, log, store: async (hits) => void stored.push(...hits) })
    await recorder.record(hit())
    await recorder.record(hit())
    await recorder.stop()
    expect(stored).toHaveLength(2)
  })

  it('takes ten thousand opens of one mail in a minute, but no flood that would fill the disk', async () => {
    const where = await folder()
    const stored: RawHit[] = []
    const recorder = new HitRecorder({ folder: where, log, store: async (hits) => void stored.push(...hits) })
    const [one, other] = [randomUUID(), randomUUID()]
    await Promise.all(Array.from({ length: 25_000 }, () => recorder.record({ ...hit(one), at: 60_000_000 })))
    await recorder.record({ ...hit(other), at: 60_000_001 })
    await recorder.record({ ...hit(one), at: 60_060_000 })
    await recorder.stop()
    expect(stored.filter(({ target }) => target === one)).toHaveLength(20_001)
    expect(stored.filter(({ target }) => target === other)).toHaveLength(1)
  })
})

describe('files of other processes', () => {
  const name = (host: string, pid: number) => `${encodeURIComponent(host)}~${pid}~${randomUUID()}~1.jsonl`

  it('are taken over from the dead, once, and left alone while their process lives', async () => {
    const where = await folder()
    await mkdir(where)
    const [dead, living, elsewhere, stale] = [
      name(hostname(), 2 ** 22 + 7),
      name(hostname(), process.ppid),
      name('another-machine', 1),
      name('another-machine', 2),
    ]
    for (const file of [dead, living, elsewhere, stale]) await writeFile(join(where, file), '[]\n')
    const old = new Date(Date.now() - 300_000)
    await utimes(join(where, stale), old, old)
    const [one, other] = [new Spool(where), new Spool(where)]
    expect(await one.adopt()).toBe(2)
    const left = await files(where)
    expect(left).toContain(living)
    expect(left).toContain(elsewhere)
    expect(left).not.toContain(dead)
    expect(left).not.toContain(stale)
    expect(other.next()).toBeNull()
  })

  it('a process that had our number before us is dead', async () => {
    const where = await folder()
    await mkdir(where)
    await writeFile(join(where, name(hostname(), process.pid)), '[]\n')
    expect(await new Spool(where).adopt()).toBe(1)
  })

  it('a line that a power failure cut short costs only itself', async () => {
    const where = await folder()
    await mkdir(where)
    const whole = JSON.stringify([randomUUID(), 'open', randomUUID(), 1, 'GET', null, null, null])
    await writeFile(join(where, name(hostname(), process.pid)), `${whole}\n${whole.slice(0, 40)}`)
    const stored: RawHit[] = []
    const recorder = new HitRecorder({ folder: where, log, store: async (hits) => void stored.push(...hits) })
    recorder.start()
    for (let tries = 0; tries < 50 && stored.length === 0; tries++) await sleep(20)
    await recorder.stop()
    expect(stored).toHaveLength(1)
  })
})
