import { hash } from 'node:crypto'
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { EntraConfig } from '../config.ts'
import { Role } from '../users/schema.ts'
import { NotSignedIn, SignInUnavailable } from './problems.ts'

/** What a valid access token says. People are known by (tenant, oid), never by name or address. */
export interface TokenClaims {
  oid: string
  name: string
  username: string | null
  roles: Role[]
  expiresAt: number
}

export type VerifyToken = (token: string) => Promise<TokenClaims>

const CLOCK_TOLERANCE = 5
const CACHE_SIZE = 5_000

/**
 * Checks Entra v2 access tokens in full: RS256 signature by a key of the tenant whose issuer matches, issuer, audience,
 * tenant, lifetime, user token with our scope, and the calling application. Source: Microsoft's "access tokens" and
 * "secure applications by validating claims".
 */
export function tokenVerifier(entra: EntraConfig): VerifyToken {
  const tenant = tenantReader(entra)
  const verified = new Map<string, TokenClaims>()

  return async (token) => {
    const digest = hash('sha256', token, 'base64')
    const known = verified.get(digest)
    if (known && known.expiresAt > Date.now() / 1000 - CLOCK_TOLERANCE) return known
    verified.delete(digest)
    const { issuer, keys } = await tenant()
    const { payload, protectedHeader } = await verifySignature(token, keys, issuer, entra.clientId)
    checkKeyIssuer(keys.jwks()?.keys, protectedHeader.kid, issuer, entra.tenantId)
    const claims = readClaims(payload, entra)
    if (verified.size >= CACHE_SIZE) verified.delete(verified.keys().next().value as string)
    verified.set(digest, claims)
    return claims
  }
}

interface Tenant {
  issuer: string
  keys: ReturnType<typeof createRemoteJWKSet>
}

/** Issuer and keys as the configured tenant publishes them (OpenID Connect Discovery 1.0), read when first needed. */
function tenantReader(entra: EntraConfig): () => Promise<Tenant> {
  let reading: Promise<Tenant> | null = null
  const read = async (): Promise<Tenant> => {
    const url = `${entra.authority}/${entra.tenantId}/v2.0/.well-known/openid-configuration`
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    const published = (await response.json()) as { issuer: string; jwks_uri: string }
    const keys = createRemoteJWKSet(new URL(published.jwks_uri), {
      cacheMaxAge: 24 * 3_600_000,
      cooldownDuration: 10_000,
      timeoutDuration: 10_000,
    })
    return { issuer: published.issuer.replace('{tenantid}', entra.tenantId), keys }
  }
  return () => {
    reading ??= read().catch((error) => {
      reading = null
      throw new SignInUnavailable({ cause: error })
    })
    return reading
  }
}

async function verifySignature(
  token: string,
  keys: ReturnType<typeof createRemoteJWKSet>,
  issuer: string,
  audience: string,
) {
  try {
    return await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer,
      audience,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp', 'iat', 'nbf', 'oid', 'tid', 'ver'],
    })
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new NotSignedIn('The sign-in has expired.')
    if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError))
      throw new SignInUnavailable({ cause: error })
    if (error.code === 'ERR_JOSE_GENERIC') throw new SignInUnavailable({ cause: error })
    throw new NotSignedIn('The access token is not valid for this service.')
  }
}

/** A key may be published for another issuer than the tenant's; Entra marks each key with its own. */
function checkKeyIssuer(jwks: object[] | undefined, kid: string | undefined, issuer: string, tenantId: string) {
  const key = jwks?.find((candidate) => (candidate as { kid?: string }).kid === kid) as { issuer?: string } | undefined
  if (key?.issuer && key.issuer.replace('{tenantid}', tenantId) !== issuer) {
    throw new NotSignedIn('The access token is signed by a key of another issuer.')
  }
}

function readClaims(payload: JWTPayload, entra: EntraConfig): TokenClaims {
  const text = (name: string) => (typeof payload[name] === 'string' ? (payload[name] as string) : undefined)
  const refuse = (what: string): never => {
    throw new NotSignedIn(what)
  }
  if (text('ver') !== '2.0') refuse('The access token is not of version 2.0.')
  if (text('tid')?.toLowerCase() !== entra.tenantId) refuse('The access token is of another organisation.')
  if (Array.isArray(payload.aud)) refuse('The access token names several audiences.')
  const scopes = text('scp')?.split(' ') ?? []
  if (text('idtyp') === 'app' || !scopes.includes('access_as_user')) {
    refuse('The access token lacks the scope access_as_user of a signed-in user.')
  }
  const application = text('azp')
  if (application !== undefined && application.toLowerCase() !== entra.clientId) {
    refuse('The access token was issued to another application.')
  }
  const oid = text('oid')
  if (!oid || !/^[0-9a-f-]{36}$/i.test(oid)) return refuse('The access token names nobody.')
  const username = text('preferred_username') ?? text('upn') ?? null
  return {
    oid: oid.toLowerCase(),
    name: text('name') ?? username ?? 'Unknown',
    username,
    roles: (Array.isArray(payload.roles) ? payload.roles : []).filter(
      (role): role is Role => Role.safeParse(role).success,
    ),
    expiresAt: payload.exp ?? 0,
  }
}
