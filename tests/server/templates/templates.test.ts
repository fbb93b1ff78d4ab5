import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'

const colleague = { ...rep, oid: '22222222-0000-4000-8000-000000000003', name: 'Carl', email: 'carl@ours.example' }
const guardian = { ...admin, oid: '22222222-0000-4000-8000-000000000009', name: 'Dora Data', roles: ['DataProtection'] }
const letter = {
  name: 'Follow-up',
  subject: 'About {{company|your plans}}',
  body: '<p>Dear {{firstName|all}}, {{ jobTitle }} at {{company}}</p><p>{{sender.name}}</p>',
}

async function desk() {
  const api = await testApi()
  const call = api.as(rep)
  const create = (payload: object, person = rep) =>
    api.as(person)({ method: 'POST', url: '/api/v1/templates', payload: { ...letter, ...payload } })
  const fill = (id: string, payload: object) => call({ method: 'POST', url: `/api/v1/templates/${id}/fill`, payload })
  return { api, call, create, fill }
}

describe('templates', () => {
  it('are kept with their merge fields, by name, one’s own and those that colleagues share', async () => {
    const { api, call, create } = await desk()
    const { status, body } = await create({})
    expect(status).toBe(201)
    expect(body).toMatchObject({ purpose: 'one_to_one', shared: true, version: 1, owner: { name: 'Rita Rep' } })
    expect(body.fields).toEqual(['company', 'firstName', 'jobTitle', 'sender.name'])
    await create({ name: 'Mine', shared: false })
    const names = async (person = rep) =>
      (await api.as(person)({ url: '/api/v1/templates' })).body.items.map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['Follow-up', 'Mine'])
    expect(await names(colleague)).toEqual(['Follow-up'])
    await call({ method: 'PATCH', url: `/api/v1/templates/${body.id}`, payload: { version: 1, archived: true } })
    expect(await names()).toEqual(['Mine'])
    expect((await call({ url: '/api/v1/templates', query: { archived: 'true' } })).body.items).toHaveLength(2)
  })

  it('refuse merge fields that do not exist, and braces that are none', async () => {
    const { create } = await desk()
    const refused = await create({ subject: 'Dear {{nickname}}', body: '<p>{{<b>firstName</b>}} {{lastName}</p>' })
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'subject', message: expect.stringContaining('nickname') }, { path: 'body' }] },
    })
  })

  it('keep names apart, edits too, and belong to their owner', async () => {
    const { api, call, create } = await desk()
    const { body } = await create({})
    expect(await create({ name: 'FOLLOW-UP' })).toMatchObject({
      status: 409,
      body: { type: 'template-name-taken', templateId: body.id },
    })
    expect((await create({}, colleague)).status).toBe(201)
    const edit = (person: typeof rep, payload: object) =>
      api.as(person)({ method: 'PATCH', url: `/api/v1/templates/${body.id}`, payload })
    expect((await edit(colleague, { version: 1, subject: 'Mine now' })).status).toBe(403)
    expect((await edit(admin, { version: 1, subject: 'Better' })).body).toMatchObject({ subject: 'Better', version: 2 })
    expect(await edit(rep, { version: 1, subject: 'Late' })).toMatchObject({
      status: 409,
      body: { type: 'stale-version', current: { subject: 'Better' } },
    })
    expect((await create({}, guardian)).status).toBe(403)
    expect((await call({ method: 'DELETE', url: `/api/v1/templates/${body.id}` })).status).toBe(204)
    expect((await call({ url: `/api/v1/templates/${body.id}` })).status).toBe(404)
  })

  it('are cleaned of what mail must not carry', async () => {
    const { create } = await desk()
    const { body } = await create({
      body: '<p style="color:red;position:fixed" onclick="x()">Hi<script>x()</script><iframe src="//x"></iframe><a href="https://x.example">l</a></p>',
    })
    expect(body.body).toBe('<p style="color:red">Hi<a href="https://x.example">l</a></p>')
  })

  it('are filled for a person: values escaped, fallbacks, and what is missing is named', async () => {
    const { call, create, fill } = await desk()
    const { body: template } = await create({})
    const { body: ann } = await call({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { firstName: '<Ann> & Co', email: 'ann@client.example', company: 'Client GmbH' },
    })
    expect((await fill(template.id, { contactId: ann.id })).body).toEqual({
      subject: 'About Client GmbH',
      html: '<p>Dear &lt;Ann&gt; &amp; Co,  at Client GmbH</p><p>Rita Rep</p>',
      purpose: 'one_to_one',
      wayOut: null,
      missing: [{ field: 'jobTitle', label: 'Job title' }],
    })
    const stranger = (await fill(template.id, { address: 'who@else.example' })).body
    expect(stranger.subject).toBe('About your plans')
    expect(stranger.missing.map(({ field }: { field: string }) => field)).toEqual(['jobTitle', 'company'])
    expect((await fill(template.id, { contactId: '00000000-0000-7000-8000-000000000000' })).status).toBe(404)
  })

  it('CO-09 marketing comes with the way out of the one contact it is filled for', async () => {
    const { call, create, fill } = await desk()
    const { body: template } = await create({ purpose: 'marketing' })
    await call({ method: 'POST', url: '/api/v1/contacts', payload: { firstName: 'Ann', email: 'ann@client.example' } })
    const filled = (await fill(template.id, { address: 'ann@client.example' })).body
    expect(filled.wayOut).toMatch(/<a href="http[^"]+\/u\/[\w-]+">/)
    expect(filled.html).not.toContain('/u/')
    expect((await fill(template.id, { address: 'who@else.example' })).body.wayOut).toBeNull()
  })

  it('know custom fields, and never the sensitive ones', async () => {
    const { api, call, create, fill } = await desk()
    const field = (label: string, sensitive: boolean) =>
      api.as(admin)({
        method: 'POST',
        url: '/api/v1/custom-fields',
        payload: { entity: 'contact', label, type: 'single_choice', choices: [{ label: 'Gold' }], sensitive },
      })
    const { body: level } = await field('Level', false)
    await field('Illness', true)
    const { body: ann } = await call({
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { firstName: 'Ann', customFields: { [level.key]: 'Gold' } },
    })
    const { body } = await create({ body: '<p>{{custom.level}}</p>' })
    expect((await fill(body.id, { contactId: ann.id })).body.html).toBe('<p>Gold</p>')
    expect((await create({ name: 'No', body: '<p>{{custom.illness}}</p>' })).status).toBe(422)
    const { items } = (await call({ url: '/api/v1/templates/fields' })).body
    expect(items.map((item: { field: string }) => item.field)).not.toContain('custom.illness')
  })
})
