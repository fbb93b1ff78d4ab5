import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { isoInstant } from '../platform/instant.ts'
import { parsePhone } from '../platform/phone.ts'
import type { ReceivedCall, ReceivedCallPage, ReceivedCallQuery } from './schema.ts'

interface Row extends Record<string, unknown> {
  id: string
  source: ReceivedCall['source']
  direction: ReceivedCall['direction']
  number: string
  started_at: string
  seconds: number | null
  outcome: string | null
  recording_url: string | null
  user: ReceivedCall['user']
  filed: boolean
  holders: number
  contacts: ReceivedCall['contacts']
  received_at: string
}

const inState: Record<ReceivedCall['state'], SQL> = {
  filed: sql`c.activity_id is not null`,
  waiting: sql`c.activity_id is null and c.holders = 0`,
  shared: sql`c.activity_id is null and c.holders > 0`,
}

/** Calls as they came in, newest first, with what became of them. */
export async function readCalls(db: Database, { state, cursor, limit }: ReceivedCallQuery): Promise<ReceivedCallPage> {
  const position = cursor ? readCursor(cursor) : null
  const beyond = position ? sql`(c.received_at, c.id) < (${position.at}::timestamptz, ${position.id}::uuid)` : sql`true`
  const rows = await db.execute<Row>(sql`
    select c.id, json_build_object('id', s.id, 'name', s.name) as source, c.direction, c.number, c.started_at, c.seconds, c.outcome,
        c.recording_url, c.activity_id is not null as filed, c.holders, c.received_at,
        case when u.id is not null then json_build_object('id', u.id, 'name', u.name, 'email', u.email) end as user,
        coalesce((select json_agg(json_build_object('id', o.id, 'name', coalesce(nullif(concat_ws(' ', o.first_name, o.last_name), ''),
            (select display from contact_addresses where contact_id = o.id and is_primary), o.phone, o.mobile, '')) order by o.id)
          from activity_contacts x join contacts o on o.id = x.contact_id where x.activity_id = c.activity_id), '[]') as contacts
      from received_calls c join call_sources s on s.id = c.source_id left join users u on u.id = c.user_id
     where ${beyond} and ${state ? inState[state] : sql`true`}
     order by c.received_at desc, c.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit).map(callFrom)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? writeCursor({ at: last.receivedAt, id: last.id }) : null }
}

const callFrom = (row: Row): ReceivedCall => ({
  id: row.id,
  source: row.source,
  direction: row.direction,
  number: row.number,
  numberDisplay: parsePhone(row.number).display,
  startedAt: isoInstant(row.started_at),
  durationSeconds: row.seconds,
  outcome: row.outcome,
  recordingUrl: row.recording_url,
  user: row.user,
  state: row.filed ? 'filed' : row.holders > 0 ? 'shared' : 'waiting',
  holders: row.holders,
  contacts: row.contacts,
  receivedAt: isoInstant(row.received_at),
})
