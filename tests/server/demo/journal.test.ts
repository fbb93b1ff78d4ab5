import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Directory } from '../../../server/demo/directory.ts'
import { Journal } from '../../../server/demo/journal.ts'
import { seedEvents } from '../../../server/demo/seed/mailboxes.ts'
import { USERS } from '../../../server/demo/seed/organisation.ts'
import { openStage, personOf, round, type Stage } from './fixture.ts'

describe('the tenant’s memory', () => {
  let stage: Stage
  let maren: string
  const all = async () => {
    const { items } = await round(
      stage,
      `/users/${maren}/mailFolders/inbox/messages/delta?$select=internetMessageId,receivedDateTime,subject`,
    )
    return items.map(({ id, internetMessageId, receivedDateTime, subject }) => ({
      id,
      internetMessageId,
      receivedDateTime,
      subject,
    }))
  }
  const journal = () => join(stage.dataDir, 'demo-journal.jsonl')

  beforeAll(async () => {
    stage = await openStage()
    maren = personOf(stage, 'maren').oid
  })
  afterAll(() => stage.close())

  it('keeps every id, Message-ID and time through a restart, and links go on', async () => {
    const { deltaLink } = await round(stage, `/users/${maren}/mailFolders/sentitems/messages/delta?$select=subject`)
    await stage.tenant.deliver({ to: ['maren.lindqvist@halden-optics.example'], subject: 'Kept' })
    const message = { subject: 'Also kept', toRecipients: [{ emailAddress: { address: 'x@y.example' } }] }
    await stage.ask(`/users/${maren}/sendMail`, { method: 'POST', body: { message } })
    const before = await all()
    await stage.restart()
    expect(await all()).toEqual(before)
    const link = new URL(deltaLink)
    const { items } = await round(stage, `${link.pathname.slice('/v1.0'.length)}${link.search}`)
    expect(items.map((item) => item.subject)).toEqual(['Also kept'])
  })

  it('has on disk what it has answered, without waiting for a stop', async () => {
    const { internetMessageId } = await stage.tenant.deliver({ to: ['info@halden-optics.example'] })
    expect(readFileSync(journal(), 'utf8')).toContain(internetMessageId.slice(1, -1))
  })

  it('drops a line that a crash cut off, and goes on after it', async () => {
    const before = await all()
    appendFileSync(journal(), '{"type":"message","message":{"key":99')
    await stage.restart()
    expect(await all()).toEqual(before)
    await stage.tenant.deliver({ to: ['maren.lindqvist@halden-optics.example'], subject: 'After the crash' })
    await stage.restart()
    expect((await all()).at(-1)?.subject).toBe('After the crash')
  })

  it('loses nothing it has answered to kill -9', async () => {
    const program = `
      const { startDemoTenant } = await import(${JSON.stringify(new URL('../../../server/demo/tenant.ts', import.meta.url).href)})
      const tenant = await startDemoTenant({ dataDir: ${JSON.stringify(stage.dataDir)}, port: 0 })
      for (;;) console.log((await tenant.deliver({ to: ['jonas.brandt@halden-optics.example'] })).internetMessageId)`
    await stage.tenant.stop()
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    for await (const chunk of child.stdout) {
      output += chunk
      if (output.split('\n').length > 40) child.kill('SIGKILL')
    }
    await stage.restart()
    const jonas = personOf(stage, 'jonas').oid
    const { items } = await round(stage, `/users/${jonas}/mailFolders/inbox/messages/delta?$select=internetMessageId`)
    const answered = output.split('\n').filter((line) => line.endsWith('>'))
    expect(answered.length).toBeGreaterThanOrEqual(40)
    const kept = items.map((item) => item.internetMessageId)
    expect(answered.filter((id) => !kept.includes(id))).toEqual([])
  })

  it('keeps keys and mail to its owner', () => {
    for (const file of [
      'demo-ca-key.pem',
      'demo-server-key.pem',
      'demo-signing-key.json',
      'demo-tenant.json',
      'demo-journal.jsonl',
    ]) {
      expect(statSync(join(stage.dataDir, file)).mode & 0o077).toBe(0)
    }
  })
})

describe('Journal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('gives back what was appended, in order, however many wait at once', async () => {
    const path = join(folder, 'many')
    const first = Journal.open<number>(path, () => [0])
    for (let i = 1; i <= 1000; i++) first.journal.append(i)
    await Promise.all([first.journal.commit(), first.journal.commit()])
    await first.journal.close()
    const { events, journal } = Journal.open<number>(path, () => [])
    expect(events).toEqual(Array.from({ length: 1001 }, (_, i) => i))
    await journal.close()
  })

  it('reads every prefix of a file as the whole lines in it', async () => {
    const path = join(folder, 'torn')
    const text = '{"a":1}\n{"ü":2}\n{"c":3}\n'
    for (let length = 0; length <= Buffer.byteLength(text); length++) {
      writeFileSync(path, text)
      truncateSync(path, length)
      const { events, journal } = Journal.open<object>(path, () => [])
      expect(events.length).toBe(Buffer.from(text).subarray(0, length).toString('latin1').split('\n').length - 1)
      await journal.close()
    }
  })
})

describe('the seed', () => {
  const mailboxes = new Directory(USERS).mailboxes()
  const anchor = new Date('2026-11-23T15:00:00Z')
  const messages = seedEvents(mailboxes, anchor).flatMap((event) => (event.type === 'message' ? [event.message] : []))

  it('is the same for the same anchor', () => {
    expect(JSON.stringify(seedEvents(mailboxes, anchor))).toBe(JSON.stringify(seedEvents(mailboxes, anchor)))
  })

  it('fills six mailboxes with 1,500 to 2,500 messages of eighteen months, none after the anchor', () => {
    expect(messages.length).toBeGreaterThan(1500)
    expect(messages.length).toBeLessThan(2500)
    expect(new Set(messages.map(({ mailbox }) => mailbox)).size).toBe(6)
    expect(messages.every(({ sent }) => sent <= anchor.toISOString())).toBe(true)
    const oldest = messages.map(({ sent }) => sent).toSorted()[0] as string
    expect(anchor.getTime() - Date.parse(oldest)).toBeGreaterThan(500 * 86_400_000)
  })

  it('looks alive whatever the hour: several unread mails of the last two hours', () => {
    for (const hour of ['03', '09', '22']) {
      const now = new Date(`2026-11-22T${hour}:00:00Z`)
      const fresh = seedEvents(mailboxes, now).filter(
        (event) =>
          event.type === 'message' &&
          !event.message.isRead &&
          now.getTime() - Date.parse(event.message.received) < 7_200_000,
      )
      expect(fresh.length).toBeGreaterThan(5)
    }
  })

  it('holds the odd mail that trips programs up', () => {
    const some = (test: (message: (typeof messages)[number]) => boolean) =>
      expect(messages.filter(test).length).toBeGreaterThan(0)
    some((m) => m.sensitivity === 2)
    some((m) => m.messageClass === 'REPORT.IPM.NOTE.NDR' && m.report?.status === '5.2.2')
    some((m) => m.messageClass === 'IPM.Schedule.Meeting.Request')
    some((m) => m.headers.some(({ name }) => name === 'List-Unsubscribe'))
    some((m) => m.headers.some(({ value }) => value === 'auto-replied'))
    some((m) => m.to.length === 60)
    some((m) => m.internetMessageId === null && !m.isDraft)
    some((m) => m.subject === '' && !m.isDraft)
    some((m) => /[\u0600-\u06ff]/.test(m.subject))
    some((m) => m.isDraft)
    some((m) => m.from?.address === 'maren.vogt@halden-optics.example')
    some((m) => m.from?.address === 'ingrid.nyman@bergstrom-timber.example')
    some((m) => m.outgoing && m.bcc.length > 0)
    const people = (m: (typeof messages)[number]) => [m.from, ...m.to, ...m.cc].map((one) => one?.address)
    some((m) => people(m).every((address) => address?.endsWith('@halden-optics.example')))
  })

  it('gives every Message-ID to one email only', () => {
    const byId = Map.groupBy(
      messages.filter((m) => m.internetMessageId),
      (m) => m.internetMessageId,
    )
    for (const [, copies] of byId) expect(new Set(copies.map((m) => m.subject + m.sent)).size).toBe(1)
  })
})
