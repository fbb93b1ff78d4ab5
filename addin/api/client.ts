import { eventReader } from './events.ts'
import { ApiProblem, noAnswer, problemOf } from './problem.ts'
import { type SendFile, sendFile } from './upload.ts'

const limit = 15_000
/** The whole account of a large company takes its time; a server that is gone is noticed sooner. */
const downloadLimit = 2 * 60 * 60_000
/** A stream that says nothing for this long is dead; ours send a comment now and then. */
const streamSilence = 45_000
/** After a day a stream is asked for anew. */
const streamLimit = 24 * 60 * 60_000

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
  /** What is asked for, where it is not JSON. */
  accept?: string
}

interface DownloadOptions extends RequestOptions {
  /** Hears how many bytes have come so far. */
  onReceived?: (bytes: number) => void
}

export interface Client {
  get<T>(path: string, options?: RequestOptions): Promise<T>
  post<T>(path: string, options?: RequestOptions): Promise<T>
  patch<T>(path: string, options?: RequestOptions): Promise<T>
  put<T>(path: string, options?: RequestOptions): Promise<T>
  delete<T = void>(path: string, options?: RequestOptions): Promise<T>
  /** A whole file with the name the server gives it; a POST where there is a body. Takes as long as it takes. */
  download(path: string, options?: DownloadOptions): Promise<{ file: Blob; name: string }>
  /** Sends a file as the part `file`. `onProgress` gets the bytes that are out. Takes as long as it takes. */
  upload<T>(path: string, file: File, onProgress: (sent: number) => void, signal?: AbortSignal): Promise<T>
  /** Hands over each event of a stream; done when the server ends it. */
  stream<T>(path: string, onEvent: (event: T) => void, signal: AbortSignal): Promise<void>
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** A client for `/api/v1`. A 401 is answered by one fresh token, never by two. All errors are ApiProblem. */
export function createClient(
  tokens: TokenSource,
  send: typeof fetch = (...args) => fetch(...args),
  sendAFile: SendFile = sendFile,
): Client {
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
    return tried(attempt)
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
      const response = await answer(options.body === undefined ? 'GET' : 'POST', path, options, downloadLimit)
      return { file: await wholeFile(response, options), name: fileName(response.headers) }
    },
    upload: async (path, file, onProgress, signal) => {
      const attempt = async (force: boolean) => {
        const authorization = `Bearer ${await tokens.token(force)}`
        return sendAFile(url(path), { authorization, file, onProgress, signal })
      }
      return readJson(await tried(attempt))
    },
    stream: async (path, onEvent, signal) => {
      const silence = new AbortController()
      const options = { signal: AbortSignal.any([signal, silence.signal]), accept: 'text/event-stream' }
      let timer = setTimeout(() => silence.abort(), limit)
      const heard = () => {
        clearTimeout(timer)
        timer = setTimeout(() => silence.abort(), streamSilence)
      }
      try {
        const { body } = await answer('GET', path, options, streamLimit)
        heard()
        if (body) await readEvents(body, heard, (data) => onEvent(JSON.parse(data)))
      } catch (error) {
        if (signal.aborted || error instanceof ApiProblem) throw error
        throw noAnswer(silence.signal.aborted ? 'timeout' : 'network', 'The connection to the server broke off.')
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Once more with a fresh token after a 401, and never a third time. */
async function tried(attempt: (force: boolean) => Promise<Response>): Promise<Response> {
  let response = await attempt(false)
  if (response.status === 401) response = await attempt(true)
  if (!response.ok) throw await problemOf(response)
  return response
}

/** A file that breaks off is none. */
async function wholeFile(response: Response, { signal, onReceived }: DownloadOptions): Promise<Blob> {
  try {
    return await (onReceived ? counted(response, onReceived) : response).blob()
  } catch (error) {
    if (signal?.aborted) throw error
    throw noAnswer('network', 'The download broke off.')
  }
}

function counted({ body, headers }: Response, onReceived: (bytes: number) => void): Response {
  let bytes = 0
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      onReceived(bytes)
      controller.enqueue(chunk)
    },
  })
  return new Response(body?.pipeThrough(counter) ?? null, { headers })
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
  onData: (data: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  const read = eventReader(onData)
  const reader = body.getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    heard()
    read(decoder.decode(piece.value, { stream: true }))
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

function headers(
  authorization: string,
  { body, idempotencyKey, accept = 'application/json' }: RequestOptions,
): Record<string, string> {
  return {
    accept,
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
