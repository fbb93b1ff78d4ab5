import { type DemoToken, type Person, requestToken } from '../people.ts'
import type { HostSettings } from './settings.ts'

/** A request of MSAL's nested app authentication bridge, as msal-browser 5 writes it. */
interface NaaRequest {
  messageType: 'NestedAppAuthRequest'
  method: 'GetInitContext' | 'GetToken' | 'GetTokenPopup' | string
  requestId: string
  tokenParams?: { scope?: string }
}

interface NaaError {
  status: 'USER_INTERACTION_REQUIRED' | 'USER_CANCEL' | 'ACCOUNT_UNAVAILABLE' | 'NO_NETWORK'
  code: string
  subError: string
  description: string
}

const failed = (status: NaaError['status'], code: string, description: string) => ({
  success: false,
  error: { status, code, subError: '', description } satisfies NaaError,
})

/**
 * Answers one bridge message with the signed-in person's token, or in the way the Developer menu chose.
 * @returns the answer as a JSON string; undefined where the host keeps silent.
 */
export async function answerNaa(text: string, person: Person, mode: HostSettings['naa']): Promise<string | undefined> {
  const request = JSON.parse(text) as NaaRequest
  const body = await answerBody(request, person, mode).catch((error) =>
    failed('NO_NETWORK', 'no_network', String(error)),
  )
  return body && JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId: request.requestId, ...body })
}

async function answerBody(request: NaaRequest, person: Person, mode: HostSettings['naa']) {
  if (mode === 'silence') return undefined
  if (request.method === 'GetInitContext') return initContext(person)
  const popup = request.method === 'GetTokenPopup'
  if (mode === 'cancel') {
    return popup
      ? failed('USER_CANCEL', 'user_cancelled', 'The user closed the sign-in window.')
      : failed('USER_INTERACTION_REQUIRED', 'interaction_required', 'AADSTS50058: The user is not signed in.')
  }
  if (mode === 'asks' && !popup) {
    return failed('USER_INTERACTION_REQUIRED', 'consent_required', 'AADSTS65001: The user has not consented.')
  }
  if (mode === 'fails') return failed('ACCOUNT_UNAVAILABLE', 'no_account_error', 'The account is not available.')
  return tokenAnswer(await requestToken(person.email, 'api'))
}

async function initContext(person: Person) {
  const { account } = await requestToken(person.email, 'api')
  return {
    success: true,
    initContext: {
      sdkName: 'outlook-preview',
      sdkVersion: '1.0',
      capabilities: { queryAccount: true },
      accountContext: {
        homeAccountId: account.homeAccountId,
        environment: account.environment,
        tenantId: account.tenantId,
      },
    },
  }
}

function tokenAnswer({ access_token, id_token, expires_in, scope, account }: DemoToken) {
  return {
    success: true,
    token: {
      access_token,
      id_token,
      expires_in,
      scope,
      properties: null,
      authority: `https://${account.environment}/${account.tenantId}`,
    },
    account: { ...account, idToken: id_token },
  }
}
