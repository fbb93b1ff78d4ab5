import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import { type FastifyError, type FastifyReply, type FastifyRequest, fastify, LogController } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { accountRoutes } from './account/routes.ts'
import type { App, Routes, Services } from './app-types.ts'
import { auditRoutes } from './audit/routes.ts'
import { bulkRoutes } from './bulk/routes.ts'
import { callHooks } from './calls/hooks.ts'
import { callRoutes } from './calls/routes.ts'
import { companyRoutes } from './companies/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { contactRoutes } from './contacts/routes.ts'
import { customFieldRoutes } from './custom-fields/routes.ts'
import { dealRoutes, dealStageRoutes } from './deals/routes.ts'
import { duplicateRoutes } from './duplicates/routes.ts'
import { listExportRoutes } from './export/list-routes.ts'
import { exportRoutes } from './export/routes.ts'
import { formPages } from './forms/public-routes.ts'
import { formRoutes } from './forms/routes.ts'
import { GraphFailure } from './graph/failure.ts'
import { authenticate } from './identity/authenticate.ts'
import { GraphSignInFailed } from './identity/graph-token.ts'
import { importRoutes } from './import/routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { mailHooks } from './mail/hooks.ts'
import { mailRoutes } from './mail/routes.ts'
import { explainFailure } from './mailboxes/failures.ts'
import { mailboxRoutes } from './mailboxes/routes.ts'
import { whereItWent } from './merge/redirect.ts'
import { mergeRoutes } from './merge/routes.ts'
import { healthRoutes } from './platform/health.ts'
import { v7 } from './platform/ids.ts'
import { InvalidInput, NotFound, Problem } from './platform/problem.ts'
import { trustedProxies } from './platform/proxies.ts'
import { version } from './platform/version.ts'
import { scoringRoutes } from './scoring/routes.ts'
import { segmentRoutes } from './segments/routes.ts'
import { sendingRoutes } from './sending/routes.ts'
import { suppressionRoutes } from './suppressions/routes.ts'
import { tagRoutes } from './tags/routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { activityRoutes, timelineRoutes } from './timeline/routes.ts'
import { noteNetworks } from './tracking/networks.ts'
import { trackingPublicRoutes } from './tracking/public-routes.ts'
import { trackingRoutes } from './tracking/routes.ts'
import { unsubscribeRoutes } from './tracking/unsubscribe-routes.ts'
import { clientConfigRoutes, userRoutes } from './users/routes.ts'
import { viewRoutes } from './views/routes.ts'
import { pages } from './web/pages.ts'

/** The HTTP side of the product: plug-ins, errors, sign-in, then each feature's routes. Does not listen. */
export async function buildApp(services: Services): Promise<App> {
  const proxies = trustedProxies(services.config.trustProxy, services.log)
  const app = fastify({
    loggerInstance: services.log,
    genReqId: () => v7(),
    logController: new LogController({ disableRequestLogging: services.log.level !== 'debug' }),
    trustProxy: proxies.trusts,
    bodyLimit: 1_048_576,
    // A filter of 20,000 characters, written for an address, is longer than Node's 16 KiB for all headers.
    http: { maxHeaderSize: 131_072 },
  }) as unknown as App
  app.decorate('services', services)
  app.decorate('proxies', proxies)
  app.setValidatorCompiler(validatorCompiler)
  // Answers are typed by the same schemas; checking each again would cost more than making it. The tests check them.
  app.setSerializerCompiler(() => JSON.stringify)
  acceptEmptyJson(app)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new NotFound(`page ${request.method} ${request.url.split('?')[0]}`)),
  )
  await app.register(rateLimit, { global: false, keyGenerator: ({ raw }) => proxies.addressOf(raw) })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Throughline', version, license: { name: 'MIT' } },
      components: { securitySchemes: { entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ entra: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  authenticate(app)
  await healthRoutes(app)
  if (services.config.role !== 'worker') await serveProduct(app)
  return app
}

const features: Routes[] = [
  userRoutes,
  contactRoutes,
  timelineRoutes,
  activityRoutes,
  companyRoutes,
  dealRoutes,
  dealStageRoutes,
  consentRoutes,
  customFieldRoutes,
  tagRoutes,
  segmentRoutes,
  viewRoutes,
  bulkRoutes,
  scoringRoutes,
  exportRoutes,
  importRoutes,
  suppressionRoutes,
  duplicateRoutes,
  mergeRoutes,
  listExportRoutes,
  accountRoutes,
  auditRoutes,
  templateRoutes,
  sendingRoutes,
  mailboxRoutes,
  mailRoutes,
  jobRoutes,
  trackingRoutes,
  callRoutes,
  formRoutes,
]

/** What people and Microsoft call; a process that only works through the night answers for its health alone. */
async function serveProduct(app: App): Promise<void> {
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (_, reply) => {
        reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
      })
      noteNetworks(api as App)
      for (const routes of features) {
        await routes(api as App)
      }
      api.get('/openapi.json', { config: { roles: 'public' }, schema: { hide: true } }, () => app.swagger())
    },
    { prefix: '/api/v1' },
  )
  for (const routes of [clientConfigRoutes, mailHooks, callHooks, formPages, trackingPublicRoutes, unsubscribeRoutes])
    await routes(app)
  await app.register(pages)
}

/** A POST that needs no body may still say that it is JSON: many clients always do. */
function acceptEmptyJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, body as string, done)
  })
}

const TOO_DEEP = 'The input is nested too deep to be read. Make it flatter.'

/** A tree so deep that checking it against its schema runs out of stack. */
const isTooDeep = (error: FastifyError): boolean => error instanceof RangeError && error.code === 'FST_ERR_VALIDATION'

/** The one place where errors become answers. What nobody foresaw is logged and says nothing about itself. */
async function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof Problem) return sendProblem(request, reply, await whereItWent(request, error))
  if (hasZodFastifySchemaValidationErrors(error)) {
    return sendProblem(
      request,
      reply,
      new InvalidInput(
        error.validation.map(({ instancePath, message }) => ({
          path: pathOf(instancePath),
          message: message ?? 'not valid',
        })),
      ),
    )
  }
  if (isTooDeep(error)) return sendProblem(request, reply, new InvalidInput([{ path: '', message: TOO_DEEP }]))
  if (error instanceof GraphFailure || error instanceof GraphSignInFailed) {
    request.log.warn({ err: error, requestId: request.id }, 'Microsoft did not answer as asked')
    return sendProblem(request, reply, new MicrosoftUnavailable(error))
  }
  if (isDataFault(error)) return sendProblem(request, reply, new InvalidInput([{ path: '', message: UNSTORABLE }]))
  if (error.statusCode && error.statusCode < 500)
    return sendProblem(request, reply, new Refused(error.statusCode, error.message))
  request.log.error({ err: error, requestId: request.id }, 'request failed')
  return sendProblem(request, reply, new Unexpected())
}

const UNSTORABLE =
  'A value holds characters that are no text, or a date or number out of range. Correct it and send it again.'

/** SQLSTATE class 22: what was sent cannot be stored, whatever the schema thought of it. */
const isDataFault = (error: unknown): boolean =>
  /^22/.test((error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code ?? '')

class MicrosoftUnavailable extends Problem {
  readonly type = 'microsoft-unavailable'
  constructor(error: GraphFailure | GraphSignInFailed) {
    const { error: told, retryAt } = explainFailure(error)
    const wait = retryAt ? Math.max(1, Math.ceil((retryAt.getTime() - Date.now()) / 1000)) : 30
    super(503, `${told.message} ${told.remedy}`, { code: told.code }, { 'retry-after': String(wait) })
  }
}

const pathOf = (pointer: string) => pointer.replace(/^\//, '').replaceAll('/', '.')

class Refused extends Problem {
  readonly type = 'bad-request'
}

class Unexpected extends Problem {
  readonly type = 'internal-error'
  constructor() {
    super(
      500,
      'Something went wrong on our side; nothing was half-written. Try again, and give the request id if it stays so.',
    )
  }
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  if (problem.cause) request.log.warn({ err: problem.cause, requestId: request.id }, problem.type)
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problem.body(request.id))
}
