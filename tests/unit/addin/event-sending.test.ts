import { describe, expect, it } from 'vitest'
import { appliedKey, emptyState, stateKey } from '../../../addin/events/mail-state.ts'
import { blocking, builtEvents, message, plan, tracking } from './event-engine.ts'

const { officeFor } = builtEvents()

describe('OP-07 on sending', () => {
  it('stops marketing to somebody who must not get it, at once, with the reason', async () => {
    const item = message({ ...blocking(), wantsTracking: true, tracking: plan })
    const { answers, ms } = await officeFor(item).run('onMessageSend')
    expect(answers).toEqual([{ allowEvent: false, errorMessage: 'Ann must not get it.' }])
    expect(ms).toBeLessThan(1_000)
    expect(item.writes).toEqual([])
  })

  it.each([
    ['a plain reply to somebody who opted out', { ...blocking(), marketing: null }, {}],
    ['a message the pane never saw', null, {}],
    ['a verdict that cannot be read', blocking(), { session: 'fails' }],
    ['recipients that cannot be read', blocking(), { recipients: 'fails' }],
    ['an Outlook that does not answer', blocking(), { recipients: 'hangs' }],
    ['an old verdict', { ...blocking(), verdict: { ...blocking().verdict, at: Date.now() - 9e7 } as never }, {}],
  ])('lets the mail go, once and within a second: %s', async (_, state, faults) => {
    const { answers, ms } = await officeFor(message(state, faults)).run('onMessageSend')
    expect(answers).toEqual([{ allowEvent: true }])
    expect(ms).toBeLessThan(1_050)
  })

  it('marks a mail that went before its recipients were looked up, for the timeline; a later attempt takes it back', async () => {
    const item = message({ ...emptyState, attended: true })
    const { run } = officeFor(item)
    expect((await run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
    expect(item.headers).toEqual({ 'x-throughline-unchecked': '1' })
    item.session.set(stateKey, JSON.stringify({ ...blocking(), attended: true, marketing: null }))
    await run('onMessageSend')
    expect(item.headers).toEqual({})
    item.people.cc = ['bob@b.example']
    await run('onMessageSend')
    expect(item.headers).toEqual({ 'x-throughline-unchecked': '1' })
  })

  it('marks nothing where the pane never was', async () => {
    const item = message(null)
    await officeFor(item).run('onMessageSend')
    expect(item.headers).toEqual({})
  })

  it('lets the mail go where Outlook has no message', async () => {
    expect((await officeFor(null).run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
  })

  it('puts the prepared tracking in, marks the mail, and does both once however often it is sent', async () => {
    const item = message(tracking())
    const { run } = officeFor(item)
    expect((await run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
    expect(item.html).toContain('https://crm.example/t/c/1')
    expect(item.html).toContain(plan.pixel)
    expect(item.headers).toEqual({ 'x-throughline-id': '0195-mail' })
    const first = item.html
    await run('onMessageSend')
    expect(item.html).toBe(first)
  })

  it('takes tracking out again when the recipients are others by then', async () => {
    const item = message(tracking())
    const before = item.html
    const { run } = officeFor(item)
    await run('onMessageSend')
    item.people.cc = ['bob@b.example']
    await run('onMessageSend')
    expect(item.html).toBe(before)
    expect(item.headers).toEqual({})
    expect(item.session.get(appliedKey)).toBe('{}')
  })

  it('puts only the picture in front where no link changes: the body does not go through Outlook and back', async () => {
    const item = message(tracking())
    item.html = '<p>Hi</p>'
    await officeFor(item).run('onMessageSend')
    expect(item.writes).toEqual(['prepend'])
    expect(item.html).toMatch(/^<img [^>]+><p>Hi<\/p>$/)
  })

  it.each([
    ['the person does not want it', { ...tracking(), wantsTracking: false }, {}],
    ['it was prepared for others', { ...tracking(), tracking: { ...plan, recipients: ['x@y.example'] } }, {}],
    ['the body cannot be read', tracking(), { read: 'fails' }],
    ['the mark cannot be set', tracking(), { headers: 'fails' }],
    ['Outlook refuses the body', tracking(), { write: 'fails' }],
    ['Outlook hangs', tracking(), { read: 'hangs' }],
  ])('leaves the body as it is and lets the mail go when %s', async (_, state, faults) => {
    const item = message(state, faults)
    const before = item.html
    const { answers, ms } = await officeFor(item).run('onMessageSend')
    expect(answers).toEqual([{ allowEvent: true }])
    expect(item.html).toBe(before)
    expect(ms).toBeLessThan(1_050)
  })

  it.each([
    ['without tracking', null],
    ['tracked', tracking()],
  ])('M2 takes the pixel of an earlier mail out of what is quoted: %s', async (_, state) => {
    const item = message(state)
    const old = `https://crm.example/t/o/${'A'.repeat(44)}.gif`
    item.html = `<p>Hi</p><blockquote type="cite">Earlier<img src="${old}" width="1"></blockquote>`
    await officeFor(item).run('onMessageSend')
    expect(item.html).not.toContain(old)
    expect(item.html).toContain('<blockquote type="cite">Earlier</blockquote>')
    expect(item.html.indexOf(plan.pixel) >= 0).toBe(state !== null)
  })

  it('tracks nothing in plain text', async () => {
    const item = message(tracking())
    item.type = 'text'
    await officeFor(item).run('onMessageSend')
    expect(item.writes).toEqual([])
  })
})

describe('when recipients change while the pane is closed', () => {
  it('a bar says whom marketing must not go to, that somebody was not looked up, and goes when all is well', async () => {
    const item = message(blocking())
    const { run } = officeFor(item)
    expect((await run('onMessageRecipientsChanged')).answers).toEqual([{}])
    expect([...item.notices.values()]).toEqual(['Ann must not get it.'])
    item.people.to = ['new@n.example']
    await run('onMessageRecipientsChanged')
    expect([...item.notices.values()]).toEqual(['Not looked up.'])
    item.people.to = []
    await run('onMessageRecipientsChanged')
    expect(item.notices.size).toBe(0)
  })

  it('nothing is said of a message the pane never saw', async () => {
    const item = message(null)
    expect((await officeFor(item).run('onMessageRecipientsChanged')).answers).toEqual([{}])
    expect(item.notices.size).toBe(0)
  })
})
