import type { AuthenticationResult, IPublicClientApplication } from '@azure/msal-browser'
import { hasBridge, isNestedAppAuthSupported } from '../../outlook/nested-auth.ts'
import { clientConfig } from '../config.ts'
import { SignedOut, type Step, type Token } from './sign-in.ts'

let application: Promise<IPublicClientApplication> | undefined

/** Nested app authentication: Outlook itself brokers the token. MSAL is loaded when it is first needed. */
export const nestedSteps: Step[] = [
  {
    name: 'silent',
    limit: 10_000,
    supported: isNestedAppAuthSupported,
    async acquire(force) {
      const { msal, scopes } = await prepare()
      return tokenOf(await msal.acquireTokenSilent({ scopes, forceRefresh: force }))
    },
  },
  {
    name: 'popup',
    limit: 60_000,
    supported: isNestedAppAuthSupported,
    async acquire() {
      const { msal, scopes } = await prepare()
      return tokenOf(await msal.acquireTokenPopup({ scopes }))
    },
  },
]

async function prepare(): Promise<{ msal: IPublicClientApplication; scopes: string[] }> {
  const config = await clientConfig()
  if (!hasBridge()) throw new SignedOut('nested_auth_bridge_missing', 'Outlook claims nested sign-in but lacks it.')
  application ??= createApplication().catch((error: unknown) => {
    application = undefined
    throw error
  })
  return { msal: await application, scopes: [config.scope] }
}

async function createApplication(): Promise<IPublicClientApplication> {
  const [{ createNestablePublicClientApplication }, config] = await Promise.all([
    import('@azure/msal-browser'),
    clientConfig(),
  ])
  return createNestablePublicClientApplication({
    auth: { clientId: config.clientId, authority: config.authority, knownAuthorities: config.knownAuthorities },
    cache: { cacheLocation: 'memoryStorage' },
  })
}

export function tokenOf(result: AuthenticationResult): Token {
  return {
    value: result.accessToken,
    expiresAt: result.expiresOn?.getTime() ?? Date.now(),
    account: result.account.homeAccountId,
  }
}
