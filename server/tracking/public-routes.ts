import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import type { Routes } from '../app-types.ts'
import { languageOf, type PageLanguage, sendPublicPage } from '../web/public-page.ts'
import { LinkBook } from './links.ts'
import { Misses } from './misses.ts'
import { HitRecorder, type RawHit } from './recorder.ts'
import { storeHits } from './store-hits.ts'
import { type TokenKind, TokenReader } from './token.ts'

/** One transparent point. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

const NEVER_CACHED = {
  'cache-control': 'no-store, no-cache, must-revalidate, private, max-age=0',
  pragma: 'no-cache',
  expires: '0',
}
const PIXEL_HEADERS = {
  ...NEVER_CACHED,
  'content-type': 'image/gif',
  'content-length': String(PIXEL.length),
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}
const CLICK_HEADERS = {
  ...NEVER_CACHED,
  'content-length': '0',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
}

const OPEN = /^\/t\/o\/([\w-]{44}\.gif)$/

/**
 * Images are asked for in thousands after a mailing, and the answer is always the same: what Fastify does around a request
 * costs more than answering it. Every other request goes its way; so does one that comes over another server of ours.
 */
function answerBeforeRouting(
  server: Server,
  answer: (request: IncomingMessage, file: string, response: ServerResponse) => void,
): void {
  const routed = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    const file = request.method === 'GET' ? OPEN.exec(request.url ?? '')?.[1] : undefined
    if (file) answer(request, file, response)
    else for (const listener of routed) listener(request, response)
  })
}

/** A connection that broke is nobody's loss: the hit is written down. */
function sendPixel(response: ServerResponse): void {
  response.writeHead(200, PIXEL_HEADERS).end(PIXEL)
}

const open = { roles: 'public' as const }

/**
 * What mail programs and browsers of recipients ask for: the image and the links of tracked mail. Answered from memory;
 * no cookie, and no answer that tells a right token from a wrong one but by where it leads.
 */
export const trackingPublicRoutes: Routes = async (app) => {
  const { proxies } = app
  const { db, log, secrets, now, config } = app.services
  const recorder = new HitRecorder({
    folder: join(config.dataDir, 'hits'),
    store: (hits) => storeHits(db, hits, now()),
    log,
  })
  const links = new LinkBook(db)
  const misses = new Misses()
  const openTokens = new TokenReader(secrets, 'open')
  const clickTokens = new TokenReader(secrets, 'click')
  app.addHook('onReady', async () => recorder.start())
  app.addHook('onClose', () => recorder.stop())

  const hitOf = (request: IncomingMessage, kind: TokenKind, target: string, at: Date): Omit<RawHit, 'id'> => ({
    kind,
    target,
    at: at.getTime(),
    network: proxies.networkOf(request),
    ...saidBy(request),
  })

  const answerOpen = (request: IncomingMessage, file: string, response: ServerResponse): void => {
    const id = file.endsWith('.gif') ? openTokens.read(file.slice(0, -4)) : null
    if (id) void recorder.record(hitOf(request, 'open', id, now())).then(() => sendPixel(response))
    else sendPixel(response)
  }
  app.get<{ Params: { file: string } }>('/t/o/:file', { config: open, schema: { hide: true } }, (request, reply) => {
    reply.hijack()
    answerOpen(request.raw, request.params.file, reply.raw)
  })
  app.addHook('onReady', async () => answerBeforeRouting(app.server, answerOpen))

  app.get<{ Params: { token: string } }>(
    '/t/c/:token',
    { config: open, schema: { hide: true } },
    async (request, reply) => {
      const at = now()
      const id = clickTokens.read(request.params.token)
      if (!id) {
        const tooMany = misses.tooMany(proxies.addressOf(request.raw), at.getTime())
        return tooMany
          ? sendPublicPage(reply.header('retry-after', '60'), busy(request), 429)
          : sendPublicPage(reply, notFound(request), 404)
      }
      const url = links.known(id, at.getTime()) ?? (await lookUp(id, at))
      if (url === null) return sendPublicPage(reply, notFound(request), 404)
      await recorder.record(hitOf(request.raw, 'click', id, at))
      if (url === undefined) return sendPublicPage(reply.header('retry-after', '5'), busy(request), 503)
      reply.hijack()
      reply.raw.writeHead(302, { ...CLICK_HEADERS, location: url }).end()
    },
  )

  /** Undefined where the database does not say. */
  const lookUp = (id: string, at: Date): Promise<string | null | undefined> =>
    links.urlOf(id, at.getTime()).catch((error: unknown) => {
      log.warn({ err: error }, 'where a link leads could not be looked up')
      return undefined
    })
}

const LONGEST_AGENT = 300

/** What the program that asks says of itself. */
function saidBy({ method = 'GET', headers }: IncomingMessage): Pick<RawHit, 'method' | 'agent' | 'referrer'> {
  const { referer, 'user-agent': agent } = headers
  return {
    method,
    agent: agent ? agent.slice(0, LONGEST_AGENT).trim() || null : null,
    referrer: referer && URL.canParse(referer) ? new URL(referer).hostname.slice(0, 255) || null : null,
  }
}

const pageTexts: Record<PageLanguage, { notFound: [string, string]; busy: [string, string] }> = {
  en: {
    notFound: [
      'This link leads nowhere',
      'It may have been cut short, or what it led to was removed. Ask the sender for it.',
    ],
    busy: ['One moment, please', 'The link cannot be opened right now. Load this page again in a few seconds.'],
  },
  de: {
    notFound: [
      'Dieser Link führt nirgendwohin',
      'Er wurde vielleicht abgeschnitten, oder sein Ziel wurde entfernt. Fragen Sie den Absender danach.',
    ],
    busy: [
      'Einen Moment bitte',
      'Der Link lässt sich gerade nicht öffnen. Laden Sie diese Seite in einigen Sekunden neu.',
    ],
  },
  fr: {
    notFound: [
      'Ce lien ne mène nulle part',
      'Il a peut-être été tronqué, ou sa destination a été supprimée. Demandez-le à l’expéditeur.',
    ],
    busy: [
      'Un instant, s’il vous plaît',
      'Le lien ne peut pas être ouvert maintenant. Rechargez cette page dans quelques secondes.',
    ],
  },
  es: {
    notFound: [
      'Este enlace no lleva a ninguna parte',
      'Quizá se cortó o se eliminó su destino. Pídaselo al remitente.',
    ],
    busy: ['Un momento, por favor', 'El enlace no se puede abrir ahora. Vuelva a cargar esta página en unos segundos.'],
  },
}

function pageOf(request: FastifyRequest, which: 'notFound' | 'busy') {
  const language = languageOf(request.headers['accept-language'])
  const [title, text] = pageTexts[language][which]
  return { language, title, body: `<p>${text}</p>` }
}
const notFound = (request: FastifyRequest) => pageOf(request, 'notFound')
const busy = (request: FastifyRequest) => pageOf(request, 'busy')
