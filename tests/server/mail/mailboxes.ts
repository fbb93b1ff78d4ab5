import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Connection } from '../../../db/client.ts'
import { graphClient } from '../../../server/graph/client.ts'
import { openGate } from '../../../server/graph/gate.ts'
import type { GraphTokens } from '../../../server/identity/graph-token.ts'
import type { MailContext } from '../../../server/mail/context.ts'
import { secretsFrom } from '../../../server/platform/secrets.ts'
import { type GraphAttachment, type GraphMessage, StrictGraph } from './strict-graph.ts'

const TENANT = '11111111-aaaa-4bbb-8ccc-000000000001'

export async function strictGraph(): Promise<StrictGraph> {
  const graph = new StrictGraph()
  await graph.listen()
  onTestFinished(() => graph.close())
  return graph
}

/** Everything mail work needs, against the strict Graph. Tokens are asked for as msal-node would be. */
export function mailContext(
  { db, sql: raw, url }: Connection,
  graph: StrictGraph,
): MailContext & { tokens: GraphTokens } {
  const gate = openGate(url)
  onTestFinished(() => gate.end())
  let cached = graph.token
  const tokens = {
    forApplication: async ({ fresh = false } = {}) => {
      if (fresh) cached = graph.token
      return cached
    },
    onBehalfOf: async () => cached,
  }
  return {
    db,
    sql: raw,
    tokens,
    graph: graphClient({ baseUrl: graph.baseUrl, tokens, gate }),
    secrets: secretsFrom('a key of the tests, long enough'),
    log: pino({ level: 'silent' }),
    tenantId: TENANT,
    now: () => new Date(),
  }
}

export interface TestMailbox {
  id: string
  graphUserId: string
  address: string
  syncFrom: Date | null
}

/** An organisation at ours.example with mailboxes, folders found already. */
export async function seedMailboxes({ db }: Connection, names: string[]): Promise<TestMailbox[]> {
  await db.execute(sql`insert into organisation_domains (domain) values ('ours.example')`)
  const made: TestMailbox[] = []
  for (const name of names) {
    const address = `${name}@ours.example`
    const [user] = await db.execute<{ id: string; entra_id: string }>(sql`
      insert into users (entra_id, name, email) values (gen_random_uuid(), ${name}, ${address}) returning id, entra_id`)
    await db.execute(
      sql`insert into organisation_addresses values (${address}, ${user?.entra_id}), (${`${name}@old-name.example`}, ${user?.entra_id})`,
    )
    const [mailbox] = await db.execute<{ id: string }>(sql`
      insert into mailboxes (graph_user_id, user_id, address, name, state, due_at)
      values (${user?.entra_id}, ${user?.id}, ${address}, ${name}, 'first_sync', now()) returning id`)
    const graphUserId = user?.entra_id as string
    for (const folder of ['inbox', 'sentitems']) {
      await db.execute(sql`insert into mailbox_folders (mailbox_id, graph_folder_id, well_known_name, name)
        values (${mailbox?.id}, ${folder}, ${folder}, ${folder})`)
    }
    made.push({ id: mailbox?.id as string, graphUserId, address, syncFrom: null })
  }
  return made
}

export async function addContact({ db }: Connection, address: string): Promise<string> {
  const [row] = await db.execute<{ id: string }>(
    sql`insert into contacts (first_name) values (${address.split('@')[0]}) returning id`,
  )
  await db.execute(
    sql`insert into contact_addresses (address, contact_id, display, is_primary) values (${address}, ${row?.id}, ${address}, true)`,
  )
  return row?.id as string
}

let serial = 0

export function message(parts: {
  from: string
  to: string[]
  cc?: string[]
  bcc?: string[]
  id?: string
  internetMessageId?: string | null
  at?: Date
  subject?: string
  isDraft?: boolean
  headers?: Record<string, string>
  sensitivity?: number
  attachments?: GraphAttachment[]
}): GraphMessage {
  const number = ++serial
  const at = (parts.at ?? new Date(Date.UTC(2026, 0, 1) + number * 60_000)).toISOString()
  const recipient = (address: string) => ({ emailAddress: { name: address.split('@')[0] ?? '', address } })
  return {
    id: parts.id ?? `AAk${number}=`,
    internetMessageId: parts.internetMessageId === undefined ? `<m${number}@mail.example>` : parts.internetMessageId,
    subject: parts.subject ?? `Subject ${number}`,
    bodyPreview: `Preview ${number}`,
    from: recipient(parts.from),
    toRecipients: parts.to.map(recipient),
    ccRecipients: (parts.cc ?? []).map(recipient),
    bccRecipients: (parts.bcc ?? []).map(recipient),
    sentDateTime: at,
    receivedDateTime: at,
    isDraft: parts.isDraft ?? false,
    hasAttachments: parts.attachments?.some(({ isInline }) => !isInline) ?? false,
    ...(parts.attachments ? { attachments: parts.attachments } : {}),
    parentFolderId: '',
    webLink: `https://outlook.office.com/${number}`,
    internetMessageHeaders: Object.entries(parts.headers ?? {}).map(([name, value]) => ({ name, value })),
    ...(parts.sensitivity === undefined
      ? {}
      : { singleValueExtendedProperties: [{ id: 'Integer 0x36', value: String(parts.sensitivity) }] }),
  }
}

/** Every mail entry of every timeline, in an order of its own. */
export async function timelines({ db }: Connection): Promise<string[]> {
  const rows = await db.execute<{ contact: string; type: string; mid: string }>(sql`
    select ca.address as contact, ac.type, m.internet_message_id as mid
      from activity_contacts ac join activities a on a.id = ac.activity_id join messages m on m.id = a.message_id
      join contact_addresses ca on ca.contact_id = ac.contact_id`)
  return rows.map((row) => `${row.contact} ${row.type} ${row.mid}`).sort()
}
