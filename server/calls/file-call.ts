import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isoInstant } from '../platform/instant.ts'
import { parsePhone } from '../platform/phone.ts'

/** A family or two who share a desk; what more contacts have is a switchboard, and the call nobody's in particular. */
const MOST_HOLDERS = 5
/** A contact that is saved while a call comes in does not see it, nor the call the contact: it is looked up once more. */
const LOOK_AGAIN = '1 minute'

interface Call extends Record<string, unknown> {
  id: string
  source: string
  direction: 'inbound' | 'outbound'
  number: string
  started_at: string
  seconds: number | null
  outcome: string | null
  recording_url: string | null
  user_id: string | null
  user_name: string | null
  user_email: string | null
}

/**
 * Puts a received call on the timelines of the contacts that have its number: one entry that names them all. Only where a
 * single contact has the number does an answered call count as contact with them. Contacts that have it with an extension
 * are asked only where nobody has it without. Safe to repeat; what is filed already is left alone.
 */
export async function fileCall(tx: Tx, callId: string, { lookAgain = false } = {}): Promise<void> {
  const [found] = await tx.execute<{ number: string }>(
    sql`select number from received_calls where id = ${callId}::uuid`,
  )
  if (!found) return
  const holders = await holdersOf(tx, found.number)
  // Contacts first, then the call: an edit that gives a contact the number locks in this order too.
  const contactIds = await lockContacts(tx, holders.length > MOST_HOLDERS ? [] : holders)
  const call = await lockCall(tx, callId)
  if (!call) return
  const activityId = contactIds.length > 0 ? await writeActivity(tx, call, contactIds) : null
  const due = activityId === null && lookAgain ? sql`now() + ${LOOK_AGAIN}::interval` : sql`null`
  await tx.execute(sql`update received_calls set activity_id = ${activityId}::uuid, holders = ${holders.length}, match_due_at = ${due}
    where id = ${callId}::uuid`)
}

/** Served by the index of the search text, which holds the digits of both numbers. */
async function holdersOf(tx: Tx, number: string): Promise<string[]> {
  if (!/^\+\d{6,15}$/.test(number)) return []
  const rows = await tx.execute<{ id: string; direct: boolean }>(sql`
    select id, (coalesce(phone, '') = ${number} or coalesce(mobile, '') = ${number}) as direct from contacts
     where search_text like ${`%${number.slice(1)}%`}
       and (split_part(phone, ';', 1) = ${number} or split_part(mobile, ';', 1) = ${number}) limit 1000`)
  const direct = rows.filter((row) => row.direct)
  return (direct.length > 0 ? direct : rows).map(({ id }) => id)
}

async function lockContacts(tx: Tx, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<{ id: string }>(sql`select id from contacts
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) order by id for no key update`)
  return rows.map(({ id }) => id)
}

async function lockCall(tx: Tx, callId: string): Promise<Call | undefined> {
  const [call] = await tx.execute<Call>(sql`
    select c.id, s.name as source, c.direction, c.number, c.started_at, c.seconds, c.outcome, c.recording_url, c.user_id,
        u.name as user_name, u.email as user_email
      from received_calls c join call_sources s on s.id = c.source_id left join users u on u.id = c.user_id
     where c.id = ${callId}::uuid and c.activity_id is null for update of c skip locked`)
  return call
}

async function writeActivity(tx: Tx, call: Call, contactIds: string[]): Promise<string> {
  const at = isoInstant(call.started_at)
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into activities (id, type, occurred_at, source, summary, details, actor_kind, actor_user_id, actor_name, actor_address)
    values (uuid7(), 'call', ${at}::timestamptz, 'voice', ${summaryOf(call)}, ${JSON.stringify(detailsOf(call, contactIds.length))}::json,
      ${call.user_id ? 'user' : 'system'}, ${call.user_id}::uuid, ${call.user_name ?? call.source}, ${call.user_email})
    returning id`)
  const activityId = row?.id as string
  const ids = JSON.stringify(contactIds)
  await tx.execute(sql`insert into activity_contacts (activity_id, contact_id, occurred_at, type)
    select ${activityId}::uuid, value::uuid, ${at}::timestamptz, 'call' from jsonb_array_elements_text(${ids}::jsonb)`)
  await tx.execute(sql`update contact_engagement set last_activity_at = greatest(last_activity_at, ${at}::timestamptz),
      last_contacted_at = case when ${wasAnswered(call) && contactIds.length === 1}
        then greatest(last_contacted_at, ${at}::timestamptz) else last_contacted_at end
    where contact_id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`)
  return activityId
}

/** Names that voice systems give to a call that nobody spoke in. */
const UNANSWERED =
  /^(missed|no[\s_-]?answer|not[\s_-]?answered|unanswered|voice[\s_-]?mail|busy|failed|declined|rejected|cancell?ed|abandoned|unavailable)$/i
const ANSWERED = /^(answered|completed|connected|success|ok)$/i

/** Whether somebody spoke: by its outcome, else by its length. */
function wasAnswered({ outcome, seconds }: Pick<Call, 'outcome' | 'seconds'>): boolean {
  if (outcome && UNANSWERED.test(outcome)) return false
  return (outcome !== null && ANSWERED.test(outcome)) || (seconds ?? 0) > 0
}

const summaryOf = ({ direction, number }: Call): string =>
  `${direction === 'inbound' ? 'Call from' : 'Call to'} ${parsePhone(number).display}`

function detailsOf(call: Call, sharedBy: number): Record<string, unknown> {
  const { direction, number, seconds, outcome, recording_url: recordingUrl, source } = call
  return {
    direction,
    number,
    ...(seconds === null ? {} : { durationSeconds: seconds, durationMinutes: Math.round(seconds / 6) / 10 }),
    ...(outcome ? { outcome } : {}),
    answered: wasAnswered(call),
    ...(recordingUrl ? { recordingUrl } : {}),
    voiceSystem: source,
    ...(sharedBy > 1 ? { sharedBy } : {}),
  }
}
