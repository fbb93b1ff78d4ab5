import { fastify } from 'fastify'
import postgres from 'postgres'

/** The reference: Fastify, one prepared primary-key read, nothing else. */
const sql = postgres(process.argv[2] as string, { max: 10 })
const rows = await sql<{ address: string }[]>`select address from contact_addresses limit 50000`
const app = fastify()
app.get<{ Params: { n: string } }>('/:n', async (request) => {
  const address = rows[Number(request.params.n) % rows.length]?.address as string
  const [row] = await sql`select * from contact_addresses where address = ${address}`
  return row
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ url, token: 'none' })
