import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { PreparedMail } from '../../../server/tracking/schema.ts'
import { attachSentMails } from '../../../server/tracking/sent.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'

export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

/** Somebody who is no colleague: nobody of ours uses this network. */
const AWAY = '203.0.113.5'

export async function turnOn({ as }: TestApi, settings: object = {}): Promise<void> {
  const answer = await as(admin)({
    method: 'PUT',
    url: '/api/v1/tracking-settings',
    payload: { enabled: true, ...settings },
  })
  expect([answer.status, answer.body.detail]).toEqual([200, undefined])
}

/** A contact whose law asks for no consent to tracking. */
export async function addContact({ as }: TestApi, payload: object = {}): Promise<string> {
  const answer = await as(rep)({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { duplicates: 'allow', firstName: 'Ann', email: 'ann@x.example', country: 'US', ...payload },
  })
  expect([answer.status, answer.body.detail]).toEqual([201, undefined])
  return answer.body.id
}

export async function prepare(
  { as }: TestApi,
  addresses: string[],
  links: string[] = ['https://shop.example/a'],
): Promise<PreparedMail> {
  const recipients = addresses.map((address) => ({ address }))
  const answer = await as(rep)({ method: 'POST', url: '/api/v1/tracked-mails', payload: { recipients, links } })
  expect([answer.status, answer.body.detail]).toEqual([201, undefined])
  return answer.body
}

export interface SentMail extends PreparedMail {
  id: string
  pixel: string
  trap: string
  activityId: string
  messageId: string
}

const HOUR = 3_600_000

/** A tracked mail that went out an hour ago; on the timelines of these contacts, unless the sync is still to meet it. */
export async function sentMail(
  api: TestApi,
  addresses: string[],
  { links, sentAt = new Date(Date.now() - HOUR), met = true }: { links?: string[]; sentAt?: Date; met?: boolean } = {},
): Promise<SentMail> {
  const prepared = (await prepare(api, addresses, links)) as SentMail
  expect(prepared.id).not.toBeNull()
  const internetMessageId = `<${prepared.id}@ours.example>`
  const told = await api.as(rep)({
    method: 'POST',
    url: `/api/v1/tracked-mails/${prepared.id}/sent`,
    payload: { internetMessageId, sentAt: sentAt.toISOString() },
  })
  expect(told.status).toBe(204)
  if (!met) return prepared
  const place = await meet(api, prepared.id, addresses, sentAt)
  expect(await attachSentMails(api.connection.db)).toBe(1)
  return { ...prepared, ...place }
}

/** What the sync stores of a sent mail. */
export async function meet({ connection: { sql } }: TestApi, id: string, addresses: string[], at: Date) {
  const sentAt = at.toISOString()
  const [message] = await sql<{ id: string }[]>`
    insert into messages (internet_message_id, direction, kind, sender, sent_at, subject_key)
    values (${`${id}@ours.example`}, 'sent', 'person', 'us', ${sentAt}, 'offer') returning id`
  const [activity] = await sql<{ id: string }[]>`
    insert into activities (type, occurred_at, source, summary, details, actor_kind, message_id)
    values ('email_sent', ${sentAt}, 'm365', 'Offer', '{"kind": "person"}', 'user', ${message?.id as string}) returning id`
  await sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select ${activity?.id as string}, contact_id, ${sentAt}, 'email_sent' from contact_addresses where address = any(${addresses})`
  return { activityId: activity?.id as string, messageId: message?.id as string }
}

interface Asking {
  from?: string
  method?: 'GET' | 'HEAD'
  headers?: Record<string, string>
}

/** Asks for a public address as the program of a recipient does. */
export async function ask(
  { app }: TestApi,
  address: string,
  { from = AWAY, method = 'GET', headers = {} }: Asking = {},
) {
  return app.inject({
    method,
    url: address.replace('https://crm.ours.example', ''),
    remoteAddress: from,
    headers: { 'user-agent': CHROME, ...headers },
  })
}

/** Waits until so many hits are stored. */
export async function stored({ connection: { sql } }: TestApi, count: number) {
  const read = () =>
    sql`select kind, class, reason, network, agent, referrer, method, rules from tracking_events order by at, id`
  for (let tries = 0; tries < 100; tries++) {
    const rows = await read()
    if (rows.length >= count) return rows
    await sleep(50)
  }
  return read()
}

export const entriesOf = async ({ as }: TestApi, contactId: string) =>
  (await as(rep)({ url: `/api/v1/contacts/${contactId}/timeline`, query: { type: 'email_opened,email_clicked' } })).body
    .items

export const summaryOf = async ({ as }: TestApi, activityId: string) =>
  (await as(rep)({ url: `/api/v1/activities/${activityId}/tracking` })).body

/** Tracking turned on, Ann, and a tracked mail that went to her alone. */
export async function annsMail(): Promise<{ api: TestApi; ann: string; mail: SentMail }> {
  const api = await testApi()
  await turnOn(api)
  const ann = await addContact(api)
  return { api, ann, mail: await sentMail(api, ['ann@x.example']) }
}
