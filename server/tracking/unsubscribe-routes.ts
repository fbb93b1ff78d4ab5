import type { FastifyRequest } from 'fastify'
import type { App, Routes } from '../app-types.ts'
import { languageOf, sendPublicPage } from '../web/public-page.ts'
import { type Choices, optOut, readPreferences } from './opt-out.ts'
import { choicePage, donePage } from './opt-out-page.ts'

const LONGEST_AGENT = 300
const config = { roles: 'public' as const, rateLimit: { max: 300, timeWindow: '1 minute' } }

/**
 * The way out of marketing mail, for whoever holds the link: no sign-in, no script. GET shows, POST acts; mail providers
 * act with one POST and no page (RFC 8058).
 */
export const unsubscribeRoutes: Routes = async (app) => {
  await app.register(async (scope) => {
    const { db, secrets, now } = app.services
    readForms(scope as unknown as App)

    scope.get<{ Params: { token: string } }>(
      '/u/:token',
      { config, schema: { hide: true } },
      async (request, reply) => {
        const preferences = await readPreferences(db, secrets, request.params.token)
        return sendPublicPage(reply, choicePage(languageOf(request.headers['accept-language']), preferences))
      },
    )

    scope.post<{ Params: { token: string }; Body: string | undefined }>(
      '/u/:token',
      { config, bodyLimit: 8192, schema: { hide: true } },
      async (request, reply) => {
        const oneClick = isOneClick(request.body ?? '')
        const choices = oneClick ? { marketing: true, tracking: false } : choicesIn(request.body ?? '')
        const { token } = request.params
        const preferences = await optOut(db, secrets, { token, oneClick, at: now(), ...asker(request) }, choices)
        return sendPublicPage(reply, donePage(languageOf(request.headers['accept-language']), preferences, choices))
      },
    )
  })
}

/** Forms come as text; mail providers may send one click in either of the two ways forms are sent. */
function readForms(scope: App): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
}

const isOneClick = (body: string): boolean =>
  new URLSearchParams(body).get('List-Unsubscribe') === 'One-Click' ||
  /name="?List-Unsubscribe"?\s*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\s*(?:\r?\n|$)/i.test(body)

function choicesIn(body: string): Choices {
  const form = new URLSearchParams(body)
  return { marketing: form.get('marketing') === 'stop', tracking: form.get('tracking') === 'stop' }
}

const asker = ({ server, raw, headers }: FastifyRequest) => ({
  network: server.proxies.networkOf(raw),
  agent: headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null,
})
