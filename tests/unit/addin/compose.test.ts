import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyState, type MailState, parseApplied, parseState, type Verdict } from '../../../addin/events/mail-state.ts'
import { sampleOf, standsIn } from '../../../addin/events/sample.ts'
import { linksIn, withTracking } from '../../../addin/events/tracked-body.ts'
import { answerFor, noticeFor } from '../../../addin/events/verdict.ts'
import { verdictOf } from '../../../addin/events/verdict-of.ts'
import { planOf } from '../../../addin/features/compose/use-tracking.ts'
import { findTemplates } from '../../../addin/features/templates/find-templates.ts'
import { recipientsOf, WrittenMail } from '../../../addin/outlook/written-mail.ts'
import type { CheckedMail, CheckedRecipient } from '../../../server/sending/schema.ts'
import type { Template } from '../../../server/templates/schema.ts'
import { fakeItem, fakeOffice } from './fake-compose.ts'

const noon = Date.UTC(2026, 10, 27, 12)
const hour = 60 * 60_000

const verdict = (parts: Partial<Verdict> = {}): Verdict => ({
  at: noon,
  recipients: ['ann@acme.example', 'bob@b.example'],
  action: 'block',
  text: 'Ann Lee must not get it: she opted out.',
  intro: 'This is marketing.',
  concerns: [{ address: 'ann@acme.example', text: 'Ann Lee: opted out.' }],
  unchecked: 'Somebody was not looked up.',
  ...parts,
})
const marketing = { templateId: 't', name: 'Spring offer', sample: 'dear', wayOutOf: 'bob@b.example' }
const state = (parts: Partial<MailState> = {}): MailState => ({
  ...emptyState,
  marketing,
  verdict: verdict(),
  ...parts,
})

describe('OP-07 what is said on sending', () => {
  it('stops marketing to somebody who must not get it, in the words of the server', () => {
    expect(answerFor(state(), ['ann@acme.example', 'bob@b.example'], noon)).toEqual({
      kind: 'block',
      text: 'Ann Lee must not get it: she opted out.',
    })
  })

  it('never stops mail a person wrote, whatever the recipients said to marketing', () => {
    expect(answerFor(state({ marketing: null }), ['ann@acme.example'], noon)).toEqual({ kind: 'allow' })
    const warned = state({ marketing: null, verdict: verdict({ action: 'warn', text: 'Ann opted out.' }) })
    expect(answerFor(warned, ['ann@acme.example', 'bob@b.example'], noon)).toEqual({
      kind: 'warn',
      text: 'Ann opted out.',
    })
  })

  it('keeps what it knows of one person when others come and go', () => {
    expect(answerFor(state(), ['bob@b.example'], noon)).toEqual({ kind: 'allow' })
    expect(answerFor(state(), ['ann@acme.example', 'new@n.example'], noon)).toEqual({
      kind: 'block',
      text: 'This is marketing. Ann Lee: opted out.',
    })
    expect(answerFor(state(), ['new@n.example'], noon)).toEqual({ kind: 'allow' })
  })

  it.each([
    ['is missing', state({ verdict: null }), noon],
    ['is too old', state(), noon + 13 * hour],
    ['comes from a clock that ran ahead', state(), noon - hour],
    ['allows it', state({ verdict: verdict({ action: 'allow', concerns: [] }) }), noon],
  ])('lets the mail go when the verdict %s', (_, kept, now) => {
    expect(answerFor(kept, ['ann@acme.example', 'bob@b.example'], now)).toEqual({ kind: 'allow' })
  })

  it('keeps within what Outlook shows', () => {
    const long = state({ verdict: verdict({ text: 'x'.repeat(900) }) })
    const answer = answerFor(long, ['ann@acme.example', 'bob@b.example'], noon)
    expect(answer.kind !== 'allow' && answer.text).toHaveLength(500)
    expect(noticeFor(long, ['ann@acme.example', 'bob@b.example'], noon)).toHaveLength(150)
  })

  it('has a bar above the message say who must not get it, or that somebody was not looked up', () => {
    expect(noticeFor(state(), ['ann@acme.example'], noon)).toBe('This is marketing. Ann Lee: opted out.')
    expect(noticeFor(state(), ['bob@b.example', 'new@n.example'], noon)).toBe('Somebody was not looked up.')
    expect(noticeFor(state(), ['bob@b.example'], noon)).toBeNull()
    expect(noticeFor(state({ marketing: null }), ['new@n.example'], noon)).toBeNull()
  })

  it('takes anything unreadable for nothing known', () => {
    for (const text of [undefined, '', 'null', '[]', '{', '{"verdict":1,"tracking":{"id":1}}']) {
      expect(parseState(text)).toEqual(emptyState)
      expect(parseApplied(text)).toBeNull()
    }
    expect(parseState(JSON.stringify(state()))).toEqual(state())
  })
})

const recipient = (parts: Partial<CheckedRecipient>): CheckedRecipient => ({
  address: 'ann@acme.example',
  own: false,
  contact: null,
  lastContactedAt: null,
  consentStatus: null,
  marketing: { decision: 'allow', text: 'Opted in.' },
  oneToOne: null,
  tracking: { allowed: false, text: 'Germany asks for consent.' },
  ...parts,
})
const words = { blockIntro: 'B', warnIntro: 'W', wayOutIntro: 'O', unchecked: 'U' }

describe('the verdict that is left with the message', () => {
  const refusing = recipient({
    address: 'Ann@Acme.example',
    marketing: { decision: 'block', text: 'Opted out.' },
    consentStatus: 'opted_out',
  })
  const checked = (action: CheckedMail['verdict']['action']): CheckedMail => ({
    recipients: [refusing, recipient({ address: 'bob@b.example' })],
    tracking: { enabled: true, allowed: false, text: '' },
    verdict: { action, text: 'Said by the server.' },
  })

  it('names whom it is about, by folded address', () => {
    expect(verdictOf(checked('block'), words, noon, marketing)).toMatchObject({
      at: noon,
      recipients: ['ann@acme.example', 'bob@b.example'],
      action: 'block',
      intro: 'B',
      concerns: [{ address: 'ann@acme.example', text: 'Ann@Acme.example: Opted out.' }],
    })
    expect(verdictOf(checked('warn'), words, noon, null)).toMatchObject({
      intro: 'W',
      concerns: [{ address: 'ann@acme.example', text: 'Ann@Acme.example' }],
    })
    expect(verdictOf(checked('allow'), words, noon, null).concerns).toEqual([])
  })

  it('blocks marketing from the moment its text is in, before the server has been asked about that', () => {
    const early = verdictOf(checked('warn'), words, noon, marketing)
    expect(early).toMatchObject({ action: 'block', text: '', intro: 'B', concerns: [{ address: 'ann@acme.example' }] })
    expect(answerFor(state({ verdict: early }), ['ann@acme.example', 'bob@b.example'], noon)).toEqual({
      kind: 'block',
      text: 'B Ann@Acme.example: Opted out.',
    })
  })

  it('CO-10 stops marketing to whom its way out is not for, until they are off', () => {
    const both: CheckedMail = {
      ...checked('allow'),
      recipients: [recipient({}), recipient({ address: 'Bob@b.example' })],
    }
    const made = verdictOf(both, words, noon, marketing)
    expect(made).toMatchObject({ action: 'block', intro: 'O', concerns: [{ address: 'ann@acme.example' }] })
    expect(answerFor(state({ verdict: made }), ['bob@b.example'], noon)).toEqual({ kind: 'allow' })
    const bob = { ...both, recipients: both.recipients.slice(1) }
    expect(verdictOf(bob, words, noon, marketing).action).toBe('allow')
    expect(verdictOf(both, words, noon, null).action).toBe('allow')
  })

  it('stays small with hundreds of recipients', () => {
    const many = { ...checked('block'), recipients: Array.from({ length: 500 }, () => refusing) }
    expect(JSON.stringify(verdictOf(many, words, noon, marketing)).length).toBeLessThan(25_000)
  })
})

describe('tracking in a body', () => {
  const plan = {
    id: 'mail-1',
    pixel: 'https://crm.example/t/o/AAA.gif',
    trap: 'https://crm.example/t/c/TRAP',
    links: [
      { url: 'https://acme.example/a?x=1&y=2', tracked: 'https://crm.example/t/c/1' },
      { url: 'https://acme.example/', tracked: 'https://crm.example/t/c/2' },
    ],
    recipients: ['ann@acme.example'],
  }
  const applied = { pixel: plan.pixel, trap: plan.trap, links: plan.links }
  const quote =
    '<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><a href="https://acme.example/">old</a></div>'

  it('finds web links of one’s own part, each once, as they are meant', () => {
    const html = `<p><a title="see href='no'" HREF='https://acme.example/a?x=1&amp;y=2'>a</a>
      <a href=https://acme.example/ >b</a> <a href="https://acme.example/">c</a> <a href="mailto:x@y.example">d</a>
      <a name="top">e</a> <!-- <a href="https://no.example">f</a> --> <style>a{x:"<a href='https://no.example'>"}</style></p>
      ${quote.replace('acme.example', 'quoted.example')}`
    expect(linksIn(html)).toEqual(['https://acme.example/a?x=1&y=2', 'https://acme.example/'])
  })

  it('rewrites those and nothing else, and never what is quoted', () => {
    const own = `<p class="x">Hi <a class="l" href="https://acme.example/a?x=1&amp;y=2">a</a> <a href="https://other.example">o</a></p>`
    const html = `<html><body>${own}${quote}</body></html>`
    const tracked = withTracking(html, plan, null)
    expect(tracked).toContain(
      '<a class="l" href="https://crm.example/t/c/1">a</a> <a href="https://other.example">o</a>',
    )
    expect(tracked.endsWith(`${quote}</body></html>`)).toBe(true)
    expect(tracked.indexOf(plan.pixel)).toBeLessThan(tracked.indexOf('<hr'))
    expect(tracked.split(plan.pixel)).toHaveLength(2)
  })

  it('goes at the end of the body where nothing is quoted', () => {
    expect(withTracking('<html><body><p>Hi</p></body></html>', plan, null)).toMatch(
      /^<html><body><p>Hi<\/p><img [^>]+><a [^>]+><\/a><\/body><\/html>$/,
    )
  })

  it('can be taken out again, to the letter, and put in for others', () => {
    const html = `<p>Hi <a href="https://acme.example/">a</a></p>${quote}`
    const once = withTracking(html, plan, null)
    expect(withTracking(once, null, applied)).toBe(html)
    const other = {
      ...plan,
      id: 'mail-2',
      pixel: 'https://crm.example/t/o/BBB.gif',
      trap: null,
      links: [{ url: 'https://acme.example/', tracked: 'https://crm.example/t/c/9' }],
    }
    const twice = withTracking(once, other, applied)
    expect(twice).toContain('https://crm.example/t/c/9')
    for (const gone of [plan.pixel, plan.trap, 'https://crm.example/t/c/2']) expect(twice).not.toContain(gone)
    expect(linksIn(once, applied)).toEqual(['https://acme.example/'])
  })

  it('is the same however often it is put in', () => {
    const once = withTracking(`<p><a href="https://acme.example/">a</a></p>`, plan, null)
    expect(withTracking(once, plan, applied)).toBe(once)
  })

  it.each([
    ['Outlook on the web', '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'],
    ['an answer to an answer', '<div id="x_x_divRplyFwdMsg" dir="ltr">'],
    ['mobile and new Outlook', '<div id="mail-editor-reference-message-container">'],
    ['Word', `<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>`],
    ['Gmail', '<div class="gmail_quote gmail_quote_container">'],
    ['Apple Mail', '<blockquote type="cite">'],
  ])('knows where a reply of %s begins', (_, mark) => {
    const html = `<p><a href="https://acme.example/">mine</a></p>${mark}<a href="https://acme.example/">theirs</a>`
    const tracked = withTracking(html, plan, null)
    expect(tracked).toContain('https://crm.example/t/c/2">mine')
    expect(tracked).toContain('https://acme.example/">theirs')
  })

  it('leaves bodies alone that would take too long', () => {
    const html = `<p>${'x'.repeat(2_000_001)}</p>`
    expect(withTracking(html, plan, null)).toBe(html)
    expect(linksIn(html)).toEqual([])
  })

  it('is fast on a large reply with odd markup', () => {
    const odd = [
      '<a title=\'"<div <style <hr ',
      '<a ',
      '<div id=',
      '<!--',
      '<style>',
      '<a href="',
      'x',
      ' ',
      "<p title=it's>",
    ]
    for (const piece of odd) {
      const html = `<p>Hi</p><a ${piece.repeat(400_000 / piece.length)}${quote}`
      const start = performance.now()
      withTracking(html, plan, null)
      expect(performance.now() - start, piece).toBeLessThan(400)
    }
  })

  it('is planned only where the server gave a pixel, with the links it tracks', () => {
    const links = [
      { url: 'https://a.example', tracked: 'https://crm.example/t/c/1' },
      { url: 'https://b.example', tracked: null },
    ]
    const made = { id: 'i', pixel: 'https://crm.example/t/o/1.gif', trap: null, links, reasons: [] }
    expect(planOf(made, ['ann@acme.example'])).toMatchObject({ links: [links[0]], recipients: ['ann@acme.example'] })
    expect(planOf({ ...made, id: null, pixel: null }, [])).toBeNull()
  })
})

describe('templates in the pane', () => {
  const named = (name: string, subject = '') => ({ id: name, name, subject }) as Template

  it('are found by words of name or subject in any order, without accents', () => {
    const all = [named('Réponse devis', 'Votre demande'), named('Spring offer'), named('Offer follow-up', 'Spring')]
    expect(findTemplates(all, 'offer spring').map(({ name }) => name)).toEqual(['Spring offer', 'Offer follow-up'])
    expect(findTemplates(all, 'REPONSE').map(({ name }) => name)).toEqual(['Réponse devis'])
    expect(findTemplates(all, ' ')).toHaveLength(3)
  })

  it('are known again in a message, whatever became of the spaces', () => {
    const sample = sampleOf('  Dear\u00A0Ann,\n\nour spring offer  ')
    expect(standsIn(sample, 'Hello. DEAR Ann, our Spring Offer is here')).toBe(true)
    expect(standsIn(sample, 'Something else')).toBe(false)
    expect(standsIn('', 'Something else')).toBe(false)
  })

  it('are known while half of their beginning stands, whatever the greeting became', () => {
    const sample = sampleOf('Dear Ann, our spring offer ends on Friday, so write to us until then.')
    expect(standsIn(sample, 'Hello Annie! Our spring offer ends on Friday, so write to us until then.')).toBe(true)
    expect(standsIn(sample, 'Dear Ann, thank you for calling. Shall we meet on Friday?')).toBe(false)
  })
})

describe('the message being written', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('document', { visibilityState: 'visible' })
    vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('names everybody once, in the order of the fields, and leaves out who has no address', () => {
    const person = (displayName: string, emailAddress: string, recipientType = 'externalUser') =>
      ({ displayName, emailAddress, recipientType }) as unknown as Office.EmailAddressDetails
    const found = {
      to: [person('Ann Lee', 'ann@acme.example'), person('Undisclosed', '')],
      cc: [person('ANN', 'Ann@ACME.example'), person('all@acme.example', 'all@acme.example', 'distributionList')],
      bcc: [person('Bob', ' bob@b.example ')],
    }
    expect(recipientsOf(found)).toEqual([
      { address: 'ann@acme.example', name: 'Ann Lee', field: 'to', isList: false },
      { address: 'all@acme.example', name: null, field: 'cc', isList: true },
      { address: 'bob@b.example', name: 'Bob', field: 'bcc', isList: false },
    ])
  })

  it('tells of changes once, also of those no event tells of', async () => {
    const { item } = fakeOffice()
    const heard: string[][] = []
    const stop = new WrittenMail(item).watchRecipients((people) => heard.push(people.map(({ address }) => address)))
    await vi.advanceTimersByTimeAsync(10)
    item.people.to = ['ann@acme.example']
    for (let n = 0; n < 5; n++) item.fireRecipients()
    await vi.advanceTimersByTimeAsync(300)
    item.fireRecipients()
    await vi.advanceTimersByTimeAsync(300)
    item.people.cc = ['bob@b.example']
    await vi.advanceTimersByTimeAsync(4_100)
    expect(heard).toEqual([[], ['ann@acme.example'], ['ann@acme.example', 'bob@b.example']])
    stop()
    item.people.bcc = ['c@c.example']
    await vi.advanceTimersByTimeAsync(9_000)
    expect(heard).toHaveLength(3)
  })

  it('OP-02 is not written to once Outlook shows another', async () => {
    const { item, show } = fakeOffice()
    const mail = new WrittenMail(item)
    await mail.insert('<p>Hi</p>')
    expect(item.html).toBe('<p>Hi</p>')
    const other = fakeItem()
    show(other)
    expect(mail.assertStillOn).toThrow('Another message')
    await expect(mail.insert('<p>late</p>')).rejects.toThrow('Another message')
    await expect(mail.keepState(state())).rejects.toThrow('Another message')
    expect(other.html).toBe('')
    expect(other.session.size).toBe(0)
  })

  it('OP-08 keeps a subject that somebody wrote, and offers nothing where Outlook cannot insert', async () => {
    const { item } = fakeOffice()
    const mail = new WrittenMail(item)
    await mail.fillSubject('Offer')
    await mail.fillSubject('Other')
    expect(item.subjectText).toBe('Offer')
    expect(mail.canInsert).toBe(true)
    fakeOffice({ platform: 'iOS' })
    expect(mail.canInsert).toBe(false)
  })

  it('runs handlers only from Mailbox 1.12', () => {
    const { item } = fakeOffice()
    expect(new WrittenMail(item).runsHandlers).toBe(true)
    fakeOffice({ mailbox: '1.11' }, item)
    expect(new WrittenMail(item).runsHandlers).toBe(false)
  })

  it('leaves a plan out that session data could not hold, rather than nothing', async () => {
    const { item } = fakeOffice()
    const links = Array.from({ length: 200 }, (_, n) => ({
      url: `https://a.example/${'x'.repeat(200)}/${n}`,
      tracked: 'https://crm.example/t/c/1',
    }))
    const tracking = { id: 'i', pixel: 'p', trap: null, links, recipients: [] }
    await new WrittenMail(item).keepState(state({ tracking }))
    expect(parseState(item.session.get('throughline'))).toMatchObject({ marketing, tracking: null })
  })
})
