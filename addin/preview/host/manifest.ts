/** What becomes of a message when the add-in says no, or says nothing. */
export type SendMode = 'PromptUser' | 'SoftBlock' | 'Block'

/** One event that the add-in wants to hear of. */
export interface LaunchEvent {
  functionName: string
  sendMode: SendMode
}

export interface EventActivation {
  /** The page whose script handles the events. */
  page: string
  events: ReadonlyMap<string, LaunchEvent>
}

const V11 = 'http://schemas.microsoft.com/office/mailappversionoverrides/1.1'

/** Requirement set in which an event came; Outlooks that know less pass it over. */
const SINCE: Record<string, number> = {
  OnNewMessageCompose: 10,
  OnMessageRecipientsChanged: 11,
  OnMessageCompose: 12,
  OnMessageSend: 12,
}

/**
 * Reads which events an add-in's manifest asks for, as Outlook does: from the overrides of version 1.1, on the desktop.
 * Addresses come without their origin, since the preview serves what the manifest may name elsewhere.
 * @param mailbox highest requirement set the host claims, such as "1.12"
 * @returns null where the add-in asks for none
 */
export function eventActivation(manifest: string, mailbox: string): EventActivation | null {
  const overrides = new DOMParser().parseFromString(manifest, 'text/xml').getElementsByTagNameNS(V11, '*')
  const all = [...overrides]
  const resid = all.find(({ localName }) => localName === 'Runtime')?.getAttribute('resid')
  const url = [...(all[0]?.ownerDocument.getElementsByTagName('bt:Url') ?? [])].find(
    (element) => element.getAttribute('id') === resid,
  )
  const page = url?.getAttribute('DefaultValue')
  const known = all.filter(({ localName }) => localName === 'LaunchEvent').map(launchEvent)
  const level = Number(mailbox.split('.')[1])
  const events = new Map(known.filter(([type]) => (SINCE[type] ?? Number.POSITIVE_INFINITY) <= level))
  return page && events.size > 0 ? { page: new URL(page).pathname, events } : null
}

function launchEvent(element: Element): [string, LaunchEvent] {
  const functionName = element.getAttribute('FunctionName') ?? ''
  const sendMode = (element.getAttribute('SendMode') ?? 'SoftBlock') as SendMode
  return [element.getAttribute('Type') ?? '', { functionName, sendMode }]
}

let loaded: Promise<string> | undefined

/** The manifest of the add-in in this preview. */
export function loadManifest(): Promise<string> {
  loaded ??= fetch('/preview/manifest.xml').then((response) => {
    if (!response.ok) throw new Error(`The add-in's manifest cannot be read (${response.status}).`)
    return response.text()
  })
  return loaded
}
