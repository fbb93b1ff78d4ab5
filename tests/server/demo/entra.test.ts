import { createHash, randomBytes } from 'node:crypto'
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node'
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, post, type Stage } from './fixture.ts'

const REDIRECT = 'http://localhost:3000/signed-in'

describe('the demo Entra', () => {
  let stage: Stage
  let tokenUrl: string
  let api: string
  const maren = () => stage.tenant.people[0] as Stage['tenant']['people'][number]
  const auth = () => ({
    clientId: stage.tenant.clientId,
    authority: `${stage.tenant.authority}/${stage.tenant.tenantId}`,
    knownAuthorities: [new URL(stage.tenant.authority).host],
  })
  const confidential = (clientSecret = stage.tenant.clientSecret) =>
    new ConfidentialClientApplication({ auth: { ...auth(), clientSecret } })

  beforeAll(async () => {
    stage = await openStage()
    tokenUrl = `${stage.tenant.authority}/${stage.tenant.tenantId}/oauth2/v2.0/token`
    api = `api://${stage.tenant.clientId}/access_as_user`
  })
  afterAll(() => stage.close())

  /** Picks a person on the sign-in page and returns what the redirect carries. */
  async function signIn(url: string, name: string): Promise<URLSearchParams> {
    const page = await (await fetch(url)).text()
    const link = [...page.matchAll(/<a href="([^"]+)"><b>([^<]+)</g)].find((match) => match[2] === name)?.[1] ?? ''
    const next = new URL(link.replaceAll('&amp;', '&'), url)
    const answer = await fetch(next, { redirect: 'manual' })
    expect(answer.status).toBe(302)
    const back = new URL(answer.headers.get('location') ?? '')
    expect(`${back.origin}${back.pathname}`).toBe(REDIRECT)
    return back.searchParams
  }

  it('publishes its configuration and keys that name their issuer', async () => {
    const base = `${stage.tenant.authority}/${stage.tenant.tenantId}`
    const configuration = await (await fetch(`${base}/v2.0/.well-known/openid-configuration`)).json()
    expect(configuration.issuer).toBe(`${base}/v2.0`)
    const { keys } = await (await fetch(configuration.jwks_uri)).json()
    expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', issuer: configuration.issuer })
    const common = await fetch(`${stage.tenant.authority}/common/v2.0/.well-known/openid-configuration`)
    expect((await common.json()).issuer).toBe(`${stage.tenant.authority}/{tenantid}/v2.0`)
    const instance = await fetch(`${stage.tenant.authority}/common/discovery/instance?api-version=1.1`)
    expect((await instance.json()).metadata[0].aliases).toEqual([new URL(stage.tenant.authority).host])
  })

  it('gives msal-node an application token that Graph takes', async () => {
    const result = await confidential().acquireTokenByClientCredential({
      scopes: ['https://graph.microsoft.com/.default'],
    })
    const { status } = await stage.ask('/organization', { token: result?.accessToken ?? '' })
    expect(status).toBe(200)
  })

  it('refuses a wrong secret in Entra’s words', async () => {
    const wrong = confidential('nonsense').acquireTokenByClientCredential({
      scopes: ['https://graph.microsoft.com/.default'],
    })
    await expect(wrong).rejects.toMatchObject({
      errorCode: 'invalid_client',
      message: expect.stringContaining('AADSTS7000215'),
    })
    const { status, body } = await post(tokenUrl, {
      grant_type: 'client_credentials',
      client_id: stage.tenant.clientId,
      client_secret: 'x',
      scope: 'a/.default',
    })
    expect(status).toBe(401)
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000215] })
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['timestamp', 'trace_id', 'correlation_id']))
  })

  it('signs a person in with code and PKCE, and its API token passes every check of the contract', async () => {
    const client = new PublicClientApplication({ auth: auth() })
    const verifier = randomBytes(32).toString('base64url')
    const url = await client.getAuthCodeUrl({
      scopes: [api],
      redirectUri: REDIRECT,
      codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
      codeChallengeMethod: 'S256',
      state: 'state-1',
    })
    const back = await signIn(url, maren().name)
    expect(back.get('state')).toBe('state-1')
    const code = back.get('code') ?? ''
    const result = await client.acquireTokenByCode({
      code,
      scopes: [api],
      redirectUri: REDIRECT,
      codeVerifier: verifier,
    })
    expect(result.account).toMatchObject({
      username: maren().email,
      homeAccountId: `${maren().oid}.${stage.tenant.tenantId}`,
    })

    const issuer = `${stage.tenant.authority}/${stage.tenant.tenantId}/v2.0`
    const keys = createRemoteJWKSet(new URL(`${stage.tenant.authority}/${stage.tenant.tenantId}/discovery/v2.0/keys`))
    const { payload } = await jwtVerify(result.accessToken, keys, {
      issuer,
      audience: stage.tenant.clientId,
      algorithms: ['RS256'],
    })
    expect(payload).toMatchObject({
      tid: stage.tenant.tenantId,
      oid: maren().oid,
      azp: stage.tenant.clientId,
      azpacr: '0',
      scp: 'access_as_user',
      roles: ['Rep'],
      ver: '2.0',
      preferred_username: maren().email,
      name: maren().name,
    })
    for (const claim of ['uti', 'sub', 'iat', 'nbf']) expect(payload).toHaveProperty(claim)
    const minutes = ((payload.exp ?? 0) - (payload.iat ?? 0)) / 60
    expect(minutes).toBeGreaterThanOrEqual(60)
    expect(minutes).toBeLessThanOrEqual(90)

    const again = client.acquireTokenByCode({ code, scopes: [api], redirectUri: REDIRECT, codeVerifier: verifier })
    await expect(again).rejects.toThrow('AADSTS54005')
    const [account] = await client.getTokenCache().getAllAccounts()
    if (!account) throw new Error('msal kept no account')
    const refreshed = await client.acquireTokenSilent({ account, scopes: [api], forceRefresh: true })
    expect(refreshed.accessToken).not.toBe(result.accessToken)
  })

  it('refuses a code without its verifier, and a foreign redirect address on the page itself', async () => {
    const query = new URLSearchParams({
      client_id: stage.tenant.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: `${api} openid`,
      code_challenge: createHash('sha256').update('right').digest('base64url'),
      code_challenge_method: 'S256',
    })
    const authorize = `${stage.tenant.authority}/${stage.tenant.tenantId}/oauth2/v2.0/authorize`
    const back = await signIn(`${authorize}?${query}`, maren().name)
    const wrong = {
      grant_type: 'authorization_code',
      client_id: stage.tenant.clientId,
      code: back.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: 'wrong',
    }
    expect((await post(tokenUrl, wrong)).body.error_codes).toEqual([501481])
    query.set('redirect_uri', 'https://evil.example/')
    const page = await fetch(`${authorize}?${query}`, { redirect: 'manual' })
    expect([page.status, (await page.text()).includes('AADSTS50011')]).toEqual([400, true])
    query.set('redirect_uri', REDIRECT)
    query.delete('code_challenge')
    const noProof = await fetch(`${authorize}?${query}`, { redirect: 'manual' })
    expect(noProof.headers.get('location')).toContain('AADSTS9002325')
  })

  it('signs in silently by hint, and says login_required to a stranger', async () => {
    const url = (hint: string) =>
      `${stage.tenant.authority}/${stage.tenant.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({
        client_id: stage.tenant.clientId,
        response_type: 'code',
        response_mode: 'fragment',
        prompt: 'none',
        login_hint: hint,
        redirect_uri: REDIRECT,
        scope: api,
        code_challenge: 'x',
        code_challenge_method: 'S256',
      })}`
    const known = await fetch(url(maren().email), { redirect: 'manual' })
    expect(known.headers.get('location')).toContain('#code=')
    const unknown = await fetch(url('nobody@nowhere.example'), { redirect: 'manual' })
    expect(unknown.headers.get('location')).toContain('error=login_required')
  })

  it('acts on behalf of a person who signed in to our API, in that person’s mailbox only', async () => {
    const assertion = await stage.tenant.signIn(maren().email)
    const result = await confidential().acquireTokenOnBehalfOf({
      oboAssertion: assertion,
      scopes: ['https://graph.microsoft.com/Mail.Send'],
    })
    const token = result?.accessToken ?? ''
    expect((await stage.ask('/me', { token })).body.mail).toBe(maren().email)
    const other = stage.tenant.people[1]
    const refused = await stage.ask(`/users/${other?.oid}/messages`, { token })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'ErrorAccessDenied'])
    expect((await stage.ask('/users/info@halden-optics.example/mailFolders/inbox', { token })).status).toBe(200)
  })

  it.each([
    ['a Graph token', async () => stage.tenant.signIn(maren().email, 'graph')],
    ['an ID token or other token without our scope', async () => stage.appToken],
    [
      'a token signed by somebody else',
      async () => {
        const claims = decodeJwt(await stage.tenant.signIn(maren().email))
        return new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode('secret'.repeat(8)))
      },
    ],
  ])('refuses %s as an assertion', async (_, make) => {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: stage.tenant.clientId,
      client_secret: stage.tenant.clientSecret,
      requested_token_use: 'on_behalf_of',
      scope: 'https://graph.microsoft.com/.default',
      assertion: await make(),
    }
    expect((await post(tokenUrl, form)).body.error).toBe('invalid_grant')
  })

  it('refuses one request for two resources, unknown scopes and unknown tenants', async () => {
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: stage.tenant.clientId,
      client_secret: stage.tenant.clientSecret,
      requested_token_use: 'on_behalf_of',
      assertion: await stage.tenant.signIn(maren().email),
    }
    const both = await post(tokenUrl, { ...form, scope: `${api} https://graph.microsoft.com/Mail.Send` })
    expect(both.body.error_codes).toEqual([28000])
    const unconsented = await post(tokenUrl, { ...form, scope: 'https://graph.microsoft.com/Files.ReadWrite.All' })
    expect(unconsented.body.error_codes).toEqual([65001])
    const elsewhere = await post(tokenUrl.replace(stage.tenant.tenantId, 'other.example'), form)
    expect(elsewhere.body.error_codes).toEqual([90002])
  })

  it('lets single-page applications on this machine redeem codes', async () => {
    const answer = await post(tokenUrl, { grant_type: 'nothing' }, { origin: 'http://localhost:3000' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
    const foreign = await post(tokenUrl, { grant_type: 'nothing' }, { origin: 'https://evil.example' })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })
})
