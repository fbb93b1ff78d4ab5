import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vm from 'node:vm'
import { build } from 'vite'
import { afterAll, beforeAll } from 'vitest'
import { eventBundle } from '../../../addin/event-bundle.ts'
import { emptyState, type MailState, stateKey } from '../../../addin/events/mail-state.ts'
import { type FakeItem, fakeItem } from './fake-compose.ts'

/** The event handlers as a release builds them, for the tests of one file. */
export function builtEvents() {
  let folder = ''
  let script = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'events-'))
    await build(eventBundle(folder))
    script = await readFile(join(folder, 'events.js'), 'utf8')
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true }))
  return {
    script: () => script,
    page: () => readFile(join(folder, 'events.html'), 'utf8'),
    officeFor: (item: FakeItem | null, world?: object) => officeFor(script, item, world),
  }
}

type Handler = (event: { completed: (options: unknown) => void }) => void

/** Runs the script in a bare engine: the language, a timer, an Office around one message, and what else is given. */
function officeFor(script: string, item: FakeItem | null, world: object = {}) {
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

export const plan = {
  id: '0195-mail',
  pixel: 'https://crm.example/t/o/AAA.gif',
  trap: null,
  links: [{ url: 'https://acme.example/', tracked: 'https://crm.example/t/c/1' }],
  recipients: ['ann@acme.example'],
}
export const blocking = (): MailState => ({
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
export const tracking = (): MailState => ({ ...emptyState, wantsTracking: true, tracking: plan })

export function message(state: MailState | null, faults = {}) {
  const item = fakeItem(faults)
  item.people.to = ['Ann@acme.example']
  item.html = '<p>Hi <a href="https://acme.example/">a</a></p>'
  if (state) item.session.set(stateKey, JSON.stringify(state))
  return item
}
