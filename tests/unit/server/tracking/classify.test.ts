import { describe, expect, it } from 'vitest'
import { type Circumstances, classify, type Hit } from '../../../../server/tracking/classify.ts'

const sentAt = new Date('2026-11-20T09:00:00Z')
const later = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000)
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
const OUTLOOK =
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; Microsoft Outlook 16.0.17928; ms-office; MSOffice 16)'
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'

let number = 0
const hit = (of: Partial<Hit> = {}): Hit => ({
  id: `00000000-0000-7000-8000-${String(++number).padStart(12, '0')}`,
  kind: 'open',
  at: later(3600),
  method: 'GET',
  network: '203.0.113.0/24',
  agent: CHROME,
  referrer: null,
  linkId: of.kind === 'click' ? 'a' : null,
  trap: false,
  ...of,
})
const circumstances = (of: Partial<Circumstances> = {}): Circumstances => ({
  sentAt,
  links: 3,
  isOwn: () => false,
  ...of,
})

const only = (of: Partial<Hit>, under: Partial<Circumstances> = {}) => {
  const one = hit(of)
  return classify([one], circumstances(under)).get(one.id)
}
const classes = (hits: Hit[], under: Partial<Circumstances> = {}) => {
  const verdicts = classify(hits, circumstances(under))
  return hits.map(({ id }) => verdicts.get(id)?.class)
}

describe('classes of hits', () => {
  it.each([
    ['Chrome', CHROME],
    ['Outlook on Windows', OUTLOOK],
    ['Outlook on Windows, short', 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)'],
    ['Outlook on a Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'],
    ['Thunderbird', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0'],
    [
      'a phone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    ],
  ])('a person with %s', (_, agent) => {
    expect(only({ agent })?.class).toBe('person')
  })

  it.each([
    ['curl', 'curl/8.14.1'],
    ['Python', 'python-requests/2.32.5'],
    ['Go', 'Go-http-client/2.0'],
    [
      'a browser without a window',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
    ],
    ['Barracuda', 'Barracuda Sentinel (EE)'],
    ['Mimecast', 'Mimecast URL Protect'],
    ['a link preview', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
    ['Bing’s preview', 'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b'],
    ['Office asking what a link is', 'Microsoft Office Existence Discovery'],
    ['a robot', 'Mozilla/5.0 (compatible; SomeBot/2.1; +https://x.example/bot.html)'],
  ])('TR-03 %s is a scanner', (_, agent) => {
    expect(only({ agent, kind: 'click' })?.class).toBe('scanner')
  })

  it('TR-03 a telephone whose maker ends in the same letters as a robot is a person’s', () => {
    const agent =
      'Mozilla/5.0 (Linux; Android 11; CUBOT KINGKONG 5 Pro Build/RP1A.200720.011) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36'
    expect(only({ agent, kind: 'click' })?.class).toBe('person')
    expect(only({ agent: `${agent} (compatible; Googlebot/2.1)`, kind: 'click' })?.class).toBe('scanner')
  })

  it('TR-03 a question for the headers alone is a scanner', () => {
    expect(only({ method: 'HEAD' })).toEqual({ class: 'scanner', reason: 'Only asked whether it is there (HEAD).' })
  })

  it('TR-03 whoever follows the hidden link is a scanner, and what the same network does then too', () => {
    const trap = hit({ kind: 'click', linkId: 't', trap: true, at: later(4000) })
    const near = hit({ kind: 'click', at: later(4004) })
    const open = hit({ at: later(3998) })
    const elsewhere = hit({ at: later(4004), network: '198.51.100.0/24' })
    const muchLater = hit({ at: later(9000) })
    expect(classes([trap, near, open, elsewhere, muchLater])).toEqual([
      'scanner',
      'scanner',
      'scanner',
      'person',
      'person',
    ])
  })

  it('TR-03 several links within ten seconds are a scanner’s, from whatever network; one after the other a person’s', () => {
    const click = (linkId: string, seconds: number, network = '203.0.113.0/24') =>
      hit({ kind: 'click', linkId, at: later(seconds), network })
    expect(classes([click('a', 3600), click('b', 3603, '198.51.100.0/24'), click('c', 3609)])).toEqual([
      'scanner',
      'scanner',
      'scanner',
    ])
    expect(classes([click('a', 3600), click('b', 3606), click('c', 3612)])).toEqual(['person', 'person', 'person'])
    expect(classes([click('a', 3600), click('b', 3605)], { links: 2 })).toEqual(['scanner', 'scanner'])
    expect(classes([click('a', 3600), click('a', 3601)], { links: 1 })).toEqual(['person', 'person'])
  })

  it('TR-03 the image that a scanner loads with the links is no open; one from elsewhere is', () => {
    const click = (linkId: string, seconds: number) => hit({ kind: 'click', linkId, at: later(seconds) })
    const [open, elsewhere] = [hit({ at: later(30) }), hit({ at: later(30), network: '198.51.100.0/24' })]
    expect(classes([open, elsewhere, click('a', 30.5), click('b', 31), click('c', 31.5)])).toEqual([
      'scanner',
      'person',
      'scanner',
      'scanner',
      'scanner',
    ])
  })

  it('TR-03 what a program fetches right after it asked for the headers is a scanner’s', () => {
    const [asked, fetched] = [hit({ method: 'HEAD', at: later(30) }), hit({ at: later(30.2) })]
    const another = hit({ at: later(31), agent: OUTLOOK })
    expect(classes([asked, fetched, another, hit({ at: later(90) })])).toEqual([
      'scanner',
      'scanner',
      'person',
      'person',
    ])
  })

  it('TR-03 Office asking for a link is none who follows it; the browser it opens is', () => {
    const agent = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)'
    expect(only({ agent, kind: 'click' })?.class).toBe('scanner')
    expect(only({ agent })?.class).toBe('person')
    expect(classes([hit({ agent, kind: 'click' }), hit({ kind: 'click', at: later(3601) })])).toEqual([
      'scanner',
      'person',
    ])
  })

  it('judges twenty thousand hits of one mail in seconds', () => {
    const hits = Array.from({ length: 20_000 }, (_, n) =>
      hit({ kind: n % 2 ? 'open' : 'click', at: later(3600 + n / 1000), linkId: n % 2 ? null : 'a' }),
    )
    const start = performance.now()
    classify(hits, circumstances({ links: 1 }))
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it('TR-03 gateways give themselves away by where they refer from', () => {
    for (const referrer of ['eur03.safelinks.protection.outlook.com', 'urldefense.proofpoint.com', 'urldefense.com'])
      expect(only({ kind: 'click', referrer })?.class, referrer).toBe('scanner')
    expect(only({ kind: 'click', referrer: 'mail.google.com' })?.class).toBe('person')
    expect(only({ kind: 'click', referrer: 'notsafelinks.protection.outlook.com.evil.example' })?.class).toBe('person')
  })

  it('TR-03 a Chrome in the networks of Microsoft’s mail filters is a scanner', () => {
    for (const network of [
      '40.107.22.0/24',
      '104.47.1.0/24',
      '52.101.7.0/24',
      '2a01:111:f403::/48',
      '52.96.10.0/24',
      '40.94.28.0/24',
      '2a01:111:e400::/48',
    ])
      expect(only({ kind: 'click', network })?.class, network).toBe('scanner')
    expect(only({ kind: 'click', network: '104.47.200.0/24' })?.class).toBe('person')
  })

  it('TR-03 within seconds of delivery nobody has read anything', () => {
    expect(only({ at: later(3) })).toEqual({
      class: 'scanner',
      reason: '3 seconds after the mail was sent: too soon for somebody who reads.',
    })
    expect(only({ at: later(10) })?.class).toBe('person')
  })

  it('TR-02 own: before the mail was sent, while it is not known to be, and from where one of us works', () => {
    expect(only({ at: later(-60) })?.class).toBe('own')
    expect(only({}, { sentAt: null })?.class).toBe('own')
    expect(only({}, { isOwn: (network) => network === '203.0.113.0/24' })?.class).toBe('own')
    expect(only({ agent: GMAIL }, { isOwn: () => true })?.class).toBe('own')
  })

  it('TR-04 Apple’s and Yahoo’s proxies load for whoever: reader unknown', () => {
    expect(only({ agent: 'Mozilla/5.0' })?.class).toBe('privacy_proxy')
    expect(only({ agent: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html' })?.class).toBe(
      'privacy_proxy',
    )
  })

  it('TR-04 Gmail’s first load long after delivery is a person, an early or a further one is not', () => {
    expect(only({ agent: GMAIL, at: later(7300) })).toEqual({
      class: 'person',
      reason: 'First loaded by Gmail’s image proxy 2 hours after the mail was sent: somebody opened it.',
    })
    expect(only({ agent: GMAIL, at: later(40) })?.class).toBe('privacy_proxy')
    const [first, second] = [hit({ agent: GMAIL, at: later(4000) }), hit({ agent: GMAIL, at: later(8000) })]
    expect(classes([second, first])).toEqual(['privacy_proxy', 'person'])
  })

  it('TR-04 what Gmail loads before anybody looks is no person, however late, nor is it the first load', () => {
    const agent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0'
    const [before, opened] = [hit({ agent, at: later(400) }), hit({ agent: GMAIL, at: later(4000) })]
    expect(classes([before, opened])).toEqual(['privacy_proxy', 'person'])
  })

  it('TR-07 another program elsewhere says that the mail may have been passed on', () => {
    const [first, second] = [hit(), hit({ at: later(9000), agent: OUTLOOK, network: '198.51.100.0/24' })]
    const verdict = classify([first, second], circumstances()).get(second.id)
    expect(verdict?.class).toBe('person')
    expect(verdict?.reason).toContain('passed on')
  })

  it('what is no known mail program is unknown, never a person', () => {
    expect(only({ agent: null })?.class).toBe('unknown')
    expect(only({ agent: 'SomethingNew/1.0' })?.class).toBe('unknown')
  })

  it('does not depend on the order in which hits are told', () => {
    const hits = [
      hit({ kind: 'click', linkId: 'a', at: later(500) }),
      hit({ kind: 'click', linkId: 'b', at: later(505) }),
      hit({ kind: 'click', linkId: 'c', at: later(509) }),
      hit({ agent: GMAIL, at: later(9000) }),
      hit({ agent: GMAIL, at: later(700) }),
      hit({ at: later(2) }),
    ]
    const straight = classify(hits, circumstances())
    const reverse = classify(hits.toReversed(), circumstances())
    for (const { id } of hits) expect(reverse.get(id)).toEqual(straight.get(id))
  })
})
