import { randomUUID } from 'node:crypto'
import { request } from 'node:https'
import { rootCertificates } from 'node:tls'
import { badRequest } from './errors.ts'

interface Reply {
  status: number
  contentType: string
  text: string
}

interface Waiting {
  notification: object
  dropped: () => void
}

const VALIDATION_MS = 10_000
const DELIVERY_MS = 10_000
/** Changes of one moment travel together. */
const GATHER_MS = 100
const MOST_IN_ONE_POST = 50
/** Graph goes on for four hours; in a demo, nobody waits that long. */
const RETRY_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000]

/** Posts to webhook endpoints over https, trusting the demo's own authority besides the public ones. */
export class Notifier {
  readonly #ca: string[]
  readonly #committed: () => Promise<void>
  readonly #waiting = new Map<string, Waiting[]>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #stopped = false

  /** @param committed resolves when what is about to be told is on disk. */
  constructor(authority: string, committed: () => Promise<void>) {
    this.#ca = [authority, ...rootCertificates]
    this.#committed = committed
  }

  /**
   * The handshake: the endpoint must echo a token as plain text within ten seconds.
   * @throws GraphError 400 when it does not.
   */
  async validate(url: string): Promise<void> {
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
      throw badRequest('The notification URL must be an https URL.', 'InvalidRequest')
    }
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`
    const target = new URL(url)
    target.searchParams.set('validationToken', token)
    const reply = await this.#post(target, 'text/plain; charset=utf-8', '', VALIDATION_MS).catch(unreachable)
    if (reply.status !== 200 || !reply.contentType.startsWith('text/plain') || reply.text !== token) {
      throw badRequest(
        `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. (status ${reply.status})`,
        'ValidationError',
      )
    }
  }

  /** Queues a notification. @param dropped called when every retry has failed. */
  notify(url: string, notification: object, dropped: () => void = () => {}): void {
    const list = this.#waiting.get(url) ?? []
    list.push({ notification, dropped })
    this.#waiting.set(url, list)
    if (list.length === 1) this.#later(GATHER_MS, () => this.#flush(url))
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  async #flush(url: string): Promise<void> {
    const list = this.#waiting.get(url) ?? []
    this.#waiting.delete(url)
    await this.#committed()
    for (let i = 0; i < list.length; i += MOST_IN_ONE_POST)
      await this.#deliver(url, list.slice(i, i + MOST_IN_ONE_POST), 0)
  }

  async #deliver(url: string, list: Waiting[], attempt: number): Promise<void> {
    const body = JSON.stringify({ value: list.map(({ notification }) => notification) })
    const reply = await this.#post(new URL(url), 'application/json; charset=utf-8', body, DELIVERY_MS).catch(
      unreachable,
    )
    if (reply.status >= 200 && reply.status < 300) return
    const wait = RETRY_AFTER_MS[attempt]
    if (wait !== undefined) this.#later(wait, () => this.#deliver(url, list, attempt + 1))
    else for (const { dropped } of list) dropped()
  }

  #later(ms: number, work: () => Promise<void>): void {
    if (this.#stopped) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      void work()
    }, ms)
    this.#timers.add(timer.unref())
  }

  #post(url: URL, contentType: string, body: string, timeout: number): Promise<Reply> {
    const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeout)
      const sending = request(url, { method: 'POST', headers, ca: this.#ca, signal, agent: false }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      })
      sending.on('error', reject)
      sending.end(body)
    })
  }
}

const unreachable = (): Reply => ({ status: 0, contentType: '', text: '' })
