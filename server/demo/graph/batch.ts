import { type Answer, type Call, json } from '../http.ts'
import type { Graph } from './context.ts'
import { badRequest, errorAnswer, GraphError } from './errors.ts'
import { answerGraph } from './router.ts'

interface Part {
  id: string
  method: string
  url: string
  headers: Record<string, string>
  body: unknown
  dependsOn: string[]
}

interface PartAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body?: unknown
}

const MOST_PARTS = 20
/** Graph hands Outlook four parts at a time (throttling-outlook). */
const AT_ONCE = 4

/** POST /$batch: 200 whatever happens to the parts; each has its own status, and the order is free. */
export async function answerBatch(graph: Graph, call: Call): Promise<Answer> {
  try {
    const parts = readParts(call)
    return json(200, { responses: await runAll(graph, call, parts) })
  } catch (error) {
    if (error instanceof GraphError) return errorAnswer(error, call, graph.now())
    throw error
  }
}

function readParts(call: Call): Part[] {
  const requests = requestsIn(call.body.toString('utf8'))
  if (requests.length === 0 || requests.length > MOST_PARTS) {
    throw badRequest(`Number of batch request steps must be between 1 and ${MOST_PARTS}.`)
  }
  const ids = new Set(requests.map((part) => part.id))
  if (ids.size !== requests.length) throw badRequest('Batch request ids must be unique.')
  for (const part of requests) {
    if (!/^[A-Z]+$/.test(part.method) || !part.url.startsWith('/'))
      throw badRequest('A batch part needs method and a relative url.')
    if (part.dependsOn.some((id) => !ids.has(id))) throw badRequest('dependsOn names an unknown part.')
  }
  return requests
}

function requestsIn(text: string): Part[] {
  let parsed: { requests?: unknown }
  try {
    parsed = JSON.parse(text)
  } catch {
    throw badRequest('Unable to read JSON request payload.')
  }
  if (!Array.isArray(parsed.requests)) throw badRequest('Batch request must have a requests array.')
  return parsed.requests.map((part: Partial<Part>) => ({
    id: String(part.id),
    method: String(part.method).toUpperCase(),
    url: String(part.url),
    headers: part.headers ?? {},
    body: part.body,
    dependsOn: part.dependsOn ?? [],
  }))
}

async function runAll(graph: Graph, call: Call, parts: Part[]): Promise<PartAnswer[]> {
  const done = new Map<string, PartAnswer>()
  let left = parts
  while (left.length > 0) {
    const ready = left.filter((part) => part.dependsOn.every((id) => done.has(id)))
    if (ready.length === 0) throw badRequest('dependsOn goes round in a circle.')
    const now = ready.slice(0, AT_ONCE)
    for (const answer of await Promise.all(now.map((part) => runPart(graph, call, part, done))))
      done.set(answer.id, answer)
    left = left.filter((part) => !done.has(part.id))
  }
  return [...done.values()]
}

async function runPart(graph: Graph, call: Call, part: Part, done: Map<string, PartAnswer>): Promise<PartAnswer> {
  if (part.dependsOn.some((id) => (done.get(id)?.status ?? 500) >= 400)) {
    const error = new GraphError(
      424,
      'FailedDependency',
      'The request failed because of a dependency on another request.',
    )
    return partAnswer(part.id, errorAnswer(error, call, graph.now()))
  }
  const url = new URL(part.url, 'https://batch.invalid')
  const headers = Object.fromEntries(Object.entries(part.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const inner: Call = {
    method: part.method,
    path: url.pathname,
    query: url.searchParams,
    headers: { authorization: call.headers.authorization ?? '', ...headers },
    body: Buffer.from(typeof part.body === 'string' ? part.body : JSON.stringify(part.body ?? {})),
    base: call.base,
  }
  return partAnswer(part.id, await answerGraph(graph, inner))
}

function partAnswer(id: string, answer: Answer): PartAnswer {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name === 'retry-after' ? 'Retry-After' : name, value]),
  )
  if (answer.body.length === 0) return { id, status: answer.status, headers }
  const isJson = (answer.headers['content-type'] ?? '').startsWith('application/json')
  // Anything but JSON travels as base64 inside the batch (json-batching).
  const body: unknown = isJson ? JSON.parse(String(answer.body)) : Buffer.from(answer.body).toString('base64')
  return { id, status: answer.status, headers, body }
}
