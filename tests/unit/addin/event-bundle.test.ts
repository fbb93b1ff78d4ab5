import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import vm from 'node:vm'
import ts from 'typescript'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventBundle } from '../../../addin/event-bundle.ts'
import { appliedKey, emptyState, lookedUpKey, type MailState, stateKey } from '../../../addin/events/mail-state.ts'
import { type FakeItem, fakeItem } from './fake-compose.ts'

const folder = await mkdtemp(join(tmpdir(), 'events-'))
let script = ''
beforeAll(async () => {
  await build(eventBundle(folder))
  script = await readFile(join(folder, 'events.js'), 'utf8')
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

/** Every node of the built script. */
function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of childrenOf(node)) yield* nodesOf(child)
}
function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  return children
}

/** Syntax that came after ECMAScript 2016, by name. */
function newer(node: ts.Node): string | undefined {
  if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    return 'async'
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await'
  if (ts.isSpreadAssignment(node)) return 'object spread'
  if (ts.isBindingElement(node) && node.dotDotDotToken && ts.isObjectBindingPattern(node.parent)) return 'object rest'
  if (ts.isOptionalChain(node)) return 'optional chaining'
  if (ts.isCatchClause(node) && !node.variableDeclaration) return 'catch without binding'
  if (ts.isBigIntLiteral(node)) return 'bigint'
  if (ts.isPrivateIdentifier(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node))
    return 'class fields'
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return 'module'
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'dynamic import'
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return 'import.meta'
  if (ts.isNumericLiteral(node) && node.getText().includes('_')) return 'numeric separator'
  if (ts.isRegularExpressionLiteral(node) && /\(\?<|\/[a-z]*[sdv][a-z]*$|\\p\{/i.test(node.text))
    return 'new regular expression'
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText()
    if (['??', '??=', '||=', '&&='].includes(operator)) return operator
  }
  return undefined
}

const sourceOf = (text: string) =>
  ts.createSourceFile('events.js', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS)

/** Methods that came later than the engine. */
const laterMethods = [
  'entries fromEntries getOwnPropertyDescriptors padStart padEnd trimStart trimEnd replaceAll matchAll at flat flatMap',
  'findLast toSorted toReversed allSettled any finally hasOwn structuredClone',
]
  .join(' ')
  .split(' ')

/** The script needs nothing but the language, a timer, and Office. */
const allowedGlobals = new Set(
  'Office Promise Date JSON String Number Array Error RegExp Boolean WeakMap setTimeout undefined'.split(' '),
)

describe('the script of the event handlers', () => {
  it('is told apart from newer syntax by this test', () => {
    const samples = [
      'async()=>1',
      'a?.b',
      'a??b',
      '({...a})',
      'try{}catch{}',
      'import("a")',
      '/(?<a>x)/',
      '1n',
      'class A{#a}',
    ]
    for (const sample of samples)
      expect(
        [...nodesOf(sourceOf(sample))].some((node) => newer(node)),
        sample,
      ).toBe(true)
  })

  it('holds no syntax above ES2016, and no module', () => {
    const source = sourceOf(script)
    expect(source).toHaveProperty('parseDiagnostics', [])
    expect([...nodesOf(source)].map(newer).filter(Boolean)).toEqual([])
  })

  it('calls no method that came later', () => {
    const called = [...nodesOf(sourceOf(script))]
      .filter(ts.isCallExpression)
      .map(({ expression }) => (ts.isPropertyAccessExpression(expression) ? expression.name.text : ''))
      .filter((name) => laterMethods.includes(name))
    expect(called).toEqual([])
  })

  it('knows no document and nothing else that classic Outlook lacks', () => {
    const seen = new Set<string>()
    const globals = new Proxy(
      {},
      {
        has: () => true,
        get: (_, name) => {
          if (typeof name === 'symbol') return undefined
          seen.add(name)
          return name === 'Office' ? officeFor(fakeItem()).office : Reflect.get(globalThis, name)
        },
      },
    )
    new Function('scope', `with (scope) { ${script} }`)(globals)
    // What runs only in a handler is not met at the start, so look for names too.
    const names = new Set([...nodesOf(sourceOf(script))].filter(ts.isIdentifier).map(({ text }) => text))
    const missing = [
      'document',
      'window',
      'XMLHttpRequest',
      'localStorage',
      'sessionStorage',
      'navigator',
      'DOMParser',
      'URL',
      'alert',
      'self',
      'globalThis',
    ]
    expect(missing.filter((name) => names.has(name))).toEqual([])
    expect([...seen].filter((name) => !allowedGlobals.has(name))).toEqual([])
  })

  it('is small, gives its functions at top level by the names of the manifest, and comes with a page', async () => {
    expect(script.length).toBeLessThan(30_000)
    const manifest = await readFile(resolve(import.meta.dirname, '../../../manifest.xml'), 'utf8')
    const asked = [...manifest.matchAll(/FunctionName="([^"]+)"/g)].map(([, name]) => name)
    expect([...officeFor(fakeItem()).handlers.keys()].sort()).toEqual([...new Set(asked)].sort())
    const page = await readFile(join(folder, 'events.html'), 'utf8')
    expect(page.indexOf('hosted/office.js')).toBeLessThan(page.indexOf('/events.js'))
    expect(page).not.toContain('type="module"')
  })
})

type Handler = (event: { completed: (options: unknown) => void }) => void

/** Runs the script in a bare engine: the language, a timer, an Office around one message, and what else is given. */
function officeFor(item: FakeItem | null, world: object = {}) {
  const handlers = new Map<string, Handler>()
  const office = {
    actions: { associate: (name: string, handler: Handler) => void handlers.set(name, handler) },
    context: { mailbox: { item } },
  }
  const context = vm.createContext({ Office: office, setTimeout, ...world })
  if (script) vm.runInContext(script, context)
  const run = (name: string) =>
    new Promise<{ answers: unknown[]; ms: number }>((resolve, reject) => {
      const started = performance.now()
      const answers: unknown[] = []
      const handler = handlers.get(name)
      if (!handler) return reject(new Error(`no ${name}`))
      handler({
        completed: (options) => {
          answers.push(options)
          // A second answer would come soon after.
          setTimeout(() => resolve({ answers, ms: performance.now() - started }), 50)
        },
      })
    })
  return { office, handlers, run }
}

const plan = {
  id: '0195-mail',
  pixel: 'https://crm.example/t/o/AAA.gif',
  trap: null,
  links: [{ url: 'https://acme.example/', tracked: 'https://crm.example/t/c/1' }],
  recipients: ['ann@acme.example'],
}
const blocking = (): MailState => ({
  ...emptyState,
  marketing: { templateId: 't', name: 'Spring offer', sample: '', wayOutOf: 'ann@acme.example' },
  verdict: {
    at: Date.now(),
    recipients: ['ann@acme.example'],
    action: 'block',
    text: 'Ann must not get it.',
    intro: '',
    concerns: [{ address: 'ann@acme.example', text: 'Ann: opted out.' }],
    unchecked: 'Not looked up.',
  },
})
const tracking = (): MailState => ({ ...emptyState, wantsTracking: true, tracking: plan })

function message(state: MailState | null, faults = {}) {
  const item = fakeItem(faults)
  item.people.to = ['Ann@acme.example']
  item.html = '<p>Hi <a href="https://acme.example/">a</a></p>'
  if (state) item.session.set(stateKey, JSON.stringify(state))
  return item
}

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
