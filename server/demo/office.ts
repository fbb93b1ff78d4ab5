import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

/** The npm package of office.js, as installed: read, never changed. */
const OFFICE_DIST = dirname(createRequire(import.meta.url).resolve('@microsoft/office-js/dist/office.js'))
const OWN_SCRIPTS = join(import.meta.dirname, '../../addin/preview/office')

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
}

// office.js trusts a host by its https address. Where the page is plain http it asks this document, served from its own
// folder, whether the user trusts the host. The demo is on loopback and is its own host, so the answer is yes.
const TRUST_PAGE = '<!doctype html><meta charset="utf-8"><title>Trust</title><script src="trust.js"></script>'
const TRUST_SCRIPT =
  "onmessage = (event) => parent.postMessage(JSON.stringify({ hostUserTrusted: true }), event.origin === 'null' ? '*' : event.origin)"

/**
 * Serves Microsoft's office.js under `/office/` without the internet, for the preview only: production pages load it from
 * Microsoft's CDN. `/office/office.js` is our stand-in for the Ajax library, the English strings (a slow machine would
 * run into the 5 s limit that office.js sets for them), the untouched script and our compatibility script, in this order.
 */
export const officeRoutes: FastifyPluginAsync = async (app) => {
  const files = await listFiles(OFFICE_DIST)

  app.get<{ Params: { '*': string } }>('/office/*', async (request, reply) => {
    // office.js asks for `AgaveErrorUX/`, the package ships `agaveerrorux/`.
    const path = request.params['*'].toLowerCase()
    if (path === 'office.js' || path === 'office.debug.js') return send(reply, '.js', await bundle(path))
    if (path === 'agaveerrorux/index.html') return send(reply, '.html', TRUST_PAGE)
    if (path === 'agaveerrorux/trust.js') return send(reply, '.js', TRUST_SCRIPT)
    const file = files.get(path)
    if (!file) return reply.code(404).type('text/plain').send(`office.js has no file ${path}`)
    return send(reply, extname(file), await readFile(file))
  })
}

async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    files.map((file) => [
      file
        .slice(folder.length + 1)
        .replaceAll('\\', '/')
        .toLowerCase(),
      file,
    ]),
  )
}

async function bundle(script: string): Promise<string> {
  const parts = [
    join(OWN_SCRIPTS, 'ajax-stand-in.js'),
    join(OFFICE_DIST, 'en-us/office_strings.js'),
    join(OFFICE_DIST, script),
    join(OWN_SCRIPTS, 'compat.js'),
  ]
  const texts = await Promise.all(parts.map((part) => readFile(part, 'utf8')))
  return texts.map((text) => text.replace(/^\uFEFF/, '')).join('\n;\n')
}

function send(reply: FastifyReply, extension: string, content: string | Buffer) {
  return reply
    .type(TYPES[extension] ?? 'application/octet-stream')
    .header('cache-control', 'no-cache')
    .header('x-frame-options', 'SAMEORIGIN')
    .header('content-security-policy', "default-src 'self'; frame-ancestors 'self'")
    .send(content)
}
