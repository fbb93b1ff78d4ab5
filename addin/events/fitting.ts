import type { LookedUp, Verdict } from './mail-state.ts'
import { cut } from './verdict.ts'

/** Texts and numbers below which no refusal is shortened or left out. */
const shortText = 80
const fewConcerns = 15

/**
 * What was looked up as text of at most `room` characters. Whom the message must not go to counts more than whom it may:
 * of very many recipients some are not known then, which is said of the mail, but those who refused still stop it.
 */
export function fitting(found: LookedUp, room: number): string {
  const text = JSON.stringify(found)
  const { templateId, verdict } = found
  if (text.length <= room || !verdict) return text
  const less = smaller(verdict)
  return less ? fitting({ templateId, verdict: less }, room) : text
}

/** @returns null where nothing can be left out */
function smaller(verdict: Verdict): Verdict | null {
  const { at, recipients, action, text, intro, concerns, unchecked } = verdict
  const made = (people: string[], left: Verdict['concerns']) => ({
    at,
    recipients: people,
    action,
    text,
    intro,
    concerns: left,
    unchecked,
  })
  if (concerns.some((one) => one.text.length > shortText))
    return made(
      recipients,
      concerns.map((one) => ({ address: one.address, text: cut(one.text, shortText) })),
    )
  if (concerns.length > fewConcerns) return made(recipients, half(concerns))
  return recipients.length > 0 ? made(half(recipients), concerns) : null
}

function half<T>(list: T[]): T[] {
  return list.slice(0, Math.floor(list.length / 2))
}
