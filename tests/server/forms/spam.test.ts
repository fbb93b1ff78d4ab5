import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { forgetSubmissions } from '../../../server/forms/forget-submissions.ts'
import { admin, testApi } from '../api.ts'
import { fill, later, lookup, openForm, send, submissions, view } from './forms.ts'

const ann = { email: 'Ann@Visitor.example', firstName: 'Ann', lastName: 'Lee', message: 'Hello\nthere' }

describe('what is no honest submission', () => {
  it('keeps spam apart, answers it as anything else, and forgets it after 30 days', async () => {
    const api = await testApi()
    const form = await openForm(api)
    const path = `/f/${form.publicId}`
    const { hidden } = await view(api, path)
    const tooFast = await send(api, path, { ...hidden, ...ann, email: 'fast@spam.example' })
    later(api, 5000)
    const fine = await send(api, path, { ...hidden, ...ann })
    const spam = [
      tooFast,
      await send(api, path, { ...hidden, ...ann, email: 'trap@spam.example', tl_remarks: 'x' }),
      await send(api, path, { ...ann, email: 'none@spam.example' }),
      await send(api, path, { ...ann, t: `${hidden.t}x`, email: 'forged@spam.example' }),
      await send(api, path, { ...hidden, ...ann, email: 'name@spam.example', firstName: 'Win at https://x.example' }),
      await send(api, path, {
        ...hidden,
        ...ann,
        email: 'links@spam.example',
        message: 'http://a.b http://c.d http://e.f',
      }),
      await send(api, path, { ...hidden, ...ann, email: 'markup@spam.example', message: '[url=http://a.b]x[/url]' }),
    ]
    for (const page of spam)
      expect([page.status, page.headers.location, page.html]).toEqual([fine.status, fine.headers.location, fine.html])
    const kept = await submissions(api, form, '?state=spam')
    expect(
      kept.map(({ email, reason }: { email: string; reason: string }) => `${email.split('@')[0]} ${reason}`).sort(),
    ).toEqual([
      'fast too_fast',
      'forged forged',
      'links links',
      'markup markup',
      'name links',
      'none forged',
      'trap trap',
    ])
    for (const { email } of kept) expect((await lookup(api, email)).status).toBe(404)

    const [honest] = kept.filter(({ email }: { email: string }) => email.startsWith('links'))
    const accept = () =>
      api.as(admin)({ method: 'POST', url: `/api/v1/forms/${form.id}/submissions/${honest.id}/accept` })
    expect((await Promise.all([accept(), accept()])).map(({ status }) => status).sort()).toEqual([204, 409])
    expect((await lookup(api, honest.email)).body.timeline.items).toHaveLength(1)
    expect((await accept()).body.type).toBe('submission-settled')

    await forgetSubmissions(api.connection.db, new Date(Date.now() + 29 * 86_400_000))
    expect(await submissions(api, form, '?state=spam')).toHaveLength(6)
    await forgetSubmissions(api.connection.db, new Date(Date.now() + 31 * 86_400_000))
    expect(await submissions(api, form, '?state=spam')).toEqual([])
    expect(await submissions(api, form)).toHaveLength(2)
  })

  it('GD-09 of somebody on the suppression list nothing is kept, and nobody learns it', async () => {
    const api = await testApi()
    const form = await openForm(api)
    await api.as(admin)({
      method: 'POST',
      url: '/api/v1/suppressions',
      payload: { email: 'ann@visitor.example', reason: 'erased' },
    })
    const refused = await fill(api, form, { ...ann, email: 'ann+again@visitor.example', consent: 'yes' })
    await fill(api, form, { ...ann, email: 'ann+again@visitor.example', tl_remarks: 'x' })
    const fine = await fill(api, form, { ...ann, email: 'other@visitor.example', consent: 'yes' })
    expect([refused.status, refused.headers.location, refused.html]).toEqual([
      fine.status,
      fine.headers.location,
      fine.html,
    ])
    expect(await submissions(api, form)).toHaveLength(1)
    const [left] = await api.connection.db.execute<{ n: number }>(
      sql`select count(*)::int as n from form_submissions where values::text like '%again@visitor%'`,
    )
    expect(left?.n).toBe(0)
  })
})
