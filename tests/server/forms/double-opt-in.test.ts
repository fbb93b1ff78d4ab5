import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { sendDueConfirmations } from '../../../server/forms/confirmation-mail.ts'
import { forgetSubmissions } from '../../../server/forms/forget-submissions.ts'
import type { FormDefinitionInput } from '../../../server/forms/schema.ts'
import type { Graph, GraphCall } from '../../../server/graph/client.ts'
import { GraphFailure } from '../../../server/graph/failure.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'
import { seedMailboxes } from '../mail/mailboxes.ts'
import { add, read } from '../merge/people.ts'
import { fill, later, ledger, lookup, openForm, send, submissions, view } from './forms.ts'

interface Sent {
  to: string
  subject: string
  html: string
  marker: string
}

type Fate = 'fine' | 'lost' | 'never' | 'refused'

/** Exchange as far as these mails need it: what it took stands in Sent Items, whatever it answered. */
class Exchange implements Graph {
  readonly sent: Sent[] = []
  readonly looks: string[] = []
  fate: Fate = 'fine'

  async call<T>({ path, method, body, scope }: GraphCall): Promise<T> {
    if (method === 'post' && path === `/users/${scope}/sendMail`) return this.#send(body) as T
    const marker = /value eq '([^']+)'/.exec(decodeURIComponent(path))?.[1] ?? ''
    this.looks.push(marker)
    return { value: this.sent.filter((mail) => mail.marker === marker).map(() => ({ id: 'x' })) } as T
  }

  #send(body: object | undefined): undefined {
    const { message } = body as {
      message: {
        subject: string
        body: { content: string }
        toRecipients: { emailAddress: { address: string } }[]
        singleValueExtendedProperties: { value: string }[]
      }
    }
    if (this.fate === 'refused') throw new GraphFailure(403, 'ErrorAccessDenied', 'refused', null, null)
    if (this.fate !== 'never') {
      this.sent.push({
        to: message.toRecipients[0]?.emailAddress.address ?? '',
        subject: message.subject,
        html: message.body.content,
        marker: message.singleValueExtendedProperties[0]?.value ?? '',
      })
    }
    if (this.fate !== 'fine') throw new GraphFailure(504, 'GatewayTimeout', 'no answer', null, null)
  }
}

async function world(draft: Partial<FormDefinitionInput> = {}, given?: TestApi) {
  const api = given ?? (await testApi())
  const exchange = new Exchange()
  const [mailbox] = await seedMailboxes(api.connection, ['news'])
  const form = await openForm(api, {
    doubleOptIn: 'always',
    confirmation: { mailboxId: mailbox?.id as string, subject: '', text: '' },
    tags: ['Confirmed'],
    ...draft,
  })
  const mail = () =>
    sendDueConfirmations({
      ...api.services,
      now: () => api.services.now(),
      graph: exchange,
      publicUrl: 'https://crm.ours.example',
    })
  return { api, exchange, form, mail }
}

const linkIn = ({ html }: Sent): string =>
  /https:\/\/crm\.ours\.example(\/f\/confirm\/[\w.-]+)/.exec(html)?.[1] as string
const statusOf = async (api: TestApi, email: string) => (await lookup(api, email)).body.consent.status
const ann = { email: 'ann@visitor.example', firstName: 'Ann', consent: 'yes' }

describe('double opt-in', () => {
  it('CO-03 is pending until the person presses the button behind the link', async () => {
    const { api, exchange, form, mail } = await world()
    const answer = await fill(api, form, ann)
    expect(answer.headers.location).toBe(`/f/${form.publicId}/thanks?asked=1`)
    const { body: contact } = await lookup(api, ann.email)
    expect(contact).toMatchObject({ tags: [], consent: { status: 'pending' } })
    expect(JSON.stringify((await ledger(api, contact.id)).entries)).not.toContain('127.0.0')
    expect(await mail()).toBe(1)
    expect(await mail()).toBe(0)
    expect(exchange.sent).toMatchObject([{ to: ann.email, subject: 'Please confirm your email address' }])
    expect(await submissions(api, form)).toMatchObject([{ state: 'pending', mail: { state: 'sent' } }])

    const link = linkIn(exchange.sent[0] as Sent)
    for (let n = 0; n < 3; n++) {
      const page = await view(api, link)
      expect([page.status, page.html.includes(`action="${link}"`)]).toEqual([200, true])
      await api.app.inject({ method: 'HEAD', url: link })
    }
    expect(await statusOf(api, ann.email)).toBe('pending')
    later(api, 60_000)
    expect((await Promise.all([send(api, link, {}), send(api, link, {})])).map(({ status }) => status)).toEqual([
      200, 200,
    ])
    const { entries } = await ledger(api, contact.id)
    expect(entries).toHaveLength(2)
    expect(entries[0]).toMatchObject({
      status: 'opted_in',
      type: 'explicit',
      proven: true,
      evidence: { ip: '127.0.0.0/24', confirmedIp: '127.0.0.0/24', textVersion: '1', confirmedAt: expect.any(String) },
    })
    expect(await lookup(api, ann.email)).toMatchObject({
      body: { tags: ['Confirmed'], consent: { status: 'opted_in' } },
    })
    expect((await view(api, link)).html).toContain('this is confirmed')
    expect(await submissions(api, form)).toMatchObject([{ state: 'accepted', confirmedAt: expect.any(String) }])
  })

  it('a form that is not confirmed changes nothing of who is known, and fills blanks once it is', async () => {
    const { api, exchange, form, mail } = await world({
      fields: [
        { key: 'email', label: 'Mail', required: true },
        { key: 'jobTitle', label: 'Job' },
      ],
    })
    const known = await add(api, { lastName: 'Lee', email: ann.email })
    await fill(api, form, { ...ann, jobTitle: 'Buyer' })
    expect(await read(api.as(rep), known)).toMatchObject({ jobTitle: null, consent: { status: 'pending' } })
    await mail()
    await send(api, linkIn(exchange.sent[0] as Sent), {})
    expect(await read(api.as(rep), known)).toMatchObject({ jobTitle: 'Buyer', consent: { status: 'opted_in' } })
  })

  it('a custom field that is deleted before the confirmation keeps no consent from counting', async () => {
    const api = await testApi()
    const field = (
      await api.as(admin)({
        method: 'POST',
        url: '/api/v1/custom-fields',
        payload: { entity: 'contact', label: 'Size', type: 'text' },
      })
    ).body
    const fields = [
      { key: 'email', label: 'Mail', required: true },
      { key: 'jobTitle', label: 'Job' },
      { key: `custom.${field.key}`, label: 'Size' },
    ]
    const { exchange, form, mail } = await world({ fields }, api)
    const known = await add(api, { lastName: 'Lee', email: ann.email })
    await fill(api, form, { ...ann, jobTitle: 'Buyer', [`custom.${field.key}`]: 'L' })
    await mail()
    await api.as(admin)({ method: 'DELETE', url: `/api/v1/custom-fields/${field.id}` })
    const answer = await send(api, linkIn(exchange.sent[0] as Sent), {})
    expect(answer.status).toBe(200)
    expect(await read(api.as(rep), known)).toMatchObject({ jobTitle: 'Buyer', consent: { status: 'opted_in' } })
  })

  it('asks nobody more than three times a day, however often their address is typed in', async () => {
    const { api, exchange, form, mail } = await world()
    for (let n = 0; n < 5; n++) {
      await fill(api, form, ann)
      await mail()
    }
    expect(exchange.sent).toHaveLength(3)
    later(api, 25 * 3_600_000)
    await fill(api, form, ann)
    await mail()
    expect(exchange.sent).toHaveLength(4)
  })

  it('CO-03 leaves a week from when it was found to be no spam', async () => {
    const { api, exchange, form, mail } = await world()
    await fill(api, form, { ...ann, tl_remarks: 'x' })
    const [kept] = await submissions(api, form, '?state=spam')
    later(api, 10 * 86_400_000)
    const url = `/api/v1/forms/${form.id}/submissions/${kept.id}/accept`
    expect((await api.as(admin)({ method: 'POST', url })).status).toBe(204)
    await mail()
    expect((await send(api, linkIn(exchange.sent[0] as Sent), {})).status).toBe(200)
    expect(await statusOf(api, ann.email)).toBe('opted_in')
  })

  it('CO-07 an opt-out stands against a form and falls to a confirmation', async () => {
    const { api, exchange, form, mail } = await world({ doubleOptIn: 'never' })
    const known = await add(api, { lastName: 'Lee', email: ann.email })
    const optOut = { status: 'opted_out', source: 'phone' }
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${known}/consent`, payload: optOut })
    await fill(api, form, ann)
    expect(await statusOf(api, ann.email)).toBe('opted_out')
    expect(await mail()).toBe(1)
    later(api, 1000)
    await send(api, linkIn(exchange.sent[0] as Sent), {})
    expect(await statusOf(api, ann.email)).toBe('opted_in')
  })

  it('without a mailbox to ask from, an opt-out is not lifted by a form', async () => {
    const { api, form, mail } = await world({ doubleOptIn: 'never', confirmation: { mailboxId: null } })
    const known = await add(api, { lastName: 'Lee', email: ann.email })
    await api.as(rep)({ method: 'POST', url: `/api/v1/contacts/${known}/consent`, payload: { status: 'opted_out' } })
    await fill(api, form, ann)
    expect(await mail()).toBe(0)
    expect(await statusOf(api, ann.email)).toBe('opted_out')
    expect((await ledger(api, known)).entries).toHaveLength(2)
  })

  it('CR-07 asks where the law takes nothing else for proof, and where the country is unknown', async () => {
    const { api, form } = await world({
      doubleOptIn: 'where_expected',
      fields: [
        { key: 'email', label: 'Mail', required: true },
        { key: 'country', label: 'Country' },
      ],
    })
    for (const [country, status] of [
      ['DE', 'pending'],
      ['', 'pending'],
      ['US', 'opted_in'],
      ['GB', 'opted_in'],
    ]) {
      const email = `x${country}@visitor.example`
      await fill(api, form, { email, country: country as string, consent: 'yes' })
      expect([country, await statusOf(api, email)]).toEqual([country, status])
    }
  })

  it('nobody is asked who agreed to nothing', async () => {
    const { api, form, mail } = await world()
    await fill(api, form, { email: ann.email })
    expect(await mail()).toBe(0)
    expect(await submissions(api, form)).toMatchObject([{ state: 'accepted', mail: null }])
  })

  it('a second sign-up sends a link of its own and inherits nothing', async () => {
    const { api, exchange, form, mail } = await world()
    await fill(api, form, ann)
    await fill(api, form, ann)
    expect(await mail()).toBe(2)
    const links = exchange.sent.map(linkIn)
    expect(new Set(links).size).toBe(2)
    await send(api, links[0] as string, {})
    expect((await submissions(api, form)).map(({ state }: { state: string }) => state).sort()).toEqual([
      'accepted',
      'pending',
    ])
  })

  it('an answer that is lost sends nothing twice: it is looked for first', async () => {
    const { api, exchange, form, mail } = await world()
    await fill(api, form, ann)
    exchange.fate = 'lost'
    expect(await mail()).toBe(1)
    expect(exchange.looks).toEqual([])
    expect(await submissions(api, form)).toMatchObject([{ mail: { state: 'waiting', error: 'GatewayTimeout' } }])
    expect(await mail()).toBe(0)
    exchange.fate = 'fine'
    later(api, 61_000)
    expect(await mail()).toBe(1)
    expect([exchange.sent.length, exchange.looks.length]).toEqual([1, 1])
    expect(await submissions(api, form)).toMatchObject([{ mail: { state: 'sent', error: null } }])
  })

  it('what was never sent is sent again, and a process that was killed leaves it due', async () => {
    const { api, exchange, form, mail } = await world()
    await fill(api, form, ann)
    exchange.fate = 'never'
    await mail()
    exchange.fate = 'fine'
    later(api, 61_000)
    await mail()
    expect([exchange.sent.length, exchange.looks.length]).toEqual([1, 1])
    await fill(api, form, { ...ann, email: 'bob@visitor.example' })
    const at = api.services.now().toISOString()
    await api.connection.db.execute(sql`update form_submissions set mail_due_at = ${at}::timestamptz + interval '5 minutes', mail_attempts = 1,
      mail_tried_at = ${at}::timestamptz where mail_sent_at is null`)
    expect(await mail()).toBe(0)
    later(api, 301_000)
    expect(await mail()).toBe(1)
    expect([exchange.sent.length, exchange.looks.length]).toEqual([2, 2])
  })

  it('a refusal is no attempt that could have sent, and is tried again with patience', async () => {
    const { api, exchange, form, mail } = await world()
    await fill(api, form, ann)
    exchange.fate = 'refused'
    for (const wait of [0, 61_000, 121_000, 241_000]) {
      later(api, wait)
      expect(await mail()).toBe(1)
    }
    expect(exchange.looks).toEqual([])
    expect(await submissions(api, form)).toMatchObject([{ mail: { state: 'waiting', error: 'ErrorAccessDenied' } }])
    exchange.fate = 'fine'
    later(api, 481_000)
    await mail()
    expect(exchange.sent).toHaveLength(1)
  })

  it('several processes send each mail once', async () => {
    const { api, exchange, form, mail } = await world()
    for (let n = 0; n < 8; n++) await fill(api, form, { ...ann, email: `n${n}@visitor.example` })
    await Promise.all([mail(), mail(), mail(), mail()])
    expect(exchange.sent.map(({ to }) => to).sort()).toEqual(
      Array.from({ length: 8 }, (_, n) => `n${n}@visitor.example`),
    )
  })

  it('what is not confirmed in a week is forgotten, with the contact it made', async () => {
    const { api, exchange, form, mail } = await world()
    const known = await add(api, { lastName: 'Known', email: 'known@visitor.example' })
    const addresses = [
      'new@visitor.example',
      'worked@visitor.example',
      'picked@visitor.example',
      'known@visitor.example',
    ]
    for (const email of addresses) await fill(api, form, { ...ann, email, message: 'secret words' })
    const picked = (await lookup(api, 'picked@visitor.example')).body
    await api.connection.db.execute(sql`with made as (insert into segments (name, kind) values ('Guests', 'static') returning id)
      insert into segment_members (segment_id, contact_id) select id, ${picked.id}::uuid from made`)
    const worked = (await lookup(api, 'worked@visitor.example')).body
    await api.as(rep)({
      method: 'POST',
      url: `/api/v1/contacts/${worked.id}/activities`,
      payload: { type: 'note', summary: 'Called back' },
    })
    await mail()
    // The sync met the question itself in Sent Items.
    const fresh = (await lookup(api, 'new@visitor.example')).body
    await api.connection.db.execute(sql`with met as (insert into activities (id, type, occurred_at, source, summary, details, actor_kind)
        values (uuid7(), 'email_sent', now(), 'm365', 'Please confirm your email address', '{}', 'user') returning id, occurred_at)
      insert into activity_contacts (activity_id, contact_id, occurred_at, type) select id, ${fresh.id}::uuid, occurred_at, 'email_sent' from met`)
    const week = 7 * 86_400_000
    await forgetSubmissions(api.connection.db, new Date(api.services.now().getTime() + week - 3_600_000))
    expect(await submissions(api, form, '?state=pending')).toHaveLength(4)
    later(api, week + 1000)
    expect((await view(api, linkIn(exchange.sent[0] as Sent))).html).toContain('expired')
    expect((await send(api, linkIn(exchange.sent[0] as Sent), {})).html).toContain('expired')
    await forgetSubmissions(api.connection.db, api.services.now())

    expect((await lookup(api, 'new@visitor.example')).status).toBe(404)
    expect(await statusOf(api, 'worked@visitor.example')).toBe('unknown')
    expect(await statusOf(api, 'picked@visitor.example')).toBe('unknown')
    const types = async (email: string) =>
      (await lookup(api, email)).body.timeline.items.map(({ type }: { type: string }) => type).sort()
    expect(await types('worked@visitor.example')).toEqual(['consent_changed', 'consent_changed', 'form_submit', 'note'])
    expect(await types('known@visitor.example')).toEqual(['consent_changed', 'consent_changed'])
    expect((await read(api.as(rep), known)).lastName).toBe('Known')
    const [left] = await api.connection.db.execute<{ n: number }>(
      sql`select count(*)::int as n from form_submissions where values::text like '%secret%' or network is not null or agent is not null`,
    )
    expect(left?.n).toBe(0)
    expect((await view(api, linkIn(exchange.sent[0] as Sent))).status).toBe(404)
    expect(await submissions(api, form)).toMatchObject(Array(3).fill({ state: 'expired' }))
  })

  it('the mail speaks the language of the form, with nothing in it that a visitor wrote', async () => {
    const { api, exchange, form, mail } = await world({ language: 'fr' })
    await fill(api, form, { ...ann, firstName: 'Buy at spam.example' })
    await mail()
    expect(exchange.sent[0]?.subject).toBe('Veuillez confirmer votre adresse e-mail')
    expect(exchange.sent[0]?.html).not.toContain('spam.example')
  })
})
