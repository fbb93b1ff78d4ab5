import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App, Routes } from '../app-types.ts'
import { Id } from '../platform/schema.ts'
import { NotSigned } from './problems.ts'
import { receiveCall } from './receive-call.ts'

const MOST_BYTES = 65_536

/**
 * Where voice systems post calls. The body is taken as the bytes that came: the signature is over them. The source stands
 * in the address, or in `X-Throughline-Source`.
 */
export const callHooks: Routes = async (app) => {
  const { services } = app
  await app.register(async (hooks) => {
    hooks.removeAllContentTypeParsers()
    hooks.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_, body, done) => done(null, body))
    const route = {
      config: { roles: 'public' as const, rateLimit: { max: 600, timeWindow: '1 minute' } },
      bodyLimit: MOST_BYTES,
      schema: { hide: true },
    }
    const take = async (sourceId: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const source = Id.safeParse(sourceId)
      if (!source.success) throw new NotSigned()
      const delivery = {
        sourceId: source.data,
        timestamp: header(request, 'x-throughline-timestamp'),
        signature: header(request, 'x-throughline-signature'),
        key: header(request, 'idempotency-key'),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      }
      return reply.code(202).send(await receiveCall(services, delivery, services.now()))
    }
    const posts = hooks as unknown as App
    posts.post('/hooks/calls/:sourceId', route, (request, reply) =>
      take((request.params as { sourceId: string }).sourceId, request, reply),
    )
    posts.post('/hooks/calls', route, (request, reply) => take(header(request, 'x-throughline-source'), request, reply))
  })
}

/** A header that came once; one that came twice is no answer to which counts. */
function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
