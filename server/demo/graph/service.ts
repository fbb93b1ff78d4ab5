import type { Answer, Call } from '../http.ts'
import { answerBatch } from './batch.ts'
import type { Graph } from './context.ts'
import { answerGraph } from './router.ts'

const ROOT = '/v1.0'

/** Everything below `/v1.0`; undefined for paths that are not Graph's. Browsers may call it from any origin, as the real one. */
export async function serveGraph(graph: Graph, call: Call): Promise<Answer | undefined> {
  if (call.path !== ROOT && !call.path.startsWith(`${ROOT}/`)) return undefined
  if (call.method === 'OPTIONS') return { status: 204, headers: preflight(call), body: '' }
  const inner = { ...call, path: call.path.slice(ROOT.length) }
  const answer = inner.path === '/$batch' ? await answerBatch(graph, inner) : await answerGraph(graph, inner)
  return { ...answer, headers: { ...answer.headers, ...CORS } }
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'ETag, Location, Preference-Applied, request-id, client-request-id, Retry-After, OData-Version',
}

const preflight = (call: Call) => ({
  ...CORS,
  'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
  'access-control-allow-headers': call.headers['access-control-request-headers'] ?? '*',
  'access-control-max-age': '600',
})
