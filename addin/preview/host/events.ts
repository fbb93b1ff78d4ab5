import { type WireRequest, writeResponse } from './wire.ts'

/** Names under which office.js registers for events. */
export const HostEvent = {
  itemChanged: 'olkItemSelectedChanged',
  recipientsChanged: 'olkRecipientsChanged',
  attachmentsChanged: 'olkAttachmentsChanged',
  themeChanged: 'officeThemeChanged',
  commandInvoked: 'appCommandInvoked',
} as const
type HostEventName = (typeof HostEvent)[keyof typeof HostEvent]

/** Who listens for what. One registration per event name: office.js fans out to the add-in's handlers itself. */
export interface EventRegistry {
  register(request: WireRequest): void
  unregister(request: WireRequest): void
  /** Sends the event; false when the pane does not listen. */
  fire(name: HostEventName, data: unknown): boolean
}

export function eventRegistry(post: (message: string) => void): EventRegistry {
  const registrations = new Map<string, WireRequest>()
  return {
    register: (request) => registrations.set(request._actionName, request),
    unregister: (request) => registrations.delete(request._actionName),
    fire(name, data) {
      const registration = registrations.get(name)
      if (registration) post(writeResponse(registration, data, 'event'))
      return registration !== undefined
    },
  }
}
