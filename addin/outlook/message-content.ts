import { parseAddressList } from './address-list.ts'
import type { Address } from './selection.ts'
import { attempt, pause } from './start.ts'

/** Time an answer of the host may take before the pane goes on without it. */
const limit = 4_000

/** Plain text of the selected message; empty where the client refuses it. */
export async function readBodyText(): Promise<string> {
  const body = attempt(() => globalThis.Office.context.mailbox.item?.body)
  if (typeof body?.getAsync !== 'function') return ''
  return (await ask((answer) => body.getAsync(globalThis.Office.CoercionType.Text, answer))) ?? ''
}

/**
 * The Reply-To addresses of the selected message. Office.js has no property for them, so they are read
 * from the internet headers (Mailbox 1.8); empty where those cannot be had.
 */
export async function readReplyTo(): Promise<Address[]> {
  const item = attempt(() => globalThis.Office.context.mailbox.item)
  if (typeof item?.getAllInternetHeadersAsync !== 'function') return []
  const headers = (await ask<string>((answer) => item.getAllInternetHeadersAsync(answer))) ?? ''
  const unfolded = headers.replaceAll(/\r?\n[ \t]+/g, ' ')
  return parseAddressList(/^reply-to:(.*)$/im.exec(unfolded)?.[1] ?? '')
}

async function ask<T>(call: (answer: (result: Office.AsyncResult<T>) => void) => void): Promise<T | undefined> {
  const asked = new Promise<T | undefined>((resolve) => {
    const sent = attempt(() => {
      call((result) =>
        resolve(result.status === globalThis.Office.AsyncResultStatus.Succeeded ? result.value : undefined),
      )
      return true
    })
    if (!sent) resolve(undefined)
  })
  return Promise.race([asked, pause(limit).then(() => undefined)])
}
