import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { nameAttachments } from '../../../server/mail/attachments.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { enqueueOwedAttachments } from '../../../server/mailboxes/schedule.ts'
import { purgeRemoved } from '../../../server/timeline/purge-removed.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, message, seedMailboxes } from './mailboxes.ts'
import type { GraphAttachment } from './strict-graph.ts'

const KIM = 'kim@client.example'
const OFFER = { name: 'Offer 2026.pdf', size: 240_400, contentType: 'application/pdf' }
const LOGO = { name: 'image001.png', size: 4_000, contentType: 'image/png', isInline: true }

async function stage() {
  const api = await testApi()
  const { db } = api.connection
  const [anna, ben] = await seedMailboxes(api.connection, ['anna', 'ben'])
  if (!anna || !ben) throw new Error('two mailboxes are needed')
  const kim = await addContact(api.connection, KIM)
  const put = (attachments: GraphAttachment[] | undefined, parts: object = {}, mailbox = anna, folder = 'inbox') => {
    const mail = message({ from: KIM, to: [mailbox.address], ...(attachments ? { attachments } : {}), ...parts })
    api.graph.put(mailbox.graphUserId, folder, mail)
    return mail
  }
  const sync = (mailbox = anna) => syncMailbox(api.services, mailbox)
  const name = (mailbox = anna) => nameAttachments(api.services, mailbox.id)
  const owed = async () => (await db.execute(sql`select 1 from owed_attachments`)).length
  const asked = () => api.graph.requests.filter((request) => request.endsWith('/attachments')).length
  const details = async () => {
    const rows = await db.execute<{ d: Record<string, unknown> }>(
      sql`select details as d from activities where message_id is not null order by occurred_at`,
    )
    return rows.map(({ d: { hasAttachments, attachments, attachmentsUnread } }) => ({
      hasAttachments,
      attachments,
      ...(attachmentsUnread ? { attachmentsUnread } : {}),
    }))
  }
  const makeDue = () => db.execute(sql`update owed_attachments set due_at = now()`)
  const share = async (level: string) => {
    await db.execute(sql`update mailboxes set share_level = ${level}`)
    await db.execute(sql`update activities set shared = ${level === 'all' ? 2 : level === 'subject' ? 1 : 0}`)
  }
  const timeline = async (query = '', who = rep) =>
    (await api.as(who)({ url: `/api/v1/contacts/${kim}/timeline${query}` })).body.items
  return { api, db, anna, ben, kim, put, sync, name, owed, asked, details, makeDue, share, timeline }
}

describe('TL-15 attachments', () => {
  it('are known by name and size, those of several pages too; pictures in the text are dropped, contents never read', async () => {
    const { api, put, sync, name, owed, asked, details } = await stage()
    const cloud = { '@odata.type': '#microsoft.graph.referenceAttachment', name: 'Plan', size: 870, contentType: null }
    put([LOGO, OFFER, { name: ' a\0b\ud800.txt ', size: 3, contentType: 'text/plain' }, cloud])
    put(undefined)
    put([LOGO])
    await sync()
    expect(await owed()).toBe(1)
    await name()
    expect(await details()).toEqual([
      {
        hasAttachments: true,
        attachments: [
          OFFER,
          { name: 'ab\ufffd.txt', size: 3, contentType: 'text/plain' },
          { name: 'Plan', size: null, contentType: null },
        ],
      },
      { hasAttachments: false, attachments: undefined },
      { hasAttachments: false, attachments: undefined },
    ])
    expect([await owed(), asked()]).toEqual([0, 2])
    expect(api.graph.violations).toEqual([])
  })

  it('that all stand in the text are none, whatever Graph says at first', async () => {
    const { api, anna, sync, name, owed, details } = await stage()
    const mail = message({ from: KIM, to: [anna.address], attachments: [LOGO] })
    api.graph.put(anna.graphUserId, 'inbox', { ...mail, hasAttachments: true })
    await sync()
    await name()
    expect(await details()).toEqual([{ hasAttachments: false, attachments: [] }])
    expect(await owed()).toBe(0)
  })

  it('are asked for once for the whole company, and a mail that comes again is not asked for again', async () => {
    const { put, sync, name, owed, asked, details, anna, ben } = await stage()
    const parts = {
      to: [anna.address, ben.address],
      internetMessageId: '<both@x>',
      at: new Date('2026-02-01T10:00:00Z'),
    }
    const mail = put([OFFER], parts)
    put([OFFER], parts, ben)
    await Promise.all([sync(anna), sync(ben)])
    expect(await owed()).toBe(2)
    await name(anna)
    await name(ben)
    put([OFFER], { ...parts, id: mail.id })
    await sync(anna)
    await name(anna)
    expect(await details()).toEqual([{ hasAttachments: true, attachments: [OFFER] }])
    expect([await owed(), asked()]).toEqual([0, 1])
  })

  it('of a mail that is gone are not known, which the entry says; another mailbox that holds it is asked first', async () => {
    const { api, put, sync, name, owed, details, anna, ben } = await stage()
    const parts = {
      to: [anna.address, ben.address],
      internetMessageId: '<both@x>',
      at: new Date('2026-02-01T10:00:00Z'),
    }
    const first = put([OFFER], parts)
    put([OFFER], parts, ben)
    const alone = put([OFFER], { at: new Date('2026-02-02T10:00:00Z') })
    await Promise.all([sync(anna), sync(ben)])
    for (const { id } of [first, alone]) api.graph.attachmentFaults.set(id, { status: 404, code: 'ErrorItemNotFound' })
    await name(anna)
    expect(await details()).toEqual([
      { hasAttachments: true, attachments: undefined },
      { hasAttachments: true, attachments: undefined, attachmentsUnread: 'gone' },
    ])
    await name(ben)
    expect((await details())[0]).toEqual({ hasAttachments: true, attachments: [OFFER] })
    expect(await owed()).toBe(0)
  })

  it('that Microsoft refuses where it gives the mail (Mail.ReadBasic) stay unread, which entries say, and are asked for again in a day', async () => {
    const { api, db, put, sync, name, owed, asked, details, makeDue, anna } = await stage()
    for (let n = 0; n < 10; n++) put([OFFER])
    await sync()
    api.graph.attachmentFaults.set(anna.graphUserId, { status: 403, code: 'ErrorAccessDenied' })
    await name()
    await name()
    expect(asked()).toBeLessThanOrEqual(2)
    expect((await details()).map(({ attachmentsUnread }) => attachmentsUnread)).toEqual(Array(10).fill('refused'))
    const [later] = await db.execute(
      sql`select count(*)::int as n from owed_attachments where due_at > now() + interval '23 hours'`,
    )
    expect(later).toEqual({ n: 10 })
    api.graph.attachmentFaults.clear()
    await makeDue()
    await name()
    expect(await details()).toEqual(Array(10).fill({ hasAttachments: true, attachments: [OFFER] }))
    expect(await owed()).toBe(0)
  })

  it('are not asked for where the mail was blocked or taken off every timeline since', async () => {
    const { api, db, kim, put, sync, name, owed, asked, details } = await stage()
    put([OFFER], { subject: 'Secret plan', at: new Date('2026-02-01T10:00:00Z') })
    put([OFFER], { subject: 'Lunch', at: new Date('2026-02-02T10:00:00Z') })
    await sync()
    await db.execute(
      sql`insert into mail_blocks (kind, pattern, created_by) select 'subject', 'secret', id from users limit 1`,
    )
    const [lunch] = await db.execute<{ id: string }>(sql`select id from activities where summary = 'Lunch'`)
    await api.as(rep)({ method: 'DELETE', url: `/api/v1/contacts/${kim}/activities/${lunch?.id}` })
    await name()
    await name()
    expect([asked(), await owed()]).toEqual([0, 1])
    expect(await details()).toEqual(Array(2).fill({ hasAttachments: true, attachments: undefined }))
  })

  it('stay owed where the mailbox itself is refused, throttled, or out of order', async () => {
    const { api, db, put, sync, name, owed, details, makeDue, anna } = await stage()
    put([OFFER])
    await sync()
    api.graph.forbidden.add(anna.graphUserId)
    await expect(name()).rejects.toMatchObject({ status: 403 })
    api.graph.forbidden.clear()
    api.graph.attachmentFaults.set(anna.graphUserId, { status: 429, code: 'ApplicationThrottled', retryAfter: 120 })
    await makeDue()
    await expect(name()).rejects.toMatchObject({ status: 429 })
    const [row] = await db.execute<{ attempts: number; later: boolean }>(
      sql`select attempts, due_at > now() + interval '110 seconds' as later from owed_attachments`,
    )
    expect([await owed(), row]).toEqual([1, { attempts: 1, later: true }])
    expect((await details())[0]).toEqual({ hasAttachments: true, attachments: undefined })
    expect(api.graph.violations).toEqual([])
  })

  it('are given up after ten failures, and at once where Graph refuses the one mail', async () => {
    const { api, db, put, sync, name, owed, details, makeDue, anna } = await stage()
    const odd = put([OFFER])
    await sync()
    api.graph.attachmentFaults.set(odd.id, { status: 400, code: 'ErrorInvalidProperty' })
    await name()
    const broken = put([OFFER])
    await sync()
    api.graph.attachmentFaults.set(broken.id, { status: 401, code: 'Odd' })
    await db.execute(sql`update owed_attachments set attempts = 8`)
    await expect(name()).rejects.toMatchObject({ status: 401 })
    await makeDue()
    await name()
    expect((await details()).map(({ attachmentsUnread }) => attachmentsUnread)).toEqual(['failed', 'failed'])
    expect([await owed(), api.graph.forbidden.has(anna.graphUserId)]).toEqual([0, false])
  })

  it('come again after a crash: what was claimed is due some minutes later, and doing it twice doubles nothing', async () => {
    const { db, put, sync, name, owed, details, makeDue, anna } = await stage()
    for (let n = 0; n < 3; n++) put([OFFER])
    await sync()
    await db.execute(sql`update owed_attachments set due_at = now() + interval '5 minutes'`)
    await name()
    expect(await owed()).toBe(3)
    await makeDue()
    await Promise.all([name(), name(), name()])
    expect(await details()).toEqual(Array(3).fill({ hasAttachments: true, attachments: [OFFER] }))
    expect(await owed()).toBe(0)
    await db.execute(sql`insert into owed_attachments (mailbox_id, graph_message_id, occurred_at)
      select mailbox_id, graph_message_id, now() from message_copies where mailbox_id = ${anna.id}`)
    await name()
    expect(await details()).toEqual(Array(3).fill({ hasAttachments: true, attachments: [OFFER] }))
  })

  it('are asked for newest first', async () => {
    const { api, db, put, sync, name, anna } = await stage()
    for (let n = 0; n < 25; n++) put([OFFER])
    await sync()
    api.graph.attachmentFaults.set(anna.graphUserId, { status: 429, code: 'ApplicationThrottled', retryAfter: 120 })
    await expect(name()).rejects.toMatchObject({ status: 429 })
    const [row] = await db.execute(sql`select count(*) filter (where due_at > now())::int as claimed,
      min(occurred_at) filter (where due_at > now()) > max(occurred_at) filter (where due_at <= now()) as newest
      from owed_attachments`)
    expect(row).toEqual({ claimed: 20, newest: true })
  })

  it('are left alone in a mailbox that is paused or cannot be read', async () => {
    const { api, db, put, sync, name, asked } = await stage()
    put([OFFER])
    await sync()
    const jobs = async () => {
      await enqueueOwedAttachments(db, api.services.queue)
      return (await db.execute(sql`select 1 from pgboss.job where name = 'name-attachments'`)).length
    }
    await db.execute(sql`update mailboxes set failures = 1`)
    expect(await jobs()).toBe(0)
    await db.execute(sql`update mailboxes set failures = 0, state = 'paused'`)
    expect(await jobs()).toBe(0)
    await name()
    expect(asked()).toBe(0)
    await db.execute(sql`update mailboxes set state = 'live'`)
    await jobs()
    expect(await jobs()).toBe(1)
    await name()
    expect(asked()).toBe(1)
  })

  it('are shown, found and exported only where the text of the mail may be seen', async () => {
    const { api, put, sync, name, share, timeline, kim } = await stage()
    put([OFFER])
    await sync()
    await name()
    const exported = async () => {
      const { status, body } = await api.as(admin)({ url: `/api/v1/contacts/${kim}/export` })
      expect(status).toBe(200)
      return JSON.stringify(body)
    }
    expect((await timeline())[0].details.attachments).toEqual([OFFER])
    expect(await timeline('?search=offer%202026')).toHaveLength(1)
    expect(await exported()).toContain('Offer 2026.pdf')
    for (const level of ['subject', 'contact_only']) {
      await share(level)
      expect(JSON.stringify(await timeline())).not.toContain('Offer')
      expect(await timeline('?search=offer')).toEqual([])
      expect(await exported()).not.toContain('Offer')
    }
  })

  it('of the last year’s mails that were stored before this was known are asked for too', async () => {
    const { db, put, sync, name, owed, details } = await stage()
    const day = 86_400_000
    put([OFFER], { at: new Date(Date.now() - 300 * day) })
    put([OFFER], { at: new Date(Date.now() - 400 * day) })
    put(undefined, { at: new Date(Date.now() - 200 * day) })
    await sync()
    await db.execute(sql`delete from owed_attachments`)
    const migration = await readFile('db/migrations/0025_mail_attachments.sql', 'utf8')
    await db.execute(
      sql.raw(migration.split('--> statement-breakpoint').find((part) => part.includes('insert into')) as string),
    )
    expect(await owed()).toBe(1)
    await name()
    expect((await details()).map(({ attachments }) => attachments)).toEqual([undefined, [OFFER], undefined])
  })

  it('go with what a mail said when it is forgotten, and come back with it', async () => {
    const { api, db, put, sync, name, details, owed, kim, anna } = await stage()
    const parts = {
      id: 'AAkTwice=',
      to: [anna.address, 'pat@client.example'],
      internetMessageId: '<twice@x>',
      at: new Date('2026-02-01T10:00:00Z'),
    }
    put([OFFER], parts)
    await sync()
    await name()
    const [entry] = await db.execute<{ id: string }>(sql`select id from activities where message_id is not null`)
    await api.as(rep)({ method: 'DELETE', url: `/api/v1/contacts/${kim}/activities/${entry?.id}` })
    await purgeRemoved(db, new Date(Date.now() + 31 * 86_400_000))
    expect(JSON.stringify(await db.execute(sql`select to_jsonb(a) from activities a`))).not.toContain('Offer')
    put([OFFER], parts)
    await sync()
    expect(await owed()).toBe(0)
    await addContact(api.connection, 'pat@client.example')
    put([OFFER], parts)
    await sync()
    await name()
    expect(await details()).toEqual([{ hasAttachments: true, attachments: [OFFER] }])
  })
})
