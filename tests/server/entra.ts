import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** Signs tokens as Entra would, so that tests can also forge them. */
export interface TestEntra {
  authority: string
  tenantId: string
  clientId: string
  /** A valid token of a person, with anything of it changed. */
  token(
    person: TestPerson,
    changes?: { claims?: JWTPayload; header?: object; key?: CryptoKey | Uint8Array; without?: string[] },
  ): Promise<string>
  publicJwk: object
  close(): Promise<void>
}

export interface TestPerson {
  oid: string
  name: string
  email: string
  roles: string[]
}

export const rep: TestPerson = {
  oid: '22222222-0000-4000-8000-000000000001',
  name: 'Rita Rep',
  email: 'rita@ours.example',
  roles: ['Rep'],
}
export const admin: TestPerson = {
  oid: '22222222-0000-4000-8000-000000000002',
  name: 'Adam Admin',
  email: 'adam@ours.example',
  roles: ['Admin'],
}

const KEY_ID = 'key-1'

export async function startEntra(): Promise<TestEntra> {
  const tenantId = '11111111-aaaa-4bbb-8ccc-000000000001'
  const clientId = '33333333-aaaa-4bbb-8ccc-000000000003'
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const publicJwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, use: 'sig' }
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url?.endsWith('/.well-known/openid-configuration')) {
      const published = { issuer: `${authority}/${tenantId}/v2.0`, jwks_uri: `${authority}/keys-of-this-tenant` }
      return response.end(JSON.stringify(published))
    }
    const issuer = `${authority}/{tenantid}/v2.0`
    const keys = [
      { ...publicJwk, issuer },
      { ...publicJwk, kid: 'key-of-another-issuer', issuer: `${authority}/99999999-0000-4000-8000-000000000000/v2.0` },
    ]
    return response.end(JSON.stringify({ keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    authority,
    tenantId,
    clientId,
    publicJwk,
    async token(person, { claims = {}, header = {}, key = privateKey, without = [] } = {}) {
      const now = Math.floor(Date.now() / 1000)
      const payload: JWTPayload = {
        aud: clientId,
        iss: `${authority}/${tenantId}/v2.0`,
        iat: now,
        nbf: now,
        exp: now + 3600,
        azp: clientId,
        name: person.name,
        oid: person.oid,
        preferred_username: person.email,
        roles: person.roles,
        scp: 'access_as_user',
        sub: person.oid,
        tid: tenantId,
        ver: '2.0',
        ...claims,
      }
      for (const name of without) delete payload[name]
      return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT', ...header }).sign(key)
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
