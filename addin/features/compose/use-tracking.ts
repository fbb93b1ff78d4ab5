import { useEffect, useRef, useState } from 'react'
import type { CheckedMail } from '../../../server/sending/schema.ts'
import type { PreparedMail } from '../../../server/tracking/schema.ts'
import { foldAddress, type TrackingPlan } from '../../events/mail-state.ts'
import type { Recipient, WrittenMail } from '../../outlook/written-mail.ts'
import { describeError } from '../../ui/problem-text.ts'
import { prepareTracking } from './compose-query.ts'
import type { KeptState } from './use-mail-state.ts'

/** How often the links of the body are looked at. There is no event for what one types. */
const lookAgain = 2_500
/** After a failure the server is left alone for a while. */
const pauseAfterFailure = 4

type Phase = 'off' | 'preparing' | 'ready' | 'plain' | 'failed'

/**
 * Prepares tracking while the message is written: what the handler puts into the body on sending. Nothing is changed
 * in the message before, and without a plan for exactly its recipients it goes out as it is.
 */
export function useTracking(mail: WrittenMail, people: Recipient[], checked: CheckedMail | undefined, kept: KeptState) {
  const [phase, setPhase] = useState<Phase>('off')
  const [failure, setFailure] = useState('')
  const allowed = mail.runsHandlers && checked?.tracking.allowed === true
  const on = allowed && kept.state?.wantsTracking === true
  const addresses = people.map(({ address }) => foldAddress(address)).join(' ')
  const { change } = kept
  const plan = useRef(kept.state?.tracking ?? null)
  plan.current = kept.state?.tracking ?? null

  useEffect(() => {
    if (!on || addresses === '') {
      setPhase('off')
      if (plan.current) change({ tracking: null })
      return
    }
    let stopped = false
    let skip = 0
    let seen = ''
    let asked = ''
    const recipients = addresses.split(' ')
    const look = async () => {
      if (skip > 0) {
        skip -= 1
        return
      }
      const links = await mail.links()
      if (stopped) return
      if (links === null) return setPhase('plain')
      const wanted = links.join(' ')
      if (asked === `=${wanted}`) return
      // A link that is being typed is not asked about at each letter.
      if (asked && seen !== wanted) {
        seen = wanted
        return
      }
      const prepared = await prepareTracking(recipients, links)
      if (stopped) return
      asked = `=${wanted}`
      const made = planOf(prepared, recipients)
      change({ tracking: made })
      setFailure(prepared.reasons[0]?.reason ?? '')
      setPhase(made ? 'ready' : 'failed')
    }
    const round = () =>
      look().catch((error: unknown) => {
        if (stopped) return
        skip = pauseAfterFailure
        setFailure(describeError(error))
        setPhase('failed')
      })
    setPhase('preparing')
    let running: Promise<unknown> = round()
    const timer = setInterval(() => {
      running = running.then(round)
    }, lookAgain)
    return () => {
      stopped = true
      clearInterval(timer)
    }
  }, [mail, on, addresses, change])

  return { allowed, on, phase, failure }
}

/** @returns null when the server says that nothing of this mail is tracked */
export function planOf({ id, pixel, trap, links }: PreparedMail, recipients: string[]): TrackingPlan | null {
  if (!id || !pixel) return null
  const tracked = links.flatMap((link) => (link.tracked ? [{ url: link.url, tracked: link.tracked }] : []))
  return { id, pixel, trap, links: tracked, recipients }
}
