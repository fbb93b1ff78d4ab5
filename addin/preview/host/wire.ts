/** Messages between office.js (in the pane) and its host: JSON strings over postMessage, as office.js 16.01 for the web writes them. */

export interface WireRequest {
  _messageType: 0
  _actionType: 0 | 1 | 2
  _actionName: string
  _conversationId: string
  _correlationId: number
  _data: unknown
}

export const Action = { invoke: 0, registerEvent: 1, unregisterEvent: 2 } as const

/** What `notifyHost` tells that a host must act on: focus that wants to leave the frame. */
export const FocusExit: Record<number, 'forward' | 'backward'> = {
  5: 'forward', // Ctrl F6
  6: 'backward',
  13: 'forward', // Tab on the last element
  14: 'backward',
  17: 'forward', // nothing in the pane can be focused
  18: 'backward',
}

/** The request in a message event's data, or undefined where it is something else (our own channel, an extension). */
export function readRequest(data: unknown): WireRequest | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const value = JSON.parse(data) as Partial<WireRequest> | null
    return value?._messageType === 0 && typeof value._actionName === 'string' ? (value as WireRequest) : undefined
  } catch {
    return undefined
  }
}

/** An answer to a call, or an event: events are answers to their registration, told apart by the response type. */
export function writeResponse(
  to: Pick<WireRequest, '_actionName' | '_conversationId' | '_correlationId'>,
  data: unknown,
  kind: 'answer' | 'event' = 'answer',
): string {
  return JSON.stringify({
    _messageType: 1,
    _actionName: to._actionName,
    _conversationId: to._conversationId,
    _correlationId: to._correlationId,
    _origin: location.origin,
    _data: data,
    _errorCode: 0,
    _responseType: kind === 'event' ? 1 : 0,
    _serializerVersion: 1,
  })
}

/** The side channel of `office/compat.js`. */
export const CHANNEL = 'outlook-preview'

export interface SideMessage {
  channel: typeof CHANNEL
  kind: 'naa' | 'theme' | 'openBrowserWindow'
  payload: unknown
}

export function readSideMessage(data: unknown): SideMessage | undefined {
  const message = data as Partial<SideMessage> | null
  return typeof message === 'object' && message?.channel === CHANNEL ? (message as SideMessage) : undefined
}
