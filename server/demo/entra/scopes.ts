import type { Entra } from './context.ts'
import { EntraError } from './errors.ts'
import { API_SCOPE, GRAPH_RESOURCE, GRAPH_SCOPES, type Resource } from './issue.ts'

const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'offline_access']

export interface Scopes {
  resource: Resource
  openid: boolean
  refresh: boolean
  /** As the token answer names what was granted. */
  granted: string
}

/**
 * Which API the requested scopes belong to. One token is for one API only.
 * @throws EntraError AADSTS28000, AADSTS65001 or AADSTS70011 as Entra would.
 */
export function readScopes(entra: Entra, text: string): Scopes {
  const names = text.split(/\s+/).filter(Boolean)
  const wanted = names.filter((name) => !IDENTITY_SCOPES.includes(name))
  const resources = new Set(wanted.map((name) => resourceOf(entra, name)))
  if (resources.size > 1) {
    throw new EntraError(
      'invalid_scope',
      28000,
      'Provided value for the input parameter scope is not valid because it contains more than one resource.',
    )
  }
  const resource = [...resources][0] ?? 'graph'
  const identity = names.filter((name) => IDENTITY_SCOPES.includes(name))
  return {
    resource,
    openid: names.includes('openid'),
    refresh: names.includes('offline_access'),
    granted: [...(wanted.length > 0 ? grantedScopes(entra, resource) : []), ...identity].join(' '),
  }
}

const grantedScopes = (entra: Entra, resource: Resource) =>
  resource === 'api'
    ? [`api://${entra.clientId}/${API_SCOPE}`]
    : GRAPH_SCOPES.split(' ').map((scope) => `${GRAPH_RESOURCE}/${scope}`)

function resourceOf(entra: Entra, scope: string): Resource {
  const own = [`api://${entra.clientId}/`, `${entra.clientId}/`]
  const ownHost = new RegExp(`^api://[^/]+/${entra.clientId}/(${API_SCOPE}|\\.default)$`)
  const name = scope.slice(scope.lastIndexOf('/') + 1)
  if (own.some((prefix) => scope.startsWith(prefix)) || ownHost.test(scope)) {
    if (name === API_SCOPE || name === '.default') return 'api'
    throw consentRequired(entra)
  }
  const graph = [`${GRAPH_RESOURCE}/`, `${entra.authority}/`].find((prefix) => scope.startsWith(prefix))
  if (!graph && scope.includes('/')) {
    throw new EntraError(
      'invalid_resource',
      500011,
      `The resource principal named ${scope} was not found in the tenant.`,
    )
  }
  const covered = GRAPH_SCOPES.split(' ').some((granted) => covers(granted, name))
  if (name === '.default' || covered) return 'graph'
  throw consentRequired(entra)
}

/** ReadWrite was consented to, and lets one read. */
const covers = (granted: string, asked: string) =>
  granted === asked || ['Read', 'ReadBasic'].some((verb) => granted.replace('ReadWrite', verb) === asked)

const consentRequired = (entra: Entra) =>
  new EntraError(
    'invalid_grant',
    65001,
    `The user or administrator has not consented to use the application with ID '${entra.clientId}'.`,
  )
