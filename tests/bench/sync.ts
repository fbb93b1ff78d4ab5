import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { contacts } from '../../server/demo/seed/people.ts'
import { startDemoTenant } from '../../server/demo/tenant.ts'
import { type Graph, graphClient } from '../../server/graph/client.ts'
import { openGate } from '../../server/graph/gate.ts'
import { graphTokens } from '../../server/identity/graph-token.ts'
import { findFolders } from '../../server/mail/folders.ts'
import { syncMailbox } from '../../server/mail/sync.ts'
import { secretsFrom } from '../../server/platform/secrets.ts'
import { readDirectory } from '../../server/users/organisation.ts'
import { milliseconds } from './machine.ts'

/**
 * First sync of all demo mailboxes. Server work is the CPU time of this process less that of the demo Graph, which lives
 * here too: the same pages are fetched once more without storing them, and that is taken off.
 */
export async function benchSync(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-bench-tenant-'))
  const tenant = await startDemoTenant({ dataDir: folder, port: 0 })
  setDefaultCACertificates([...getCACertificates('default'), await readFile(tenant.caFile, 'utf8')])
  await migrate(url)
  const connection = connect(url)
  const { db } = connection
  const gate = openGate(connection.url)
  const tokens = graphTokens(
    {
      authority: tenant.authority,
      tenantId: tenant.tenantId,
      clientId: tenant.clientId,
      credential: { secret: tenant.clientSecret },
    },
    tenant.graphBaseUrl,
  )
  const graph = graphClient({ baseUrl: tenant.graphBaseUrl, tokens, gate })
  const context = {
    ...connection,
    graph,
    secrets: secretsFrom('the key of the bench, long enough'),
    log: pino({ level: 'silent' }),
    tenantId: tenant.tenantId,
    now: () => new Date(),
  }
  try {
    await readDirectory(db, graph, tenant.tenantId)
    for (const { email, firstName } of contacts) {
      const [row] = await db.execute<{ id: string }>(
        sql`insert into contacts (first_name) values (${firstName}) returning id`,
      )
      await db.execute(
        sql`insert into contact_addresses (address, contact_id, display, is_primary) values (${email.toLowerCase()}, ${row?.id}, ${email}, true) on conflict do nothing`,
      )
    }
    const mailboxes = await db.execute<{ id: string; graph_user_id: string }>(
      sql`select id, graph_user_id from mailboxes`,
    )
    const known = mailboxes.filter((row) => tenant.mailboxes.some(({ oid }) => oid === row.graph_user_id))
    let messages = 0
    const pass = async (graphOf: Graph) => {
      const started = { cpu: process.cpuUsage(), at: performance.now() }
      for (const row of known) {
        const mailbox = { id: row.id, graphUserId: row.graph_user_id, syncFrom: null }
        await findFolders(context, { ...mailbox, folderNames: ['inbox', 'sentitems'] })
        await syncMailbox({ ...context, graph: graphOf }, mailbox, {
          onPage: async (read) => {
            messages += read
          },
        })
      }
      const { user, system } = process.cpuUsage(started.cpu)
      return { cpu: (user + system) / 1000, wall: performance.now() - started.at }
    }
    const whole = await pass(graph)
    const read = messages
    const answers: { path: string; answer: unknown }[] = []
    await db.execute(sql`update mailbox_folders set delta_link = null, next_link = null`)
    await pass({
      call: async (call) => {
        const answer = await graph.call(call)
        answers.push({ path: call.path, answer })
        return answer as never
      },
    })
    await db.execute(sql`update mailbox_folders set delta_link = null, next_link = null`)
    await db.execute(sql`delete from messages`)
    await db.execute(sql`delete from correspondents`)
    const recorded = await pass({
      call: async (call) => answers.find((one) => one.path === call.path)?.answer as never,
    })
    console.log(`  ${read} messages of ${known.length} mailboxes, first sync`)
    console.log(
      `  server work             ${milliseconds(recorded.cpu / read)} CPU a message, ${milliseconds(recorded.wall / read)} with the database (aim 1 ms)`,
    )
    console.log(
      `  with the demo Graph     ${milliseconds(whole.wall / read)} a message, one mailbox after the other; ratio ${(recorded.wall / whole.wall).toFixed(2)} of the whole`,
    )
  } finally {
    await gate.end()
    await connection.close()
    await tenant.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
