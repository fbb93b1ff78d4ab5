import {
  type Applied,
  appliedKey,
  foldAddress,
  idHeader,
  type LookedUp,
  lookedUpKey,
  type MailState,
  type Marketing,
  marketingProperty,
  parseApplied,
  parseLookedUp,
  parseMarketing,
  parseState,
  stateKey,
  uncheckedHeader,
  withMarketing,
} from './mail-state.ts'

/** The message being written, as far as the handlers and the pane use it alike. */
export type WrittenItem = Office.MessageCompose

type Ask<T> = (answer: (result: Office.AsyncResult<T>) => void) => void

/** One call of Office.js; it fails with Outlook's own name and text. */
export function call<T>(ask: Ask<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((result) => {
      if (String(result.status) === 'succeeded') return resolve(result.value)
      const { name, message } = result.error || { name: 'Unknown', message: '' }
      reject(new Error(`${name}: ${message}`))
    })
  })
}

export interface Recipients {
  to: Office.EmailAddressDetails[]
  cc: Office.EmailAddressDetails[]
  bcc: Office.EmailAddressDetails[]
}

/** To, Cc and Bcc as they are now: the event that tells of a change may be wrong or missing (office-js#6847, #1634). */
export function readRecipients(item: WrittenItem): Promise<Recipients> {
  const of = (field: Office.Recipients | undefined) =>
    field ? call<Office.EmailAddressDetails[]>((answer) => field.getAsync(answer)) : Promise.resolve([])
  return Promise.all([of(item.to), of(item.cc), of(item.bcc)]).then(([to, cc, bcc]) => ({ to, cc, bcc }))
}

/** Folded addresses of everybody the message goes to. */
export function addressesOf({ to, cc, bcc }: Recipients): string[] {
  return to
    .concat(cc, bcc)
    .map(({ emailAddress }) => foldAddress(emailAddress || ''))
    .filter((address) => address !== '')
}

/** What the pane left beside the message in this session; in a draft that is opened again, what was marked in it. */
export function readState(item: WrittenItem): Promise<MailState> {
  return readSession(item, stateKey)
    .then(parseState)
    .then((state) => {
      if (state.attended || state.marketing) return state
      return readMarketing(item).then((marketing) => (marketing ? withMarketing(state, marketing) : state))
    })
}

export function readLookedUp(item: WrittenItem): Promise<LookedUp | null> {
  return readSession(item, lookedUpKey).then(parseLookedUp)
}

export function writeLookedUp(item: WrittenItem, text: string): Promise<void> {
  return writeSession(item, lookedUpKey, text)
}

/** Marks the message as marketing for as long as there is a draft of it, or takes the mark away. */
export function markMarketing(item: WrittenItem, marketing: Marketing | null): Promise<void> {
  return customProperties(item).then((properties) => {
    if (!properties) return undefined
    if (marketing) properties.set(marketingProperty, JSON.stringify(marketing))
    else properties.remove(marketingProperty)
    return call<void>((answer) => properties.saveAsync(answer))
  })
}

function readMarketing(item: WrittenItem): Promise<Marketing | null> {
  return customProperties(item).then(
    (properties) => (properties ? parseMarketing(properties.get(marketingProperty)) : null),
    () => null,
  )
}

function customProperties(item: WrittenItem): Promise<Office.CustomProperties | null> {
  if (typeof item.loadCustomPropertiesAsync !== 'function') return Promise.resolve(null)
  return call<Office.CustomProperties>((answer) => item.loadCustomPropertiesAsync(answer))
}

export function writeState(item: WrittenItem, state: MailState): Promise<void> {
  return writeSession(item, stateKey, JSON.stringify(state))
}

export function readApplied(item: WrittenItem): Promise<Applied | null> {
  return readSession(item, appliedKey).then(parseApplied)
}

export function writeApplied(item: WrittenItem, applied: Applied | null): Promise<void> {
  return writeSession(item, appliedKey, JSON.stringify(applied || {}))
}

export function readHtml(item: WrittenItem): Promise<string> {
  return call<string>((answer) => item.body.getAsync('html' as Office.CoercionType, answer))
}

export function readText(item: WrittenItem): Promise<string> {
  return call<string>((answer) => item.body.getAsync('text' as Office.CoercionType, answer))
}

export function writeHtml(item: WrittenItem, html: string): Promise<void> {
  return call<void>((answer) => item.body.setAsync(html, { coercionType: 'html' as Office.CoercionType }, answer))
}

export function prependHtml(item: WrittenItem, html: string): Promise<void> {
  return call<void>((answer) => item.body.prependAsync(html, { coercionType: 'html' as Office.CoercionType }, answer))
}

/** Plain-text mail has no place for a picture or a link with another target. */
export function isHtml(item: WrittenItem): Promise<boolean> {
  return call<Office.CoercionType>((answer) => item.body.getTypeAsync(answer)).then((type) => String(type) === 'html')
}

/** @param id null takes the mark away */
export function markTracked(item: WrittenItem, id: string | null): Promise<void> {
  const headers = item.internetHeaders
  if (id === null) return call<void>((answer) => headers.removeAsync([idHeader], answer))
  return call<void>((answer) => headers.setAsync({ [idHeader]: id }, answer))
}

/** Marks a message whose recipients could not be looked up, or takes the mark of an earlier attempt away. */
export function markUnchecked(item: WrittenItem, unchecked: boolean): Promise<void> {
  const headers = item.internetHeaders
  if (!unchecked) return call<void>((answer) => headers.removeAsync([uncheckedHeader], answer))
  return call<void>((answer) => headers.setAsync({ [uncheckedHeader]: '1' }, answer))
}

const noticeKey = 'throughline'
/** An icon of the manifest's resources. */
const noticeIcon = 'Icon.16'

/** @param text null takes the bar away */
export function showNotice(item: WrittenItem, text: string | null): Promise<void> {
  const bars = item.notificationMessages
  if (text === null) {
    // There is often none to take away.
    return call<void>((answer) => bars.removeAsync(noticeKey, answer)).catch(() => undefined)
  }
  const bar = {
    type: 'informationalMessage' as Office.MailboxEnums.ItemNotificationMessageType,
    message: text,
    icon: noticeIcon,
    persistent: true,
  }
  return call<void>((answer) => bars.replaceAsync(noticeKey, bar, answer)).catch(() =>
    call<void>((answer) => bars.addAsync(noticeKey, bar, answer)),
  )
}

/** A name that was never set is no error. */
function readSession(item: WrittenItem, name: string): Promise<string | undefined> {
  if (!item.sessionData) return Promise.resolve(undefined)
  return call<string>((answer) => item.sessionData.getAsync(name, answer)).catch(() => undefined)
}

function writeSession(item: WrittenItem, name: string, value: string): Promise<void> {
  if (!item.sessionData) return Promise.resolve()
  return call<void>((answer) => item.sessionData.setAsync(name, value, answer))
}
