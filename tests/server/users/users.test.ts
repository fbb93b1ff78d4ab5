import { describe, expect, it, vi } from 'vitest'
import { buildApp } from '../../../server/app.ts'
import { admin, rep, type TestApi, testApi } from '../api.ts'

const other = { ...rep, oid: '22222222-0000-4000-8000-000000000003', name: 'Érica Able', email: 'erica@ours.example' }

const grant = (id: string, grantedRoles: string[]) => ({
  method: 'PUT' as const,
  url: `/api/v1/users/${id}/roles`,
  payload: { grantedRoles },
})
const me = { url: '/api/v1/me' }
const audit = { url: '/api/v1/audit' }

const signIn = async ({ as }: TestApi, ...people: (typeof rep)[]) =>
  Promise.all(people.map(async (person) => (await as(person)(me)).body.id as string))

describe('users', () => {
  it('CR-08 lists everybody by name with what they own, those who left too', async () => {
    const api = await testApi()
    const [repId] = await signIn(api, rep, admin, other)
    await api.as(rep)({ method: 'POST', url: '/api/v1/contacts', payload: { firstName: 'Ann' } })
    await api.connection.sql`update users set active = false where id = ${repId as string}`
    const { status, body } = await api.as(other)({ url: '/api/v1/users' })
    expect(status).toBe(200)
    expect(body.items).toMatchObject([
      { name: 'Adam Admin', roles: ['Admin'], grantedRoles: [], contacts: 0, active: true },
      { name: 'Érica Able', active: true },
      { name: 'Rita Rep', email: 'rita@ours.example', active: false, contacts: 1 },
    ])
  })

  it('a role granted here counts with the next request, and no more when it is taken away', async () => {
    const api = await testApi()
    const [repId] = await signIn(api, rep, admin)
    expect((await api.as(rep)(audit)).status).toBe(403)
    const granted = await api.as(admin)(grant(repId as string, ['Admin', 'DataProtection', 'Admin']))
    expect([granted.status, granted.body]).toMatchObject([
      200,
      { roles: ['Rep', 'Admin', 'DataProtection'], grantedRoles: ['Admin', 'DataProtection'] },
    ])
    expect((await api.as(rep)(me)).body.roles).toEqual(['Rep', 'Admin', 'DataProtection'])
    expect((await api.as(rep)(audit)).status).toBe(200)
    await api.as(admin)(grant(repId as string, []))
    expect((await api.as(rep)(audit)).status).toBe(403)
    const { body } = await api.as(admin)({ url: '/api/v1/audit', query: { action: 'roles' } })
    expect(body.items).toMatchObject([
      { subjectId: repId, details: { before: ['Admin', 'DataProtection'], after: [] }, by: { name: 'Adam Admin' } },
      { subjectId: repId, details: { before: [], after: ['Admin', 'DataProtection'] } },
    ])
  })

  it('AD-01 counts in every process within a minute', async () => {
    const api = await testApi()
    const [repId] = await signIn(api, rep, admin)
    const second = await buildApp(api.services)
    await second.ready()
    const headers = { authorization: `Bearer ${await api.entra.token(rep)}` }
    expect((await second.inject({ ...audit, headers })).statusCode).toBe(403)
    await api.as(admin)(grant(repId as string, ['Admin']))
    vi.useFakeTimers({ now: Date.now() + 59_000, toFake: ['Date'] })
    expect((await second.inject({ ...audit, headers })).statusCode).toBe(200)
    vi.useRealTimers()
    await second.close()
  })

  it('AD-01 the last administrator cannot be removed, and of two who remove each other one stays', async () => {
    const api = await testApi()
    const [repId, adminId, otherId] = await signIn(api, rep, admin, other)
    const plain = { ...admin, roles: [] }
    await api.as(admin)(grant(adminId as string, ['Admin']))
    await signIn(api, plain)
    const refused = await api.as(plain)(grant(adminId as string, ['Rep']))
    expect([refused.status, refused.body.type]).toEqual([409, 'last-admin'])
    expect((await api.as(plain)(me)).body.roles).toEqual(['Admin'])

    await api.as(plain)(grant(repId as string, ['Admin']))
    await api.as(plain)(grant(otherId as string, ['Admin']))
    await api.as(plain)(grant(otherId as string, []))
    const answers = await Promise.all([
      api.as(plain)(grant(repId as string, [])),
      api.as(rep)(grant(adminId as string, [])),
    ])
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
    const [row] = await api.connection.sql`select count(*)::int as n from users where 'Admin' = any(granted_roles)`
    expect(row?.n).toBe(1)
  })

  it('somebody who left is no administrator any more: neither by what was granted nor as the last one', async () => {
    const api = await testApi()
    const [repId, adminId] = await signIn(api, rep, admin)
    const plain = { ...admin, roles: [] }
    await api.as(admin)(grant(repId as string, ['Admin']))
    await api.as(admin)(grant(adminId as string, ['Admin']))
    await signIn(api, plain)
    await api.connection.sql`update users set active = false where id = ${repId as string}`
    api.app.forgetPerson(rep.oid)
    expect((await api.as(rep)(audit)).status).toBe(403)
    expect((await api.as(plain)(grant(adminId as string, []))).body.type).toBe('last-admin')
  })

  it('only administrators give roles; unknown people and roles are refused', async () => {
    const api = await testApi()
    const [repId] = await signIn(api, rep, admin)
    expect((await api.as(rep)(grant(repId as string, ['Admin']))).status).toBe(403)
    expect((await api.as(admin)(grant('00000000-0000-7000-8000-000000000000', ['Rep']))).status).toBe(404)
    expect((await api.as(admin)(grant(repId as string, ['Root']))).status).toBe(422)
  })
})

describe('settings of a person', () => {
  const key = { url: '/api/v1/me/settings/contact-columns' }

  it('are kept for each person, null before, replaced as a whole', async () => {
    const { as } = await testApi()
    expect((await as(rep)(key)).body).toEqual({ value: null })
    for (const value of [['name', 'custom.größe'], { wide: true }, 'text', null, false]) {
      const put = await as(rep)({ ...key, method: 'PUT', payload: { value } })
      expect([put.status, put.body]).toEqual([200, { value }])
      expect((await as(rep)(key)).body).toEqual({ value })
    }
    expect((await as(admin)(key)).body).toEqual({ value: null })
  })

  it('hold at most 32 kB under a plain key', async () => {
    const { as } = await testApi()
    const write = (name: string, value: unknown) =>
      as(rep)({ method: 'PUT', url: `/api/v1/me/settings/${name}`, payload: { value } })
    expect((await write('most', 'x'.repeat(32_766))).status).toBe(200)
    for (const [name, value] of [
      ['most', 'x'.repeat(32_767)],
      ['most', 'ü'.repeat(17_000)],
      ['Upper', 1],
      ['with.dot', 1],
      ['x'.repeat(41), 1],
      ['nul', 'a\0b'],
    ] as const) {
      const { status, body } = await write(name, value)
      expect([status, body.type], name).toEqual([422, 'invalid-input'])
    }
    expect((await as(rep)({ url: '/api/v1/me/settings/most' })).body.value).toHaveLength(32_766)
  })
})
