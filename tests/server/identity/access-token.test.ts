import { generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { rep, testApi } from '../api.ts'

describe('access tokens', () => {
  it('lets a person with a valid token in and says who they are', async () => {
    const { as } = await testApi()
    const { status, body } = await as(rep)({ url: '/api/v1/me' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'Rita Rep', email: 'rita@ours.example', roles: ['Rep'] })
  })

  it('refuses every forged, expired or foreign token with 401 and a problem body', async () => {
    const { app, entra } = await testApi()
    const now = Math.floor(Date.now() / 1000)
    const other = await generateKeyPair('RS256', { extractable: true })
    const { aud, iss, ...claims } = {
      aud: entra.clientId,
      iss: `${entra.authority}/${entra.tenantId}/v2.0`,
      oid: rep.oid,
      tid: entra.tenantId,
      ver: '2.0',
      scp: 'access_as_user',
      iat: now,
      nbf: now,
      exp: now + 3600,
      roles: ['Admin'],
    }
    const secret = new TextEncoder().encode(JSON.stringify(entra.publicJwk))
    const none = `${btoa('{"alg":"none","typ":"JWT"}')}.${btoa(JSON.stringify({ ...claims, aud, iss }))}.`.replaceAll(
      '=',
      '',
    )
    const good = await entra.token(rep)
    const [head, , signature] = good.split('.')
    const tokens: Record<string, string> = {
      nothing: '',
      noise: 'abc',
      'no signature': none,
      'altered claims': `${head}.${btoa(JSON.stringify({ ...claims, aud, iss })).replaceAll('=', '')}.${signature}`,
      'signed by another key': await entra.token(rep, { key: other.privateKey }),
      'unknown key': await entra.token(rep, { key: other.privateKey, header: { kid: 'nobody' } }),
      'public key as secret': await new SignJWT({ ...claims, aud, iss })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(secret),
      'key of another issuer': await entra.token(rep, { header: { kid: 'key-of-another-issuer' } }),
      expired: await entra.token(rep, { claims: { exp: now - 60 } }),
      'not valid yet': await entra.token(rep, { claims: { nbf: now + 600 } }),
      'without end': await entra.token(rep, { without: ['exp'] }),
      'another audience': await entra.token(rep, { claims: { aud: 'https://graph.microsoft.com' } }),
      'several audiences': await entra.token(rep, { claims: { aud: [entra.clientId, 'https://graph.microsoft.com'] } }),
      'another issuer': await entra.token(rep, { claims: { iss: 'https://login.microsoftonline.com/evil/v2.0' } }),
      'another tenant': await entra.token(rep, { claims: { tid: '99999999-0000-4000-8000-000000000000' } }),
      'version 1': await entra.token(rep, { claims: { ver: '1.0' } }),
      'without scope': await entra.token(rep, { without: ['scp'] }),
      'another scope': await entra.token(rep, { claims: { scp: 'access_as_users openid' } }),
      'an application': await entra.token(rep, { claims: { idtyp: 'app' } }),
      'another application': await entra.token(rep, { claims: { azp: '44444444-0000-4000-8000-000000000000' } }),
      nobody: await entra.token(rep, { without: ['oid'] }),
    }
    for (const [what, token] of Object.entries(tokens)) {
      const response = await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
      expect(response.statusCode, what).toBe(401)
      expect(response.json(), what).toMatchObject({ type: 'not-signed-in', status: 401 })
      expect(response.headers['content-type']).toContain('application/problem+json')
      expect(response.headers['www-authenticate']).toContain('Bearer')
    }
    expect((await app.inject({ url: '/api/v1/me' })).statusCode).toBe(401)
  })

  it('answers 503, not 401, when the keys of Entra cannot be read', async () => {
    const { app, entra } = await testApi()
    const token = await entra.token(rep)
    await entra.close()
    const response = await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
    expect(response.statusCode).toBe(503)
    expect(response.json().type).toBe('sign-in-unavailable')
  })
})

describe('roles', () => {
  it('every route answers 403 to each role it does not name, and 401 without a token', async () => {
    const { app, entra } = await testApi()
    const routes = app.declaredRoutes
      .filter((route) => route.config?.roles !== 'public')
      .flatMap((route) =>
        [route.method].flat().map((method) => ({
          method,
          url: route.url.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000'),
          roles: route.config?.roles,
        })),
      )
    expect(routes.length).toBeGreaterThan(10)
    for (const { method, url, roles } of routes) {
      expect((await app.inject({ method: method as 'GET', url })).statusCode, `${method} ${url}`).toBe(401)
      for (const role of ['Rep', 'Manager', 'Admin', 'DataProtection', undefined]) {
        const token = await entra.token({ ...rep, roles: role ? [role] : [] })
        const { statusCode } = await app.inject({
          method: method as 'GET',
          url,
          headers: { authorization: `Bearer ${token}` },
        })
        const allowed = roles === 'signed-in' || (Array.isArray(roles) && role !== undefined && roles.includes(role))
        expect(statusCode === 403, `${method} ${url} as ${role ?? 'nobody'}: ${statusCode}`).toBe(!allowed)
      }
    }
  })
})
