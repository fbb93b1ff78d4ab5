import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { OutgoingContent } from '#db/schema/outgoing.ts'
import type { Actor } from '../platform/actor.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { NotFound } from '../platform/problem.ts'
import type { OutgoingMail } from './schema.ts'

export type OutgoingState = OutgoingMail['state']

/** A mail on its way, as the database has it, with the mailbox it goes out from. */
export interface OutgoingRow extends Record<string, unknown> {
  id: string
  state: OutgoingState
  user_id: string
  purpose: OutgoingMail['purpose']
  tracked: boolean
  content: OutgoingContent | null
  graph_message_id: string | null
  internet_message_id: string | null
  graph_user_id: string
  mailbox_id: string | null
  attempts: number
  error: OutgoingMail['error']
  created_at: string
  sent_at: string | null
}

const rowsWhere = (condition: SQL): SQL => sql`
  select o.id, o.state, o.user_id, o.purpose, o.tracked, o.content, o.graph_message_id, o.internet_message_id,
      coalesce(b.graph_user_id, u.entra_id) as graph_user_id, b.id as mailbox_id, o.attempts, o.error, o.created_at, o.sent_at
    from outgoing_mails o join users u on u.id = o.user_id left join mailboxes b on b.user_id = o.user_id
   where ${condition}`

/** @throws NotFound, also for mail of somebody else: what a rep sends is theirs. */
export async function readOutgoing(tx: Tx, actor: Actor, id: string): Promise<OutgoingMail> {
  const [row] = await tx.execute<OutgoingRow>(rowsWhere(sql`o.id = ${id}::uuid and o.user_id = ${actor.userId}::uuid`))
  if (!row) throw new NotFound('mail of yours with this id')
  return outgoingFrom(row)
}

export async function outgoingRow(tx: Tx, id: string): Promise<OutgoingRow> {
  const [row] = await tx.execute<OutgoingRow>(rowsWhere(sql`o.id = ${id}::uuid`))
  if (!row) throw new NotFound('mail with this id')
  return row
}

const outgoingFrom = ({ id, state, purpose, tracked, error, created_at, sent_at }: OutgoingRow): OutgoingMail => ({
  id,
  state,
  purpose,
  tracked,
  notTracked: [],
  error,
  createdAt: isoInstant(created_at),
  sentAt: isoInstantOrNull(sent_at),
})

interface Step {
  graphMessageId?: string
  internetMessageId?: string | null
  error?: OutgoingMail['error']
  sentAt?: Date
  /** When somebody looks again; null when nothing is left to find out. */
  dueAt?: Date | null
}

/**
 * Moves a mail on, from the state it is thought to be in: of two that work at one mail, one goes on.
 * @returns whether it was in that state
 */
export async function moveOn(
  tx: Tx,
  id: string,
  from: OutgoingState | readonly OutgoingState[],
  to: OutgoingState,
  { graphMessageId, internetMessageId, error, sentAt, dueAt }: Step = {},
): Promise<boolean> {
  const states = JSON.stringify(typeof from === 'string' ? [from] : from)
  const rows = await tx.execute(sql`
    update outgoing_mails set state = ${to},
        graph_message_id = coalesce(${graphMessageId ?? null}, graph_message_id),
        internet_message_id = coalesce(${internetMessageId ?? null}, internet_message_id),
        error = ${error ? JSON.stringify(error) : null}::jsonb,
        sent_at = coalesce(${sentAt?.toISOString() ?? null}::timestamptz, sent_at),
        due_at = ${dueAt === undefined ? sql`due_at` : sql`${dueAt?.toISOString() ?? null}::timestamptz`}
      where id = ${id}::uuid and state in (select value from jsonb_array_elements_text(${states}::jsonb))
      returning 1`)
  return rows.length > 0
}
