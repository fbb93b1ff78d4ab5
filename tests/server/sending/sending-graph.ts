import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Step = 'create' | 'send' | 'find'

/**
 * What becomes of a request: `lost` does it and answers nothing (a reset), `unanswered` does it and answers 504,
 * `refused` and `down` do nothing.
 */
export type Fate = 'done' | 'lost' | 'unanswered' | 'refused' | 'down' | 'lost before' | 'never sent'

interface Item {
  id: string
  marker: string
  isDraft: boolean
  message: Record<string, unknown>
}

/** The part of Graph that sends, of one mailbox, as unreliable as told. */
export class SendingGraph {
  readonly items: Item[] = []
  readonly requests: string[] = []
  fate: (step: Step, nth: number) => Fate = () => 'done'
  /** Whether what was sent shows in Sent Items yet. */
  shows = true
  #counts: Record<Step, number> = { create: 0, send: 0, find: 0 }
  #server = createServer((request, response) => void this.#serve(request, response))

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  count(step: Step): number {
    return this.#counts[step]
  }

  get sent(): Item[] {
    return this.items.filter(({ isDraft }) => !isDraft)
  }

  /** The body of the first mail that went out. */
  sentHtml(): string {
    const [first] = this.sent
    return first ? (first.message.body as { content: string }).content : ''
  }

  async #serve(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://graph')
    this.requests.push(`${request.method} ${url.pathname}`)
    const body = await read(request)
    const step: Step = request.method === 'GET' ? 'find' : url.pathname.endsWith('/send') ? 'send' : 'create'
    const fate = this.fate(step, ++this.#counts[step])
    if (fate === 'lost before') return response.socket?.destroy()
    if (fate === 'down') return answer(response, 503, refusal('ServiceUnavailable'))
    if (fate === 'refused') return answer(response, 403, refusal('ErrorSendAsDenied'))
    const result = fate === 'never sent' ? {} : this.#do(step, url, body)
    if (fate === 'lost') return response.socket?.destroy()
    if (fate === 'unanswered' || fate === 'never sent') return answer(response, 504, refusal('GatewayTimeout'))
    return answer(response, step === 'create' ? 201 : step === 'send' ? 202 : 200, result)
  }

  #do(step: Step, url: URL, body: string): object | null {
    if (step === 'create') return this.#draft(JSON.parse(body))
    if (step === 'send') {
      const id = decodeURIComponent(url.pathname.split('/').at(-2) ?? '')
      const item = this.items.find((one) => one.id === id)
      if (item) item.isDraft = false
      return null
    }
    const marker = /ep\/value eq '([^']*)'/.exec(url.searchParams.get('$filter') ?? '')?.[1]
    const found = this.items.filter((item) => item.marker === marker && (item.isDraft || this.shows))
    return { value: found.map(({ message, isDraft }) => ({ ...message, isDraft })) }
  }

  #draft(given: Record<string, unknown>) {
    const properties = given.singleValueExtendedProperties as { id: string; value: string }[]
    const [property] = properties
    const id = `AAk${this.items.length + 1}=`
    const at = new Date(Date.UTC(2026, 10, 1, 9, this.items.length)).toISOString()
    const message = {
      id,
      internetMessageId: `<sent${this.items.length + 1}@ours.example>`,
      subject: given.subject,
      bodyPreview: String((given.body as { content: string }).content)
        .replaceAll(/<[^>]*>/g, '')
        .slice(0, 255),
      body: given.body,
      from: { emailAddress: { name: 'Rita Rep', address: 'rita@ours.example' } },
      toRecipients: given.toRecipients,
      ccRecipients: given.ccRecipients,
      bccRecipients: given.bccRecipients,
      sentDateTime: at,
      receivedDateTime: at,
      hasAttachments: false,
      parentFolderId: 'sentitems',
      webLink: 'https://outlook.office.com/1',
      internetMessageHeaders: [],
      singleValueExtendedProperties: properties,
    }
    this.items.push({ id, marker: property?.value ?? '', isDraft: true, message })
    return { ...message, isDraft: true }
  }
}

const refusal = (code: string) => ({ error: { code, message: 'refused' } })

async function read(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}

function answer(response: ServerResponse, status: number, body: object | null) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body ? JSON.stringify(body) : undefined)
}
