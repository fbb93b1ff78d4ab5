import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A message as Graph would hand it out, in the parts the sync asks for. */
export interface GraphMessage {
  id: string
  internetMessageId: string | null
  subject: string
  bodyPreview: string
  from: { emailAddress: { name: string; address: string } } | null
  toRecipients: { emailAddress: { name: string; address: string } }[]
  ccRecipients: { emailAddress: { name: string; address: string } }[]
  bccRecipients: { emailAddress: { name: string; address: string } }[]
  sentDateTime: string
  receivedDateTime: string
  isDraft: boolean
  hasAttachments: boolean
  parentFolderId: string
  webLink: string
  internetMessageHeaders: { name: string; value: string }[]
  singleValueExtendedProperties?: { id: string; value: string }[]
  attachments?: GraphAttachment[]
  sender?: { emailAddress: { name: string; address: string } }
}

export interface GraphAttachment {
  '@odata.type'?: string
  name: string | null
  size: number
  isInline?: boolean
  contentType?: string | null
}

export type Fault =
  | 'none'
  | 'throttle'
  | 'reset'
  | 'truncate'
  | 'gone'
  | 'unauthorized'
  | 'unavailable'
  | 'empty'
  | 'repeat'
  | 'slow'

interface Change {
  message: GraphMessage
  kind: 'whole' | 'partial' | 'removed'
}

interface Folder {
  id: string
  changes: Change[]
}

/**
 * A Graph of the tests' own, independent of the demo tenant: strict about the contract, and as faulty as told. Every
 * breach of the contract is noted in `violations`.
 */
export class StrictGraph {
  readonly violations: string[] = []
  readonly requests: string[] = []
  /** Decides the fate of each delta page; called with the number of the request. */
  fault: (request: number) => Fault = () => 'none'
  pageSize = 7
  forbidden = new Set<string>()
  /** Folders that do not exist. */
  missing = new Set<string>()
  #generation = 1
  #token = 1
  #inFlight = new Map<string, number>()
  #closedUntil = new Map<string, number>()
  #closedAt = 0
  #links = new Set<string>()
  #folders = new Map<string, Folder>()
  #messages = new Map<string, GraphMessage>()
  #count = 0
  #server = createServer((request, response) => void this.#serve(request, response))

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this.baseUrl
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  /** The token requests must carry now; an older one is answered 401 once it expired. */
  get token(): string {
    return `token-${this.#token}`
  }

  expireToken() {
    this.#token++
  }

  /** Makes every delta and page link handed out so far worthless. */
  forgetLinks() {
    this.#generation++
  }

  put(mailbox: string, folder: string, message: GraphMessage, kind: Change['kind'] = 'whole') {
    const key = `${mailbox}/${folder}`
    const found = this.#folders.get(key) ?? { id: `folder-${key}`, changes: [] }
    found.changes.push({ message: { ...message, parentFolderId: found.id }, kind })
    this.#folders.set(key, found)
    if (kind === 'removed') return
    this.#messages.set(`${mailbox}/${message.id}`, { ...message, parentFolderId: found.id })
  }

  /** A message as it travelled, or how asking for it is refused. */
  mime = new Map<string, string | { status: number; code: string }>()

  /** How asking for the attachments of a mailbox, or of one message, is refused. */
  attachmentFaults = new Map<string, { status: number; code: string; retryAfter?: number }>()

  async #serve(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.baseUrl)
    const [, , , mailbox = '', ...rest] = url.pathname.split('/').map(decodeURIComponent)
    this.requests.push(`${request.method} ${url.pathname}`)
    this.#check(request, mailbox)
    const inFlight = (this.#inFlight.get(mailbox) ?? 0) + 1
    this.#inFlight.set(mailbox, inFlight)
    if (inFlight > 4) this.violations.push(`${inFlight} requests in flight for ${mailbox}`)
    try {
      await this.#answer(request, response, url, mailbox, rest)
    } finally {
      this.#inFlight.set(mailbox, (this.#inFlight.get(mailbox) ?? 1) - 1)
    }
  }

  #check(request: IncomingMessage, mailbox: string) {
    if (!/IdType="ImmutableId"/.test(String(request.headers.prefer)))
      this.violations.push(`no immutable ids: ${request.url}`)
    const closed = this.#closedUntil.get(mailbox) ?? 0
    // Sent before our refusal could arrive; a busy machine takes its time over that.
    const underWay = Date.now() - this.#closedAt < 150
    if (Date.now() < closed && !underWay) this.violations.push(`asked ${closed - Date.now()} ms before Retry-After`)
  }

  async #answer(request: IncomingMessage, response: ServerResponse, url: URL, mailbox: string, rest: string[]) {
    await sleep(Math.random() * 3)
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return send(response, 401, error('InvalidAuthenticationToken'))
    if (this.forbidden.has(mailbox)) return send(response, 403, error('ErrorAccessDenied'))
    if (rest[0] === 'mailFolders' && this.missing.has(rest[1] ?? ''))
      return send(response, 404, error('ErrorItemNotFound'))
    if (rest[0] === 'mailFolders' && rest.length === 2) {
      const folder = this.#folder(mailbox, rest[1] ?? '')
      return send(response, 200, { id: folder.id, displayName: rest[1] })
    }
    if (rest[0] === 'messages' && rest[2] === '$value') return this.#mime(response, rest[1] ?? '')
    if (rest[0] === 'messages' && rest[2] === 'attachments')
      return this.#attachments(response, url, mailbox, rest[1] ?? '')
    if (rest[0] === 'messages' && rest[1]) {
      const message = this.#messages.get(`${mailbox}/${rest[1]}`)
      return message ? send(response, 200, message) : send(response, 404, error('ErrorItemNotFound'))
    }
    if (rest[3] === 'delta') return this.#delta(response, url, mailbox, rest[1] ?? '')
    return send(response, 400, error('BadRequest'))
  }

  #mime(response: ServerResponse, id: string) {
    const found = this.mime.get(id) ?? { status: 404, code: 'ErrorItemNotFound' }
    if (typeof found !== 'string') return send(response, found.status, error(found.code))
    return response.writeHead(200, { 'content-type': 'text/plain' }).end(found)
  }

  /** Two to a page; only what every kind of attachment has may be selected, so never its contents. */
  #attachments(response: ServerResponse, url: URL, mailbox: string, id: string) {
    const fault = this.attachmentFaults.get(id) ?? this.attachmentFaults.get(mailbox)
    if (fault?.retryAfter) {
      this.#closedAt = Date.now()
      this.#closedUntil.set(mailbox, Date.now() + fault.retryAfter * 1000)
    }
    if (fault)
      return send(
        response,
        fault.status,
        error(fault.code),
        fault.retryAfter ? { 'retry-after': String(fault.retryAfter) } : {},
      )
    const all = this.#messages.get(`${mailbox}/${id}`)?.attachments
    if (!all) return send(response, 404, error('ErrorItemNotFound'))
    const known = new Set(['id', 'name', 'contentType', 'size', 'isInline', 'lastModifiedDateTime'])
    const select = url.searchParams.get('$select')?.split(',') ?? []
    if (select.length === 0 || select.some((name) => !known.has(name)))
      this.violations.push(`attachments with $select=${select.join()}`)
    const skip = Number(url.searchParams.get('$skip') ?? 0)
    const next = new URL(url)
    next.searchParams.set('$skip', String(skip + 2))
    return send(response, 200, {
      value: all.slice(skip, skip + 2).map((one, at) => ({ id: `att-${skip + at}`, isInline: false, ...one })),
      ...(all.length > skip + 2 ? { '@odata.nextLink': next.href } : {}),
    })
  }

  #folder(mailbox: string, name: string): Folder {
    const byId = [...this.#folders.values()].find((folder) => folder.id === name)
    if (byId) return byId
    const made = this.#folders.get(`${mailbox}/${name}`) ?? { id: `folder-${mailbox}/${name}`, changes: [] }
    this.#folders.set(`${mailbox}/${name}`, made)
    return made
  }

  async #delta(response: ServerResponse, url: URL, mailbox: string, folderName: string) {
    const fault = this.fault(++this.#count)
    if (fault === 'slow') await sleep(30)
    if (fault === 'throttle') {
      this.#closedAt = Date.now()
      this.#closedUntil.set(mailbox, Date.now() + 1000)
      return send(response, 429, error('ApplicationThrottled'), { 'retry-after': '1' })
    }
    if (fault === 'unauthorized') {
      this.expireToken()
      return send(response, 401, error('InvalidAuthenticationToken'))
    }
    if (fault === 'unavailable') return send(response, 503, error('ServiceUnavailable'))
    if (fault === 'reset') return response.socket?.destroy()
    const token = url.searchParams.get('$skiptoken') ?? url.searchParams.get('$deltatoken')
    if (token !== null && !this.#links.has(url.href)) this.violations.push(`a link was altered: ${url.href}`)
    if (token === null && !url.searchParams.get('$select')?.includes('internetMessageId'))
      this.violations.push('no $select')
    const [generation, from, until] = (token ?? `${this.#generation}.0.`).split('.')
    if (fault === 'gone' || Number(generation) !== this.#generation) {
      return send(response, 410, error('SyncStateNotFound'), { location: `${url.origin}${url.pathname}?$deltatoken=` })
    }
    const folder = this.#folder(mailbox, folderName)
    const page = this.#page(folder, url, Number(from), until ? Number(until) : folder.changes.length, fault)
    if (fault === 'truncate') {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(JSON.stringify(page).length),
      })
      response.write(JSON.stringify(page).slice(0, 40))
      return setTimeout(() => response.socket?.destroy(), 1)
    }
    return send(response, 200, page)
  }

  /** Rounds see the folder as it was when they began; changes in between come with the next round. */
  #page(folder: Folder, url: URL, from: number, until: number, fault: Fault) {
    const size = fault === 'empty' ? 0 : this.pageSize
    const to = Math.min(until, from + size)
    const value = folder.changes.slice(fault === 'repeat' ? Math.max(0, from - 3) : from, to).map(asItem)
    if (fault === 'repeat') value.reverse()
    const link = (name: string, token: string) => {
      const made = new URL(`${url.origin}${url.pathname}`)
      made.search = `?zz=1&${encodeURIComponent(name)}=${token}&a=b`
      this.#links.add(made.href)
      return made.href
    }
    return to < until
      ? { value, '@odata.nextLink': link('$skiptoken', `${this.#generation}.${to}.${until}`) }
      : { value, '@odata.deltaLink': link('$deltatoken', `${this.#generation}.${to}.`) }
  }
}

function asItem({ message, kind }: Change): object {
  if (kind === 'removed') return { id: message.id, '@removed': { reason: 'deleted' } }
  const { attachments: _, ...shown } = message
  if (kind === 'partial') return { id: message.id, isRead: true, parentFolderId: message.parentFolderId }
  return shown
}

const error = (code: string) => ({
  error: { code, message: 'refused', innerError: { 'request-id': 'r', date: '2026-01-01T00:00:00' } },
})

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
