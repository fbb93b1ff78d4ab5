import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App, Routes } from '../app-types.ts'
import { contactContext } from '../contacts/contact-context.ts'
import { networkOf } from '../platform/network.ts'
import { Problem } from '../platform/problem.ts'
import { confirmSubmission, readConfirmation } from './confirm-submission.ts'
import { embedScript, frameScript } from './embed.ts'
import { formToken } from './form-token.ts'
import { openForm } from './open-form.ts'
import { confirmPage, formPage, saying, thanksPage } from './page.ts'
import { FormClosed, NoSuchPage } from './problems.ts'
import type { Given } from './read-values.ts'
import { FormLanguage } from './schema.ts'
import { styleHash } from './style.ts'
import { type Submitted, submitForm } from './submit-form.ts'
import { pageAddress, type Visitor } from './visitor.ts'

const MOST_BYTES = 65_536
const MOST_PARTS = 300

type ByForm = { Params: { publicId: string }; Querystring: Record<string, unknown> }
type ByToken = { Params: { token: string } }

/**
 * The forms as visitors see them, and the links of confirmation mails: HTML that needs no script, sets no cookie, and
 * loads nothing from anywhere. Only the embedded form may stand in the frames of other sites.
 */
export const formPages: Routes = async (app) => {
  const { services } = app
  const contacts = contactContext(services)
  await app.register(async (encapsulated) => {
    const site = encapsulated as unknown as App
    acceptForms(site)
    site.setErrorHandler(answerInWords)
    const byNetwork = ({ raw }: FastifyRequest): string => {
      const address = site.proxies.addressOf(raw)
      return networkOf(address) ?? address
    }
    const limited = (max: number) => ({
      config: {
        roles: 'public' as const,
        rateLimit: { max, timeWindow: '1 minute', keyGenerator: byNetwork },
      },
      schema: { hide: true },
      bodyLimit: MOST_BYTES,
    })

    site.get<ByForm>('/f/:publicId', limited(600), async ({ params: { publicId }, query }, reply) => {
      const form = await openForm(services.db, publicId)
      const embedded = query.embed === '1'
      const pageUrl = (embedded && pageAddress(query.page)) || `${services.config.publicUrl}/f/${publicId}`
      const token = formToken(services.secrets, publicId, form.version, services.now())
      return sendPage(
        reply,
        framing(form.definition, embedded),
        formPage({ ...form, token, pageUrl, embedded, action: actionOf(publicId, embedded) }),
      )
    })

    site.post<ByForm>('/f/:publicId', limited(30), async (request, reply) => {
      const { publicId } = request.params
      const given = givenBy(request.body)
      const embedded = request.query.embed === '1'
      const pageUrl = pageAddress(given.page) ?? `${services.config.publicUrl}/f/${publicId}`
      const outcome = await submitForm(contacts, publicId, given, visitorOf(request, pageUrl), services.now())
      return isJson(request) ? answerJson(reply, outcome) : answerPage(reply, outcome, { given, embedded, pageUrl })
    })

    site.get<ByForm>('/f/:publicId/thanks', limited(600), async ({ params: { publicId }, query }, reply) => {
      const { definition } = await openForm(services.db, publicId)
      const embedded = query.embed === '1'
      return sendPage(
        reply,
        framing(definition, embedded),
        thanksPage(definition, { embedded, asked: query.asked === '1' }),
      )
    })

    site.get<ByForm>('/f/:publicId/form.json', limited(600), async ({ params: { publicId } }, reply) => {
      const form = await openForm(services.db, publicId)
      const { title, intro, consent, tracking, privacyUrl } = form.definition
      const fields = form.fields.map(({ customKey: _, ...field }) => field)
      const t = formToken(services.secrets, publicId, form.version, services.now())
      return reply
        .header('cache-control', 'no-store')
        .send({ title, intro, fields, consent, tracking, privacyUrl, t } as never)
    })

    site.get<ByForm>('/f/:publicId/embed.js', limited(600), async ({ params: { publicId } }, reply) =>
      sendScript(reply, embedScript(await openForm(services.db, publicId))),
    )

    site.get('/f/frame.js', limited(600), async (_, reply) => sendScript(reply, frameScript))

    site.get<ByToken>('/f/confirm/:token', limited(120), async (request, reply) => {
      const { token } = request.params
      const found = await readConfirmation(services, token, services.now())
      if (found.kind === 'unknown') throw new NoSuchPage()
      const { language, title } = found.form.definition
      const page =
        found.kind === 'open' ? confirmPage(language, title, `/f/confirm/${token}`) : saying(language, found.kind)
      return sendPage(reply, {}, page)
    })

    site.post<ByToken>('/f/confirm/:token', limited(120), async (request, reply) => {
      const visitor = visitorOf(request, null)
      const found = await confirmSubmission(contacts, request.params.token, visitor, services.now())
      if (found.kind === 'unknown') throw new NoSuchPage()
      return sendPage(
        reply,
        {},
        saying(found.form.definition.language, found.kind === 'confirmed' ? 'confirmed' : 'expired'),
      )
    })
  })
}

/** Forms as browsers send them, beside JSON. */
function acceptForms(site: App): void {
  site.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MOST_BYTES },
    (_, body, done) => {
      const parts = new URLSearchParams(body as string)
      if (parts.size > MOST_PARTS) return done(Object.assign(new Error('Too many parts.'), { statusCode: 413 }))
      done(null, Object.fromEntries([...new Set(parts.keys())].map((name) => [name, parts.getAll(name)])))
    },
  )
}

/** What was sent, as texts; what is none is passed over. */
function givenBy(body: unknown): Given {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {}
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string | string[]][] => {
      if (typeof value === 'string') return [[name, value]]
      if (typeof value === 'number') return [[name, String(value)]]
      if (value === true) return [[name, 'yes']]
      return Array.isArray(value) ? [[name, value.filter((one) => typeof one === 'string')]] : []
    }),
  )
}

const isJson = (request: FastifyRequest): boolean => /^application\/json\b/i.test(request.headers['content-type'] ?? '')

function visitorOf(request: FastifyRequest, pageUrl: string | null): Visitor {
  const agent = request.headers['user-agent']?.replaceAll(/\p{Cc}/gu, ' ').slice(0, 300) || null
  return { network: request.server.proxies.networkOf(request.raw), agent, pageUrl }
}

const actionOf = (publicId: string, embedded: boolean): string => `/f/${publicId}${embedded ? '?embed=1' : ''}`

interface Around {
  given: Given
  embedded: boolean
  pageUrl: string
}

function answerPage(reply: FastifyReply, outcome: Submitted, { given, embedded, pageUrl }: Around) {
  const { definition, publicId } = outcome.form
  if (outcome.kind === 'taken') {
    const thanks = `/f/${publicId}/thanks?${new URLSearchParams({ ...(embedded ? { embed: '1' } : {}), ...(outcome.asked ? { asked: '1' } : {}) })}`
    // In a frame the page around it is sent on, not the frame.
    return reply.header('cache-control', 'no-store').redirect((!embedded && definition.thanks.url) || thanks, 303)
  }
  const { errors, token, again, form } = outcome
  const page = formPage({
    ...form,
    token,
    pageUrl,
    embedded,
    action: actionOf(publicId, embedded),
    given,
    errors,
    again,
  })
  return sendPage(reply.code(again ? 409 : 422), framing(definition, embedded), page)
}

function answerJson(reply: FastifyReply, outcome: Submitted) {
  reply.header('cache-control', 'no-store')
  if (outcome.kind === 'taken') return reply.send({ taken: true, goOn: outcome.form.definition.thanks.url })
  const errors = [...outcome.errors].map(([path, message]) => ({ path, message }))
  return reply.code(outcome.again ? 409 : 422).send({ taken: false, errors, t: outcome.token })
}

interface Framing {
  script?: boolean
  ancestors?: string
  formAction?: string
}

/** Who may show the form in a frame, and where sending it may lead (browsers hold redirects to `form-action` too). */
function framing({ sites, thanks }: { sites: string[]; thanks: { url: string | null } }, embedded: boolean): Framing {
  if (embedded) return { script: true, ancestors: sites.length > 0 ? `'self' ${sites.join(' ')}` : '*' }
  return thanks.url ? { formAction: `'self' ${new URL(thanks.url).origin}` } : {}
}

function sendPage(reply: FastifyReply, { script, ancestors = "'none'", formAction = "'self'" }: Framing, page: string) {
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src ${styleHash}; ${script ? "script-src 'self'; " : ''}form-action ${formAction}; frame-ancestors ${ancestors}; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    })
    .send(page)
}

const sendScript = (reply: FastifyReply, script: string) =>
  reply
    .type('text/javascript; charset=utf-8')
    .headers({
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    })
    .send(script)

/** Errors as a page in the visitor's language; programs get them as everywhere else. */
function answerInWords(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  if (isJson(request)) throw error
  const language = languageOf(request)
  if (error instanceof NoSuchPage) return sendPage(reply.code(404), {}, saying(language, 'notFound'))
  if (error instanceof FormClosed) return sendPage(reply.code(410), { ancestors: '*' }, saying(language, 'closed'))
  const status = error instanceof Problem ? error.status : (error.statusCode ?? 500)
  if (status === 429) return sendPage(reply.code(429), { ancestors: '*' }, saying(language, 'tooMany'))
  if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'a form could not be taken')
  return sendPage(reply.code(status), { ancestors: '*' }, saying(language, 'failed'))
}

function languageOf(request: FastifyRequest): FormLanguage {
  const asked = (request.headers['accept-language'] ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase())
  return asked.map((one) => FormLanguage.safeParse(one)).find(({ success }) => success)?.data ?? 'en'
}
