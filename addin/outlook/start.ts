/** What the pane found itself in. `silent`: office.js did not load or never got ready. */
export type Host = 'outlook' | 'browser' | 'silent'

/** The host whose blocking keeps Office.js from starting; shown to the user. */
export const officeScriptHost = 'appsforoffice.microsoft.com'

const startLimit = 10_000

/**
 * Waits for Office.js, but never for ever: a blocked CDN, strings file or storage leaves `onReady`
 * pending (OfficeDev/office-js#6040, #4735).
 * @param limit milliseconds
 */
export async function startOffice(limit = startLimit): Promise<Host> {
  const deadline = Date.now() + limit
  while (typeof globalThis.Office?.onReady !== 'function') {
    if (Date.now() > deadline) return 'silent'
    await pause(20)
  }
  const ready = globalThis.Office.onReady().then((info): Host => (info.host ? 'outlook' : 'browser'))
  return Promise.race([ready, pause(deadline - Date.now()).then((): Host => 'silent')])
}

/** Outlook's display language as a BCP 47 tag, else the browser's. */
export function displayLanguage(): string {
  const asked = attempt(() => globalThis.Office?.context?.displayLanguage) || navigator.language || 'en'
  return attempt(() => Intl.getCanonicalLocales(asked)[0]) ?? 'en'
}

/** The address of the mailbox Outlook shows; empty where it does not tell. */
export function mailboxAddress(): string {
  return attempt(() => globalThis.Office.context.mailbox.userProfile.emailAddress) ?? ''
}

/** Reads from Office where any property may be absent, null or throw. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
