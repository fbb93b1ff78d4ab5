import { describe, expect, it } from 'vitest'
import { lookedUpKey, stateKey } from '../../../addin/events/mail-state.ts'
import { blocking, builtEvents, message } from './event-engine.ts'
import { fakeItem } from './fake-compose.ts'

const { officeFor } = builtEvents()

type ServerAnswer = () => Promise<{ ok: boolean; status: number; json: () => unknown }>
const answering =
  (body: unknown, status = 200): ServerAnswer =>
  () =>
    Promise.resolve({ ok: status === 200, status, json: () => Promise.resolve(body) })
const person = (address: string, decision: 'allow' | 'block') => ({
  address,
  own: false,
  contact: { displayName: 'Ann Lee' },
  consentStatus: decision === 'block' ? 'opted_out' : 'opted_in',
  marketing: { decision, text: 'Opted out on 3 May.' },
})
const refusing = (action: 'block' | 'warn') => ({
  recipients: [person('Ann@acme.example', 'block')],
  verdict: { action, text: 'Ann Lee opted out.' },
})

/** An Outlook that signs in (or does not), and a server that answers. */
function connected(answer: ServerAnswer, signsIn = true) {
  const asked: { url: string; authorization: string; body: { purpose: string; recipients: unknown } }[] = []
  const listeners = new Set<(text: string) => void>()
  const bridge = {
    addEventListener: (_: string, listener: (text: string) => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: (text: string) => void) => void listeners.delete(listener),
    postMessage: (text: string) => {
      const { requestId, method, tokenParams } = JSON.parse(text)
      expect([method, tokenParams.scope]).toEqual(['GetToken', 'api://c/access_as_user'])
      const result = signsIn ? { success: true, token: { access_token: 'T', expires_in: 3600 } } : { success: false }
      for (const listener of [...listeners]) listener(JSON.stringify({ requestId, ...result }))
    },
  }
  const world = {
    throughlineServer: {
      origin: 'https://crm.example',
      clientId: 'c',
      authority: 'https://login.example/t',
      scope: 'api://c/access_as_user',
    },
    nestedAppAuthBridge: bridge,
    fetch: (url: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
      asked.push({ url, authorization: headers.authorization ?? '', body: JSON.parse(body) })
      return answer()
    },
  }
  return { asked, world }
}

const spring = { templateId: 't', name: 'Spring offer', sample: '', wayOutOf: 'ann@acme.example' }

describe('OP-07 where the pane was closed from the beginning', () => {
  it.each(['onNewMessageCompose', 'onMessageCompose', 'onMessageRecipientsChanged'])(
    '%s looks up who is on it at once, says who opted out, and a plain reply goes',
    async (event) => {
      const item = message(null)
      const { asked, world } = connected(answering(refusing('warn')))
      const { run } = officeFor(item, world)
      expect((await run(event)).answers).toEqual([{}])
      expect(asked).toEqual([
        {
          url: 'https://crm.example/api/v1/compose/check',
          authorization: 'Bearer T',
          body: {
            purpose: 'one_to_one',
            recipients: [{ address: 'Ann@acme.example', name: 'Ann@acme.example' }],
          },
        },
      ])
      expect([...item.notices.values()]).toEqual(['Ann Lee opted out.'])
      const { answers, ms } = await run('onMessageSend')
      expect(answers).toEqual([{ allowEvent: true }])
      expect(ms).toBeLessThan(1_000)
      expect(item.headers).toEqual({})
      await run(event)
      expect(asked).toHaveLength(1)
    },
  )

  it('a draft with marketing in it that is opened again is stopped', async () => {
    const item = message(null)
    item.properties.set('throughline.marketing', JSON.stringify(spring))
    const { asked, world } = connected(answering(refusing('block')))
    const { run } = officeFor(item, world)
    await run('onMessageCompose')
    expect(asked[0]?.body.purpose).toBe('marketing')
    const { answers, ms } = await run('onMessageSend')
    expect(answers).toEqual([{ allowEvent: false, errorMessage: 'Ann Lee opted out.' }])
    expect(ms).toBeLessThan(1_000)
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['taken out, a person wrote the mail', '<p>Thank you for the call.</p>', {}, { allowEvent: true }],
    [
      'with another greeting it is marketing still',
      '<p>Hello! <b>Our spring offer</b> ends on Friday, so be quick.</p>',
      {},
      { allowEvent: false, errorMessage: 'Ann Lee opted out.' },
    ],
    ['in a body that cannot be read, the mail goes', '', { read: 'fails' }, { allowEvent: true }],
  ])('the text of the template %s', async (_, html, faults, answer) => {
    const item = message(null, faults)
    const sample = 'dear ann, our spring offer ends on friday, so be quick.'
    item.properties.set('throughline.marketing', JSON.stringify({ ...spring, sample }))
    item.html = html
    const { run } = officeFor(item, connected(answering(refusing('block'))).world)
    await run('onMessageCompose')
    expect((await run('onMessageSend')).answers).toEqual([answer])
  })

  it('somebody added whom the server was not asked about: who must not get it still stops it', async () => {
    const item = message(null)
    item.properties.set('throughline.marketing', JSON.stringify(spring))
    const answers = [answering(refusing('block')), answering({}, 503)]
    const { asked, world } = connected(() => (answers.shift() as ServerAnswer)())
    const { run } = officeFor(item, world)
    await run('onMessageCompose')
    item.people.cc = ['bob@b.example']
    await run('onMessageRecipientsChanged')
    expect(asked).toHaveLength(2)
    expect((await run('onMessageSend')).answers).toMatchObject([{ allowEvent: false }])
    item.people.to = []
    expect((await run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
    expect(item.headers).toEqual({ 'x-throughline-unchecked': '1' })
  })

  it.each([60, 500])(
    'of %i recipients who must not get it, those named stop it, and all fits beside the pane',
    async (n) => {
      const item = message(null)
      item.properties.set('throughline.marketing', JSON.stringify(spring))
      item.people.to = Array.from({ length: n }, (_, at) => `somebody.with-a-name.${at}@department.client.example`)
      const { world } = connected(
        answering({
          recipients: item.people.to.map((address) => ({
            ...person(address, 'block'),
            marketing: { decision: 'block', text: 'Opted out. '.repeat(40) },
          })),
          verdict: { action: 'block', text: 'They opted out.' },
        }),
      )
      const { run } = officeFor(item, world)
      await run('onMessageCompose')
      expect(item.session.get(lookedUpKey)?.length).toBeLessThan(15_000)
      expect((await run('onMessageSend')).answers).toMatchObject([{ allowEvent: false }])
    },
  )

  it.each([
    ['the same person', 'Ann@acme.example'],
    ['different people', 'bob@b.example'],
  ])('two messages to %s at once have an answer each', async (_, address) => {
    const [first, second] = [message(null), message(null)]
    second.people.to = [address]
    const slowly = () => new Promise((resolve) => setTimeout(resolve, 100)).then(answering(refusing('warn')))
    const { asked, world } = connected(slowly)
    const { office, run } = officeFor(first, world)
    const one = run('onNewMessageCompose')
    office.context.mailbox.item = second
    await Promise.all([one, run('onNewMessageCompose')])
    expect(asked).toHaveLength(2)
    for (const item of [first, second])
      expect(JSON.parse(item.session.get(lookedUpKey) as string)).toMatchObject({ verdict: { action: 'warn' } })
  })

  it('a bar that cannot be shown keeps nobody from being looked up', async () => {
    const item = message(blocking(), { notice: 'fails' })
    item.people.cc = ['bob@b.example']
    const { asked, world } = connected(answering(refusing('block')))
    await officeFor(item, world).run('onMessageRecipientsChanged')
    expect(asked).toHaveLength(1)
  })

  it('an answer about personal mail says nothing of marketing that came in since', async () => {
    const item = message(null)
    const allowing = { recipients: [person('Ann@acme.example', 'allow')], verdict: { action: 'allow', text: null } }
    const { world } = connected(answering(allowing))
    const { run } = officeFor(item, world)
    await run('onNewMessageCompose')
    item.session.set(stateKey, JSON.stringify({ ...blocking(), attended: true, verdict: null }))
    expect((await run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
    expect(item.headers).toEqual({ 'x-throughline-unchecked': '1' })
  })

  it.each([
    ['away', () => Promise.reject(new Error('no network'))],
    ['failing', answering({}, 503)],
  ])('the server %s, the mail goes, marked for the timeline', async (_, answer) => {
    const item = message(null)
    const { run } = officeFor(item, connected(answer).world)
    await run('onNewMessageCompose')
    expect((await run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
    expect(item.headers).toEqual({ 'x-throughline-unchecked': '1' })
  })

  it.each([
    ['nobody is signed in', connected(answering({}), false)],
    ['Outlook signs no add-in in', { asked: [], world: {} }],
  ])('nothing is asked or marked where %s', async (_, { asked, world }) => {
    const item = message(null)
    const { run } = officeFor(item, world)
    expect((await run('onNewMessageCompose')).answers).toEqual([{}])
    expect((await run('onMessageSend')).answers).toEqual([{ allowEvent: true }])
    expect([asked, item.headers, item.notices.size]).toEqual([[], {}, 0])
  })

  it('a message to nobody yet asks nobody', async () => {
    const item = fakeItem()
    const { asked, world } = connected(answering(refusing('warn')))
    await officeFor(item, world).run('onNewMessageCompose')
    expect(asked).toEqual([])
  })
})
