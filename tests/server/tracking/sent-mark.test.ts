import { describe, expect, it } from 'vitest'
import { TRACKED_MARK, UNCHECKED_MARK } from '../../../server/graph/mail.ts'
import { ingestMails } from '../../../server/mail/ingest.ts'
import { readMail } from '../../../server/mail/mail.ts'
import { ownAddresses } from '../../../server/users/organisation.ts'
import { type TestApi, testApi } from '../api.ts'
import { message, seedMailboxes } from '../mail/mailboxes.ts'
import { addContact, ask, prepare, stored, summaryOf, turnOn } from './mails.ts'

/** Takes in a mail as a pass of the sync does. */
async function take(api: TestApi, ...items: Parameters<typeof readMail>[0][]) {
  const { db } = api.connection
  const [mailbox] = await seedMailboxes(api.connection, ['mia'])
  const own = await ownAddresses(db)
  const rules = { id: mailbox?.id as string, syncFrom: null }
  await db.transaction((tx) =>
    ingestMails({ tx, own, secrets: api.services.secrets, mailbox: rules }, items.map(readMail)),
  )
}

describe('a tracked mail that was sent from Outlook', () => {
  it.each([
    ['as a named property', (id: string) => ({ singleValueExtendedProperties: [{ id: TRACKED_MARK, value: id }] })],
    [
      'with another case',
      (id: string) => ({
        singleValueExtendedProperties: [{ id: TRACKED_MARK.toUpperCase(), value: id.toUpperCase() }],
      }),
    ],
    ['among its headers', (id: string) => ({ internetMessageHeaders: [{ name: 'X-Throughline-Id', value: id }] })],
  ])('is recognised by its mark %s when the sync meets it, and its opens count from then on', async (_, mark) => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const { id, pixel } = await prepare(api, ['ann@x.example'])
    await ask(api, pixel as string)
    expect(await stored(api, 1)).toMatchObject([{ class: 'own' }])
    const at = new Date(Date.now() - 60_000)
    await take(api, { ...message({ from: 'mia@ours.example', to: ['ann@x.example'], at }), ...mark(id as string) })
    expect(await stored(api, 1)).toMatchObject([{ class: 'person' }])
    const [activity] = await api.connection.sql<{ id: string }[]>`select id from activities where type = 'email_sent'`
    expect(await summaryOf(api, activity?.id as string)).toMatchObject({ state: 'opened', opens: 1 })
  })

  it('OP-07 that nobody could look its recipients up stands on the timeline', async () => {
    const api = await testApi()
    await addContact(api)
    const unchecked = { singleValueExtendedProperties: [{ id: UNCHECKED_MARK, value: '1' }] }
    const sent = (subject: string) => message({ from: 'mia@ours.example', to: ['ann@x.example'], subject })
    await take(api, { ...sent('In haste'), ...unchecked }, sent('At leisure'))
    const said = await api.connection
      .sql`select summary, details -> 'unchecked' as unchecked from activities order by 1`
    expect(said).toEqual([
      { summary: 'At leisure', unchecked: null },
      { summary: 'In haste', unchecked: true },
    ])
  })

  it('a mark on mail that comes from outside means nothing', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const { id } = await prepare(api, ['ann@x.example'])
    await take(api, {
      ...message({ from: 'ann@x.example', to: ['mia@ours.example'] }),
      internetMessageHeaders: [{ name: 'x-throughline-id', value: id as string }],
    })
    expect(await api.connection.sql`select message_id, sent_at from tracked_mails`).toEqual([
      { message_id: null, sent_at: null },
    ])
  })
})
