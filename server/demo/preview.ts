import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

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

const OFFICE_CDN = 'https://appsforoffice.microsoft.com/lib/1/hosted/'

/**
 * The Outlook-like page of demo mode at `/preview/`, and the product's own pages under `/preview/<page>.html`: the same
 * files, but for office.js, which comes from `/office/` there and from Microsoft's CDN everywhere else.
 * `dist` is the folder that the client build wrote; its scripts are served from `/assets/` with the rest of the client.
 */
export const previewRoutes: FastifyPluginAsync<{ dist: string }> = async (app, { dist }) => {
  app.get('/preview', async (_request, reply) => reply.redirect('/preview/'))

  app.get('/preview/', async (_request, reply) => {
    const page = await readPage(join(dist, 'preview/index.html'))
    if (page === undefined) return notBuilt(reply)
    reply.header('content-security-policy', POLICY)
    reply.header('cross-origin-opener-policy', 'unsafe-none') // the add-in's dialogs speak to their opener
    return sendPage(reply, page)
  })

  app.get<{ Params: { page: string } }>('/preview/:page(^[a-z]+\\.html$)', async (request, reply) => {
    const page = await readPage(join(dist, request.params.page))
    if (page === undefined) return notBuilt(reply)
    return sendPage(reply, page.replaceAll(OFFICE_CDN, '/office/'))
  })
}

const readPage = (file: string) => readFile(file, 'utf8').catch(() => undefined)

const sendPage = (reply: FastifyReply, page: string) =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)

const notBuilt = (reply: FastifyReply) =>
  reply.code(503).type('text/plain').send('The client is not built yet: run "npm run build".')
