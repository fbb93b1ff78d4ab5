import { describe, expect, it } from 'vitest'
import { isAtDomains, participants } from '../../../addin/features/people/participants.ts'
import type { Address, ReadMessage } from '../../../addin/outlook/selection.ts'

const person = (address: string, name: string | null = null): Address => ({ name, address })
const own = 'maya@contoso.example'
const message = (parts: Partial<ReadMessage>): ReadMessage => ({
  key: '<1@x>',
  internetMessageId: '<1@x>',
  subject: '',
  from: null,
  sender: null,
  replyTo: [],
  to: [],
  cc: [],
  own,
  ...parts,
})
const addresses = (parts: Partial<ReadMessage>, others: string[] = []) =>
  participants(message(parts), others).map(({ address }) => address)

describe('people on a message', () => {
  it('OP-03 names the sender first, then To and Cc, without oneself and without doubles', () => {
    const found = addresses({
      from: person('ann@acme.example'),
      to: [person('Maya@Contoso.example'), person('bob@acme.example')],
      cc: [person('ANN@acme.example'), person('leo@contoso.example')],
    })
    expect(found).toEqual(['ann@acme.example', 'bob@acme.example', 'leo@contoso.example'])
  })

  it('OP-03 names the recipients first on a sent message', () => {
    expect(
      addresses({ from: person(own), to: [person('ann@acme.example')], cc: [person('bob@acme.example')] }),
    ).toEqual(['ann@acme.example', 'bob@acme.example'])
  })

  it('OP-03 knows further addresses of one’s own', () => {
    expect(
      addresses({ from: person('ann@acme.example'), to: [person('m.keller@contoso.example')] }, [
        'M.Keller@contoso.example',
      ]),
    ).toEqual(['ann@acme.example'])
  })

  it('OP-04 shows a Reply-To that differs from From, right after it', () => {
    const found = addresses({
      from: person('list@lists.example', 'Ann via List'),
      replyTo: [person('ann@acme.example')],
      to: [person('members@lists.example')],
    })
    expect(found).toEqual(['list@lists.example', 'ann@acme.example', 'members@lists.example'])
  })

  it('takes the name from wherever the address carries one', () => {
    const [ann] = participants(message({ from: person('ann@acme.example'), cc: [person('ann@acme.example', 'Ann')] }))
    expect(ann?.name).toBe('Ann')
  })

  it('tells colleagues by the exact domain', () => {
    expect(isAtDomains('leo@Contoso.example', ['contoso.example'])).toBe(true)
    expect(isAtDomains('leo@notcontoso.example', ['contoso.example'])).toBe(false)
  })
})
