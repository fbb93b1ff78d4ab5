import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Context, type Middleware, type MiddlewareOptions } from '@microsoft/microsoft-graph-client'
import type { GraphTokens } from '../identity/graph-token.ts'
import { failureFrom, GraphFailure } from './failure.ts'
import { Closed, type Gate } from './gate.ts'

export interface GraphCall {
  /** Whose limits count: the mailbox's Entra id, or `tenant`. */
  scope: string
  method?: 'get' | 'post' | 'patch' | 'delete'
  /** Path below /v1.0 with its query, or a whole link that Graph gave, which is followed unchanged. */
  path: string
  body?: object
  prefer?: string[]
  /** A person's own token (on behalf of); absent: the application's. */
  token?: string
  /** How long, in milliseconds, waiting for Microsoft is worth it. */
  patience?: number
}

export interface Graph {
  /** @throws GraphFailure */
  call<T>(call: GraphCall): Promise<T>
}

const ATTEMPTS = 6
const TIMEOUT = 60_000
/** Ids that survive a move between folders; the header counts for one request only (outlook-immutable-id). */
const IMMUTABLE_IDS = 'IdType="ImmutableId"'

/**
 * The only way to Graph. The SDK's own RetryHandler is left out: it repeats POSTs and caps Retry-After at three minutes.
 * Here only reads and deletes are repeated, never before the instant Microsoft named, which all processes share.
 */
export function graphClient(options: { baseUrl: string; tokens: GraphTokens; gate: Gate }): Graph {
  const { baseUrl, tokens, gate } = options
  const sdk = Client.initWithMiddleware({
    baseUrl: `${baseUrl}/`,
    defaultVersion: 'v1.0',
    customHosts: new Set([new URL(baseUrl).hostname]),
    middleware: new Transport(tokens),
  })

  const send = (call: GraphCall, token: string): Promise<unknown> => {
    const isLink = /^https?:\/\//.test(call.path)
    const exactUrl = isLink ? ownLink(call.path, baseUrl) : `${baseUrl}/v1.0${call.path}`
    const request = sdk
      .api(isLink ? '/link' : call.path)
      .header('Prefer', [IMMUTABLE_IDS, ...(call.prefer ?? [])].join(', '))
      .middlewareOptions([new ExactRequest(exactUrl, token, call.token === undefined)])
    return call.method === undefined || call.method === 'get' ? request.get() : request[call.method](call.body ?? {})
  }

  /** Closes the scope while the place in it is still held, so that nobody slips in between. */
  const ask = async (call: GraphCall): Promise<unknown> => {
    const token = call.token ?? (await tokens.forApplication())
    try {
      return await send(call, token)
    } catch (error) {
      const failure = failureFrom(error, new Date())
      if (failure.retryAt && failure.isTransient) await gate.close(call.scope, failure.retryAt.getTime() - Date.now())
      throw failure
    }
  }

  return {
    async call<T>(call: GraphCall): Promise<T> {
      const patience = call.patience ?? 60_000
      const deadline = Date.now() + patience
      const repeatable = call.method === undefined || call.method === 'get' || call.method === 'delete'
      for (let attempt = 1; ; attempt++) {
        try {
          return (await gate.pass(call.scope, Math.max(0, deadline - Date.now()), () => ask(call))) as T
        } catch (error) {
          if (error instanceof Closed) throw new GraphFailure(429, 'TooManyRequests', error.message, null, error.until)
          if (!(error instanceof GraphFailure)) throw error
          const failure = error
          const again = repeatable || failure.status === 429
          if (!failure.isTransient || !again || attempt >= ATTEMPTS || Date.now() > deadline) throw failure
          if (!failure.retryAt) await sleep(Math.min(20_000, 250 * 2 ** attempt) * (0.5 + Math.random()))
        }
      }
    },
  }
}

/** A link from an answer may only lead back to the same Graph: the token goes with it. */
function ownLink(link: string, baseUrl: string): string {
  if (new URL(link).origin !== new URL(baseUrl).origin) {
    throw new GraphFailure(502, 'ForeignLink', 'A link in an answer leads to another host.', null, null)
  }
  return link
}

class ExactRequest implements MiddlewareOptions {
  readonly url: string
  readonly token: string
  /** The application's own token can be had anew when Graph does not take it any more. */
  readonly renewable: boolean
  constructor(url: string, token: string, renewable: boolean) {
    this.url = url
    this.token = token
    this.renewable = renewable
  }
}

/** Sends the request as it stands: the SDK would take a nextLink apart and put it together in another order. */
class Transport implements Middleware {
  readonly #tokens: GraphTokens
  constructor(tokens: GraphTokens) {
    this.#tokens = tokens
  }

  async execute(context: Context): Promise<void> {
    const exact = context.middlewareControl?.getMiddlewareOptions(ExactRequest) as ExactRequest
    let response = await this.#fetch(context, exact, exact.token)
    if (response.status === 401 && exact.renewable) {
      response = await this.#fetch(context, exact, await this.#tokens.forApplication({ fresh: true }))
    }
    context.response = response
  }

  async #fetch(context: Context, { url }: ExactRequest, token: string): Promise<Response> {
    const headers = new Headers(context.options?.headers as HeadersInit)
    headers.set('Authorization', `Bearer ${token}`)
    headers.set('client-request-id', randomUUID())
    const response = await fetch(url, {
      method: context.options?.method ?? 'GET',
      headers,
      body: (context.options?.body as BodyInit | undefined) ?? null,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    // Read here, so that a connection that breaks mid page is one failure and not a half answer.
    const body = await response.text()
    const empty = response.status === 204 || response.status === 304 || body === ''
    const answered = new Headers(response.headers)
    // The SDK would read nothing as JSON, and take a mail that was accepted (202) for one that failed.
    if (empty) answered.delete('content-type')
    return new Response(empty ? null : body, { status: response.status, headers: answered })
  }
}
