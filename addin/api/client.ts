import { ApiProblem, noAnswer, problemOf } from './problem.ts'

const limit = 15_000
const downloadLimit = 10 * 60_000

/** Gives bearer tokens. `force` asks for one that was not handed out before. */
export interface TokenSource {
  token(force?: boolean): Promise<string>
}

interface RequestOptions {
  query?: Record<string, string | number | undefined>
  body?: unknown
  /** Makes a create safe to send twice. */
  idempotencyKey?: string
  signal?: AbortSignal
}

export interface Client {
  get<T>(path: string, options?: RequestOptions): Promise<T>
  post<T>(path: string, options?: RequestOptions): Promise<T>
  patch<T>(path: string, options?: RequestOptions): Promise<T>
  put<T>(path: string, options?: RequestOptions): Promise<T>
  delete<T = void>(path: string, options?: RequestOptions): Promise<T>
  /** A whole file with the name the server gives it. Takes as long as it takes. */
  download(path: string, options?: RequestOptions): Promise<{ file: Blob; name: string }>
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** A client for `/api/v1`. A 401 is answered by one fresh token, never by two. All errors are ApiProblem. */
export function createClient(tokens: TokenSource, send: typeof fetch = (...args) => fetch(...args)): Client {
  const answer = async (method: Method, path: string, options: RequestOptions, wait = limit): Promise<Response> => {
    const attempt = async (force: boolean) => {
      const authorization = `Bearer ${await tokens.token(force)}`
      return timed(
        send,
        url(path, options.query),
        {
          method,
          headers: headers(authorization, options),
          ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
          ...(options.signal ? { signal: options.signal } : {}),
        },
        wait,
      )
    }
    let response = await attempt(false)
    if (response.status === 401) response = await attempt(true)
    if (!response.ok) throw await problemOf(response)
    return response
  }
  const request =
    (method: Method) =>
    async <T>(path: string, options: RequestOptions = {}): Promise<T> =>
      readJson<T>(await answer(method, path, options))
  return {
    get: request('GET'),
    post: request('POST'),
    patch: request('PATCH'),
    put: request('PUT'),
    delete: request('DELETE'),
    download: async (path, options = {}) => {
      const response = await answer('GET', path, options, downloadLimit)
      return { file: await response.blob(), name: fileName(response.headers) }
    },
  }
}

/** Fetches with a time-out, and tells an aborted call from a lost one. */
export async function timed(
  send: typeof fetch,
  input: string,
  init: RequestInit = {},
  wait = limit,
): Promise<Response> {
  const timeout = AbortSignal.timeout(wait)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  try {
    return await send(input, { ...init, signal, credentials: 'omit', cache: 'no-store' })
  } catch (error) {
    if (init.signal?.aborted) throw error
    if (timeout.aborted) throw noAnswer('timeout', 'The server did not answer in time.')
    throw noAnswer('network', 'The server cannot be reached.')
  }
}

function url(path: string, query: RequestOptions['query'] = {}): string {
  const entries = Object.entries(query).filter((entry) => entry[1] !== undefined && entry[1] !== '')
  const search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
  return `/api/v1${path}${search ? `?${search}` : ''}`
}

function headers(authorization: string, { body, idempotencyKey }: RequestOptions): Record<string, string> {
  return {
    accept: 'application/json',
    authorization,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
  }
}

function fileName(headers: Headers): string {
  return /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? 'download'
}

async function readJson<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    throw new ApiProblem({
      type: 'unreadable-answer',
      title: 'Unreadable answer',
      status: response.status,
      detail: 'The answer is not what this server sends. A proxy or a sign-in page may stand in between.',
    })
  }
}
