import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { contactContext } from '../../../server/contacts/contact-context.ts'
import { addNewPeople } from '../../../server/mail/new-people.ts'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { enqueueDueMailboxes } from '../../../server/mailboxes/schedule.ts'
import { admin, rep, testApi } from '../api.ts'
import { addContact, message, seedMailboxes, timelines } from '../mail/mailboxes.ts'

describe('mailboxes', () => {
  it('are read only after somebody with the right starts them, with rules fixed from then on', async () => {
    const { as, connection } = await testApi()
    const [anna] = await seedMailboxes(connection, ['anna'])
    await connection.db.execute(sql`update mailboxes set state = 'available', due_at = null`)
    const url = `/api/v1/mailboxes/${anna?.id}`
    expect((await as(rep)({ method: 'POST', url: `${url}/sync` })).status).toBe(403)
    expect((await as(admin)({ method: 'POST', url: `${url}/pause` })).body.type).toBe('mailbox-not-enabled')
    const started = await as(admin)({
      method: 'POST',
      url: `${url}/sync`,
      payload: { months: 6, shareLevel: 'subject' },
    })
    expect(started.status).toBe(202)
    expect(started.body.mailbox).toMatchObject({ state: 'first_sync', shareLevel: 'subject' })
    const { syncFrom } = started.body.mailbox
    const again = await as(admin)({ method: 'POST', url: `${url}/sync`, payload: { months: 60, shareLevel: 'all' } })
    expect(again.body.mailbox).toMatchObject({ syncFrom, shareLevel: 'subject' })
    expect(again.body.jobId).toBe(started.body.jobId)
    expect((await as(admin)({ url: `/api/v1/jobs/${started.body.jobId}` })).body).toMatchObject({
      name: 'sync-mailbox',
      state: 'queued',
    })
    expect((await as(admin)({ method: 'POST', url: `${url}/pause` })).body.state).toBe('paused')
    expect((await as(admin)({ method: 'POST', url: `${url}/resync` })).body.mailbox.state).toBe('first_sync')
    const owner = { ...rep, oid: anna?.graphUserId as string }
    const headers = { 'content-type': 'application/json' }
    expect((await as(owner)({ method: 'POST', url: `${url}/sync`, headers })).status).toBe(202)
  })

  it('due ones are enqueued once, however many workers look', async () => {
    const { connection, services } = await testApi()
    await seedMailboxes(connection, ['anna', 'ben'])
    const counts = await Promise.all([1, 2, 3].map(() => enqueueDueMailboxes(connection.db, services.queue)))
    expect(counts.reduce((a, b) => a + b)).toBe(2)
  })
})

describe('block list', () => {
  it('keeps out domains with all below them, addresses and subjects, before anything is stored', async () => {
    const { as, connection, graph, services } = await testApi()
    const [anna] = await seedMailboxes(connection, ['anna'])
    if (!anna) throw new Error('no mailbox')
    for (const name of ['kim@client.example', 'law@eu.lawyers.example', 'doc@clinic.example'])
      await addContact(connection, name)
    const block = (payload: object, person = admin) =>
      as(person)({ method: 'POST', url: '/api/v1/mail/blocks', payload })
    expect((await block({ kind: 'domain', pattern: '@Lawyers.example' })).body.pattern).toBe('lawyers.example')
    const { body: clinic } = await block({ kind: 'address', pattern: 'DOC@clinic.example' })
    await block({ kind: 'subject', pattern: 'Salary' })
    expect((await block({ kind: 'address', pattern: 'nobody' })).status).toBe(422)
    expect((await block({ kind: 'subject', pattern: 'x y' }, rep)).status).toBe(403)
    const from = (address: string, subject: string) => message({ from: address, to: [anna.address], subject })
    graph.put(anna.graphUserId, 'inbox', from('law@eu.lawyers.example', 'Case'))
    graph.put(anna.graphUserId, 'inbox', from('doc@clinic.example', 'Result'))
    graph.put(anna.graphUserId, 'inbox', from('kim@client.example', 'About your salary'))
    graph.put(anna.graphUserId, 'inbox', from('kim@client.example', 'Offer'))
    await syncMailbox(services, anna)
    expect(await timelines(connection)).toHaveLength(1)
    expect(await connection.db.execute(sql`select 1 from correspondents`)).toHaveLength(0)
    expect((await as(admin)({ method: 'DELETE', url: `/api/v1/mail/blocks/${clinic.id}` })).status).toBe(204)
    expect((await as(rep)({ url: '/api/v1/mail/blocks' })).body.items).toHaveLength(2)
  })
})

describe('new people', () => {
  it('become contacts only where the mailbox says so, and never machines, lists or colleagues', async () => {
    const { as, connection, graph, services } = await testApi()
    const [anna, ben] = await seedMailboxes(connection, ['anna', 'ben'])
    if (!anna || !ben) throw new Error('no mailbox')
    await as(admin)({ method: 'PATCH', url: `/api/v1/mailboxes/${anna.id}`, payload: { newPeople: 'sent' } })
    const fill = (mailbox: typeof anna) => {
      const received = { from: 'wrote@north-star.example', to: [mailbox.address] }
      graph.put(mailbox.graphUserId, 'inbox', message(received))
      graph.put(
        mailbox.graphUserId,
        'sentitems',
        message({ from: mailbox.address, to: ['asked@north-star.example', 'no-reply@shop.example', 'x@ours.example'] }),
      )
      graph.put(
        mailbox.graphUserId,
        'inbox',
        message({ from: 'list@news.example', to: [mailbox.address], headers: { 'List-Id': 'x' } }),
      )
    }
    fill(anna)
    fill(ben)
    await syncMailbox(services, { ...anna, newPeople: 'sent' })
    await syncMailbox(services, { ...ben, newPeople: 'off' })
    const context = contactContext(services)
    await addNewPeople(connection.db, context)
    const addresses = async () =>
      (await connection.db.execute(sql`select address from contact_addresses order by 1`)).map((row) => row.address)
    expect(await addresses()).toEqual(['asked@north-star.example'])
    const { body } = await as(rep)({ url: '/api/v1/contacts/lookup', query: { email: 'asked@north-star.example' } })
    expect(body).toMatchObject({
      firstName: 'asked',
      source: 'M365',
      company: { name: 'North Star' },
      owner: { name: 'anna' },
    })
    await syncMailbox(services, { ...ben, newPeople: 'all' })
    graph.put(ben.graphUserId, 'inbox', message({ from: 'wrote@north-star.example', to: [ben.address] }))
    await syncMailbox(services, { ...ben, newPeople: 'all' })
    await addNewPeople(connection.db, context)
    await addNewPeople(connection.db, context)
    expect(await addresses()).toEqual(['asked@north-star.example', 'wrote@north-star.example'])
  })
})

describe('change notifications', () => {
  async function subscribed() {
    const api = await testApi()
    const [anna] = await seedMailboxes(api.connection, ['anna'])
    const [folder] = await api.connection.db.execute<{ id: string }>(sql`select id from mailbox_folders limit 1`)
    await api.connection.db.execute(
      sql`insert into mailbox_subscriptions (folder_id, graph_subscription_id, expires_at) values (${folder?.id}, 'sub-1', now() + interval '3 days')`,
    )
    const proof = api.services.secrets.hash('subscription', folder?.id as string).toString('base64url')
    const notify = (value: object) =>
      api.app.inject({ method: 'POST', url: '/hooks/graph', payload: { value: [value] } })
    const queued = async () =>
      (
        await api.connection.db.execute(
          sql`select name from pgboss.job where name in ('sync-mailbox', 'renew-subscriptions') order by name`,
        )
      ).map((row) => row.name)
    return { ...api, anna, notify, queued, clientState: `${folder?.id}.${proof}` }
  }

  it('answers the handshake with the decoded token as plain text', async () => {
    const { app } = await testApi()
    const response = await app.inject({ method: 'POST', url: '/hooks/graph?validationToken=Validation%3A+a%3Cb%26' })
    expect([response.statusCode, response.body]).toEqual([200, 'Validation: a<b&'])
    expect(response.headers['content-type']).toContain('text/plain')
  })

  it('a genuine one has the mailbox read, a doubled one does not double the job', async () => {
    const { notify, queued, clientState, services } = await subscribed()
    const genuine = {
      subscriptionId: 'sub-1',
      clientState,
      changeType: 'created',
      tenantId: services.tenantId,
      resource: 'x',
    }
    expect((await notify(genuine)).statusCode).toBe(202)
    await notify(genuine)
    expect(await queued()).toEqual(['sync-mailbox'])
  })

  it('a forged one does nothing and learns nothing', async () => {
    const { notify, queued, clientState } = await subscribed()
    for (const forged of [
      { subscriptionId: 'sub-1' },
      { subscriptionId: 'sub-1', clientState: `${clientState}x` },
      { subscriptionId: 'sub-1', clientState: 'a.b' },
      { subscriptionId: 'sub-1', clientState, tenantId: 'other' },
      { nonsense: 1 },
    ]) {
      const response = await notify(forged)
      expect([response.statusCode, response.body]).toEqual([202, ''])
    }
    expect(await queued()).toEqual([])
  })

  it('subscriptionRemoved has the mailbox read and the subscription made anew', async () => {
    const { notify, queued, clientState } = await subscribed()
    await notify({ subscriptionId: 'sub-1', clientState, lifecycleEvent: 'subscriptionRemoved' })
    expect(await queued()).toEqual(['renew-subscriptions', 'sync-mailbox'])
  })
})
