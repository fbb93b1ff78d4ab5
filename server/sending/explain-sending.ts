import type { GraphFailure } from '../graph/failure.ts'

interface Explanation {
  when(failure: GraphFailure): boolean
  message(failure: GraphFailure): string
  remedy(failure: GraphFailure): string
}

const explanations: readonly Explanation[] = [
  {
    when: (failure) => failure.is('ErrorInvalidRecipients'),
    message: () => 'Exchange does not accept one of the recipients.',
    remedy: () => 'Correct the addresses and send it.',
  },
  {
    when: ({ status }) => status === 429,
    message: () => 'Microsoft takes no more of your mail for the moment: there was too much at once.',
    remedy: ({ retryAt }) => (retryAt ? `Send it after ${clock(retryAt)}.` : 'Send it in a few minutes.'),
  },
  {
    when: ({ status }) => status === 403,
    message: ({ code }) => `Microsoft does not let you send from this mailbox (${code}).`,
    remedy: () => 'Ask an administrator to allow it.',
  },
  {
    when: ({ status }) => status === 401,
    message: () => 'Your sign-in with Microsoft has expired.',
    remedy: () => 'Sign in again and send it.',
  },
  {
    when: ({ status }) => status === 404,
    message: () => 'Exchange does not find your mailbox, or the draft in it is gone.',
    remedy: () => 'Send it again; if it stays so, ask an administrator whether you have a mailbox in Exchange Online.',
  },
  {
    when: ({ status }) => status >= 400 && status < 500,
    message: ({ code }) => `Exchange does not accept this mail (${code}).`,
    remedy: () => 'Check recipients and text and send it.',
  },
  {
    when: () => true,
    message: () => 'Microsoft did not answer as it should.',
    remedy: () => 'Send it in a few minutes.',
  },
]

/** Why Microsoft did not send a mail of a rep, in words for the rep. */
export function explainSending(failure: GraphFailure): { code: string; message: string; remedy: string } {
  const found = explanations.find(({ when }) => when(failure)) as Explanation
  return {
    code: `${failure.status} ${failure.code}`,
    message: found.message(failure),
    remedy: found.remedy(failure),
  }
}

const clock = (at: Date): string => `${at.toISOString().slice(11, 16)} UTC`
