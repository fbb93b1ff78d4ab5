import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'
import { fill, makeForm, openForm, publish } from './forms.ts'

const ann = { email: 'Ann@Visitor.example', firstName: 'Ann', lastName: 'Lee', message: 'Hello\nthere' }

describe('the builder', () => {
  it('publishes only what is whole, and says what is missing', async () => {
    const api = await testApi()
    const form = await makeForm(api, { title: '', fields: [{ key: 'firstName', label: '' }], consent: { wording: '' } })
    const refused = await api.as(admin)({ method: 'POST', url: `/api/v1/forms/${form.id}/publish` })
    expect(refused.body).toMatchObject({ status: 422, type: 'form-unfinished' })
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'draft.title',
      'draft.fields',
      'draft.fields.0.label',
      'draft.consent.wording',
      'draft.confirmation.mailboxId',
    ])
  })

  it('a stale edit is refused with the form as it is; bad drafts say where', async () => {
    const api = await testApi()
    const form = await makeForm(api)
    const patch = (payload: object) => api.as(admin)({ method: 'PATCH', url: `/api/v1/forms/${form.id}`, payload })
    expect((await patch({ version: 1, name: 'Mine' })).body).toMatchObject({
      status: 409,
      type: 'stale-version',
      current: { id: form.id },
    })
    for (const draft of [
      { ...form.draft, fields: [...form.draft.fields, { key: 'email', label: 'Twice' }] },
      { ...form.draft, fields: [{ key: 'status', label: 'x' }] },
      { ...form.draft, thanks: { url: 'http://x.example' } },
      { ...form.draft, privacyUrl: 'javascript:alert(1)' },
      { ...form.draft, sites: ['https://x.example; script-src *'] },
    ])
      expect((await patch({ version: form.version, draft })).status).toBe(422)
  })

  it('can be deleted while nobody sent it; closed afterwards', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const remove = () => api.as(admin)({ method: 'DELETE', url: `/api/v1/forms/${form.id}` })
    await fill(api, form, ann)
    expect((await remove()).body).toMatchObject({ status: 409, type: 'form-has-submissions', submissions: 1 })
    const closed = await api.as(admin)({ method: 'POST', url: `/api/v1/forms/${form.id}/close` })
    expect(closed.body.state).toBe('closed')
    expect((await publish(api, closed.body)).state).toBe('open')
    const unused = await openForm(api)
    expect((await api.as(admin)({ method: 'DELETE', url: `/api/v1/forms/${unused.id}` })).status).toBe(204)
    expect((await api.as(admin)({ url: `/api/v1/forms/${unused.id}` })).body.type).toBe('form-not-found')
    expect((await api.as(rep)({ url: '/api/v1/forms' })).status).toBe(403)
  })

  it('lists what was sent page by page, and as a file without formulas (IM-04)', async () => {
    const api = await testApi()
    const form = await openForm(api)
    for (let n = 0; n < 5; n++) await fill(api, form, { email: `n${n}@visitor.example`, firstName: '=1+1' })
    const first = await api.as(admin)({ url: `/api/v1/forms/${form.id}/submissions?limit=3` })
    expect(first.body.items).toHaveLength(3)
    const rest = await api.as(admin)({
      url: `/api/v1/forms/${form.id}/submissions?limit=3&cursor=${first.body.nextCursor}`,
    })
    expect([rest.body.items.length, rest.body.nextCursor]).toEqual([2, null])
    const { body } = await api.as(admin)({ url: `/api/v1/forms/${form.id}/submissions.csv` })
    const lines = String(body).trim().split('\r\n')
    expect(lines[0]).toBe(
      'Received,State,Confirmed,First name,Last name,Email address,Message,Page,Form version,Contact ID',
    )
    expect(lines).toHaveLength(6)
    expect(lines[1]).toContain("'=1+1")
    const listed = (await api.as(admin)({ url: '/api/v1/forms' })).body.items
    expect(listed).toMatchObject([{ id: form.id, submissions: { accepted: 5, pending: 0, spam: 0 } }])
  })
})
