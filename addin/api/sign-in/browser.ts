import type { AuthenticationResult, Configuration, IPublicClientApplication } from '@azure/msal-browser'
import type { ClientConfig } from '../../../server/users/schema.ts'
import { clientConfig } from '../config.ts'
import { tokenOf } from './nested.ts'
import { SignedOut, type Step } from './sign-in.ts'

/** Set before the trip to Entra, removed by its success: coming back without an answer must not start another trip. */
const askedKey = 'page-sign-in-asked'

/** MSAL's CacheLookupPolicy: with these it opens no hidden frame, for which our policy and browsers leave no room. */
const withoutFrame = { cached: 2, fresh: 3 } as const

interface Prepared {
  msal: IPublicClientApplication
  scopes: string[]
  /** What Entra sent back to this page, if the user comes from there. Read once. */
  returned: Promise<AuthenticationResult | null> | undefined
}

let prepared: Promise<Prepared> | undefined

/**
 * Sign-in of a page in a plain browser: tokens known to this window, else one trip to Entra and back. A trip that
 * brought nothing is not repeated until the user asks for it.
 */
export const browserSteps: Step[] = [
  {
    name: 'silent',
    limit: 20_000,
    supported: () => true,
    async acquire(force) {
      const ready = await prepare()
      const returned = await ready.returned?.finally(() => {
        ready.returned = undefined
      })
      if (returned) ready.msal.setActiveAccount(returned.account)
      const result = returned ?? (await fromCache(ready, force))
      session()?.removeItem(askedKey)
      return tokenOf(result)
    },
  },
  {
    name: 'redirect',
    limit: 30_000,
    supported: (byHand) => session() !== undefined && (byHand || !isPageWaiting()),
    async acquire() {
      const { msal, scopes } = await prepare()
      const again = isPageWaiting()
      session()?.setItem(askedKey, 'yes')
      await msal.acquireTokenRedirect({ scopes, ...(again ? { prompt: 'select_account' } : {}) })
      return new Promise(() => undefined)
    },
  },
]

/** True between the moment a page left for Entra and the moment it has its token. */
export function isPageWaiting(): boolean {
  return session()?.getItem(askedKey) === 'yes'
}

/** Forgets the tokens of this window; the account stays signed in at Entra, where the other windows need it. */
export async function signOutHere(): Promise<void> {
  const { msal } = await prepare()
  session()?.setItem(askedKey, 'yes')
  await msal.clearCache()
  window.location.reload()
}

function fromCache({ msal, scopes }: Prepared, force: boolean): Promise<AuthenticationResult> {
  const account = msal.getActiveAccount() ?? msal.getAllAccounts()[0]
  if (!account) throw new SignedOut('not_supported', 'Nobody has signed in in this window.')
  return msal.acquireTokenSilent({
    scopes,
    account,
    forceRefresh: force,
    cacheLookupPolicy: force ? withoutFrame.fresh : withoutFrame.cached,
  })
}

function prepare(): Promise<Prepared> {
  prepared ??= load().catch((error: unknown) => {
    prepared = undefined
    throw error
  })
  return prepared
}

async function load(): Promise<Prepared> {
  const [{ PublicClientApplication }, config] = await Promise.all([import('@azure/msal-browser'), clientConfig()])
  const msal = new PublicClientApplication({ auth: authOf(config), cache: { cacheLocation: 'sessionStorage' } })
  await msal.initialize()
  return { msal, scopes: [config.scope], returned: msal.handleRedirectPromise() }
}

function authOf({ clientId, authority, knownAuthorities, endpoints }: ClientConfig): Configuration['auth'] {
  const { origin } = window.location
  const auth = { clientId, authority, knownAuthorities, redirectUri: `${origin}/signin.html` }
  if (!endpoints) return auth
  const metadata = {
    authorization_endpoint: new URL(endpoints.authorization, origin).href,
    token_endpoint: new URL(endpoints.token, origin).href,
    issuer: `${authority}/v2.0`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  }
  return { ...auth, authorityMetadata: JSON.stringify(metadata) }
}

/** Without it there is no way back from a redirect, so none is begun. */
function session(): Storage | undefined {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
}
