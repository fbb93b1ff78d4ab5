import { type Answer, json } from '../http.ts'
import { type Entra, issuerOf } from './context.ts'

/** `/{tenant}/v2.0/.well-known/openid-configuration`; `common` answers with an issuer template, as Entra does. */
export function openidConfiguration(entra: Entra, tenant: string): Answer {
  const base = `${entra.authority}/${tenant}`
  const multi = tenant === 'common' || tenant === 'organizations'
  return json(200, {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: multi ? `${entra.authority}/{tenantid}/v2.0` : issuerOf(entra),
    request_uri_parameter_supported: false,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'ver'],
    tenant_region_scope: 'EU',
    cloud_instance_name: new URL(entra.authority).host,
  })
}

/** `/{tenant}/discovery/v2.0/keys`: each key names the issuer it may sign for. */
export const publicKeys = (entra: Entra): Answer =>
  json(200, {
    keys: [{ ...entra.key.publicJwk, use: 'sig', kid: entra.key.kid, x5t: entra.key.kid, issuer: issuerOf(entra) }],
  })

/** `/common/discovery/instance`, which msal asks when it does not know the authority. */
export const instanceDiscovery = (entra: Entra): Answer => {
  const { host } = new URL(entra.authority)
  return json(200, {
    tenant_discovery_endpoint: `${issuerOf(entra)}/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  })
}
