import { describe, expect, it } from 'vitest'
import { GraphError } from '../../../server/demo/graph/errors.ts'
import { Throttle } from '../../../server/demo/graph/throttle.ts'
import { openStage, personOf } from './fixture.ts'

describe('throttling by Outlook’s limits', () => {
  it('refuses the fifth request at a time in a mailbox, and no other mailbox', async () => {
    const stage = await openStage({ latencyMs: 150 })
    const [maren, tomas] = [personOf(stage, 'maren').oid, personOf(stage, 'tomas').oid]
    const paths = [...Array<string>(8).fill(`/users/${maren}/mailFolders`), `/users/${tomas}/mailFolders`]
    const replies = await Promise.all(paths.map((path) => stage.ask(path)))
    const refused = replies.slice(0, 8).filter(({ status }) => status === 429)
    expect(refused).toHaveLength(4)
    expect(refused[0]?.body.error).toMatchObject({
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
    })
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(replies[8]?.status).toBe(200)
    await stage.close()
  })

  it('refuses more than 10,000 requests in ten minutes, and says how long to wait', async () => {
    let now = 0
    const throttle = new Throttle(() => now, 'outlook')
    const run = () => throttle.run('app', 'mailbox', async () => 'done')
    for (let i = 0; i < 10_000; i++) await run()
    now = 60_000
    await expect(run()).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '540' } })
    await expect(run()).rejects.toBeInstanceOf(GraphError)
    await expect(throttle.run('outlook', 'mailbox', async () => 'done')).resolves.toBe('done')
    now = 600_000
    await expect(run()).resolves.toBe('done')
  })
})
