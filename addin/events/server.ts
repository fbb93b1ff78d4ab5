/** Where and as whom the handlers ask; the server writes it in front of the script it serves. */
export interface ServerAddress {
  origin: string
  clientId: string
  authority: string
  scope: string
}

/** Of Outlook, where it signs add-ins in (nested app authentication). */
interface Bridge {
  addEventListener(type: 'message', listener: (answer: unknown) => void): void
  removeEventListener(type: 'message', listener: (answer: unknown) => void): void
  postMessage(text: string): void
}

declare const throughlineServer: ServerAddress
declare const nestedAppAuthBridge: Bridge
/** Where the script runs in a page; in classic Outlook there is none. */
declare const location: { origin: string } | undefined

/** A token that is there comes at once; one that needs a person never comes to a handler. */
const tokenLimit = 3_000
const answerLimit = 4_000
/** Milliseconds before its end in which a token is not used any more. */
const spare = 60_000

/** Nobody is signed in for the handlers here, so nothing can be asked. */
export const signedOut = 'signed-out'

let kept: { value: string; until: number } | undefined

/**
 * A token of the person who writes, from Outlook's own sign-in: silently or not at all. The request is the one MSAL
 * writes; MSAL itself is ten times this script and newer than classic Outlook's engine.
 */
export function askToken(now: number): Promise<string> {
  if (kept && kept.until - spare > now) return Promise.resolve(kept.value)
  if (typeof nestedAppAuthBridge === 'undefined' || typeof throughlineServer === 'undefined')
    return Promise.reject(new Error(signedOut))
  const bridge = nestedAppAuthBridge
  const requestId = newId()
  let hear: (message: unknown) => void = () => undefined
  const heard = new Promise<string>((resolve, reject) => {
    hear = (message) => {
      const answer = answerOf(message)
      if (!answer || answer.requestId !== requestId) return
      if (!answer.success || !answer.token) return reject(new Error(signedOut))
      kept = { value: answer.token.access_token, until: now + answer.token.expires_in * 1000 }
      resolve(kept.value)
    }
    bridge.addEventListener('message', hear)
    bridge.postMessage(tokenRequest(requestId, now))
  })
  const stop = () => bridge.removeEventListener('message', hear)
  const answered = within(tokenLimit, heard)
  answered.then(stop, stop)
  return answered
}

function tokenRequest(requestId: string, now: number): string {
  const { clientId, authority, scope } = throughlineServer
  return JSON.stringify({
    messageType: 'NestedAppAuthRequest',
    method: 'GetToken',
    requestId,
    sendTime: now,
    clientLibrary: 'msal.js.browser',
    clientLibraryVersion: '5.30.0',
    tokenParams: {
      clientId,
      authority,
      scope,
      correlationId: newId(),
      authenticationScheme: 'Bearer',
      extraParameters: {},
    },
  })
}

interface BridgeAnswer {
  requestId?: string
  success?: boolean
  token?: { access_token: string; expires_in: number }
}

/** Outlook gives text, or an event with it. */
function answerOf(message: unknown): BridgeAnswer | null {
  try {
    const text = typeof message === 'string' ? message : (message as { data: string }).data
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** @throws Error where the server is away, slow, or says no */
export function ask<T>(path: string, token: string, body: unknown): Promise<T> {
  const request = fetch(`${origin()}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((response) => {
    if (response.ok) return response.json() as Promise<T>
    if (response.status === 401) kept = undefined
    throw new Error(String(response.status))
  })
  return within(answerLimit, request)
}

function origin(): string {
  return typeof location === 'undefined' || !location ? throughlineServer.origin : location.origin
}

function within<T>(limit: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('late')), limit)
    }),
  ])
}

function newId(): string {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16))
}
