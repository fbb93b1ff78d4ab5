import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'

const MANIFEST = join(import.meta.dirname, '../../manifest.xml')

// Fluent UI writes its rules into style elements. Mail is shown in frames without scripts that inherit this policy, so
// that no remote picture is ever fetched from a message.
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/**
 * The Outlook-like page of demo mode at `/preview/`; the pane beside it is the product's own `/taskpane.html`.
 * `dist` is the folder that the client build wrote; its scripts are served from `/assets/` with the rest of the client.
 */
export const previewRoutes: FastifyPluginAsync<{ dist: string }> = async (app, { dist }) => {
  app.get('/preview', async (_request, reply) => reply.redirect('/preview/'))

  // Which functions of the add-in to run for which event, as Outlook learns it.
  app.get('/preview/manifest.xml', async (_request, reply) =>
    reply
      .type('text/xml; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await readFile(MANIFEST)),
  )

  app.get('/preview/', async (_request, reply) => {
    const page = await readFile(join(dist, 'preview/index.html'), 'utf8').catch(() => undefined)
    if (page === undefined) {
      return reply.code(503).type('text/plain').send('The client is not built yet: run "npm run build".')
    }
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', POLICY)
      .header('cross-origin-opener-policy', 'unsafe-none') // the add-in's dialogs speak to their opener
      .send(page)
  })
}
