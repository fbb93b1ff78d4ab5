import { useCallback, useEffect, useRef, useState } from 'react'
import type { MailState } from '../../events/mail-state.ts'
import type { WrittenMail } from '../../outlook/written-mail.ts'

export interface KeptState {
  /** Undefined until it is known what an earlier pane left. */
  state: MailState | undefined
  /** Writes are made one after the other, so that the last one counts. */
  change: (patch: Partial<MailState>) => void
}

/** What is kept with the message for the handlers that run when it is sent; it outlives the pane. */
export function useMailState(mail: WrittenMail): KeptState {
  const [state, setState] = useState<MailState>()
  const latest = useRef<MailState>(undefined)
  const writing = useRef(Promise.resolve())
  useEffect(() => {
    let wanted = true
    void mail.readState().then((found) => {
      if (!wanted || latest.current) return
      latest.current = found
      setState(found)
    })
    return () => {
      wanted = false
    }
  }, [mail])
  const change = useCallback(
    (patch: Partial<MailState>) => {
      if (!latest.current) return
      const { marketing } = latest.current
      const next = { ...latest.current, ...patch }
      latest.current = next
      setState(next)
      writing.current = writing.current
        .then(() => mail.keepState(next))
        .then(() => (next.marketing === marketing ? undefined : mail.markMarketing(next.marketing)))
        .then(() => mail.updateNotice(next))
        // What cannot be kept is not known on sending, and then the mail just goes.
        .catch(() => undefined)
    },
    [mail],
  )
  return { state, change }
}
