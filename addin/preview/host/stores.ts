import { keepProperties, propertiesOf } from '../mail/properties.ts'
import type { CallContext } from './item.ts'

// Real Outlook keeps these on the server; here they live with the browser, apart for each mailbox.
const roamingKey = (email: string) => `outlook-preview/roaming/${email}`

/** Roaming settings of a mailbox: names to JSON texts. */
export function roamingSettings(email: string): Record<string, string> {
  return JSON.parse(localStorage.getItem(roamingKey(email)) ?? '{}')
}

export function saveRoamingSettings({ mailbox }: CallContext, [settings]: [Record<string, string>]) {
  localStorage.setItem(roamingKey(mailbox.person.email), JSON.stringify(settings))
}

/** @returns JSON text, as office.js parses it itself */
export function loadCustomProperties({ item }: CallContext): string {
  if (item?.kind === 'compose') return item.draft.properties
  return propertiesOf(item?.message.id ?? '')
}

/** Of a message being written they are kept when that is saved, as in Outlook. */
export function saveCustomProperties({ item }: CallContext, { customProperties }: { customProperties: object }) {
  const text = JSON.stringify(customProperties)
  if (item?.kind === 'compose') item.draft.properties = text
  else keepProperties(item?.message.id ?? '', text)
}
