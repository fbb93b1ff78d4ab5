import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { consentRecords } from '../consent/load-ledger.ts'
import { mayReceiveMarketing } from '../consent/may-receive-marketing.ts'
import { retryingCollisions, sqlState } from '../platform/retrying.ts'
import { judgeMails } from './judge.ts'
import type { RawHit } from './recorder.ts'
import { trackingSettings } from './settings.ts'

/**
 * Stores hits and what they mean. Set-wise: a fixed number of statements for a batch of any size; hits that are stored
 * already are passed over, so a batch may come again. Of mail that is gone, and of people who must not be tracked (any
 * more), nothing is kept (TR-09).
 */
export async function storeHits(db: Database, hits: readonly RawHit[], now: Date): Promise<void> {
  if (hits.length === 0) return
  try {
    await retryingCollisions(() => db.transaction((tx) => storeBatch(tx, hits, now)))
  } catch (error) {
    if (!/^22|^23/.test(sqlState(error))) throw error
    if (hits.length === 1) return // one that cannot be stored must not keep back the rest
    const half = Math.ceil(hits.length / 2)
    await storeHits(db, hits.slice(0, half), now)
    await storeHits(db, hits.slice(half), now)
  }
}

async function storeBatch(tx: Tx, hits: readonly RawHit[], now: Date): Promise<void> {
  if (!(await trackingSettings(tx)).enabled) return
  const found = await locate(tx, hits)
  const allowed = await whoMayBeTracked(
    tx,
    found.flatMap((row) => row.contact_ids),
    now,
  )
  const kept = found.filter(({ contact_ids }) => contact_ids.every((id) => allowed.has(id)))
  if (kept.length === 0) return
  const stored = await tx.execute<{ tracked_mail_id: string; at: string }>(sql`
    insert into tracking_events (id, tracked_mail_id, link_id, kind, at, method, network, agent, referrer, class, reason, rules)
    select r.id, r.mail, r.link, r.kind, to_timestamp(r.at / 1000.0), r.method, r.network, r.agent, r.referrer, 'unknown', '', 0
      from jsonb_to_recordset(${JSON.stringify(kept.map(rowOf))}::jsonb) as r(id uuid, mail uuid, link uuid, kind text,
        at float8, method text, network text, agent text, referrer text)
    on conflict (id) do nothing returning tracked_mail_id, at`)
  if (stored.length === 0) return
  const since = new Date(Math.min(...stored.map(({ at }) => new Date(at).getTime())))
  await judgeMails(tx, [...new Set(stored.map((row) => row.tracked_mail_id))], since)
}

interface Located extends RawHit {
  mail_id: string
  link_id: string | null
  /** Everybody it went to, as far as it is known. */
  contact_ids: string[]
}

const rowOf = ({ contact_ids: _, mail_id, link_id, target: __, ...hit }: Located) => ({
  ...hit,
  mail: mail_id,
  link: link_id,
})

/** The mails of these hits, held until we are through: an erasure waits, or was before. */
async function locate(tx: Tx, hits: readonly RawHit[]): Promise<Located[]> {
  const asked = hits.map(({ target, kind }) => ({ target, kind }))
  const rows = await tx.execute<{ target: string; mail_id: string; link_id: string | null; contact_ids: string[] }>(sql`
    select r.target, m.id as mail_id, r.link_id, array_remove(array[m.contact_id] || array(
        select ac.contact_id from activities a join activity_contacts ac on ac.activity_id = a.id
         where a.message_id = m.message_id and a.type = 'email_sent'), null) as contact_ids
      from (select distinct h.target, l.id as link_id, coalesce(l.tracked_mail_id, h.target) as mail_id
              from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as h(target uuid, kind text)
              left join tracked_links l on h.kind = 'click' and l.id = h.target
             where h.kind = 'open' or l.id is not null) r
      join tracked_mails m on m.id = r.mail_id
     order by m.id for key share of m`)
  const places = new Map(rows.map((row) => [row.target, row]))
  return hits.flatMap((hit) => {
    const place = places.get(hit.target)
    if (!place) return []
    return [{ ...hit, mail_id: place.mail_id, link_id: place.link_id, contact_ids: place.contact_ids }]
  })
}

async function whoMayBeTracked(tx: Tx, contactIds: readonly string[], now: Date): Promise<Set<string>> {
  if (contactIds.length === 0) return new Set()
  const records = await consentRecords(tx, [...new Set(contactIds)])
  const allowed = records.filter((record) => mayReceiveMarketing(record, record.rule, now).tracking === 'individual')
  return new Set(allowed.map(({ contactId }) => contactId))
}
