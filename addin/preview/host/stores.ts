import type { CallContext } from './item.ts'

// Real Outlook keeps these on the server; here they live with the browser, apart for each mailbox.
const roamingKey = (email: string) => `outlook-preview/roaming/${email}`
const propertiesKey = (id: string) => `outlook-preview/properties/${id}`

/** Roaming settings of a mailbox: names to JSON texts. */
export function roamingSettings(email: string): Record<string, string> {
  return JSON.parse(localStorage.getItem(roamingKey(email)) ?? '{}')
}

export function saveRoamingSettings({ mailbox }: CallContext, [settings]: [Record<string, string>]) {
  localStorage.setItem(roamingKey(mailbox.person.email), JSON.stringify(settings))
}

const itemId = ({ item }: CallContext) =>
  item === null ? '' : item.kind === 'read' ? (item.message.id ?? '') : (item.draft.id() ?? 'unsaved')

/** @returns JSON text, as office.js parses it itself */
export const loadCustomProperties = (context: CallContext): string =>
  localStorage.getItem(propertiesKey(itemId(context))) ?? '{}'

export function saveCustomProperties(context: CallContext, { customProperties }: { customProperties: object }) {
  localStorage.setItem(propertiesKey(itemId(context)), JSON.stringify(customProperties))
}
