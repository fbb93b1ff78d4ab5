import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkOf } from '../../../../server/platform/network.ts'
import { secretsFrom } from '../../../../server/platform/secrets.ts'
import { readToken, writeToken } from '../../../../server/tracking/token.ts'
import { readUnsubscribeToken, writeUnsubscribeToken } from '../../../../server/tracking/unsubscribe-token.ts'
import { languageOf } from '../../../../server/web/public-page.ts'

const secrets = secretsFrom('a key of these tests, long enough')
const others = secretsFrom('another key, quite as long as it')

describe('tokens', () => {
  it('TR-08 name what they were made for, and nothing that was altered in one letter', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(43), fc.nat(63), (id, place, letter) => {
        const token = writeToken(secrets, 'click', id)
        expect(token).toMatch(/^[\w-]{44}$/)
        expect(readToken(secrets, 'click', token)).toBe(id)
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
        const altered = token.slice(0, place) + alphabet[letter] + token.slice(place + 1)
        expect(readToken(secrets, 'click', altered)).toBe(altered === token ? id : null)
      }),
    )
  })

  it('TR-08 serve for one kind and one key', () => {
    const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
    expect(readToken(secrets, 'open', writeToken(secrets, 'click', id))).toBeNull()
    expect(readToken(others, 'click', writeToken(secrets, 'click', id))).toBeNull()
    for (const text of ['', 'x', 'A'.repeat(44), 'A'.repeat(4000), '%00', '../../etc'])
      expect(readToken(secrets, 'click', text)).toBeNull()
  })

  it('CO-09 tokens to unsubscribe name contact and address, hold no address, and cannot be altered', () => {
    const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
    const token = writeUnsubscribeToken(secrets, id, 'ann@x.example')
    const read = readUnsubscribeToken(secrets, token)
    expect(read?.contactId).toBe(id)
    expect(read?.isFor('ann@x.example')).toBe(true)
    expect(read?.isFor('bob@x.example')).toBe(false)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('x.example')
    for (let place = 0; place < token.length; place++) {
      const altered = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
      expect(readUnsubscribeToken(secrets, altered), String(place)).toBeNull()
    }
    expect(readUnsubscribeToken(others, token)).toBeNull()
  })
})

describe('networks', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:abcd:12::1', '2001:db8:abcd::/48'],
    ['2001:0db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['not an address', null],
    [undefined, null],
  ])('TR-10 of %s only %s is kept', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})

describe('languages', () => {
  it.each([
    ['de-CH,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.3, fr;q=0.9', 'fr'],
    ['ja,es;q=0.5', 'es'],
    ['de;q=0, ja', 'en'],
    ['*', 'en'],
    [undefined, 'en'],
  ])('%s is answered in %s', (header, language) => {
    expect(languageOf(header)).toBe(language)
  })
})
