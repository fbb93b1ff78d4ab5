import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { backfillContact, linkStoredMails, oweBackfill } from '../../../server/mail/backfill.ts'
import { findFolders } from '../../../server/mail/folders.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { freshDatabase } from '../database.ts'
import { addContact, mailContext, message, seedMailboxes, strictGraph, timelines } from './mailboxes.ts'
import type { Fault } from './strict-graph.ts'

async function stage(names = ['anna', 'ben']) {
  const connection = await freshDatabase()
  const graph = await strictGraph()
  const mailboxes = await seedMailboxes(connection, names)
  const context = mailContext(connection, graph)
  const [anna, ben] = mailboxes
  if (!anna || !ben) throw new Error('two mailboxes are needed')
  return { connection, graph, mailboxes, anna, ben, context, pass: (mailbox = anna) => syncMailbox(context, mailbox) }
}

describe('mail sync', () => {
  it('stores a received and a sent mail with a contact, by the From address and not by the folder', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'kim@client.example', to: [anna.address], internetMessageId: '<in@x>' }),
    )
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'anna@old-name.example', to: ['kim@client.example'], internetMessageId: '<moved@x>' }),
    )
    graph.put(
      anna.graphUserId,
      'sentitems',
      message({ from: anna.address, to: ['kim@client.example'], internetMessageId: '<out@x>' }),
    )
    await pass()
    expect(await timelines(connection)).toEqual([
      'kim@client.example email_received in@x',
      'kim@client.example email_sent moved@x',
      'kim@client.example email_sent out@x',
    ])
    expect(graph.violations).toEqual([])
  })

  it('TL-01 makes one entry of the same mail in two mailboxes and names both', async () => {
    const { connection, graph, anna, ben, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    const mail = {
      from: 'kim@client.example',
      to: [anna.address, ben.address],
      internetMessageId: '<both@x>',
      at: new Date('2026-02-01T10:00:00Z'),
      subject: 'Offer',
    }
    graph.put(anna.graphUserId, 'inbox', message(mail))
    graph.put(ben.graphUserId, 'inbox', message({ ...mail, subject: '[EXTERNAL] Offer' }))
    await Promise.all([pass(anna), pass(ben)])
    expect(await timelines(connection)).toEqual(['kim@client.example email_received both@x'])
    const [row] = await connection.db.execute<{ mailboxes: { address: string }[] }>(
      sql`select details->'mailboxes' as mailboxes from activities`,
    )
    expect(row?.mailboxes.map((mailbox) => mailbox.address).sort()).toEqual([anna.address, ben.address])
  })

  it('TL-01 keeps two mails apart that a careless sender gave one Message-ID', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'robot@client.example')
    for (const day of [1, 5]) {
      graph.put(
        anna.graphUserId,
        'inbox',
        message({
          from: 'robot@client.example',
          to: [anna.address],
          internetMessageId: '<same@x>',
          at: new Date(Date.UTC(2026, 1, day)),
          subject: `Report ${day}`,
        }),
      )
    }
    await pass()
    await pass()
    expect(await timelines(connection)).toHaveLength(2)
  })

  it('keeps out drafts, private and internal mail, and stores nothing about it', async () => {
    const { connection, graph, anna, ben, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    graph.put(anna.graphUserId, 'sentitems', message({ from: anna.address, to: ['kim@client.example'], isDraft: true }))
    for (const sensitivity of [1, 2, 3])
      graph.put(anna.graphUserId, 'inbox', message({ from: 'kim@client.example', to: [anna.address], sensitivity }))
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'kim@client.example', to: [anna.address], headers: { Sensitivity: 'Private' } }),
    )
    graph.put(anna.graphUserId, 'inbox', message({ from: ben.address, to: [anna.address, 'someone@ours.example'] }))
    graph.put(anna.graphUserId, 'inbox', message({ from: '/O=EXCHANGELABS/OU=X/CN=BEN', to: [anna.address] }))
    await pass()
    const [count] = await connection.db.execute(
      sql`select (select count(*)::int from messages) as messages, (select count(*)::int from correspondents) as hashes`,
    )
    expect(count).toEqual({ messages: 0, hashes: 0 })
  })

  it('keeps only a keyed hash of strangers, and brings their history when they become a contact', async () => {
    const { connection, graph, anna, ben, context, pass } = await stage()
    await addContact(connection, 'known@client.example')
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'new@stranger.example', to: [anna.address], internetMessageId: '<s1@x>' }),
    )
    graph.put(
      anna.graphUserId,
      'sentitems',
      message({ from: anna.address, to: ['New@Stranger.example'], internetMessageId: '<s2@x>' }),
    )
    graph.put(
      ben.graphUserId,
      'inbox',
      message({
        from: 'known@client.example',
        to: [ben.address],
        cc: ['new@stranger.example'],
        internetMessageId: '<s3@x>',
      }),
    )
    await pass(anna)
    await pass(ben)
    const dump = JSON.stringify(await connection.db.execute(sql`select to_jsonb(c) from correspondents c`))
    expect(dump).not.toContain('stranger')
    const contactId = await addContact(connection, 'new@stranger.example')
    await connection.db.transaction((tx) => linkStoredMails(tx, context.secrets, contactId, ['new@stranger.example']))
    expect(await timelines(connection)).toContain('new@stranger.example email_received s3@x')
    await backfillContact(context, contactId)
    await backfillContact(context, contactId)
    expect((await timelines(connection)).filter((entry) => entry.startsWith('new@'))).toEqual([
      'new@stranger.example email_received s1@x',
      'new@stranger.example email_received s3@x',
      'new@stranger.example email_sent s2@x',
    ])
    expect(graph.violations).toEqual([])
  })

  it('matches plus tags to the plain address, unless a contact holds the tagged one', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'ann@client.example')
    await addContact(connection, 'ann+news@client.example')
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'ann+sales@client.example', to: [anna.address], internetMessageId: '<plain@x>' }),
    )
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'Ann+News@client.example', to: [anna.address], internetMessageId: '<tagged@x>' }),
    )
    await pass()
    expect(await timelines(connection)).toEqual([
      'ann+news@client.example email_received tagged@x',
      'ann@client.example email_received plain@x',
    ])
  })

  it('reads a partly filled item whole, and never takes a tombstone as the order to delete', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    const first = message({ from: 'kim@client.example', to: [anna.address], internetMessageId: '<a@x>' })
    const partial = message({ from: 'kim@client.example', to: [anna.address], internetMessageId: '<b@x>' })
    graph.put(anna.graphUserId, 'inbox', first)
    await pass()
    graph.put(anna.graphUserId, 'inbox', first, 'removed')
    graph.put(anna.graphUserId, 'inbox', first, 'partial')
    graph.put(anna.graphUserId, 'inbox', partial, 'partial')
    await pass()
    expect(await timelines(connection)).toEqual([
      'kim@client.example email_received a@x',
      'kim@client.example email_received b@x',
    ])
    const [row] = await connection.db.execute(
      sql`select summary from activities a join messages m on m.id = a.message_id where m.internet_message_id = 'a@x'`,
    )
    expect(row?.summary).toBe(first.subject)
  })

  it('sets a broken message aside with its reason and reads on', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    const broken = {
      ...message({ from: 'kim@client.example', to: [anna.address] }),
      sentDateTime: 'nonsense',
      receivedDateTime: 'nonsense',
    }
    graph.put(anna.graphUserId, 'inbox', broken)
    graph.put(anna.graphUserId, 'inbox', {
      ...message({ from: 'kim@client.example', to: [anna.address], internetMessageId: '<nul@x>' }),
      subject: 'a\0b \ud800',
    })
    await pass()
    expect(await timelines(connection)).toEqual(['kim@client.example email_received nul@x'])
    const rows = await connection.db.execute(sql`select graph_message_id, reason from set_aside_messages`)
    expect(rows).toEqual([{ graph_message_id: broken.id, reason: 'The message has no date.' }])
  })

  it('TL-09 classifies machines apart from people: they do not count as contact', async () => {
    const { connection, graph, anna, pass } = await stage()
    const contactId = await addContact(connection, 'kim@client.example')
    const from = { from: 'kim@client.example', to: [anna.address] }
    graph.put(anna.graphUserId, 'inbox', message({ ...from, at: new Date('2026-03-01T00:00:00Z') }))
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ ...from, at: new Date('2026-03-02T00:00:00Z'), headers: { 'Auto-Submitted': 'auto-replied' } }),
    )
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ ...from, at: new Date('2026-03-03T00:00:00Z'), headers: { 'List-Unsubscribe': '<https://x>' } }),
    )
    await pass()
    const [contact] = await connection.db.execute<{ contacted: string; activity: string }>(sql`
      select last_contacted_at as contacted, last_activity_at as activity from contact_engagement where contact_id = ${contactId}`)
    expect(new Date(contact?.contacted ?? 0).toISOString()).toBe('2026-03-01T00:00:00.000Z')
    expect(new Date(contact?.activity ?? 0).toISOString()).toBe('2026-03-03T00:00:00.000Z')
  })

  it('TL-18 starts the round again when its link has expired, and doubles nothing', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    for (let n = 0; n < 30; n++)
      graph.put(anna.graphUserId, 'inbox', message({ from: 'kim@client.example', to: [anna.address] }))
    await pass()
    graph.forgetLinks()
    graph.put(anna.graphUserId, 'inbox', message({ from: 'kim@client.example', to: [anna.address] }))
    await pass()
    expect(await timelines(connection)).toHaveLength(31)
    expect(new Set(await timelines(connection)).size).toBe(31)
    expect(graph.violations).toEqual([])
  })

  it('loses and doubles nothing under faults of every kind, with two mailboxes and two workers at once', async () => {
    const { connection, graph, mailboxes, context } = await stage()
    const clients = ['a', 'b', 'c'].map((name) => `${name}@client.example`)
    for (const client of clients.slice(0, 2)) await addContact(connection, client)
    const truth: string[] = []
    for (let n = 0; n < 160; n++) {
      const client = clients[n % 3] as string
      const mid = `truth${n}@x`
      const at = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000)
      const sent = n % 2 === 0
      for (const mailbox of n % 5 === 0 ? mailboxes : [mailboxes[n % 2] as (typeof mailboxes)[0]]) {
        const sender = mailboxes[0]?.address as string
        graph.put(
          mailbox.graphUserId,
          sent ? 'sentitems' : 'inbox',
          message({
            from: sent ? sender : client,
            to: [sent ? client : mailbox.address],
            internetMessageId: `<${mid}>`,
            at,
            subject: `n${n}`,
          }),
        )
      }
      truth.push(`${client} email_${sent ? 'sent' : 'received'} ${mid}`)
    }
    const faults: Fault[] = [
      'reset',
      'truncate',
      'unauthorized',
      'unavailable',
      'empty',
      'repeat',
      'slow',
      'gone',
      'throttle',
    ]
    graph.fault = (request) => (request % 4 === 0 ? (faults[(request / 4) % faults.length] as Fault) : 'none')
    const other = mailContext(connection, graph)
    for (let round = 0; round < 6; round++) {
      await Promise.allSettled(
        mailboxes.flatMap((mailbox) => [syncMailbox(context, mailbox), syncMailbox(other, mailbox)]),
      )
    }
    graph.fault = () => 'none'
    for (const mailbox of mailboxes) await syncMailbox(context, mailbox)
    const contactId = await addContact(connection, clients[2] as string)
    await backfillContact(context, contactId)
    expect(await timelines(connection)).toEqual([...new Set(truth)].sort())
    expect(graph.violations).toEqual([])
  })

  it('one mailbox that may not be read does not touch the others', async () => {
    const { connection, graph, anna, ben, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    graph.forbidden.add(anna.graphUserId)
    graph.put(ben.graphUserId, 'inbox', message({ from: 'kim@client.example', to: [ben.address] }))
    await expect(pass(anna)).rejects.toMatchObject({ status: 403 })
    await pass(ben)
    expect(await timelines(connection)).toHaveLength(1)
  })

  it('goes on after the database closed its sessions', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    graph.put(anna.graphUserId, 'inbox', message({ from: 'kim@client.example', to: [anna.address] }))
    await pass()
    await connection.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'throughline-gate'`
    graph.put(anna.graphUserId, 'inbox', message({ from: 'kim@client.example', to: [anna.address] }))
    await pass().catch(() => pass())
    expect(await timelines(connection)).toHaveLength(2)
  })

  it('stores subjects and previews that would be cut within an emoji', async () => {
    const { connection, graph, anna, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    const long = {
      ...message({ from: 'kim@client.example', to: [anna.address], subject: `${'a'.repeat(199)}😀` }),
      bodyPreview: `${'b'.repeat(254)}😀`,
    }
    graph.put(anna.graphUserId, 'inbox', long)
    await pass()
    expect(await timelines(connection)).toHaveLength(1)
    expect(await connection.db.execute(sql`select 1 from set_aside_messages`)).toHaveLength(0)
  })

  it('one mail of ours is one entry, by whatever alias its copies name the sender', async () => {
    const { connection, graph, anna, ben, pass } = await stage()
    await addContact(connection, 'kim@client.example')
    const mail = {
      to: ['kim@client.example', ben.address],
      internetMessageId: '<ours@x>',
      at: new Date('2026-02-01T10:00:00Z'),
      subject: 'Offer',
    }
    graph.put(anna.graphUserId, 'sentitems', message({ ...mail, from: anna.address }))
    graph.put(ben.graphUserId, 'inbox', message({ ...mail, from: '/O=EXCHANGELABS/CN=ANNA' }))
    await pass(anna)
    await pass(ben)
    expect(await timelines(connection)).toEqual(['kim@client.example email_sent ours@x'])
  })

  it('a history stays owed while a mailbox cannot be asked, and comes when it can', async () => {
    const { connection, graph, anna, context, pass } = await stage()
    graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: 'new@stranger.example', to: [anna.address], internetMessageId: '<s@x>' }),
    )
    await pass()
    const contactId = await addContact(connection, 'new@stranger.example')
    await oweBackfill(connection.db, contactId)
    const owed = async () => (await connection.db.execute(sql`select 1 from owed_backfills`)).length
    graph.forbidden.add(anna.graphUserId)
    await expect(backfillContact(context, contactId)).rejects.toMatchObject({ status: 403 })
    expect(await owed()).toBe(1)
    graph.forbidden.clear()
    await connection.db.execute(sql`update mailboxes set state = 'paused'`)
    await expect(backfillContact(context, contactId)).rejects.toMatchObject({ code: 'MailboxPaused' })
    await connection.db.execute(sql`update mailboxes set state = 'live'`)
    await backfillContact(context, contactId)
    expect(await owed()).toBe(0)
    expect(await timelines(connection)).toEqual(['new@stranger.example email_received s@x'])
  })

  it('a folder that does not exist keeps nobody from reading the others', async () => {
    const { connection, graph, anna, context } = await stage()
    graph.missing.add('archive')
    await findFolders(context, { ...anna, folderNames: ['archive', 'clutter', 'inbox', 'sentitems'] })
    const names = await connection.db.execute(
      sql`select name from mailbox_folders where mailbox_id = ${anna.id} order by name`,
    )
    expect(names.map((row) => row.name)).toEqual(['clutter', 'inbox', 'sentitems'])
  })

  it('tagged mail goes to the contact that holds the tagged address, in whatever order they are added', async () => {
    const { connection, graph, anna, context, pass } = await stage()
    graph.put(
      anna.graphUserId,
      'inbox',
      message({
        from: 'ann+news@client.example',
        to: [anna.address],
        cc: ['known@client.example'],
        internetMessageId: '<t@x>',
      }),
    )
    await addContact(connection, 'known@client.example')
    await pass()
    const add = async (address: string) => {
      const id = await addContact(connection, address)
      await connection.db.execute(
        sql`update contact_addresses set plain = 'ann@client.example' where address = 'ann+news@client.example'`,
      )
      await connection.db.transaction((tx) => linkStoredMails(tx, context.secrets, id, [address]))
    }
    await add('ann+news@client.example')
    await add('ann@client.example')
    expect((await timelines(connection)).filter((entry) => entry.startsWith('ann'))).toEqual([
      'ann+news@client.example email_received t@x',
    ])
  })
})
