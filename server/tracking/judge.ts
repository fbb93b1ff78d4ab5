import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { plainArray } from '../platform/arrays.ts'
import { type Circumstances, classify, type Hit, RULES, type Verdict } from './classify.ts'
import { windowStart, writeEntries } from './entries.ts'
import type { HitClass } from './schema.ts'
import { BURST } from './surroundings.ts'

/** How long after a person was seen in a network a hit from there is theirs. */
const OWN_FOR = 14 * 86_400_000
/** The first hits of a mail are looked at with each later one: some verdicts ask whether it is the first. */
const FIRST_HITS = 100

/** A burst may be told by a hit at its other end, and what was near its beginning is judged with it. */
const REACH = 2 * BURST

/** A hit as it is stored, with what it was taken for. */
export interface JudgedHit extends Hit {
  mailId: string
  class: HitClass
  reason: string
}

/**
 * Works out anew what the hits of these mails are since an instant, and makes the timelines say it. Hits may be judged
 * any number of times; whatever is right already stays untouched.
 */
export async function judgeMails(tx: Tx, mailIds: readonly string[], since: Date): Promise<void> {
  const from = windowStart(before(since, REACH))
  const facts = await mailFacts(tx, mailIds)
  const hits = await hitsOf(tx, mailIds, before(from, REACH))
  const isOwn = await ownNetworks(tx, hits)
  const judged: JudgedHit[] = []
  for (const [mailId, own] of Map.groupBy(hits, (hit) => hit.mailId)) {
    const mail = facts.get(mailId)
    if (!mail) continue
    const verdicts = classify(own, { ...mail, isOwn })
    const asked = own.filter(({ at }) => at >= from)
    judged.push(...asked.map((hit) => ({ ...hit, ...(verdicts.get(hit.id) as Verdict) })))
  }
  await writeVerdicts(tx, judged, hits)
  await writeEntries(tx, judged)
}

const before = (at: Date, milliseconds: number): Date => new Date(at.getTime() - milliseconds)

type Facts = Pick<Circumstances, 'sentAt' | 'links'>

async function mailFacts(tx: Tx, mailIds: readonly string[]): Promise<Map<string, Facts>> {
  const rows = await tx.execute<{ id: string; sent_at: string | null; links: number }>(sql`
    select m.id, m.sent_at, (select count(*)::int from tracked_links l where l.tracked_mail_id = m.id and not l.trap) as links
      from tracked_mails m where m.id = any(${plainArray(mailIds)}::uuid[])`)
  return new Map(rows.map(({ id, sent_at, links }) => [id, { sentAt: sent_at ? new Date(sent_at) : null, links }]))
}

interface HitRow extends Record<string, unknown> {
  id: string
  tracked_mail_id: string
  kind: 'open' | 'click'
  at: string
  method: string
  network: string | null
  agent: string | null
  referrer: string | null
  link_id: string | null
  trap: boolean | null
  class: HitClass
  reason: string
  rules: number
}

interface StoredHit extends JudgedHit {
  rules: number
}

/** Everything since the instant, and the first hits of each mail. */
async function hitsOf(tx: Tx, mailIds: readonly string[], from: Date): Promise<StoredHit[]> {
  const rows = await tx.execute<HitRow>(sql`
    select e.*, l.trap from unnest(${plainArray(mailIds)}::uuid[]) as m(id) cross join lateral (
        select * from tracking_events where tracked_mail_id = m.id and at >= ${from.toISOString()}::timestamptz
        union
        (select * from tracking_events where tracked_mail_id = m.id order by at, id limit ${FIRST_HITS})) e
      left join tracked_links l on l.id = e.link_id`)
  return rows.map(({ tracked_mail_id, at, link_id, trap, ...row }) => ({
    ...row,
    mailId: tracked_mail_id,
    at: new Date(at),
    linkId: link_id,
    trap: trap ?? false,
  }))
}

/** Where our own people were in the fortnight before, or have been since. */
async function ownNetworks(tx: Tx, hits: readonly Hit[]): Promise<Circumstances['isOwn']> {
  const networks = [...new Set(hits.flatMap(({ network }) => network ?? []))]
  if (networks.length === 0) return () => false
  const rows = await tx.execute<{ network: string; seen_at: string }>(sql`
    select network, max(seen_at) as seen_at from user_networks
     where network in (select value from jsonb_array_elements_text(${JSON.stringify(networks)}::jsonb)) group by network`)
  const seen = new Map(rows.map((row) => [row.network, new Date(row.seen_at).getTime()]))
  return (network, at) => (seen.get(network) ?? Number.NEGATIVE_INFINITY) >= at.getTime() - OWN_FOR
}

async function writeVerdicts(tx: Tx, judged: readonly JudgedHit[], stored: readonly StoredHit[]): Promise<void> {
  const earlier = new Map(stored.map((hit) => [hit.id, hit]))
  const changed = judged.filter((hit) => {
    const was = earlier.get(hit.id)
    return was?.class !== hit.class || was.reason !== hit.reason || was.rules !== RULES
  })
  if (changed.length === 0) return
  const rows = changed.map((hit) => ({ id: hit.id, class: hit.class, reason: hit.reason }))
  await tx.execute(sql`
    update tracking_events e set class = r.class, reason = r.reason, rules = ${RULES}::smallint
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, class text, reason text) where e.id = r.id`)
}
