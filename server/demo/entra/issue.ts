import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { DirectoryUser } from '../model.ts'
import { type Entra, issuerOf } from './context.ts'

export const GRAPH_RESOURCE = 'https://graph.microsoft.com'
/** Consented once for the whole demo tenant, so that every Graph token carries all of it. */
export const GRAPH_SCOPES =
  'Mail.ReadWrite Mail.ReadWrite.Shared Mail.Send Mail.Send.Shared MailboxSettings.Read User.Read'
const GRAPH_APP_ROLES = [
  'Mail.ReadWrite',
  'Mail.Send',
  'MailboxSettings.Read',
  'User.Read.All',
  'Organization.Read.All',
]
export const API_SCOPE = 'access_as_user'

/** Which of the two APIs a token is for: the product's own, or Graph. */
export type Resource = 'api' | 'graph'

export interface IssuedToken {
  token: string
  /** Seconds from now. */
  expiresIn: number
}

/** Access tokens live 60 to 90 minutes at random (access-tokens, "Token lifetime"). */
const lifetime = () => randomInt(3600, 5400)

/**
 * An access token for a person: v2 for the product's API, as the product must check it; v1-like for Graph.
 * @param app the application that acts; only Graph tokens may be another's than the product's.
 */
export function issueToken(
  entra: Entra,
  user: DirectoryUser,
  resource: Resource,
  app = entra.clientId,
): Promise<IssuedToken> {
  const person = { oid: user.oid, sub: subject(entra, user, resource), name: user.displayName }
  if (resource === 'graph') {
    return sign(entra, {
      ...person,
      aud: GRAPH_RESOURCE,
      iss: `https://sts.windows.net/${entra.tenantId}/`,
      appid: app,
      appidacr: '1',
      scp: GRAPH_SCOPES,
      upn: user.userPrincipalName,
      unique_name: user.userPrincipalName,
      ver: '1.0',
    })
  }
  return sign(entra, {
    ...person,
    aud: entra.clientId,
    iss: issuerOf(entra),
    azp: entra.clientId,
    azpacr: '0',
    scp: API_SCOPE,
    ...(user.roles.length > 0 ? { roles: user.roles } : {}),
    preferred_username: user.userPrincipalName,
    ver: '2.0',
  })
}

/** A token of the application itself: no user, no scopes. */
export function issueAppToken(entra: Entra, resource: Resource): Promise<IssuedToken> {
  const app = { oid: entra.clientId, sub: entra.clientId, idtyp: 'app' }
  if (resource === 'api') {
    return sign(entra, {
      ...app,
      aud: entra.clientId,
      iss: issuerOf(entra),
      azp: entra.clientId,
      azpacr: '1',
      ver: '2.0',
    })
  }
  const iss = `https://sts.windows.net/${entra.tenantId}/`
  const graph = { aud: GRAPH_RESOURCE, iss, appid: entra.clientId, appidacr: '1', roles: GRAPH_APP_ROLES, ver: '1.0' }
  return sign(entra, { ...app, ...graph })
}

export async function issueIdToken(entra: Entra, user: DirectoryUser, nonce: string | undefined): Promise<string> {
  const { token } = await sign(entra, {
    aud: entra.clientId,
    iss: issuerOf(entra),
    oid: user.oid,
    sub: subject(entra, user, 'api'),
    name: user.displayName,
    email: user.mail,
    preferred_username: user.userPrincipalName,
    ...(user.roles.length > 0 ? { roles: user.roles } : {}),
    ...(nonce ? { nonce } : {}),
    ver: '2.0',
  })
  return token
}

/**
 * Checks a token this tenant issued: signature, issuer, audience, lifetime.
 * @returns undefined when any of it is wrong.
 */
export async function verifyToken(entra: Entra, token: string, resource: Resource): Promise<JWTPayload | undefined> {
  const audience = resource === 'graph' ? GRAPH_RESOURCE : entra.clientId
  const issuer = resource === 'graph' ? `https://sts.windows.net/${entra.tenantId}/` : issuerOf(entra)
  const expected = { audience, issuer, algorithms: ['RS256'], currentDate: entra.now() }
  return jwtVerify(token, entra.key.publicKey, expected).then(
    ({ payload }) => payload,
    () => undefined,
  )
}

async function sign(entra: Entra, claims: JWTPayload): Promise<IssuedToken> {
  const expiresIn = lifetime()
  const now = Math.floor(entra.now().getTime() / 1000)
  const token = await new SignJWT({
    ...claims,
    tid: entra.tenantId,
    uti: randomBytes(16).toString('base64url'),
    rh: `1.${randomUUID().replaceAll('-', '')}`,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: entra.key.kid })
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + expiresIn)
    .sign(entra.key.privateKey)
  return { token, expiresIn }
}

/** Pairwise, as in Entra: the same person has another `sub` for another application. */
const subject = (entra: Entra, user: DirectoryUser, resource: Resource) =>
  createHash('sha256').update(`${entra.clientId}/${resource}/${user.oid}`).digest('base64url')

/** Who signed in, in the form in which msal keeps accounts. */
export function accountOf(entra: Entra, user: DirectoryUser) {
  return {
    homeAccountId: `${user.oid}.${entra.tenantId}`,
    environment: new URL(entra.authority).host,
    tenantId: entra.tenantId,
    username: user.userPrincipalName,
    localAccountId: user.oid,
    name: user.displayName,
  }
}

/** msal asks for this beside the tokens and builds the account from it. */
export const clientInfo = (entra: Entra, user: DirectoryUser) =>
  Buffer.from(JSON.stringify({ uid: user.oid, utid: entra.tenantId })).toString('base64url')
