import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Tls } from './certificates.ts'

/** One request, whichever way it came in: over TLS, as a part of a batch, or handed over in process. */
export interface Call {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
  /** What absolute links in the answer begin with, for example `https://localhost:8443`. */
  base: string
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Buffer
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})

export const empty = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers, body: '' })

export const html = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body,
})

export type Handler = (call: Call) => Promise<Answer>

const MAX_BODY = 8 * 1024 * 1024

export interface Listening {
  port: number
  stop: () => Promise<void>
}

/** Serves on 127.0.0.1 and, where the machine has it, on ::1 at the same port, since clients resolve localhost either way. */
export async function serveLoopback(tls: Tls, port: number, handle: Handler): Promise<Listening> {
  const v4 = await listen(tls, '127.0.0.1', port, handle)
  const chosen = (v4.address() as AddressInfo).port
  const v6 = await listen(tls, '::1', chosen, handle).catch(() => undefined)
  const servers = v6 ? [v4, v6] : [v4]
  return { port: chosen, stop: async () => void (await Promise.all(servers.map(closed))) }
}

function listen(tls: Tls, host: string, port: number, handle: Handler): Promise<Server> {
  const server = createServer(tls, (req, res) => void respond(req, res, handle))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

async function respond(req: IncomingMessage, res: ServerResponse, handle: Handler): Promise<void> {
  try {
    const answer = await handle(await readCall(req))
    res.writeHead(answer.status, answer.headers).end(answer.body)
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) console.error('demo tenant:', error)
    if (!res.headersSent) res.writeHead(error instanceof BodyTooLarge ? 413 : 500)
    res.end()
  }
}

class BodyTooLarge extends Error {}

async function readCall(req: IncomingMessage): Promise<Call> {
  const host = req.headers.host ?? 'localhost'
  const url = new URL(req.url ?? '/', `https://${host}`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += (chunk as Buffer).length
    if (size > MAX_BODY) throw new BodyTooLarge()
    chunks.push(chunk as Buffer)
  }
  const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]))
  const body = Buffer.concat(chunks)
  return { method: req.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body, base: url.origin }
}
