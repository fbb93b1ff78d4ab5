import { foldAddress, type Marketing, type Verdict } from './mail-state.ts'
import type { Words } from './words.ts'

/** What is needed of the server's answer (`/compose/check`). */
export interface Checked {
  recipients: CheckedPerson[]
  verdict: { action: Verdict['action']; text: string | null }
}

interface CheckedPerson {
  address: string
  own: boolean
  contact: { displayName: string } | null
  consentStatus: string | null
  marketing: { decision: string; text: string } | null
}

/** Session data is small; whoever has so many recipients hears of the first. */
const mostConcerns = 60
const longestText = 200

/**
 * What the handlers need of the server's answer, in the reader's language.
 * @param marketing a template may have made it marketing since the server was asked about a personal mail: whom it must
 *   not go to is known all the same
 */
export function verdictOf(
  { recipients, verdict }: Checked,
  words: Words,
  at: number,
  marketing: Marketing | null,
): Verdict {
  const left = (action: Verdict['action'], intro: string, concerns: Verdict['concerns']): Verdict => ({
    at,
    recipients: recipients.map(({ address }) => foldAddress(address)),
    action,
    text: (action === verdict.action && verdict.text) || '',
    intro,
    concerns: concerns.slice(0, mostConcerns),
    unchecked: words.unchecked,
  })
  const refusals = refused(recipients)
  if (marketing && refusals.length > 0)
    return left(
      'block',
      words.blockIntro,
      refusals.map((one) => concern(one, `${nameOf(one)}: ${one.marketing?.text ?? ''}`.slice(0, longestText))),
    )
  const others = withoutWayOut(recipients, marketing)
  if (others.length > 0) return left('block', words.wayOutIntro, others.map(named))
  return left(verdict.action, words.warnIntro, verdict.action === 'warn' ? recipients.filter(saidNo).map(named) : [])
}

const concern = ({ address }: Pick<CheckedPerson, 'address'>, text: string) => ({ address: foldAddress(address), text })
const named = (one: CheckedPerson) => concern(one, nameOf(one))

/** Those who would get marketing with the way out of somebody else, or with none (CO-10). */
export function withoutWayOut<Person extends CheckedPerson>(
  recipients: Person[],
  marketing: Marketing | null,
): Person[] {
  return marketing ? recipients.filter(({ own, address }) => !own && foldAddress(address) !== marketing.wayOutOf) : []
}

/** Those whom marketing must not go to. */
export function refused<Person extends CheckedPerson>(recipients: Person[]): Person[] {
  return recipients.filter(({ marketing }) => marketing?.decision === 'block')
}

export function nameOf({ contact, address }: Pick<CheckedPerson, 'contact' | 'address'>): string {
  return contact?.displayName ?? address
}

const saidNo = ({ consentStatus }: CheckedPerson): boolean => consentStatus === 'opted_out'
