import { describe, expect, it } from 'vitest'
import { admin, rep, type TestApi, testApi } from '../api.ts'

const post = (api: TestApi, payload: object) => api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload })
const patch = (api: TestApi, id: string, payload: object) =>
  api.as(rep)({ method: 'PATCH', url: `/api/v1/contacts/${id}`, payload })

describe('the record', () => {
  it('CR-12 stores numbers as E.164 for the country, keeps extensions, and keeps what is no number as typed', async () => {
    const api = await testApi()
    const { body: french } = await post(api, { lastName: 'A', phone: '06 28 23 04 55', mobile: '12', country: 'fr' })
    expect(french).toMatchObject({
      phone: '+33628230455',
      phoneDisplay: '+33 6 28 23 04 55',
      mobile: '12',
      mobileDisplay: '12',
    })
    const { body: american } = await post(api, { lastName: 'B', phone: '+1 (212) 555-0147 ext. 5' })
    expect(american).toMatchObject({ phone: '+12125550147;ext=5', phoneDisplay: '+1 212 555 0147 ext. 5' })
    const { body: typed } = await post(api, { lastName: 'C', phone: '030 123456' })
    expect(typed.phone).toBe('030 123456')
    const { body: moved } = await patch(api, typed.id, { version: 1, country: 'DE' })
    expect(moved).toMatchObject({ phone: '+4930123456', version: 2 })
  })

  it('takes the law from the contact, else its company, else its phone, and says which', async () => {
    const api = await testApi()
    const { body: contact } = await post(api, { lastName: 'A', phone: '+1 416 555 0147', company: 'Acme' })
    expect(contact.consent).toMatchObject({
      country: null,
      jurisdiction: 'CASL',
      jurisdictionBasis: { country: 'CA', from: 'phone' },
    })
    await api.connection.sql`update companies set country = 'DE'`
    const read = async () => (await api.as(rep)({ url: `/api/v1/contacts/${contact.id}` })).body.consent
    expect(await read()).toMatchObject({ jurisdiction: 'GDPR', jurisdictionBasis: { country: 'DE', from: 'company' } })
    await patch(api, contact.id, { version: 1, country: 'US' })
    expect(await read()).toMatchObject({
      jurisdiction: 'CAN-SPAM',
      jurisdictionBasis: { country: 'US', from: 'contact' },
    })
    expect((await post(api, { lastName: 'B' })).body.consent).toMatchObject({
      jurisdiction: null,
      jurisdictionBasis: null,
    })
    expect((await post(api, { lastName: 'C', country: 'ZZ' })).body).toMatchObject({
      status: 422,
      type: 'invalid-input',
    })
  })

  it.each([
    ['linkedin', 'ann-lee', 'https://www.linkedin.com/in/ann-lee'],
    ['linkedin', '@ann-lee', 'https://www.linkedin.com/in/ann-lee'],
    [
      'linkedin',
      'https://de.linkedin.com/in/ann-lee/?trk=people&utm_source=x#top',
      'https://www.linkedin.com/in/ann-lee',
    ],
    ['linkedin', 'linkedin.com/in/änn', 'https://www.linkedin.com/in/%C3%A4nn'],
    ['twitter', '@ann_lee', 'https://x.com/ann_lee'],
    ['twitter', 'http://twitter.com/ann_lee?s=20', 'https://x.com/ann_lee'],
    ['linkedin', 'javascript:alert(1)', null],
    ['linkedin', 'https://linkedin.com.evil.example/in/ann', null],
    ['linkedin', 'https://www.linkedin.com@evil.example/in/ann', null],
    ['twitter', 'https://www.linkedin.com/in/ann', null],
    ['twitter', 'data:text/html,x', null],
  ])('CR-10 %s %s', async (field, typed, stored) => {
    const api = await testApi()
    const { status, body } = await post(api, { lastName: 'A', [field]: typed })
    if (stored === null) expect([status, body.type]).toEqual([422, 'invalid-input'])
    else expect(body[field]).toBe(stored)
  })

  it('CR-05 CR-06 derives Unsubscribed and Bounced, and nobody types them away', async () => {
    const api = await testApi()
    const { body: contact } = await post(api, { email: 'a@b.example', aliases: ['c@d.example'] })
    const status = async () => (await api.as(rep)({ url: `/api/v1/contacts/${contact.id}` })).body.status
    const { sql } = api.connection
    await sql`update contact_addresses set bounced_at = now() where address = 'a@b.example'`
    expect(await status()).toBe('active')
    await sql`update contact_addresses set bounced_at = now()`
    expect(await status()).toBe('bounced')
    expect((await patch(api, contact.id, { version: 1, status: 'active' })).body.type).toBe('status-stands')
    await sql`update contacts set consent_status = 'opted_out'`
    expect(await status()).toBe('unsubscribed')
    await sql`update contact_addresses set bounced_at = null`
    await sql`update contacts set consent_status = 'unknown'`
    expect(await status()).toBe('active')
  })

  it.each(['a\0b@x.example', 'ann@%%'])('CR-01 what no mail can be sent to is no address: %j', async (typed) => {
    const api = await testApi()
    const { body: contact } = await post(api, { email: 'ann@x.example' })
    for (const answer of [
      await post(api, { email: typed }),
      await post(api, { lastName: 'A', aliases: [typed] }),
      await patch(api, contact.id, { version: 1, email: typed }),
    ]) {
      expect([answer.status, answer.body.type]).toEqual([422, 'invalid-input'])
    }
    expect((await api.as(rep)({ url: '/api/v1/contacts' })).body.total.count).toBe(1)
  })

  it('the history tells what became of the addresses, also of those that moved', async () => {
    const api = await testApi()
    const { body: ann } = await post(api, { email: 'old@x.example', aliases: ['also@x.example'] })
    const changes = async () => {
      const { body } = await api.as(rep)({ url: `/api/v1/contacts/${ann.id}/history` })
      return body.items.map(({ field, before, after }: Record<string, unknown>) => [field, before, after])
    }
    const { body: promoted } = await patch(api, ann.id, { version: 1, email: null })
    expect(promoted).toMatchObject({ email: 'also@x.example', aliases: [] })
    const first = [
      ['email', 'old@x.example', 'also@x.example'],
      ['aliases', ['also@x.example'], []],
    ]
    expect((await changes()).slice(0, 2)).toEqual(expect.arrayContaining(first))
    await patch(api, ann.id, { version: 2, email: 'new@x.example' })
    const second = [
      ['email', 'also@x.example', 'new@x.example'],
      ['aliases', [], ['also@x.example']],
    ]
    expect((await changes()).slice(0, 2)).toEqual(expect.arrayContaining(second))
  })

  it('CR-11 an edit that changes nothing leaves the version, so that nobody else is refused for it', async () => {
    const api = await testApi()
    const { body: ann } = await post(api, { firstName: 'Ann', tags: ['a'] })
    expect((await patch(api, ann.id, { version: 1, firstName: 'Ann ', tags: ['a'] })).body.version).toBe(1)
    expect((await patch(api, ann.id, { version: 1, firstName: 'Anna' })).body.version).toBe(2)
  })

  it('CR-08 who left keeps contacts, but gets no more of them', async () => {
    const api = await testApi()
    const { body: ann } = await post(api, { firstName: 'Ann' })
    const gone = ann.ownerId
    await api.connection.sql`update users set active = false where id = ${gone}`
    const call = api.as(admin)
    const edit = (payload: object) => call({ method: 'PATCH', url: `/api/v1/contacts/${ann.id}`, payload })
    expect((await edit({ version: 1, firstName: 'Anna', ownerId: gone })).status).toBe(200)
    for (const answer of [
      await call({ method: 'POST', url: '/api/v1/contacts', payload: { firstName: 'Bo', ownerId: gone } }),
      await call({
        method: 'POST',
        url: '/api/v1/contacts/bulk',
        payload: { selection: { ids: [ann.id] }, action: { type: 'set_owner', ownerId: gone } },
      }),
    ]) {
      expect([answer.status, answer.body.type]).toEqual([422, 'unknown-reference'])
    }
  })

  it('CR-01 needs a name, an address or a number, in any script', async () => {
    const api = await testApi()
    expect((await post(api, { jobTitle: 'Buyer' })).body.type).toBe('empty-contact')
    for (const payload of [{ lastName: '李' }, { firstName: 'Ng' }, { phone: '12' }, { email: 'x@y.example' }]) {
      expect((await post(api, payload)).status).toBe(201)
    }
    const { body } = await post(api, { firstName: 'Only' })
    expect((await patch(api, body.id, { version: 1, firstName: null })).body.type).toBe('empty-contact')
  })
})

describe('custom fields of a contact', () => {
  it('are checked on create and edit, filter and sort the list, and keep their history', async () => {
    const api = await testApi()
    const define = (payload: object) =>
      api.as(admin)({ method: 'POST', url: '/api/v1/custom-fields', payload: { entity: 'contact', ...payload } })
    await define({ label: 'Level', type: 'number' })
    await define({ label: 'Badge', type: 'text', unique: true })
    expect((await post(api, { lastName: 'A', customFields: { level: 'many' } })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'customFields.level' }],
    })
    const { body: a } = await post(api, { lastName: 'A', customFields: { level: 3, badge: 'X-1' } })
    const { body: b } = await post(api, { lastName: 'B', customFields: { level: 10 } })
    expect((await patch(api, b.id, { version: 1, customFields: { badge: 'x-1' } })).body).toMatchObject({
      status: 409,
      type: 'custom-value-taken',
    })
    const { body: edited } = await patch(api, b.id, { version: 1, customFields: { badge: 'X-2' } })
    expect(edited.customFields).toEqual({ level: 10, badge: 'X-2' })
    const list = async (query: Record<string, string>) =>
      (await api.as(rep)({ url: `/api/v1/contacts?${new URLSearchParams(query)}` })).body.items.map(
        (item: { lastName: string }) => item.lastName,
      )
    expect(await list({ sort: '-custom.level' })).toEqual(['B', 'A'])
    expect(await list({ filter: JSON.stringify({ field: 'custom.level', op: 'lte', value: 3 }) })).toEqual(['A'])
    await patch(api, a.id, { version: 1, customFields: { level: null } })
    expect(await list({ filter: JSON.stringify({ field: 'custom.level', op: 'empty' }) })).toEqual(['A'])
    const { body: history } = await api.as(rep)({ url: `/api/v1/contacts/${a.id}/history` })
    expect(history.items[0]).toMatchObject({ field: 'customFields.level', before: 3, after: null })
  })
})
