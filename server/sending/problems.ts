import { Problem } from '../platform/problem.ts'

export class MarketingNotAllowed extends Problem {
  readonly type = 'marketing-not-allowed'
  constructor(refused: { address: string; text: string }[]) {
    super(
      422,
      `${refused.length === 1 ? 'This person must' : 'Some of these people must'} not get marketing mail: ${refused[0]?.text ?? ''} Write a personal mail instead, or leave them out. Nothing was sent.`,
      { refused },
    )
  }
}

export class OneAtATime extends Problem {
  readonly type = 'marketing-one-recipient'
  constructor() {
    super(
      422,
      'A marketing mail carries the way out of one person. Send it to each of them by itself. Nothing was sent.',
    )
  }
}

export class NotRecipient extends Problem {
  readonly type = 'address-not-valid'
  constructor(addresses: string[]) {
    super(422, `These are no mail addresses: ${addresses.join(', ')}. Correct them; nothing was sent.`, { addresses })
  }
}
