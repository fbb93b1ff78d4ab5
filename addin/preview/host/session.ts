import type { Mailbox } from '../mail/mailbox.ts'
import { appContext, frameName, newSessionIds } from './app-context.ts'
import { eventRegistry, HostEvent } from './events.ts'
import { noItemData } from './initial-data.ts'
import { type HostWindow, initialData, itemKey, type OpenItem } from './item.ts'
import { answerNaa } from './naa.ts'
import { executeMethod } from './outlook-calls.ts'
import { type HostSettings, SLOW_HOST_MS } from './settings.ts'
import { type Completion, executeShared } from './shared-calls.ts'
import { roamingSettings } from './stores.ts'
import { officeTheme, type ThemeName, themeEventData } from './theme.ts'
import {
  Action,
  CHANNEL,
  FocusExit,
  readRequest,
  readSideMessage,
  type SideMessage,
  type WireRequest,
  writeResponse,
} from './wire.ts'

export interface SessionOptions {
  url: string
  title: string
  mailbox: Mailbox
  settings: HostSettings
  theme: ThemeName
  item: OpenItem | null
  window: HostWindow
}

/** One add-in pane: a frame and the conversation with the office.js inside it. */
export interface Session {
  frame: HTMLIFrameElement
  /** The user selected another item, or none: a pinned pane hears of it. */
  select(item: OpenItem | null): void
  changeTheme(theme: ThemeName): void
  /** Runs a function of the add-in, once its page is ready for that. Never settles where the page never gets ready. */
  invoke(functionName: string, type: string): Promise<Completion>
  dispose(): void
}

// As Outlook on the web frames its add-ins; popups are for sign-in and dialogs.
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Builds the frame (not inserted yet) and begins to listen: office.js speaks as soon as it has loaded. */
export function openSession(options: SessionOptions): Session {
  const { mailbox, settings } = options
  const ids = newSessionIds()
  const url = new URL(options.url, location.href)
  let item = options.item
  /** The item that the add-in was told of last. */
  let told = itemKey(null)
  let theme = options.theme
  let stopRecipients = () => {}

  // Name and address go before insertion: a frame in the page keeps the window.name it was inserted with.
  const frame = document.createElement('iframe')
  frame.name = frameName(ids, settings, officeTheme(theme))
  frame.title = options.title
  frame.setAttribute('sandbox', SANDBOX)
  frame.src = url.href

  const post = (message: string | SideMessage) => frame.contentWindow?.postMessage(message, url.origin)
  const events = eventRegistry(post)
  const answer = (request: WireRequest, data: unknown) => post(writeResponse(request, data))
  const running = new Map<string, (completion: Completion) => void>()
  let takesCommands = () => {}
  const ready = new Promise<void>((resolve) => {
    takesCommands = resolve
  })

  async function dispatch(request: WireRequest) {
    if (request._actionType === Action.registerEvent) {
      events.register(request)
      answer(request, { Error: 0 })
      if (request._actionName === HostEvent.commandInvoked) takesCommands()
      // Another one may have been selected between its first look and its wish to be told.
      if (request._actionName === HostEvent.itemChanged && told !== itemKey(item)) tellItem()
      return
    }
    if (request._actionType === Action.unregisterEvent) {
      events.unregister(request)
      return answer(request, { Error: 0 })
    }
    return invoke(request)
  }

  async function invoke(request: WireRequest) {
    switch (request._actionName) {
      case 'ContextActivationManager_getAppContextAsync':
        return answer(request, appContext(ids, settings, url, roamingSettings(mailbox.person.email)))
      case 'ContextActivationManager_notifyHost':
        hearNotice(request._data as [string, number])
        return answer(request, null)
      case 'ContextActivationManager_openWindowInHost':
        options.window.openUrl((request._data as { strUrl: string }).strUrl)
        return answer(request, null)
      case 'GetInitialData':
        return answerInitialData(request)
      case 'ExecuteMethod':
        return answer(request, await executeMethod({ item, mailbox, window: options.window }, request._data))
      case 'executeMethod':
        return answer(request, executeShared(options.window, request._data, complete))
      default:
        console.error(`Outlook preview: office.js asked for unknown action ${request._actionName}.`, request._data)
    }
  }

  function complete(id: string, completion: Completion) {
    running.get(id)?.(completion)
    running.delete(id)
  }

  /** Apart from focus these are telemetry and the pane's address. */
  function hearNotice([, action]: [string, number]) {
    const direction = FocusExit[action]
    if (direction) options.window.leavePane(direction)
  }

  async function answerInitialData(request: WireRequest) {
    if (settings.speed === 'never') return
    if (settings.speed === 'slow') await wait(SLOW_HOST_MS)
    told = itemKey(item)
    answer(request, initialData(item, mailbox, settings) ?? noItemData(mailbox.person, settings))
  }

  function tellItem() {
    if (events.fire(HostEvent.itemChanged, initialData(item, mailbox, settings))) told = itemKey(item)
  }

  async function sideMessage({ kind, payload }: SideMessage) {
    if (kind === 'openBrowserWindow') return options.window.openUrl((payload as { url: string }).url)
    if (kind !== 'naa') return
    const text = await answerNaa(payload as string, mailbox.person, settings.naa)
    if (text !== undefined) post({ channel: CHANNEL, kind: 'naa', payload: text })
  }

  function receive({ source, origin, data }: MessageEvent) {
    if (source !== frame.contentWindow || origin !== url.origin) return
    const request = readRequest(data)
    const aside = request ? undefined : readSideMessage(data)
    if (request) void dispatch(request)
    else if (aside) void sideMessage(aside)
  }

  function watchRecipients() {
    stopRecipients()
    stopRecipients =
      item?.kind === 'compose'
        ? item.draft.onRecipientsChanged((changed) =>
            events.fire(HostEvent.recipientsChanged, [JSON.stringify(changed)]),
          )
        : () => {}
  }

  window.addEventListener('message', receive)
  watchRecipients()

  return {
    frame,
    select(next) {
      const changed = itemKey(next) !== itemKey(item)
      item = next
      if (!changed) return
      watchRecipients()
      tellItem()
    },
    changeTheme(next) {
      if (next === theme) return
      theme = next
      post({ channel: CHANNEL, kind: 'theme', payload: officeTheme(theme) })
      events.fire(HostEvent.themeChanged, themeEventData(theme))
    },
    async invoke(functionName, type) {
      await ready
      const id = crypto.randomUUID()
      const completion = new Promise<Completion>((resolve) => running.set(id, resolve))
      events.fire(HostEvent.commandInvoked, [id, functionName, JSON.stringify({ source: { id }, type })])
      return completion
    },
    dispose() {
      stopRecipients()
      window.removeEventListener('message', receive)
      frame.remove()
    },
  }
}
