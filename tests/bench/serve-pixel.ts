import { fastify } from 'fastify'

/** The reference: Fastify that answers with an image and a redirect, nothing else. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const app = fastify()
app.get('/t/o/:file', async (_, reply) => reply.type('image/gif').header('cache-control', 'no-store').send(PIXEL))
app.get('/t/c/:token', async (_, reply) => reply.code(302).header('location', 'https://shop.example/').send())
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ url, token: 'none' })
