import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { backfillContact } from '../../../server/mail/backfill.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, message, seedMailboxes } from './mailboxes.ts'

const KIM = 'kim@client.example'

interface Ndr {
  id: string
  to: string
  original?: string | null
  status?: string
  action?: string
  failed?: string[]
  at?: string
  mid?: string
  from?: string
}

const mimeOf = ({ original = 'offer@ours.example', status = '5.1.1', action = 'failed', failed = [KIM] }: Ndr) =>
  [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'Undeliverable.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; client.example',
    ...failed.flatMap((address) => [
      '',
      `Final-Recipient: rfc822; ${address}`,
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; 550 ${status} told so`,
    ]),
    '--r',
    'Content-Type: text/rfc822-headers',
    '',
    ...(original ? [`Message-ID: <${original}>`] : []),
    '--r--',
  ].join('\r\n')

async function stage() {
  const api = await testApi()
  const [anna, ben] = await seedMailboxes(api.connection, ['anna', 'ben'])
  if (!anna || !ben) throw new Error('two mailboxes are needed')
  const send = (to: string[], mid = 'offer@ours.example', at = '2026-02-01T09:00:00Z', bcc: string[] = []) =>
    api.graph.put(
      anna.graphUserId,
      'sentitems',
      message({ from: anna.address, to, bcc, subject: 'Offer', internetMessageId: `<${mid}>`, at: new Date(at) }),
    )
  const bounce = (ndr: Ndr, mailbox = anna) => {
    api.graph.put(mailbox.graphUserId, 'inbox', {
      ...message({
        id: ndr.id,
        from: ndr.from ?? 'postmaster@client.example',
        to: [ndr.to],
        subject: 'Undeliverable: Offer',
        internetMessageId: `<${ndr.mid ?? ndr.id}@client.example>`,
        at: new Date(ndr.at ?? '2026-02-01T09:01:00Z'),
        headers: { 'Auto-Submitted': 'auto-replied' },
      }),
      singleValueExtendedProperties: [{ id: 'String 0x1a', value: 'REPORT.IPM.Note.NDR' }],
    })
    api.graph.mime.set(ndr.id, mimeOf(ndr))
  }
  const read = async (id: string) => (await api.as(rep)({ url: `/api/v1/contacts/${id}` })).body
  const items = async (id: string, who = rep) =>
    (await api.as(who)({ url: `/api/v1/contacts/${id}/timeline?type=email_bounced` })).body.items
  const history = async (id: string) =>
    (await api.as(rep)({ url: `/api/v1/contacts/${id}/history` })).body.items.filter(
      (item: { field: string }) => item.field === 'bounced',
    )
  const pass = (mailbox = anna) => syncMailbox(api.services, mailbox)
  return { api, anna, ben, send, bounce, read, items, history, pass }
}

describe('bounces', () => {
  it('CR-05 a mail refused for good flags the address, stands on the timeline, and makes the contact Bounced', async () => {
    const { api, anna, send, bounce, read, items, history, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address })
    await pass()
    expect(await read(kim)).toMatchObject({
      status: 'bounced',
      bouncedAddresses: [{ address: KIM, since: '2026-02-01T09:01:00.000Z' }],
      lastContactedAt: '2026-02-01T09:00:00.000Z',
      lastActivityAt: '2026-02-01T09:01:00.000Z',
    })
    const [entry] = await items(kim)
    expect(entry).toMatchObject({
      type: 'email_bounced',
      summary: 'Offer',
      actor: { kind: 'external', address: 'postmaster@client.example' },
      details: {
        address: KIM,
        status: '5.1.1',
        permanent: true,
        cause: 'unknown_address',
        reason: 'The address does not exist.',
      },
    })
    const [parent] = await api.connection.db.execute<{ type: string }>(sql`
      select p.type from activities a join activities p on p.id = a.parent_id where a.id = ${entry.id}::uuid`)
    expect(parent?.type).toBe('email_sent')
    expect(await history(kim)).toMatchObject([{ before: null, after: KIM, route: 'sync' }])
    expect(api.graph.requests.filter((request) => request.endsWith('$value'))).toHaveLength(1)
    const consent = await api.as(rep)({ url: `/api/v1/contacts/${kim}/consent` })
    expect(JSON.stringify(consent.body)).toContain('hard_bounce')
  })

  it('CR-05 flags the address, not the person, who has another one', async () => {
    const { api, anna, send, bounce, read, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    await api.connection.db.execute(sql`insert into contact_addresses (address, contact_id, display, is_primary)
      values ('kim@private.example', ${kim}::uuid, 'kim@private.example', false)`)
    send([KIM])
    bounce({ id: 'n1', to: anna.address })
    await pass()
    await pass()
    await backfillContact(api.services, kim)
    expect(await read(kim)).toMatchObject({ status: 'active', bouncedAddresses: [{ address: KIM }] })
  })

  it.each([
    ['5.2.2', 'failed', 1, 'mailbox_full'],
    ['4.2.2', 'failed', 1, 'mailbox_full'],
    ['5.7.1', 'failed', 1, 'refused'],
    ['4.4.7', 'delayed', 0, null],
    ['2.0.0', 'delivered', 0, null],
  ])('%s %s flags nothing', async (status, action, entries, cause) => {
    const { api, anna, send, bounce, read, items, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address, status, action })
    await pass()
    expect(await read(kim)).toMatchObject({ status: 'active', bouncedAddresses: [] })
    const found = await items(kim)
    expect(found.map((item: { details: { cause: string; permanent: boolean } }) => item.details.cause)).toEqual(
      entries ? [cause] : [],
    )
    expect(found[0]?.details.permanent ?? false).toBe(false)
  })

  it('one report for several recipients goes to each of them alone', async () => {
    const { api, anna, send, bounce, items, read, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    const pat = await addContact(api.connection, 'pat@client.example')
    const blind = await addContact(api.connection, 'blind@client.example')
    send([KIM, 'pat@client.example', 'fine@client.example'], undefined, undefined, ['blind@client.example'])
    await pass()
    bounce({
      id: 'n1',
      to: anna.address,
      failed: ['KIM+offers@client.example', 'pat@client.example', 'blind@client.example'],
    })
    await pass()
    for (const [id, address] of [
      [kim, KIM],
      [pat, 'pat@client.example'],
      [blind, 'blind@client.example'],
    ] as const) {
      expect((await items(id)).map((item: { details: { address: string } }) => item.details.address)).toEqual([address])
      expect((await items(id))[0].contacts).toEqual([])
      expect((await read(id)).status).toBe('bounced')
    }
  })

  it('the same report in two mailboxes, or delivered twice, is one entry, and does not flag again', async () => {
    const { api, anna, ben, send, bounce, items, read, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address, mid: 'same' })
    await pass()
    const works = await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${kim}/addresses/works`,
      payload: { address: 'Kim@Client.example' },
    })
    expect([works.status, works.body.status]).toEqual([200, 'active'])
    bounce({ id: 'n2', to: ben.address, mid: 'same' }, ben)
    bounce({ id: 'n3', to: anna.address, mid: 'same' })
    await pass(ben)
    api.graph.forgetLinks()
    await pass()
    expect(await items(kim)).toHaveLength(1)
    expect((await read(kim)).bouncedAddresses).toEqual([])
  })

  it('a report about a mail that was never ours, or never went to that contact, marks nobody', async () => {
    const { api, anna, send, bounce, items, read, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    await addContact(api.connection, 'pat@client.example')
    send(['pat@client.example'], 'to-pat@ours.example')
    api.graph.put(
      anna.graphUserId,
      'inbox',
      message({ from: KIM, to: [anna.address], internetMessageId: '<theirs@client.example>' }),
    )
    await pass()
    for (const [id, original] of [
      ['f1', 'forged@elsewhere.example'],
      ['f2', 'to-pat@ours.example'],
      ['f3', 'theirs@client.example'],
      ['f4', null],
    ] as const)
      bounce({ id, to: anna.address, original })
    await pass()
    await backfillContact(api.services, kim)
    expect(await items(kim)).toEqual([])
    expect(await read(kim)).toMatchObject({ status: 'active', bouncedAddresses: [] })
  })

  it('a report that names no mail stands under the last one this mailbox sent there, and flags nothing', async () => {
    const { anna, ben, send, bounce, items, read, pass, api } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM], 'older@ours.example', '2026-01-20T09:00:00Z')
    send([KIM])
    await pass()
    bounce({ id: 'late', to: anna.address, original: null, at: '2026-02-09T09:00:00Z' })
    bounce({ id: 'other', to: ben.address, original: null }, ben)
    await pass()
    await pass(ben)
    expect(await items(kim)).toEqual([])
    bounce({ id: 'n1', to: anna.address, original: null })
    await pass()
    await pass()
    expect(await items(kim)).toMatchObject([{ summary: 'Offer', details: { address: KIM, cause: 'unknown_address' } }])
    expect(await read(kim)).toMatchObject({ status: 'active', bouncedAddresses: [] })
  })

  it('of somebody who is no contact nothing is stored but keyed hashes; it comes with their history', async () => {
    const { api, anna, send, bounce, items, read, pass } = await stage()
    await addContact(api.connection, 'pat@client.example')
    send([KIM, 'pat@client.example'])
    await pass()
    bounce({ id: 'n1', to: anna.address })
    await pass()
    const [stored] = await api.connection.db.execute(sql`select
      (select count(*)::int from activities where type = 'email_bounced') as entries,
      (select count(*)::int from messages where kind = 'bounce') as messages,
      (select string_agg(to_jsonb(c)::text, '') like '%kim%' from correspondents c) as named`)
    expect(stored).toEqual({ entries: 0, messages: 0, named: false })
    const made = await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload: { email: KIM } })
    await backfillContact(api.services, made.body.id)
    expect(await items(made.body.id)).toHaveLength(1)
    expect((await read(made.body.id)).status).toBe('bounced')
    await backfillContact(api.services, made.body.id)
    expect(api.graph.requests.filter((request) => request.endsWith('$value'))).toHaveLength(2)
  })

  it('a report that is read before the mail it is about waits for it', async () => {
    const { api, anna, send, bounce, items, read, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    bounce({ id: 'n1', to: anna.address })
    await pass()
    expect(await items(kim)).toEqual([])
    await api.connection.db.execute(sql`delete from owed_backfills`)
    send([KIM])
    await pass()
    const owed = await api.connection.db.execute(sql`select contact_id from owed_backfills where due_at <= now()`)
    expect(owed).toMatchObject([{ contact_id: kim }])
    await backfillContact(api.services, kim)
    expect(await items(kim)).toHaveLength(1)
    expect((await read(kim)).status).toBe('bounced')
  })

  it('a later mail from the address lifts the flag, in whatever order they are read; an automatic one does not', async () => {
    const { api, anna, send, bounce, read, history, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    const reply = (at: string, headers = {}) =>
      api.graph.put(anna.graphUserId, 'inbox', message({ from: KIM, to: [anna.address], at: new Date(at), headers }))
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address, at: '2026-02-01T09:01:00Z' })
    await pass()
    reply('2026-01-15T09:00:00Z')
    reply('2026-02-02T09:00:00Z', { 'Auto-Submitted': 'auto-replied' })
    await pass()
    expect((await read(kim)).status).toBe('bounced')
    reply('2026-02-03T09:00:00Z')
    await pass()
    expect(await read(kim)).toMatchObject({ status: 'active', bouncedAddresses: [] })
    expect(await history(kim)).toMatchObject([
      { before: KIM, after: null, route: 'sync' },
      { before: null, after: KIM },
    ])
    bounce({ id: 'n2', to: anna.address, at: '2026-02-02T10:00:00Z' })
    await pass()
    expect((await read(kim)).status).toBe('active')
    bounce({ id: 'n3', to: anna.address, at: '2026-02-04T10:00:00Z' })
    await pass()
    expect((await read(kim)).status).toBe('bounced')
  })

  it('somebody who knows better lifts the flag, which the history keeps', async () => {
    const { api, anna, send, bounce, history, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address })
    await pass()
    const works = (address: string) =>
      api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${kim}/addresses/works`, payload: { address } })
    expect((await works('other@client.example')).status).toBe(422)
    expect((await works(KIM)).body).toMatchObject({ status: 'active', bouncedAddresses: [] })
    expect((await works(KIM)).status).toBe(200)
    expect(await history(kim)).toMatchObject([{ before: KIM, after: null, by: { name: 'Rita Rep' } }, { after: KIM }])
  })

  it('a report that cannot be had is set aside; what its headers tell remains', async () => {
    const { api, anna, send, items, read, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    api.graph.put(
      anna.graphUserId,
      'inbox',
      message({
        id: 'n1',
        from: 'mailer-daemon@client.example',
        to: [anna.address],
        headers: { 'X-Failed-Recipients': KIM, 'In-Reply-To': '<offer@ours.example>' },
      }),
    )
    api.graph.mime.set('n1', { status: 400, code: 'ErrorInternalServerError' })
    await pass()
    expect((await items(kim))[0].details).toMatchObject({
      address: KIM,
      status: null,
      permanent: false,
      cause: 'other',
    })
    expect((await read(kim)).status).toBe('active')
    const aside = await api.connection.db.execute<{ reason: string }>(sql`select reason from set_aside_messages`)
    expect(aside).toMatchObject([{ reason: expect.stringContaining('delivery report') }])
  })

  it('a report of our own Exchange counts too, and is shared as the mail is', async () => {
    const { api, anna, send, bounce, items, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address, from: 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ours.example' })
    await pass()
    const owner = { ...rep, oid: anna.graphUserId }
    await api.as(owner)({
      method: 'PATCH',
      url: `/api/v1/mailboxes/${anna.id}`,
      payload: { shareLevel: 'contact_only' },
    })
    expect((await items(kim, admin))[0]).toMatchObject({
      summary: null,
      details: { address: KIM, diagnostic: null, shared: 'contact_only', webLink: null },
    })
    expect((await items(kim, owner))[0]).toMatchObject({
      summary: 'Offer',
      details: { shared: 'all', webLink: expect.stringContaining('https://') },
    })
  })

  it('stays off the timeline when somebody took it off', async () => {
    const { api, anna, send, bounce, items, pass } = await stage()
    const kim = await addContact(api.connection, KIM)
    send([KIM])
    await pass()
    bounce({ id: 'n1', to: anna.address })
    await pass()
    const [entry] = await items(kim)
    await api.as(rep)({ method: 'DELETE', url: `/api/v1/contacts/${kim}/activities/${entry.id}` })
    api.graph.forgetLinks()
    await pass()
    expect(await items(kim)).toEqual([])
  })
})
