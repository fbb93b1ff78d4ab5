import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loopbackCertificates, type Tls } from './certificates.ts'
import { type Delivery, deliverNow } from './deliver.ts'
import { Directory } from './directory.ts'
import type { Entra } from './entra/context.ts'
import { issueToken, type Resource, verifyToken } from './entra/issue.ts'
import { signingKey } from './entra/keys.ts'
import { serveEntra } from './entra/service.ts'
import { writePrivate } from './files.ts'
import type { Graph, Principal } from './graph/context.ts'
import { Notifier } from './graph/notifier.ts'
import { serveGraph } from './graph/service.ts'
import { type LifecycleEvent, type SubscriptionEvent, Subscriptions } from './graph/subscriptions.ts'
import { Throttle } from './graph/throttle.ts'
import { type Answer, type Call, empty, type Handler, type Listening, serveLoopback } from './http.ts'
import { Journal } from './journal.ts'
import { stamp } from './letters.ts'
import { type MailEvent, MailStore } from './mailstore.ts'
import type { DemoPerson, DirectoryUser } from './model.ts'
import { webPage } from './owa.ts'
import { seedEvents } from './seed/mailboxes.ts'
import { CLIENT_ID, DOMAIN, OUTLOOK_ID, TENANT_ID, USERS } from './seed/organisation.ts'

export type { DemoPerson } from './model.ts'

export interface DemoTenant {
  /** `https://localhost:<port>`, without tenant. */
  authority: string
  tenantId: string
  clientId: string
  clientSecret: string
  /** Without the version: `/v1.0` is for the client to add. */
  graphBaseUrl: string
  /** PEM file of the authority that signed `tls`. */
  caFile: string
  tls: Tls
  /** Those who can sign in. */
  people: DemoPerson[]
  /** Every mailbox, the shared one included. */
  mailboxes: { oid: string; address: string; shared: boolean }[]
  now(): Date
  /** Lets a new message arrive in one or more mailboxes, and answers when it is safely kept. */
  deliver(delivery: Delivery): Promise<{ internetMessageId: string; copies: { mailbox: string; id: string }[] }>
  /** Makes Graph forget a mailbox's delta tokens: the next use of one answers 410. */
  loseSyncState(mailbox: string): Promise<void>
  /** An access token of one of the people, as sign-in would have given it. @throws when nobody has the address. */
  signIn(user: string, resource?: Resource): Promise<string>
  /** Sends a lifecycle event to all subscriptions of a mailbox. */
  lifecycle(mailbox: string, event: LifecycleEvent): void
  /** Hands a request to the demo Graph without the network. `path` begins with `/v1.0`. */
  graph(call: Call): Promise<Answer>
  /** Hands a request to the demo Entra without the network. `path` begins with the tenant. */
  signInPages(call: Call): Promise<Answer>
  entra: Entra
  stop(): Promise<void>
}

type Event = MailEvent | SubscriptionEvent

interface Kept {
  /** The instant everything is dated back from. */
  anchor: string
  port?: number
  clientSecret: string
  tokenKey: string
}

const LATENCY_MS = 10
const TICK_MS = 30_000
const STATE_FILE = 'demo-tenant.json'

export interface DemoOptions {
  dataDir: string
  /**
   * 0 takes a free one; absent, the one of the last start where it is still free, since the links that clients have
   * kept name it.
   */
  port?: number
  now?: () => Date
  /** Of every mailbox request, in milliseconds. */
  latencyMs?: number
}

/**
 * Starts an Entra and a Graph of our own on https://localhost: five people, six mailboxes, eighteen months of mail.
 * All of it is kept in `dataDir`; a restart, or a crash at any instant, changes no id and no time.
 */
export async function startDemoTenant(o: DemoOptions): Promise<DemoTenant> {
  const now = o.now ?? (() => new Date())
  mkdirSync(o.dataDir, { recursive: true, mode: 0o700 })
  const kept = keptState(o.dataDir, now())
  const [key, { caFile, tls }] = await Promise.all([signingKey(o.dataDir), loopbackCertificates(o.dataDir, now())])
  const directory = new Directory(USERS)
  const state = openState(o.dataDir, directory, kept, caFile, now)
  const entra: Entra = {
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    clientSecret: kept.clientSecret,
    authority: '',
    domain: DOMAIN,
    key,
    directory,
    sealKey: Buffer.from(kept.tokenKey, 'base64url'),
    usedCodes: new Set(),
    now,
  }
  const graph: Graph = {
    tenantId: TENANT_ID,
    store: state.store,
    directory,
    subscriptions: state.subscriptions,
    throttle: new Throttle(() => now().getTime(), OUTLOOK_ID),
    tokenKey: kept.tokenKey,
    webBase: '',
    latencyMs: o.latencyMs ?? LATENCY_MS,
    now,
    principal: (authorization) => principalOf(entra, authorization),
    commit: () => state.journal.commit(),
  }
  const server = await listenAgain(o, kept, tls, (call) => answer(entra, graph, call))
  entra.authority = `https://localhost:${server.port}`
  graph.webBase = entra.authority
  const ticking = setInterval(() => state.subscriptions.tick(), TICK_MS).unref()
  return {
    authority: entra.authority,
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    clientSecret: kept.clientSecret,
    graphBaseUrl: entra.authority,
    caFile,
    tls,
    people: directory.people().map(personOf),
    mailboxes: directory
      .mailboxes()
      .map(({ oid, address }) => ({ oid, address, shared: directory.user(oid)?.kind === 'shared' })),
    now,
    deliver: (delivery) => deliverNow(graph, delivery),
    async loseSyncState(mailbox) {
      state.store.change({ type: 'sync-state-lost', mailbox })
      await state.journal.commit()
    },
    async signIn(user, resource = 'api') {
      const person = directory.byAddress(user)
      if (person?.kind !== 'user') throw new Error(`Nobody in the demo tenant signs in as ${user}.`)
      return (await issueToken(entra, person, resource)).token
    },
    lifecycle: (mailbox, event) => state.subscriptions.lifecycleOf(mailbox, event),
    graph: async (call) => (await serveGraph(graph, call)) ?? empty(404),
    signInPages: async (call) => (await serveEntra(entra, call)) ?? empty(404),
    entra,
    async stop() {
      clearInterval(ticking)
      state.notifier.stop()
      await server.stop()
      await state.journal.close()
    },
  }
}

/** Anchor and secrets, made at the first start. */
function keptState(dataDir: string, now: Date): Kept {
  const file = join(dataDir, STATE_FILE)
  if (!existsSync(file)) {
    const secret = () => randomBytes(32).toString('base64url')
    writePrivate(file, JSON.stringify({ anchor: stamp(now), clientSecret: secret(), tokenKey: secret() }))
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Kept
}

async function listenAgain(o: DemoOptions, kept: Kept, tls: Tls, handle: Handler): Promise<Listening> {
  const wanted = o.port ?? kept.port ?? 0
  const free = () => serveLoopback(tls, 0, handle)
  const server = await serveLoopback(tls, wanted, handle).catch((error: NodeJS.ErrnoException) => {
    if (o.port !== undefined || error.code !== 'EADDRINUSE') throw error
    return free()
  })
  if (o.port === undefined && server.port !== kept.port) {
    writePrivate(join(o.dataDir, STATE_FILE), JSON.stringify({ ...kept, port: server.port }))
  }
  return server
}

/** Mailboxes and subscriptions as the journal tells them; at the first start the journal begins with the seed. */
function openState(dataDir: string, directory: Directory, kept: Kept, caFile: string, now: () => Date) {
  const mailboxes = directory.mailboxes()
  const seed = (): Event[] => seedEvents(mailboxes, new Date(kept.anchor))
  const { journal, events } = Journal.open<Event>(join(dataDir, 'demo-journal.jsonl'), seed)
  const record = (event: Event) => journal.append(event)
  const notifier = new Notifier(readFileSync(caFile, 'utf8'), () => journal.commit())
  const store = new MailStore(mailboxes, record)
  const subscriptions = new Subscriptions({ record, notifier, now, tenantId: TENANT_ID })
  for (const event of events) {
    if (event.type === 'subscription' || event.type === 'subscription-removed') subscriptions.apply(event)
    else store.apply(event)
  }
  store.onChange((change, message) => subscriptions.changed(change, message))
  return { journal, notifier, store, subscriptions }
}

async function answer(entra: Entra, graph: Graph, call: Call): Promise<Answer> {
  return (await serveGraph(graph, call)) ?? (await serveEntra(entra, call)) ?? webPage(graph, call) ?? empty(404)
}

async function principalOf(entra: Entra, authorization: string | undefined): Promise<Principal | undefined> {
  const token = authorization?.match(/^Bearer (.+)$/i)?.[1]
  const claims = token ? await verifyToken(entra, token, 'graph') : undefined
  if (!claims) return undefined
  const user = claims.scp ? entra.directory.user(String(claims.oid)) : undefined
  return claims.scp && !user ? undefined : { app: String(claims.appid), user }
}

const personOf = ({ displayName, mail, jobTitle, roles, oid }: DirectoryUser): DemoPerson => ({
  name: displayName,
  email: mail,
  jobTitle: jobTitle ?? '',
  roles,
  oid,
})
