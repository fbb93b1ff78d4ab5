import type { CheckedMail, CheckedRecipient } from '../../../server/sending/schema.ts'
import { foldAddress, type Verdict } from '../../events/mail-state.ts'

/** Session data is small; whoever has so many recipients hears of the first. */
const mostConcerns = 60
const longestText = 200

export interface Words {
  blockIntro: string
  warnIntro: string
  unchecked: string
}

/**
 * What the handlers need of the server's answer, in the reader's language.
 * @param marketing a template may have made it marketing since the server was asked about a personal mail: whom it must
 *   not go to is known all the same
 */
export function verdictOf({ recipients, verdict }: CheckedMail, words: Words, at: number, marketing: boolean): Verdict {
  const action = marketing && refused(recipients).length > 0 ? 'block' : verdict.action
  const concerned = action === 'block' ? refused(recipients) : action === 'warn' ? recipients.filter(saidNo) : []
  return {
    at,
    recipients: recipients.map(({ address }) => foldAddress(address)),
    action,
    text: (action === verdict.action && verdict.text) || '',
    intro: action === 'block' ? words.blockIntro : words.warnIntro,
    concerns: concerned.slice(0, mostConcerns).map((one) => ({
      address: foldAddress(one.address),
      text: action === 'block' ? `${nameOf(one)}: ${one.marketing?.text ?? ''}`.slice(0, longestText) : nameOf(one),
    })),
    unchecked: words.unchecked,
  }
}

/** Those whom marketing must not go to. */
export function refused(recipients: CheckedRecipient[]): CheckedRecipient[] {
  return recipients.filter(({ marketing }) => marketing?.decision === 'block')
}

export function nameOf({ contact, address }: CheckedRecipient): string {
  return contact?.displayName ?? address
}

const saidNo = ({ consentStatus }: CheckedRecipient): boolean => consentStatus === 'opted_out'
