import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { type Config, microsoftOfficeJs } from '../config.ts'
import { NotFound } from '../platform/problem.ts'
import { contentSecurity } from './content-security.ts'

const dist = join(import.meta.dirname, '../../dist')

/** Addresses of the pages, and the files they were built to. */
const served = { '/': 'crm', '/taskpane.html': 'taskpane', '/signin.html': 'signin', '/events.html': 'events' }

const YEAR = 'public, max-age=31536000, immutable'

/**
 * The built add-in. Pages are asked for anew each time, their scripts carry a hash and stay; icons are kept for a day,
 * because Office shows none that forbids caching.
 */
export async function pages(app: FastifyInstance): Promise<void> {
  await app.register(helmet, contentSecurity(app.services.config))
  for (const [path, name] of Object.entries(served)) {
    app.get(path, { config: { roles: 'public' }, schema: { hide: true } }, async (_, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(page(name, app.services.config.officeJsUrl)),
    )
  }
  // Manifests name this script, and live for months: its name stays, so it is asked for anew each time.
  app.get('/events.js', { config: { roles: 'public' }, schema: { hide: true } }, async (_, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(serverAddress(app.services.config) + built('events.js')),
  )
  // Classic Outlook lets the script sign in and ask the server only where this names it.
  app.get(
    '/.well-known/microsoft-officeaddins-allowed.json',
    { config: { roles: 'public' }, schema: { hide: true } },
    async () => ({ allowed: [`${app.services.config.publicUrl}/events.js`] }),
  )
  await app.register(async (files) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, roles: 'public' }
    })
    await files.register(fastifyStatic, {
      root: [join(dist, 'assets'), join(import.meta.dirname, '../../addin/assets')],
      prefix: '/assets/',
      decorateReply: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.endsWith('.png') ? 'public, max-age=86400' : YEAR)
      },
    })
  })
}

function page(name: string, officeJsUrl: string): string {
  return built(`${name}.html`).replaceAll(microsoftOfficeJs, officeJsUrl)
}

/** Classic Outlook's engine knows no address that the script came from. */
function serverAddress({ publicUrl, entra }: Config): string {
  const address = {
    origin: publicUrl,
    clientId: entra.clientId,
    authority: `${entra.authority}/${entra.tenantId}`,
    scope: `api://${entra.clientId}/access_as_user`,
  }
  return `var throughlineServer=${JSON.stringify(address)};\n`
}

function built(name: string): string {
  const file = join(dist, name)
  if (!existsSync(file)) throw new NotFound(`page ${name}: run \`npm run build\` first`)
  return readFileSync(file, 'utf8')
}
