import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { MailboxError } from '#db/schema/mailboxes.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { refreshMailboxesOf } from '../mail/ingest.ts'
import type { Actor } from '../platform/actor.ts'
import { NotFound, Problem } from '../platform/problem.ts'
import { type EditMailbox, Mailbox, type StartSync } from './schema.ts'

export class MailboxNotEnabled extends Problem {
  readonly type = 'mailbox-not-enabled'
  constructor() {
    super(409, 'This mailbox is not read yet. Choose its rules and start it with POST /mailboxes/{id}/sync.')
  }
}

export async function listMailboxes(tx: Tx): Promise<Mailbox[]> {
  return mailboxesWhere(tx, sql`true`)
}

export async function mailboxById(tx: Tx, id: string): Promise<Mailbox> {
  const [mailbox] = await mailboxesWhere(tx, sql`m.id = ${id}`)
  if (!mailbox) throw new NotFound('such mailbox')
  return mailbox
}

async function mailboxesWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<Mailbox[]> {
  const rows = await tx.execute<Record<string, unknown> & { id: string }>(sql`
    select m.id, m.address, m.name, m.user_id, m.state, m.share_level, m.new_people, m.sync_from, m.last_synced_at, m.error,
      t.not_before,
      (select count(*)::int from set_aside_messages s where s.mailbox_id = m.id) as set_aside,
      exists (select 1 from mailbox_folders f join mailbox_subscriptions s on s.folder_id = f.id
               where f.mailbox_id = m.id and s.graph_subscription_id is not null and s.expires_at > now()) as live,
      coalesce((select jsonb_agg(jsonb_build_object(
          'id', f.id, 'name', f.name, 'wellKnownName', f.well_known_name, 'read', f.read_in_round,
          'lastSyncedAt', f.last_synced_at,
          'state', case when f.delta_link is not null then 'up_to_date'
                        when f.next_link is not null then 'first_sync' else 'waiting' end) order by f.name)
        from mailbox_folders f where f.mailbox_id = m.id), '[]') as folders
    from mailboxes m left join graph_throttles t on t.scope = m.graph_user_id::text and t.not_before > now()
    where ${condition} order by m.name, m.id`)
  const instant = (value: unknown) => (value ? new Date(String(value)).toISOString() : null)
  return rows.map((row) =>
    Mailbox.parse({
      id: row.id,
      address: row.address,
      name: row.name,
      userId: row.user_id,
      state: row.state,
      shareLevel: row.share_level,
      newPeople: row.new_people,
      syncFrom: instant(row.sync_from),
      lastSyncedAt: instant(row.last_synced_at),
      notBefore: instant(row.not_before),
      live: row.live,
      setAside: row.set_aside,
      error: row.error,
      folders: (row.folders as { lastSyncedAt: string | null }[]).map((folder) => ({
        ...folder,
        lastSyncedAt: instant(folder.lastSyncedAt),
      })),
    }),
  )
}

/**
 * Reads a mailbox now. The first time this fixes its rules (how far back, which folders, what colleagues see); later
 * calls with rules leave them as they are, because rules are chosen before the first sync only.
 */
export async function startSync(
  db: Database,
  queue: JobQueue,
  id: string,
  rules: StartSync,
): Promise<{ jobId: string; mailbox: Mailbox }> {
  return db.transaction(async (tx) => {
    const months = rules.months ?? 36
    const folders = JSON.stringify(['inbox', 'sentitems', ...(rules.folders ?? [])])
    const rows = await tx.execute(sql`update mailboxes set
        sync_from = coalesce(sync_from, now() - make_interval(months => ${months})),
        history_months = case when state = 'available' then ${months} else history_months end,
        share_level = case when state = 'available' then ${rules.shareLevel ?? 'all'} else share_level end,
        new_people = case when state = 'available' then ${rules.newPeople ?? 'off'} else new_people end,
        folder_names = case when state = 'available'
          then (select array_agg(distinct value) from jsonb_array_elements_text(${folders}::jsonb)) else folder_names end,
        state = case when state in ('available', 'paused') then 'first_sync' else state end,
        due_at = now(), failures = 0
      where id = ${id} returning id`)
    if (rows.length === 0) throw new NotFound('such mailbox')
    const jobId = (await queue.send('sync-mailbox', { mailboxId: id }, { key: id, tx })) ?? (await waitingJob(tx, id))
    return { jobId, mailbox: await mailboxById(tx, id) }
  })
}

/** The job that waits already for this mailbox: asking twice is asking once. */
async function waitingJob(tx: Tx, mailboxId: string): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(sql`select id from pgboss.job
    where name = 'sync-mailbox' and singleton_key = ${mailboxId} order by created_on desc limit 1`)
  if (!row) throw new NotFound('job for this mailbox')
  return row.id
}

export async function pauseMailbox(tx: Tx, id: string): Promise<Mailbox> {
  await change(tx, id, sql`state = 'paused', due_at = null`)
  return mailboxById(tx, id)
}

/** Reads everything again from the beginning; nothing is doubled, what was missed is found. */
export async function resyncMailbox(
  db: Database,
  queue: JobQueue,
  id: string,
): Promise<{ jobId: string; mailbox: Mailbox }> {
  await db.transaction(async (tx) => {
    await change(tx, id, sql`state = 'first_sync', due_at = now(), failures = 0, error = null`)
    await tx.execute(sql`update mailbox_folders set delta_link = null, next_link = null, read_in_round = 0, step = step + 1
      where mailbox_id = ${id}`)
  })
  return startSync(db, queue, id, {})
}

async function change(tx: Tx, id: string, set: ReturnType<typeof sql>) {
  const rows = await tx.execute<{ changed: boolean }>(sql`with found as (select state from mailboxes where id = ${id}),
    changed as (update mailboxes set ${set} where id = ${id} and state <> 'available' returning 1)
    select exists (select 1 from changed) as changed from found`)
  if (rows.length === 0) throw new NotFound('such mailbox')
  if (!rows[0]?.changed) throw new MailboxNotEnabled()
}

export async function recordSuccess(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`update mailboxes m set last_synced_at = now(), failures = 0, error = null,
      state = case when state = 'paused' then 'paused'
        when exists (select 1 from mailbox_folders f where f.mailbox_id = m.id and f.delta_link is null) then 'first_sync'
        else 'live' end
    where id = ${id}`)
}

/** Failed passes come again: after Microsoft's own instant, else a little later each time, at most a quarter of an hour. */
export async function recordFailure(
  tx: Tx,
  id: string,
  failure: { error: Omit<MailboxError, 'since'>; permanent: boolean; retryAt: Date | null },
): Promise<void> {
  await tx.execute(sql`update mailboxes set
      error = ${JSON.stringify(failure.error)}::jsonb
        || jsonb_build_object('since', coalesce(error->>'since', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
      failures = failures + 1,
      state = case when state = 'paused' then 'paused' when ${failure.permanent} or failures >= 4 then 'error' else state end,
      due_at = case when state = 'paused' then null else
        greatest(${failure.retryAt?.toISOString() ?? null}::timestamptz, now() + least(interval '15 minutes', interval '5 seconds' * power(2, least(failures, 10)))) end
    where id = ${id}`)
}

/** What colleagues see of this mailbox from now on, past mail included, and who becomes a contact from now on. */
export async function editMailbox(db: Database, id: string, { shareLevel, newPeople }: EditMailbox): Promise<Mailbox> {
  return db.transaction(async (tx) => {
    const rows =
      await tx.execute(sql`update mailboxes set share_level = coalesce(${shareLevel ?? null}::text, share_level),
      new_people = coalesce(${newPeople ?? null}::text, new_people) where id = ${id} returning id`)
    if (rows.length === 0) throw new NotFound('such mailbox')
    if (shareLevel) {
      const held = await tx.execute<{ message_id: string }>(
        sql`select distinct message_id from message_copies where mailbox_id = ${id}`,
      )
      await refreshMailboxesOf(
        tx,
        held.map((row) => row.message_id),
      )
    }
    return mailboxById(tx, id)
  })
}

/** Who may start, pause or resync this mailbox: its owner, and those who set the product up. */
export function mayManage(actor: Actor, mailbox: Mailbox): boolean {
  return actor.roles.includes('Admin') || mailbox.userId === actor.userId
}
