import { type Answer, empty, html } from '../http.ts'
import type { DirectoryUser } from '../model.ts'
import { escapeHtml } from '../text.ts'
import type { Entra } from './context.ts'
import { EntraError, entraErrorBody } from './errors.ts'
import { clientInfo } from './issue.ts'
import { readScopes } from './scopes.ts'
import { sealCode } from './sealed.ts'

interface Request {
  redirectUri: string
  responseMode: string
  state: string | null
}

/**
 * GET /{tenant}/oauth2/v2.0/authorize: a page to pick a person on, then the code.
 * What is wrong before the redirect address is known to be good is shown here and never sent anywhere.
 */
export async function authorizeEndpoint(entra: Entra, query: URLSearchParams): Promise<Answer> {
  const refused = refusal(entra, query)
  if (refused)
    return html(400, page('Sign-in failed', `<p>AADSTS${refused.number}: ${escapeHtml(refused.message)}</p>`))
  const request = readRequest(query)
  try {
    checkOptions(entra, query)
    const user = chosenUser(entra, query)
    return user ? reply(request, await codeFor(entra, user, query)) : html(200, chooser(entra, query))
  } catch (error) {
    if (!(error instanceof EntraError)) throw error
    const { error: name, error_description } = entraErrorBody(error, entra.now())
    return reply(request, { error: name, error_description })
  }
}

function refusal(entra: Entra, query: URLSearchParams): EntraError | undefined {
  if (query.get('client_id') !== entra.clientId) {
    return new EntraError('unauthorized_client', 700016, 'The application was not found in the directory.')
  }
  if (!isRegistered(query.get('redirect_uri') ?? '')) {
    return new EntraError(
      'invalid_request',
      50011,
      'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
    )
  }
  return undefined
}

/** The demo's app registration allows every page on this machine, and Outlook's broker. */
function isRegistered(redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false
  const url = new URL(redirectUri)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) && /^https?:$/.test(url.protocol)
  return local || (url.protocol === 'brk-multihub:' && url.hostname === 'localhost')
}

function checkOptions(entra: Entra, query: URLSearchParams): void {
  if (query.get('response_type') !== 'code') {
    throw new EntraError('unsupported_response_type', 70005, 'The response type is not supported: only code is.')
  }
  if (!query.get('code_challenge') || query.get('code_challenge_method') !== 'S256') {
    throw new EntraError(
      'invalid_request',
      9002325,
      'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    )
  }
  readScopes(entra, query.get('scope') ?? '')
}

/** Whoever was picked on the page; with `prompt=none`, the one named by the hint. */
function chosenUser(entra: Entra, query: URLSearchParams): DirectoryUser | undefined {
  const picked = query.get('demo_person')
  if (picked) return entra.directory.people().find((user) => user.oid === picked)
  if (query.get('prompt') !== 'none') return undefined
  const hinted = entra.directory.byAddress(query.get('login_hint') ?? '')
  if (hinted?.kind === 'user') return hinted
  throw new EntraError('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.')
}

async function codeFor(entra: Entra, user: DirectoryUser, query: URLSearchParams): Promise<Record<string, string>> {
  const nonce = query.get('nonce')
  const code = await sealCode(entra, {
    oid: user.oid,
    client: entra.clientId,
    scope: query.get('scope') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    challenge: query.get('code_challenge') ?? '',
    ...(nonce ? { nonce } : {}),
  })
  return { code, client_info: clientInfo(entra, user) }
}

const readRequest = (query: URLSearchParams): Request => ({
  redirectUri: query.get('redirect_uri') ?? '',
  responseMode: query.get('response_mode') ?? 'query',
  state: query.get('state'),
})

function reply({ redirectUri, responseMode, state }: Request, fields: Record<string, string>): Answer {
  const all = new URLSearchParams({ ...fields, ...(state === null ? {} : { state }) })
  if (responseMode === 'form_post') return html(200, formPost(redirectUri, all))
  const target = new URL(redirectUri)
  if (responseMode === 'fragment') target.hash = all.toString()
  else for (const [name, value] of all) target.searchParams.set(name, value)
  return empty(302, { location: target.href, 'cache-control': 'no-store' })
}

const formPost = (redirectUri: string, fields: URLSearchParams) =>
  page(
    'Signing in',
    `<form method="post" action="${escapeHtml(redirectUri)}">${[...fields]
      .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
      .join('')}<button autofocus>Continue</button></form>`,
  )

function chooser(entra: Entra, query: URLSearchParams): string {
  const people = entra.directory.people().map((user) => {
    const next = new URLSearchParams(query)
    next.set('demo_person', user.oid)
    const about = `<b>${escapeHtml(user.displayName)}</b><br>${escapeHtml(user.jobTitle ?? '')} · ${escapeHtml(user.mail)}`
    return `<li><a href="?${escapeHtml(next.toString())}">${about}</a></li>`
  })
  return page(
    'Pick an account',
    `<p>Halden Optics, the demo organisation. There is no password.</p><ul>${people.join('')}</ul>`,
  )
}

const page = (title: string, body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>
body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;background:#f3f2f1;color:#242424;display:grid;place-items:center;min-height:100vh;margin:0}
main{background:#fff;padding:2rem;border-radius:8px;width:min(26rem,90vw);box-shadow:0 2px 8px #0002}
h1{font-size:1.4rem;margin:0}ul{list-style:none;padding:0}a{display:block;padding:.6rem;border-radius:4px;color:inherit;text-decoration:none}
a:hover,a:focus{background:#eef3fb;outline:2px solid #0f6cbd}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`
