import { describe, expect, it } from 'vitest'
import { admin, rep, testApi } from '../api.ts'
import { add, read } from '../merge/people.ts'
import { edit, fill, later, ledger, lookup, makeForm, openForm, publish, send, submissions, view } from './forms.ts'

const ann = { email: 'Ann@Visitor.example', firstName: 'Ann', lastName: 'Lee', message: 'Hello\nthere' }

describe('a form', () => {
  it('makes a contact, an entry on its timeline and a consent with its evidence (CO-02)', async () => {
    const api = await testApi()
    const form = await openForm(api, { tags: ['Web'] })
    const answer = await fill(api, form, { ...ann, consent: 'yes' })
    expect([answer.status, answer.headers.location]).toEqual([303, `/f/${form.publicId}/thanks?`])
    const { body: contact } = await lookup(api, 'ann@visitor.example')
    expect(contact).toMatchObject({
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'Ann@Visitor.example',
      source: 'Form: Newsletter',
      tags: ['Web'],
      owner: { name: admin.name },
      consent: { status: 'opted_in', type: 'explicit', gdprBasis: 'consent', proven: true },
      lastContactedAt: null,
    })
    expect(contact.timeline.items.map(({ type }: { type: string }) => type).sort()).toEqual([
      'consent_changed',
      'form_submit',
    ])
    const entry = contact.timeline.items.find(({ type }: { type: string }) => type === 'form_submit')
    expect(entry).toMatchObject({
      source: 'form',
      summary: 'Newsletter',
      actor: { kind: 'contact', address: 'Ann@Visitor.example' },
      details: {
        form: 'Newsletter',
        formVersion: 1,
        pageUrl: `https://crm.ours.example/f/${form.publicId}`,
        values: [
          { label: 'First name', value: 'Ann' },
          { label: 'Last name', value: 'Lee' },
          { label: 'Email address', value: 'Ann@Visitor.example' },
          { label: 'Message', value: 'Hello\nthere' },
        ],
      },
    })
    const { entries } = await ledger(api, contact.id)
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      route: 'public',
      recordedBy: null,
      source: 'Form: Newsletter',
      evidence: {
        form: 'Newsletter',
        textVersion: '1',
        text: form.draft.consent?.wording,
        url: `https://crm.ours.example/f/${form.publicId}`,
        ip: '127.0.0.0/24',
        agent: 'Mozilla/5.0 (test)',
      },
    })
    const history = (await api.as(rep)({ url: `/api/v1/contacts/${contact.id}/history` })).body.items
    expect(history.map(({ by, route }: { by: unknown; route: string }) => [by, route])).toEqual([
      [null, 'public'],
      [null, 'public'],
    ])
    expect(await submissions(api, form)).toMatchObject([
      { state: 'accepted', contact: { id: contact.id, name: 'Ann Lee' } },
    ])
  })

  it('tells whoever looks after the contact, until they put it away', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const notices = async (who: typeof admin) => (await api.as(who)({ url: '/api/v1/mentions' })).body.items
    await fill(api, form, ann)
    const { body: contact } = await lookup(api, 'ann@visitor.example')
    // The form gives its people to the admin.
    const [notice] = await notices(admin)
    expect(notice).toMatchObject({ type: 'form_submit', summary: 'Newsletter', contact: { id: contact.id } })
    expect(await notices(rep)).toEqual([])
    const seen = await api.as(admin)({ method: 'POST', url: `/api/v1/mentions/${notice.activityId}/seen` })
    expect([seen.status, await notices(admin)]).toEqual([204, []])
    const { body: me } = await api.as(rep)({ url: '/api/v1/me' })
    await add(api, { firstName: 'Bo', email: 'bo@visitor.example', ownerId: me.id })
    await fill(api, form, { ...ann, email: 'bo@visitor.example', firstName: 'Bo' })
    expect(await notices(rep)).toHaveLength(1)
    expect(await notices(admin)).toEqual([])
    await api.connection.sql`update users set active = false where id = ${me.id}`
    await fill(api, form, { ...ann, email: 'bo@visitor.example', firstName: 'Bo' })
    expect(await notices(admin)).toHaveLength(1)
  })

  it('asks for no consent by itself, and an empty box is none', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const page = await view(api, `/f/${form.publicId}`)
    expect(page.html).toContain('name="consent"')
    expect(page.html).not.toContain('checked')
    await fill(api, form, ann)
    const { body } = await lookup(api, ann.email)
    expect(body.consent.status).toBe('unknown')
    expect((await ledger(api, body.id)).entries).toEqual([])
  })

  it('finds who is known, by plus tag too, fills blanks and overwrites nothing', async () => {
    const api = await testApi()
    const known = await add(api, {
      firstName: 'Anna',
      lastName: 'Lee-Smith',
      email: 'ann@visitor.example',
      tags: ['Old'],
    })
    const form = await openForm(api, {
      tags: ['Web'],
      fields: [
        { key: 'email', label: 'Mail', required: true },
        { key: 'firstName', label: 'First' },
        { key: 'jobTitle', label: 'Job' },
        { key: 'phone', label: 'Phone' },
        { key: 'country', label: 'Country' },
        { key: 'company', label: 'Company' },
      ],
    })
    await fill(api, form, {
      email: 'ann+fair@visitor.example',
      firstName: 'Annie',
      jobTitle: 'Buyer',
      phone: '030 12345678',
      country: 'DE',
      company: 'Visitor Ltd',
    })
    expect(await read(api.as(rep), known)).toMatchObject({
      firstName: 'Anna',
      lastName: 'Lee-Smith',
      jobTitle: 'Buyer',
      phone: '+493012345678',
      company: { name: 'Visitor Ltd' },
      email: 'ann@visitor.example',
      aliases: [],
      tags: ['Old', 'Web'],
      consent: { country: 'DE' },
    })
    await fill(api, form, { email: 'ann@visitor.example', jobTitle: 'President' })
    expect((await read(api.as(rep), known)).jobTitle).toBe('Buyer')
    expect(await submissions(api, form)).toHaveLength(2)
  })

  it('sent twice is one: double click, back button', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const { hidden } = await view(api, `/f/${form.publicId}`)
    later(api, 5000)
    const sent = { ...hidden, ...ann, consent: 'yes' }
    const answers = await Promise.all([1, 2, 3].map(() => send(api, `/f/${form.publicId}`, sent)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await submissions(api, form)).toHaveLength(1)
    const { body } = await lookup(api, ann.email)
    expect(body.timeline.items).toHaveLength(2)
    expect((await ledger(api, body.id)).entries).toHaveLength(1)
    await send(api, `/f/${form.publicId}`, { ...sent, message: 'Something else' })
    expect(await submissions(api, form)).toHaveLength(2)
  })

  it('IM-13 checks by the rules of the contact form, beside the fields, and keeps what was typed', async () => {
    const api = await testApi()
    const fields = [
      { key: 'email', label: 'Mail', required: true },
      { key: 'firstName', label: 'First', required: true },
      { key: 'country', label: 'Land' },
      { key: 'message', label: 'Message' },
    ]
    const form = await openForm(api, { language: 'de', fields, consent: { wording: 'Ja', required: true } })
    const answer = await fill(api, form, { email: 'nobody', lastName: 'x', country: 'ZZ', message: 'keep "me" <b>' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('lang="de"')
    expect(answer.html).toContain('Bitte geben Sie eine E-Mail-Adresse ein')
    expect(answer.html).toContain('id="f-firstName-wrong">Bitte füllen Sie dieses Feld aus.')
    expect(answer.html).toContain('aria-describedby="f-country-wrong"')
    expect(answer.html).toContain('id="f-consent-wrong">Bitte kreuzen Sie dieses Feld an')
    expect(answer.html).toContain('value="nobody"')
    expect(answer.html).toContain('keep &quot;me&quot; &lt;b&gt;</textarea>')
    expect(answer.html).toContain('role="alert"')
    expect(await submissions(api, form)).toEqual([])
    const again = await send(api, `/f/${form.publicId}`, {
      ...answer.hidden,
      email: 'a@b.example',
      firstName: 'A',
      consent: 'yes',
    })
    expect(again.status).toBe(303)
    for (const wrong of ['x'.repeat(400), 'a@b@c.example', `${'y'.repeat(70)}@b.example`, 'ann@@', '@x.example']) {
      const refused = await fill(api, form, { email: wrong, firstName: 'A', consent: 'yes' })
      expect([refused.status, wrong]).toEqual([422, wrong])
    }
  })

  it('asks for custom fields of every kind a stranger can answer', async () => {
    const api = await testApi()
    const make = async (payload: object) =>
      (
        await api.as(admin)({
          method: 'POST',
          url: '/api/v1/custom-fields',
          payload: { entity: 'contact', ...payload },
        })
      ).body
    const size = await make({ label: 'Size', type: 'single_choice', choices: [{ label: 'S' }, { label: 'L & "XL"' }] })
    const topics = await make({ label: 'Topics', type: 'multi_choice', choices: [{ label: 'A' }, { label: 'B' }] })
    const staff = await make({ label: 'Staff', type: 'number' })
    const since = await make({ label: 'Since', type: 'date' })
    const call = await make({ label: 'Call me', type: 'yes_no' })
    await make({ label: 'Must', type: 'text', required: true })
    const unique = await make({ label: 'Customer number', type: 'text', unique: true })
    const user = await make({ label: 'Colleague', type: 'user' })
    const custom = (field: { key: string; label: string }, required = false) => ({
      key: `custom.${field.key}`,
      label: field.label,
      required,
    })
    const fields = [
      { key: 'email', label: 'Mail', required: true },
      ...[size, topics, staff, since, call].map((field) => custom(field)),
    ]
    const form = await openForm(api, { fields })
    const page = await view(api, `/f/${form.publicId}`)
    expect(page.html).toContain('L &amp; &quot;XL&quot;</option>')
    const wrong = await fill(api, form, { ...ann, [`custom.${staff.key}`]: 'many', [`custom.${size.key}`]: 'made-up' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain(`id="f-custom-${staff.key}-wrong"`)
    expect(wrong.html).toContain(`id="f-custom-${size.key}-wrong"`)
    const [first, second] = topics.choices.map(({ id }: { id: string }) => id)
    await fill(api, form, {
      ...ann,
      [`custom.${size.key}`]: size.choices[1].id,
      [`custom.${topics.key}`]: [first, second],
      [`custom.${staff.key}`]: '1,200',
      [`custom.${since.key}`]: '2020-02-29',
      [`custom.${call.key}`]: 'yes',
    })
    const { body } = await lookup(api, ann.email)
    expect(body.customFields).toEqual({
      [size.key]: size.choices[1].id,
      [topics.key]: [first, second],
      [staff.key]: 1200,
      [since.key]: '2020-02-29',
      [call.key]: true,
    })
    expect((await submissions(api, form))[0].values).toContainEqual({ label: 'Topics', value: 'A, B' })
    for (const field of [unique, user]) {
      const bad = await edit(api, await makeForm(api, { doubleOptIn: 'never' }), { fields: [...fields, custom(field)] })
      const refused = await api.as(admin)({ method: 'POST', url: `/api/v1/forms/${bad.id}/publish` })
      expect(refused.body).toMatchObject({ status: 422, type: 'form-unfinished' })
    }
    await api.as(admin)({ method: 'DELETE', url: `/api/v1/custom-fields/${size.id}` })
    expect((await view(api, `/f/${form.publicId}`)).html).not.toContain(`custom.${size.key}`)
    expect((await fill(api, form, { email: 'b@visitor.example' })).status).toBe(303)
  })

  it('X-01 escapes whatever stands in it: labels, wording, values, the page', async () => {
    const api = await testApi()
    const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>&`
    const form = await openForm(
      api,
      {
        title: evil,
        intro: evil,
        submitLabel: evil.slice(0, 60),
        consent: { wording: evil },
        tracking: { wording: evil },
        thanks: { text: evil },
        fields: [
          { key: 'email', label: evil, required: true, placeholder: evil, help: evil },
          { key: 'message', label: evil, placeholder: evil },
          { key: 'firstName', label: evil },
        ],
      },
      evil,
    )
    const pages = [
      await view(api, `/f/${form.publicId}`),
      await view(api, `/f/${form.publicId}?embed=1&page=${encodeURIComponent(`https://x.example/${evil}`)}`),
      await view(api, `/f/${form.publicId}/thanks`),
      await fill(api, form, { email: evil, message: evil, firstName: evil, page: evil, consent: evil }),
      await view(api, `/f/${encodeURIComponent(evil)}`),
    ]
    for (const { html } of pages) {
      expect(html).not.toContain('<script>')
      expect(html).not.toContain('<img')
      expect(html).toMatch(/^<!doctype html>/)
    }
    expect((await view(api, `/f/${form.publicId}/embed.js`)).html).not.toMatch(/<script|<img/)
    await fill(api, form, { email: 'a@b.example', message: evil.replace('<script', '<scrip'), firstName: 'A' })
    const csv = await api.as(admin)({ url: `/api/v1/forms/${form.id}/submissions.csv` })
    expect(csv.status).toBe(200)
    const { body } = await api.as(admin)({
      method: 'POST',
      url: '/api/v1/forms/preview',
      payload: { draft: form.draft },
    })
    expect(body.html).not.toContain('<script>')
  })

  it('sets no cookie, runs no script, and only its embedded page stands in frames', async () => {
    const api = await testApi()
    const form = await openForm(api, {
      sites: ['https://www.ours.example'],
      thanks: { url: 'https://www.ours.example/thanks?a=1' },
    })
    const hosted = await view(api, `/f/${form.publicId}`)
    const policy = String(hosted.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self' https://www.ours.example;")
    expect(policy).not.toContain('script-src')
    expect(hosted.html).not.toContain('<script')
    expect(hosted.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    expect(hosted.headers['set-cookie']).toBeUndefined()
    const embedded = await view(api, `/f/${form.publicId}?embed=1&page=https://www.ours.example/fair?who=ann%23x`)
    expect(String(embedded.headers['content-security-policy'])).toContain(
      "frame-ancestors 'self' https://www.ours.example;",
    )
    expect(embedded.hidden.page).toBe('https://www.ours.example/fair')
    const anywhere = await openForm(api)
    const open = await view(api, `/f/${anywhere.publicId}?embed=1`)
    expect(String(open.headers['content-security-policy'])).toContain('frame-ancestors *;')
    expect((await fill(api, form, ann)).headers.location).toBe('https://www.ours.example/thanks?a=1')
    later(api, 5000)
    const inFrame = await send(api, `/f/${form.publicId}?embed=1`, { ...embedded.hidden, email: 'b@c.example' })
    expect(inFrame.headers.location).toBe(`/f/${form.publicId}/thanks?embed=1`)
    expect((await view(api, `/f/${form.publicId}/embed.js`)).html).toContain(form.publicId)
  })

  it('tells nothing apart for who guesses: what never was, a draft, a closed form, a forged link', async () => {
    const api = await testApi()
    const draft = await makeForm(api)
    const closed = await openForm(api)
    await api.as(admin)({ method: 'POST', url: `/api/v1/forms/${closed.id}/close` })
    const never = await view(api, '/f/AAAAAAAAAAAAAAAAAAAAAA')
    const drafted = await view(api, `/f/${draft.publicId}`)
    expect([never.status, drafted.status, never.html === drafted.html]).toEqual([404, 404, true])
    expect((await view(api, `/f/${closed.publicId}`)).status).toBe(410)
    expect((await send(api, `/f/${closed.publicId}`, ann)).status).toBe(410)
    expect((await view(api, `/f/${draft.id}`)).status).toBe(404)
    for (const token of ['x', 'AAAAAAAAAAAAAAAAAAAAAA.x', `${'A'.repeat(22)}.${'B'.repeat(43)}`, '..', '%00']) {
      expect([
        (await view(api, `/f/confirm/${token}`)).status,
        (await send(api, `/f/confirm/${token}`, {})).status,
      ]).toEqual([404, 404])
    }
    expect(draft.publicId).toMatch(/^[\w-]{22}$/)
  })

  it('an address that no text can hold is one that leads nowhere, like any other', async () => {
    const api = await testApi()
    const { publicId } = await openForm(api)
    for (const id of ['%00', `${publicId}%00`, '%EF%BF%BF', 'x'.repeat(90)]) {
      for (const page of ['', '/thanks', '/form.json', '/embed.js'])
        expect([id, page, (await view(api, `/f/${id}${page}`)).status]).toEqual([id, page, 404])
      expect([id, (await send(api, `/f/${id}`, ann)).status]).toEqual([id, 404])
    }
    const others = ['/u/%00', '/u/AAAA', '/t/c/%00', '/t/c/AAAA']
    const answers = await Promise.all(others.map((path) => view(api, path)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404])
  })

  it('a published version stays as it was for those who saw it', async () => {
    const api = await testApi()
    const first = await openForm(api, { consent: { wording: 'First wording' } })
    const { hidden } = await view(api, `/f/${first.publicId}`)
    const second = await edit(api, first, { consent: { wording: 'Second wording' } })
    expect(second).toMatchObject({ changed: true, publishedVersion: 1 })
    expect((await view(api, `/f/${first.publicId}`)).html).toContain('First wording')
    expect(await publish(api, second)).toMatchObject({ changed: false, publishedVersion: 2 })
    later(api, 5000)
    await send(api, `/f/${first.publicId}`, { ...hidden, ...ann, consent: 'yes' })
    const { body } = await lookup(api, ann.email)
    expect((await ledger(api, body.id)).entries[0].evidence).toMatchObject({ text: 'First wording', textVersion: '1' })
  })

  it('a page that was open for a day is asked for once more, with everything in it', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const stale = await fill(api, form, ann, 25 * 3_600_000)
    expect(stale.status).toBe(409)
    expect(stale.html).toContain('value="Ann"')
    expect((await send(api, `/f/${form.publicId}`, { ...stale.hidden, ...ann })).status).toBe(303)
    expect(await submissions(api, form, '?state=accepted')).toHaveLength(1)
  })

  it('hostile sizes and shapes are refused or cut, and nothing is written', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const path = `/f/${form.publicId}`
    const { hidden } = await view(api, path)
    later(api, 5000)
    expect((await send(api, path, { ...hidden, ...ann, message: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await send(api, path, { ...hidden, ...ann, message: 'x'.repeat(6000) })).status).toBe(422)
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`p${n}`, 'x']))
    expect((await send(api, path, { ...hidden, ...ann, ...many })).status).toBe(413)
    const odd = await send(api, path, {
      ...hidden,
      ...ann,
      firstName: 'A\u0000n\u0001n',
      __proto__: 'x',
      constructor: 'y',
      message: ['a', 'b'],
    })
    expect(odd.status).toBe(303)
    expect((await lookup(api, ann.email)).body.firstName).toBe('Ann')
    for (const payload of ['[]', '"x"', '{"t":{"a":1}}', 'null', '{"email":["a@b.example"],"t":7}']) {
      const answer = await api.app.inject({
        method: 'POST',
        url: path,
        payload,
        headers: { 'content-type': 'application/json' },
      })
      expect([payload, [200, 422].includes(answer.statusCode)]).toEqual([payload, true])
    }
    expect(
      (await api.app.inject({ method: 'POST', url: path, payload: '<a/>', headers: { 'content-type': 'text/xml' } }))
        .statusCode,
    ).toBe(415)
    expect(await submissions(api, form, '?state=accepted')).toHaveLength(1)
  })

  it('is taken as JSON too', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const url = `/f/${form.publicId}`
    const described = (await api.app.inject({ url: `${url}/form.json` })).json()
    expect(described.fields.map(({ key }: { key: string }) => key)).toEqual([
      'firstName',
      'lastName',
      'email',
      'message',
    ])
    later(api, 5000)
    const post = (payload: object) => api.app.inject({ method: 'POST', url, payload })
    const wrong = await post({ t: described.t, email: 'no' })
    expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([422, 'email'])
    const fine = await post({ t: described.t, ...ann, consent: true })
    expect([fine.statusCode, fine.json()]).toEqual([200, { taken: true, goOn: null }])
    expect((await lookup(api, ann.email)).body.consent.status).toBe('opted_in')
  })

  it('is limited by network', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const answers = []
    for (let n = 0; n < 32; n++) answers.push((await send(api, `/f/${form.publicId}`, { email: 'no' })).status)
    expect(answers.at(-1)).toBe(429)
    const page = await send(api, `/f/${form.publicId}`, { email: 'no' }, { 'accept-language': 'fr-CH, en' })
    expect([page.status, page.html.includes('Trop d’essais')]).toEqual([429, true])
  })
})
