import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { isoInstant, isoInstantOrNull } from '../platform/instant.ts'
import { NotFound } from '../platform/problem.ts'
import type { TrackingSummary } from './schema.ts'

const SHOWN = 100

interface Row extends Record<string, unknown> {
  recipients: number | null
  opens: number
  last_open_at: string | null
  clicks: number
  last_click_at: string | null
  machines: number
  events: (TrackingSummary['events'][number] & { at: string })[]
}

/**
 * What is known of the opens and clicks of a mail on a timeline. Counts are those of the timeline, which outlast the
 * single hits. Links are named to whoever may see the mail whole, and who sent it.
 * @throws NotFound for an activity that is gone
 */
export async function trackingSummary(tx: Tx, activityId: string, readerId: string): Promise<TrackingSummary> {
  const [row] = await tx.execute<Row>(sql`
    select t.recipients, o.opens, o.last_open_at, o.clicks, o.last_click_at,
        (select count(*)::int from tracking_events e where e.tracked_mail_id = any(t.ids) and e.class <> 'person') as machines,
        (select coalesce(json_agg(h order by h.at desc, h.id desc), '[]') from (
           select e.id, e.kind, e.at, e.class, e.reason,
               case when a.shared = 2 or strpos(a.holders::text, ${readerId}) > 0 or t.senders @> array[${readerId}::uuid] then l.url end as link
             from tracking_events e left join tracked_links l on l.id = e.link_id and not l.trap
            where e.tracked_mail_id = any(t.ids) order by e.at desc, e.id desc limit ${SHOWN}) h) as events
      from activities a
      cross join lateral (select array_agg(m.id) as ids, array_agg(m.user_id) as senders, max(m.recipients) as recipients from tracked_mails m
        where m.message_id = a.message_id and a.type = 'email_sent') t
      cross join lateral (
        select coalesce(sum(n.count) filter (where n.type = 'email_opened'), 0)::int as opens,
            max(n.last) filter (where n.type = 'email_opened') as last_open_at,
            coalesce(sum(n.count) filter (where n.type = 'email_clicked'), 0)::int as clicks,
            max(n.last) filter (where n.type = 'email_clicked') as last_click_at
          from (select c.type, (c.details->>'count')::int as count, (c.details->>'lastAt')::timestamptz as last
                  from activities c where c.parent_id = a.id and c.source = 'tracking') n) o
     where a.id = ${activityId}::uuid`)
  if (!row) throw new NotFound('activity with this id')
  return {
    state: stateOf(row),
    recipients: row.recipients ?? 0,
    opens: row.opens,
    lastOpenAt: isoInstantOrNull(row.last_open_at),
    clicks: row.clicks,
    lastClickAt: isoInstantOrNull(row.last_click_at),
    machines: row.machines,
    events: row.events.map((event) => ({ ...event, at: isoInstant(event.at) })),
  }
}

/** An image that nobody loaded says nothing: never «not opened» (TR-11). */
function stateOf({ recipients, opens, clicks }: Row): TrackingSummary['state'] {
  if (recipients === null) return 'not_tracked'
  if (clicks > 0) return 'clicked'
  return opens > 0 ? 'opened' : 'not_measurable'
}
