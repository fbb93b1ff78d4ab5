import { type Answer, type Call, empty } from '../http.ts'
import { authorizeEndpoint } from './authorize.ts'
import { type Entra, isTenant } from './context.ts'
import { instanceDiscovery, openidConfiguration, publicKeys } from './discovery.ts'
import { EntraError, entraErrorAnswer } from './errors.ts'
import { tokenEndpoint } from './token.ts'

/** Everything below `/{tenant}/`; undefined for paths that are not Entra's. */
export async function serveEntra(entra: Entra, call: Call): Promise<Answer | undefined> {
  const match = call.path.match(
    /^\/([^/]+)\/(discovery\/instance|discovery\/v2\.0\/keys|v2\.0\/\.well-known\/openid-configuration|oauth2\/v2\.0\/\w+)$/,
  )
  if (!match) return undefined
  const [, tenant = '', endpoint = ''] = match
  try {
    if (!isTenant(entra, tenant)) {
      throw new EntraError(
        'invalid_request',
        90002,
        `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
      )
    }
    const answer = call.method === 'OPTIONS' ? empty(204) : await endpointAnswer(entra, call, tenant, endpoint)
    return { ...answer, headers: { ...answer.headers, ...cors(call) } }
  } catch (error) {
    if (!(error instanceof EntraError)) throw error
    const answer = entraErrorAnswer(error, entra.now(), call.headers['client-request-id'])
    return { ...answer, headers: { ...answer.headers, ...cors(call) } }
  }
}

async function endpointAnswer(entra: Entra, call: Call, tenant: string, endpoint: string): Promise<Answer> {
  switch (endpoint) {
    case 'discovery/instance':
      return instanceDiscovery(entra)
    case 'discovery/v2.0/keys':
      return publicKeys(entra)
    case 'v2.0/.well-known/openid-configuration':
      return openidConfiguration(entra, tenant)
    case 'oauth2/v2.0/authorize':
      return authorizeEndpoint(entra, call.query)
    case 'oauth2/v2.0/token':
      return tokenAnswer(entra, call)
    case 'oauth2/v2.0/logout':
      return signedOut(call.query.get('post_logout_redirect_uri') ?? '')
    default:
      throw new EntraError('invalid_request', 90019, 'No such endpoint.', 404)
  }
}

function tokenAnswer(entra: Entra, call: Call): Promise<Answer> {
  if (call.method !== 'POST')
    throw new EntraError('invalid_request', 900561, 'The endpoint only accepts POST requests.')
  return tokenEndpoint(entra, new URLSearchParams(call.body.toString('utf8')), call.headers.authorization)
}

const isLoopback = (text: string) =>
  URL.canParse(text) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(text).hostname)

const signedOut = (back: string) => (isLoopback(back) ? empty(302, { location: back }) : empty(200))

/** Single-page applications on this machine may redeem their codes. */
function cors(call: Call): Record<string, string> {
  const { origin } = call.headers
  if (!origin || !isLoopback(origin)) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-headers': call.headers['access-control-request-headers'] ?? 'content-type',
    'access-control-allow-methods': 'GET, POST',
    vary: 'Origin',
  }
}
