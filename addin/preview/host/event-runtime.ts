import type { Draft } from '../mail/draft.ts'
import type { Mailbox } from '../mail/mailbox.ts'
import type { HostWindow } from './item.ts'
import { type EventActivation, eventActivation, loadManifest, type SendMode } from './manifest.ts'
import { openSession, type Session } from './session.ts'
import type { HostSettings } from './settings.ts'
import type { Completion } from './shared-calls.ts'
import type { ThemeName } from './theme.ts'

/** Outlook says so when a handler takes longer. */
const LONG_MS = 5_000
/** Outlook waits five minutes; nobody tries the preview for so long. */
const LIMIT_MS = 20_000

interface RuntimeOptions {
  mailbox: Mailbox
  settings: HostSettings
  theme: ThemeName
  draft: Draft
  window: HostWindow
}

/** What the add-in says to sending a message. */
export type SendAnswer =
  | { kind: 'send' }
  /** `mayOverrule`: the person may send it all the same. */
  | { kind: 'alert'; text: string; mayOverrule: boolean }

/** The hidden frame in which an add-in's event handlers run, beside one message being written. */
export interface EventRuntime {
  /** An event that nobody waits for. */
  tell(type: string): Promise<void>
  /** @param onLong the handler takes its time */
  askToSend(onLong: () => void): Promise<SendAnswer>
  dispose(): void
}

/** Starts the frame at the first event that the manifest asks for. */
export function eventRuntime(options: RuntimeOptions): EventRuntime {
  let session: Session | undefined
  let disposed = false
  const activation = loadManifest().then((text) => eventActivation(text, options.settings.mailbox))

  function sessionOf({ page }: EventActivation): Session {
    if (session) return session
    session = openSession({
      url: page,
      title: 'Event handlers of the add-in',
      mailbox: options.mailbox,
      settings: options.settings,
      theme: options.theme,
      item: { kind: 'compose', draft: options.draft },
      window: options.window,
    })
    session.frame.hidden = true
    document.body.append(session.frame)
    return session
  }

  async function run(type: string): Promise<{ completion: Completion | undefined; mode: SendMode } | undefined> {
    const asked = await activation
    const event = asked?.events.get(type)
    if (!asked || !event || disposed) return undefined
    const completion = await within(sessionOf(asked).invoke(event.functionName, type), LIMIT_MS)
    return { completion, mode: event.sendMode }
  }

  return {
    async tell(type) {
      await run(type)
    },
    async askToSend(onLong) {
      const timer = setTimeout(onLong, LONG_MS)
      try {
        const said = await run('OnMessageSend')
        return said ? sendAnswer(said.completion, said.mode) : { kind: 'send' }
      } finally {
        clearTimeout(timer)
      }
    },
    dispose() {
      disposed = true
      session?.dispose()
    },
  }
}

/**
 * What Outlook does with a handler's answer in each mode of sending. An add-in that is not there stops a message for good
 * only where the manifest says Block.
 */
export function sendAnswer(completion: Completion | undefined, mode: SendMode): SendAnswer {
  if (completion?.status !== 0) {
    return {
      kind: 'alert',
      text: 'The add-in is unavailable and cannot check this message.',
      mayOverrule: mode !== 'Block',
    }
  }
  if (completion.allowEvent === true) return { kind: 'send' }
  const text = completion.errorMessage || 'The add-in asks you to look at this message again.'
  return { kind: 'alert', text, mayOverrule: mode === 'PromptUser' }
}

function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
