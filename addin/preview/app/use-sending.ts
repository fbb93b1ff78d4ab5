import { useCallback, useEffect, useRef, useState } from 'react'
import { type EventRuntime, eventRuntime } from '../host/event-runtime.ts'
import type { HostWindow } from '../host/item.ts'
import type { HostSettings } from '../host/settings.ts'
import type { ThemeName } from '../host/theme.ts'
import type { Draft } from '../mail/draft.ts'
import type { Mailbox } from '../mail/mailbox.ts'

/** Where a message stands on its way out. */
export type SendState =
  | { kind: 'writing' }
  | { kind: 'asking'; long: boolean }
  | { kind: 'alert'; text: string; mayOverrule: boolean }

const writing: SendState = { kind: 'writing' }

/** Lets the add-in's event handlers hear of a draft, and have their say before it is sent. */
export function useSending(
  mailbox: Mailbox,
  draft: Draft | undefined,
  settings: HostSettings,
  theme: ThemeName,
  window: Omit<HostWindow, 'leavePane'>,
  send: () => void,
) {
  const [state, setState] = useState<SendState>(writing)
  const runtime = useRef<EventRuntime>(undefined)
  const startTheme = useRef(theme)
  const host = useRef(window)
  host.current = window
  /** Counts attempts: an answer to one that was given up means nothing. */
  const attempt = useRef(0)

  useEffect(() => {
    setState(writing)
    if (!draft) return
    const started = eventRuntime({
      mailbox,
      settings,
      theme: startTheme.current,
      draft,
      window: { ...host.current, leavePane: () => {} },
    })
    runtime.current = started
    const tell = (type: string) => void started.tell(type).catch(console.error)
    if (!draft.isReopened) tell('OnNewMessageCompose')
    tell('OnMessageCompose')
    const stop = draft.onRecipientsChanged(() => tell('OnMessageRecipientsChanged'))
    return () => {
      stop()
      started.dispose()
      runtime.current = undefined
    }
  }, [mailbox, draft, settings])

  const ask = useCallback(async () => {
    const asked = runtime.current
    attempt.current += 1
    const mine = attempt.current
    setState({ kind: 'asking', long: false })
    const answer = await (asked?.askToSend(() => setState({ kind: 'asking', long: true })) ?? { kind: 'send' as const })
    if (runtime.current !== asked || attempt.current !== mine) return
    if (answer.kind === 'alert') return setState(answer)
    setState(writing)
    send()
  }, [send])

  const back = () => {
    attempt.current += 1
    setState(writing)
  }
  const anyway = () => {
    back()
    send()
  }
  return { state, ask, anyway, back }
}
