import { describe, expect, it, vi } from 'vitest'
import { ApiProblem, noAnswer } from '../../../addin/api/problem.ts'
import { Outbox, type OutboxEntry } from '../../../addin/features/quick-log/outbox.ts'
import { guardedStorage } from '../../../addin/outlook/storage.ts'
import type { Activity } from '../../../server/timeline/schema.ts'

const noStorage = () => {
  throw new Error('none')
}

function setUp(send: (entry: OutboxEntry) => Promise<Activity>, storage = guardedStorage(noStorage), account = 'maya') {
  let keys = 0
  const onSent = vi.fn()
  const ports = { storage, account: () => account, newKey: () => `k${++keys}`, send: vi.fn(send), onSent }
  return { outbox: new Outbox(ports), ports, storage, onSent }
}

const logged = async () => ({ id: 'a' }) as Activity
const offline = async () => Promise.reject(noAnswer('network', 'gone'))
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('quick log', () => {
  it('sends an entry and forgets it', async () => {
    const { outbox, onSent, storage } = setUp(logged)
    outbox.add('c1', { type: 'note', summary: 'Hello' })
    expect(outbox.current()[0]?.state).toBe('sending')
    await settled()
    expect(outbox.current()).toEqual([])
    expect(onSent).toHaveBeenCalledWith('c1', { id: 'a' })
    expect(storage.getItem('outbox')).toBeNull()
  })

  it('OP-05 queues while there is no network, and sends once with the same key', async () => {
    const { outbox, ports } = setUp(offline)
    outbox.add('c1', { type: 'note', summary: 'Hello' })
    await settled()
    expect(outbox.current()[0]?.state).toBe('waiting')
    ports.send.mockImplementation(logged)
    await Promise.all([outbox.flush(), outbox.flush()])
    expect(outbox.current()).toEqual([])
    expect(ports.send.mock.calls.map(([entry]) => entry.key)).toEqual(['k1', 'k1'])
  })

  it('OP-05 survives a reload half way, with the same key', async () => {
    const first = setUp(() => new Promise(() => {}))
    first.outbox.add('c1', { type: 'call', summary: 'Half way' })
    await settled()
    const second = setUp(logged, first.storage)
    expect(second.outbox.current()[0]?.state).toBe('waiting')
    await second.outbox.flush()
    expect(second.ports.send.mock.calls[0]?.[0].key).toBe('k1')
    expect(second.outbox.current()).toEqual([])
  })

  it('dates an entry at the click, not at the later sending', async () => {
    const { outbox, ports } = setUp(offline)
    outbox.add('c1', { type: 'note', summary: 'Hello' })
    await settled()
    expect(Date.parse(ports.send.mock.calls[0]?.[0].input.occurredAt ?? '')).toBeGreaterThan(0)
  })

  it('keeps what the server refuses, with the reason, and goes on with the next', async () => {
    const refusal = new ApiProblem({ type: 'invalid-input', title: '', status: 422, detail: 'Too long.' })
    const { outbox } = setUp(async ({ contactId }) => (contactId === 'c1' ? Promise.reject(refusal) : logged()))
    outbox.add('c1', { type: 'note', summary: 'A' })
    outbox.add('c2', { type: 'note', summary: 'B' })
    await settled()
    expect(outbox.current()).toMatchObject([{ contactId: 'c1', state: 'refused', reason: 'Too long.' }])
  })

  it('never sends one person’s entry in another person’s name', async () => {
    const first = setUp(offline)
    first.outbox.add('c1', { type: 'note', summary: 'Mine' })
    await settled()
    const second = setUp(logged, first.storage, 'leo')
    await second.outbox.flush()
    expect(second.ports.send).not.toHaveBeenCalled()
    expect(second.outbox.current()).toHaveLength(1)
  })

  it('starts empty when the kept text is unreadable', () => {
    const storage = guardedStorage(noStorage)
    storage.setItem('outbox', '{')
    expect(setUp(logged, storage).outbox.current()).toEqual([])
  })
})
