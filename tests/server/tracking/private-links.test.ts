import { expect, it } from 'vitest'
import { syncMailbox } from '../../../server/mail/sync.ts'
import { attachSentMails } from '../../../server/tracking/sent.ts'
import { bytesOf, filesOf } from '../../fixtures/zip.ts'
import { admin, rep, testApi } from '../api.ts'
import { manager, other } from '../deals/world.ts'
import { download } from '../export/lists.ts'
import { message, seedMailboxes } from '../mail/mailboxes.ts'
import { addContact, ask, stored, turnOn } from './mails.ts'

const KIM = 'kim@client.example'
const SECRET = 'https://shop.example/secretlink'
const SENT_AT = new Date(Date.now() - 3_600_000)

/** Anna wrote a tracked mail to Kim, who followed its link. */
async function clickedMail({ met = true } = {}) {
  const api = await testApi()
  await turnOn(api)
  const [anna] = await seedMailboxes(api.connection, ['anna'])
  if (!anna) throw new Error('a mailbox is needed')
  const owner = { ...rep, oid: anna.graphUserId, name: 'anna', email: anna.address }
  const kim = await addContact(api, { email: KIM, company: 'Client' })
  const { companyId } = (await api.as(rep)({ url: `/api/v1/contacts/${kim}` })).body
  const prepared = (
    await api.as(owner)({
      method: 'POST',
      url: '/api/v1/tracked-mails',
      payload: { recipients: [{ address: KIM }], links: [SECRET] },
    })
  ).body
  const sent = { from: anna.address, to: [KIM], subject: 'Offer', internetMessageId: '<m@ours.example>', at: SENT_AT }
  await api.as(owner)({
    method: 'POST',
    url: `/api/v1/tracked-mails/${prepared.id}/sent`,
    payload: { internetMessageId: sent.internetMessageId, sentAt: SENT_AT.toISOString() },
  })
  const meet = async () => {
    api.graph.put(anna.graphUserId, 'sentitems', message(sent))
    await syncMailbox(api.services, anna)
    expect(await attachSentMails(api.connection.db)).toBe(1)
  }
  if (met) await meet()
  await ask(api, prepared.links[0].tracked)
  await stored(api, 1)

  const shares = async (shareLevel: string) => {
    const payload = { shareLevel }
    const { status } = await api.as(owner)({ method: 'PATCH', url: `/api/v1/mailboxes/${anna.id}`, payload })
    expect(status).toBe(200)
  }
  const clicks = async (who: typeof rep, of = `contacts/${kim}`, query: object = {}) =>
    (await api.as(who)({ url: `/api/v1/${of}/timeline`, query: { type: 'email_clicked', ...query } })).body.items
  /** In which of the ways out somebody meets the link. */
  const foundBy = async (who: typeof rep): Promise<string[]> => {
    const [mail] = (await api.as(who)({ url: `/api/v1/contacts/${kim}/timeline`, query: { type: 'email_sent' } })).body
      .items
    const get = async (url: string) => JSON.stringify((await api.as(who)({ url })).body)
    const ways = {
      contact: JSON.stringify(await clicks(who)),
      company: JSON.stringify(await clicks(who, `companies/${companyId}`)),
      search: (await clicks(who, undefined, { search: 'secretlink' })).length > 0 ? SECRET : '',
      companySearch: (await clicks(who, `companies/${companyId}`, { search: 'secretlink' })).length > 0 ? SECRET : '',
      hits: mail ? await get(`/api/v1/activities/${mail.id}/tracking`) : '',
    }
    return Object.entries(ways).flatMap(([way, text]) => (text.includes(SECRET) ? [way] : []))
  }
  const exported = async () => (await api.as(admin)({ url: `/api/v1/contacts/${kim}/export` })).body
  const account = async () => {
    const { answer } = await download(api, '/api/v1/account/export.zip', admin)
    const files = await filesOf(await bytesOf(answer))
    return `${files.get('tables/activities.jsonl')}${files.get('tables/tracked_links.jsonl')}`
  }
  return { owner, meet, account, shares, clicks, foundBy, exported }
}

const EVERYWHERE = ['contact', 'company', 'search', 'companySearch', 'hits']

it('TL-08 where a click led is shared as the text of its mail is, past clicks included', async () => {
  const { owner, shares, clicks, foundBy, exported, account } = await clickedMail()
  expect(await foundBy(other)).toEqual(EVERYWHERE)
  expect(JSON.stringify(await exported())).toContain(SECRET)
  for (const level of ['contact_only', 'subject']) {
    await shares(level)
    expect([level, await foundBy(owner)]).toEqual([level, EVERYWHERE])
    for (const who of [other, manager, admin]) expect([level, await foundBy(who)]).toEqual([level, []])
    expect(await clicks(other)).toMatchObject([
      { summary: null, details: { class: 'person', count: 1, shared: level } },
    ])
    const file = await exported()
    expect(JSON.stringify(file)).not.toContain(SECRET)
    expect(file.activities).toContainEqual(
      expect.objectContaining({ type: 'email_clicked', withheld: ['summary', 'details'] }),
    )
    expect(await account()).not.toContain(SECRET)
    expect(file.tracking).toMatchObject([{ links: [], linksWithheld: true, events: [{ link: null }] }])
  }
  await shares('all')
  expect(await foundBy(other)).toEqual(EVERYWHERE)
  expect(JSON.stringify(await exported())).toContain(SECRET)
  expect(await account()).toContain(SECRET)
})

it('TL-08 before the mail itself is met, only who sent it sees where a click led', async () => {
  const { owner, meet, foundBy, exported } = await clickedMail({ met: false })
  expect(await foundBy(owner)).toEqual(['contact', 'company', 'search', 'companySearch'])
  expect(await foundBy(other)).toEqual([])
  expect(JSON.stringify(await exported())).not.toContain(SECRET)
  await meet()
  expect(await foundBy(other)).toEqual(EVERYWHERE)
})
