import { vi } from 'vitest'
import type { WrittenItem } from '../../../addin/events/item.ts'

/** What may go wrong in a fake message: calls that fail, or never answer. */
type Fault = 'fails' | 'hangs'

type Answer = (result: unknown) => void

/** A message being written, with everything of Office.js that pane and handlers use, and what became of it. */
export type FakeItem = ReturnType<typeof fakeItem>

export function fakeItem(faults: Record<string, Fault> = {}) {
  const respond = (name: string, args: unknown[], value: () => unknown) => {
    const answer = args.at(-1) as Answer
    if (faults[name] === 'hangs') return
    const failed = { status: 'failed', error: { name: 'Broken', message: name } }
    void Promise.resolve().then(() => {
      if (faults[name] === 'fails') return answer(failed)
      try {
        answer({ status: 'succeeded', value: value() })
      } catch {
        answer(failed)
      }
    })
  }
  const handlers: (() => void)[] = []
  const recipients = (field: 'to' | 'cc' | 'bcc') => ({
    getAsync: (...args: unknown[]) =>
      respond('recipients', args, () =>
        item.people[field].map((address) => ({ displayName: address, emailAddress: address, recipientType: 'other' })),
      ),
  })
  const item = {
    people: { to: [] as string[], cc: [] as string[], bcc: [] as string[] },
    html: '',
    type: 'html',
    subjectText: '',
    session: new Map<string, string>(),
    headers: {} as Record<string, string>,
    properties: new Map<string, string>(),
    notices: new Map<string, string>(),
    /** Calls that changed the body, in order. */
    writes: [] as string[],
    faults,
    fireRecipients: () => {
      for (const handler of handlers) handler()
    },
    to: recipients('to'),
    cc: recipients('cc'),
    bcc: recipients('bcc'),
    addHandlerAsync: (_: string, handler: () => void) => void handlers.push(handler),
    removeHandlerAsync: () => void handlers.splice(0),
    subject: {
      getAsync: (...args: unknown[]) => respond('subject', args, () => item.subjectText),
      setAsync: (text: string, ...args: unknown[]) =>
        respond('subject', args, () => {
          item.subjectText = text
        }),
    },
    body: {
      getTypeAsync: (...args: unknown[]) => respond('type', args, () => item.type),
      getAsync: (kind: string, ...args: unknown[]) =>
        respond('read', args, () => (kind === 'text' ? item.html.replaceAll(/<[^>]*>/g, '') : item.html)),
      setAsync: (html: string, ...args: unknown[]) =>
        respond('write', args, () => {
          item.writes.push('set')
          item.html = html
        }),
      prependAsync: (html: string, ...args: unknown[]) =>
        respond('write', args, () => {
          item.writes.push('prepend')
          item.html = html + item.html
        }),
      setSelectedDataAsync: (html: string, ...args: unknown[]) =>
        respond('write', args, () => {
          item.writes.push('insert')
          item.html += html
        }),
    },
    sessionData: {
      getAsync: (name: string, ...args: unknown[]) =>
        respond('session', args, () => {
          const value = item.session.get(name)
          if (value === undefined) throw new Error('9050')
          return value
        }),
      setAsync: (name: string, value: string, ...args: unknown[]) =>
        respond('keep', args, () => void item.session.set(name, value)),
    },
    loadCustomPropertiesAsync: (...args: unknown[]) =>
      respond('properties', args, () => ({
        get: (name: string) => item.properties.get(name),
        set: (name: string, value: string) => void item.properties.set(name, value),
        remove: (name: string) => void item.properties.delete(name),
        saveAsync: (...after: unknown[]) => respond('properties', after, () => undefined),
      })),
    internetHeaders: {
      setAsync: (headers: Record<string, string>, ...args: unknown[]) =>
        respond('headers', args, () => void Object.assign(item.headers, headers)),
      removeAsync: (names: string[], ...args: unknown[]) =>
        respond('headers', args, () => {
          for (const name of names) delete item.headers[name]
        }),
    },
    notificationMessages: {
      replaceAsync: (key: string, { message }: { message: string }, ...args: unknown[]) =>
        respond('notice', args, () => {
          if (!item.notices.has(key)) throw new Error('9024')
          item.notices.set(key, message)
        }),
      addAsync: (key: string, { message }: { message: string }, ...args: unknown[]) =>
        respond('notice', args, () => void item.notices.set(key, message)),
      removeAsync: (key: string, ...args: unknown[]) =>
        respond('notice', args, () => {
          if (!item.notices.delete(key)) throw new Error('9024')
        }),
    },
  }
  return item as typeof item & WrittenItem
}

/** Puts an Office of a given level around a fake message. */
export function fakeOffice({ platform = 'OfficeOnline', mailbox = '1.12' } = {}, item = fakeItem()) {
  const shown = { item }
  const level = (version: string) => Number(version.split('.')[1])
  vi.stubGlobal('Office', {
    EventType: { RecipientsChanged: 'olkRecipientsChanged' },
    context: {
      platform,
      requirements: { isSetSupported: (_: string, version: string) => level(version) <= level(mailbox) },
      mailbox: {
        get item() {
          return shown.item
        },
      },
    },
  })
  return {
    item,
    show: (next: FakeItem) => {
      shown.item = next
    },
  }
}
