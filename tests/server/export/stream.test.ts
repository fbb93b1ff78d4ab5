import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ContactExport } from '../../../server/export/schema.ts'
import { admin, type TestApi, testApi } from '../api.ts'
import { contactNamed, manyActivities } from './export.ts'
import { download as downloadFrom, openTransactions, waitUntil } from './lists.ts'

const MANY = 50_000

const download = (api: TestApi, contactId: string) => downloadFrom(api, `/api/v1/contacts/${contactId}/export`, admin)

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += chunk
  return text
}

async function answers(api: TestApi, contactId: string): Promise<boolean> {
  const { sent, answer } = await download(api, contactId)
  sent.destroy()
  return answer.statusCode === 200
}

describe('export of a contact: the stream', () => {
  it('GD-05 sends 50,000 activities in many pieces, the first at once, in flat memory, and all of them', async () => {
    const api = await testApi()
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    await manyActivities(api.connection, id, 1000)
    await textOf((await download(api, id)).answer)
    await manyActivities(api.connection, id, MANY - 1000)
    await api.connection.sql`analyze`
    global.gc?.()
    const before = process.memoryUsage().heapUsed
    const started = performance.now()
    const { answer } = await download(api, id)
    let first = 0
    let pieces = 0
    let bytes = 0
    let entries = 0
    let end = ''
    let peak = 0
    for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
      first ||= performance.now() - started
      pieces += 1
      bytes += chunk.length
      entries += chunk.split('"occurredAt"').length - 1
      end = (end + chunk).slice(-40)
      if (pieces % 50 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed - before)
    }
    expect(end).toContain('"complete":true}')
    expect(entries).toBeGreaterThan(MANY * 0.99) // a few are cut by the borders of pieces
    expect(bytes).toBeGreaterThan(20_000_000)
    expect(pieces).toBeGreaterThan(200)
    expect(first).toBeLessThan(500) // beside other tests; the bench measures it alone
    expect(peak).toBeLessThan(150_000_000)
  })

  it('reads no faster than it is read, and a download broken off gives its connection back', async () => {
    const api = await testApi()
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    await manyActivities(api.connection, id, 20_000)
    const { sent, answer } = await download(api, id)
    await once(answer, 'readable')
    await sleep(300)
    expect(await openTransactions(api)).toBe(1)
    sent.destroy()
    await waitUntil(async () => (await openTransactions(api)) === 0)
    const file = JSON.parse(await textOf((await download(api, id)).answer)) as ContactExport
    expect(file.activities).toHaveLength(20_000)
  })

  it('never takes all connections: the fourth at a time is asked to come back', async () => {
    const api = await testApi()
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    await manyActivities(api.connection, id, 20_000)
    const slow = await Promise.all([1, 2, 3].map(() => download(api, id)))
    const { answer } = await download(api, id)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '10'])
    expect(JSON.parse(await textOf(answer)).type).toBe('exports-busy')
    for (const { sent } of slow) sent.destroy()
    await waitUntil(() => answers(api, id))
  })

  it('is of one instant: what changes during the download is not in it', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    await manyActivities(api.connection, id, 20_000)
    const { answer } = await download(api, id)
    await once(answer, 'readable')
    await sql`insert into contact_changes (contact_id, field, route) values (${id}, 'lastName', 'person')`
    await sql`delete from activities where summary like 'Entry 1999%'`
    const file = JSON.parse(await textOf(answer)) as ContactExport
    expect([file.changes.length, file.activities.length]).toEqual([0, 20_000])
    expect(file.activities.at(-1)?.summary).toBe('Entry 20000 about [person 50]')
  })

  it('stands in the audit log before its first byte, and breaks off rather than ending well when the database fails', async () => {
    const api = await testApi()
    const { sql } = api.connection
    const id = await contactNamed(api.connection, 'Ann', 'Li', 'ann@x.example')
    await manyActivities(api.connection, id, 20_000)
    const { answer } = await download(api, id)
    expect(
      await sql`select 1 from audit_entries where action = 'contact.exported' and subject_id = ${id}`,
    ).toHaveLength(1)
    await once(answer, 'readable')
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and application_name = 'throughline'`
    await expect(textOf(answer)).rejects.toThrow('aborted')
    await waitUntil(() => answers(api, id))
  })
})
