import { tellParent } from '../../outlook/dialog.ts'
import { startOffice } from '../../outlook/start.ts'
import { storage } from '../../outlook/storage.ts'
import { startTexts, t } from '../../ui/i18n.ts'
import { clientConfig } from '../config.ts'
import { isPageWaiting } from './browser.ts'
import type { DialogAnswer } from './dialog.ts'
import { tokenOf } from './nested.ts'

/** Set before the trip to Entra: coming back without an answer must not start another trip. */
const askedKey = 'sign-in-asked'

async function signIn(): Promise<DialogAnswer | null> {
  const [{ PublicClientApplication }, config] = await Promise.all([import('@azure/msal-browser'), clientConfig()])
  const redirectUri = `${window.location.origin}/signin.html`
  const { clientId, authority, knownAuthorities } = config
  const msal = new PublicClientApplication({
    auth: { clientId, authority, knownAuthorities, redirectUri },
    cache: { cacheLocation: 'sessionStorage' },
  })
  await msal.initialize()
  const result = await msal.handleRedirectPromise({ navigateToLoginRequestUrl: false })
  if (result) return { token: tokenOf(result) }
  if (storage.getItem(askedKey)) return { error: { code: 'no_response', message: 'Entra sent no answer.' } }
  storage.setItem(askedKey, 'yes')
  await msal.acquireTokenRedirect({ scopes: [config.scope], prompt: 'select_account' })
  return null
}

function failure(error: unknown): DialogAnswer {
  const { errorCode, code, message } = (error ?? {}) as Record<string, unknown>
  return { error: { code: String(errorCode ?? code ?? 'unknown_error'), message: String(message ?? '') } }
}

async function run(): Promise<void> {
  // A page of our own sent the user to Entra, and not a dialog: it reads the answer itself.
  if (isPageWaiting()) return window.location.replace(`/${window.location.hash}`)
  await startTexts()
  const status = document.getElementById('status')
  if (status) status.textContent = t('signIn.working')
  await startOffice()
  const answer = await signIn().catch(failure)
  if (!answer) return
  storage.removeItem(askedKey)
  tellParent(JSON.stringify(answer))
}

void run()
