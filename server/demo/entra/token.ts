import { createHash, timingSafeEqual } from 'node:crypto'
import { type Answer, json } from '../http.ts'
import type { DirectoryUser } from '../model.ts'
import type { Entra } from './context.ts'
import { EntraError, invalidGrant, invalidRequest } from './errors.ts'
import { API_SCOPE, clientInfo, issueAppToken, issueIdToken, issueToken, verifyToken } from './issue.ts'
import { readScopes, type Scopes } from './scopes.ts'
import { openCode, openRefresh, sealRefresh } from './sealed.ts'

const ON_BEHALF_OF = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/**
 * POST /{tenant}/oauth2/v2.0/token: client credentials, on behalf of, authorisation code with PKCE, refresh token.
 * @throws EntraError
 */
export async function tokenEndpoint(entra: Entra, form: URLSearchParams, authorization?: string): Promise<Answer> {
  const secret = clientSecret(entra, form, authorization)
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return clientCredentials(entra, form, secret)
    case ON_BEHALF_OF:
      return onBehalfOf(entra, form, secret)
    case 'authorization_code':
      return authorizationCode(entra, form)
    case 'refresh_token':
      return refreshToken(entra, form)
    default:
      throw new EntraError(
        'unsupported_grant_type',
        70003,
        `The app requested an unsupported grant type '${form.get('grant_type')}'.`,
      )
  }
}

/**
 * @returns 'right' or, for public clients, 'none'.
 * @throws EntraError when the client is unknown or its secret wrong.
 */
function clientSecret(entra: Entra, form: URLSearchParams, authorization: string | undefined): 'right' | 'none' {
  const [basicId, basicSecret] = basicCredentials(authorization)
  const id = basicId ?? form.get('client_id')
  if (id !== entra.clientId) {
    throw new EntraError(
      'unauthorized_client',
      700016,
      `Application with identifier '${id}' was not found in the directory.`,
    )
  }
  const secret = basicSecret ?? form.get('client_secret')
  if (secret === null) return 'none'
  const [a, b] = [secret, entra.clientSecret].map((text) => createHash('sha256').update(text).digest()) as [
    Buffer,
    Buffer,
  ]
  if (timingSafeEqual(a, b)) return 'right'
  throw new EntraError(
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${id}'.`,
    401,
  )
}

function basicCredentials(authorization: string | undefined): [string, string] | [] {
  const encoded = authorization?.match(/^Basic (.+)$/i)?.[1]
  const [id, secret] = encoded ? Buffer.from(encoded, 'base64').toString('utf8').split(':') : []
  return id && secret ? [decodeURIComponent(id), decodeURIComponent(secret)] : []
}

function mustBeConfidential(secret: 'right' | 'none'): void {
  if (secret === 'right') return
  throw new EntraError(
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    401,
  )
}

async function clientCredentials(entra: Entra, form: URLSearchParams, secret: 'right' | 'none'): Promise<Answer> {
  mustBeConfidential(secret)
  const scope = form.get('scope') ?? ''
  if (!scope.endsWith('/.default')) {
    throw new EntraError(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    )
  }
  const { token, expiresIn } = await issueAppToken(entra, readScopes(entra, scope).resource)
  return answer({ token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token })
}

async function onBehalfOf(entra: Entra, form: URLSearchParams, secret: 'right' | 'none'): Promise<Answer> {
  mustBeConfidential(secret)
  if (form.get('requested_token_use') !== 'on_behalf_of') {
    throw invalidRequest(900144, "The request body must contain the following parameter: 'requested_token_use'.")
  }
  const claims = await verifyToken(entra, form.get('assertion') ?? '', 'api')
  if (!claims)
    throw invalidGrant(
      50013,
      'Assertion failed signature validation, is expired, or its audience is not this application.',
    )
  if (
    !String(claims.scp ?? '')
      .split(' ')
      .includes(API_SCOPE)
  ) {
    throw invalidGrant(50027, 'The assertion is not a user token with a scope of this application.')
  }
  const user = personOf(entra, String(claims.oid))
  return userTokens(entra, user, readScopes(entra, form.get('scope') ?? ''), undefined)
}

async function authorizationCode(entra: Entra, form: URLSearchParams): Promise<Answer> {
  const grant = await openCode(entra, form.get('code') ?? '')
  if (!grant) throw invalidGrant(70008, 'The provided authorization code or refresh token has expired or is not valid.')
  if (entra.usedCodes.has(String(grant.jti)))
    throw invalidGrant(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    )
  if (grant.redirectUri !== form.get('redirect_uri'))
    throw invalidGrant(
      500112,
      'The reply address does not match the reply address provided when requesting the authorization code.',
    )
  checkVerifier(grant.challenge, form.get('code_verifier'))
  entra.usedCodes.add(String(grant.jti))
  return userTokens(entra, personOf(entra, grant.oid), readScopes(entra, grant.scope), grant.nonce)
}

/** RFC 7636. */
function checkVerifier(challenge: string, verifier: string | null): void {
  const proof = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
  if (verifier && proof === challenge) return
  throw invalidGrant(
    501481,
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  )
}

/** The old refresh token stays good until its own end, as in Entra; clients take the new one. */
async function refreshToken(entra: Entra, form: URLSearchParams): Promise<Answer> {
  const grant = await openRefresh(entra, form.get('refresh_token') ?? '')
  if (!grant) throw invalidGrant(700082, 'The refresh token has expired due to inactivity, or is not valid.')
  const scopes = readScopes(entra, form.get('scope') ?? grant.scope)
  return userTokens(entra, personOf(entra, grant.oid), { ...scopes, refresh: true }, undefined)
}

function personOf(entra: Entra, oid: string): DirectoryUser {
  const user = entra.directory.user(oid)
  if (!user) throw invalidGrant(50034, 'The user account does not exist in the directory.')
  return user
}

async function userTokens(
  entra: Entra,
  user: DirectoryUser,
  scopes: Scopes,
  nonce: string | undefined,
): Promise<Answer> {
  const { token, expiresIn } = await issueToken(entra, user, scopes.resource)
  const grant = { oid: user.oid, client: entra.clientId, scope: scopes.granted }
  return answer({
    token_type: 'Bearer',
    scope: scopes.granted,
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: token,
    ...(scopes.refresh ? { refresh_token: await sealRefresh(entra, grant), refresh_token_expires_in: 86_400 } : {}),
    ...(scopes.openid ? { id_token: await issueIdToken(entra, user, nonce) } : {}),
    client_info: clientInfo(entra, user),
  })
}

const answer = (body: object) => json(200, body, { 'cache-control': 'no-store', pragma: 'no-cache' })
