import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { normalAddress } from '../platform/address.ts'
import { parsePhone } from '../platform/phone.ts'
import { InvalidInput } from '../platform/problem.ts'
import type { Secrets } from '../platform/secrets.ts'
import { fileCall } from './file-call.ts'
import { DeliveryKeyReused, NotSigned } from './problems.ts'
import { type CallTaken, PostedCall } from './schema.ts'
import { isSigned, type SignedDelivery, signingKey } from './signature.ts'

export interface Delivery extends SignedDelivery {
  sourceId: string
  /** The Idempotency-Key. */
  key: string | undefined
}

/** Signs for nobody: an unknown source costs the same time as a known one. */
const NOBODY = '00000000-0000-0000-0000-000000000000'
const CLOCK_SKEW = 5 * 60_000
/** Longer than a signature is good for. */
const REPLAYED_WITHIN = '15 minutes'

/**
 * Takes a call from a voice system, once for a key. It stands on the timelines of the contacts with the number at once, or
 * waits for a contact that gets it.
 * @throws NotSigned, InvalidInput, DeliveryKeyReused; nothing is kept then.
 */
export async function receiveCall(
  { db, secrets }: { db: Database; secrets: Secrets },
  delivery: Delivery,
  now: Date,
): Promise<CallTaken> {
  await requireSignature(db, secrets, delivery, now)
  const call = readCall(delivery.body, now)
  const key = deliveryKey(delivery.key, call)
  return db.transaction(async (tx) => {
    const hash = createHash('sha256').update(JSON.stringify(call)).digest('hex')
    const again = await sameCallJustNow(tx, delivery.sourceId, hash)
    if (again) return again
    const [made] = await insertCall(tx, delivery.sourceId, key, hash, call)
    if (!made) return earlierCall(tx, delivery.sourceId, key, hash)
    await tx.execute(sql`update call_sources set last_call_at = now() where id = ${delivery.sourceId}::uuid`)
    await fileCall(tx, made.id, { lookAgain: true })
    return { id: made.id }
  })
}

async function requireSignature(db: Database, secrets: Secrets, delivery: Delivery, now: Date): Promise<void> {
  const [source] = await db.execute<{ generation: number }>(
    sql`select generation from call_sources where id = ${delivery.sourceId}::uuid and revoked_at is null`,
  )
  const key = signingKey(secrets, source ? delivery.sourceId : NOBODY, source?.generation ?? 0)
  if (!isSigned(key, delivery, now) || !source) throw new NotSigned()
}

function readCall(body: Buffer, now: Date): PostedCall {
  const read = PostedCall.safeParse(jsonOf(body))
  if (!read.success)
    throw new InvalidInput(read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })))
  if (Date.parse(read.data.startedAt) > now.getTime() + CLOCK_SKEW)
    throw new InvalidInput([{ path: 'startedAt', message: 'This lies in the future. Send the call when it is over.' }])
  return read.data
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new InvalidInput([{ path: '', message: 'The body is not JSON. Send the call as one JSON object.' }])
  }
}

function deliveryKey(header: string | undefined, { callId }: PostedCall): string {
  const key = header?.trim() || callId
  if (!key)
    throw new InvalidInput([{ path: 'callId', message: 'Send a callId, or an Idempotency-Key in the headers.' }])
  if (key.length > 200) throw new InvalidInput([{ path: 'Idempotency-Key', message: 'At most 200 characters.' }])
  return key
}

/** The signature does not cover the key: a delivery that somebody sends again under another one is the same call. */
async function sameCallJustNow(tx: Tx, sourceId: string, hash: string): Promise<CallTaken | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${sourceId} ${hash}`}, 0))`)
  const [same] = await tx.execute<{ id: string }>(sql`
    select id from received_calls where received_at > now() - ${REPLAYED_WITHIN}::interval
       and source_id = ${sourceId}::uuid and request_hash = decode(${hash}, 'hex') order by received_at limit 1`)
  return same && { id: same.id }
}

async function insertCall(tx: Tx, sourceId: string, key: string, hash: string, call: PostedCall) {
  const { number, country, direction, startedAt, durationSeconds, outcome, recordingUrl, agentEmail } = call
  const stored = parsePhone(number, country).stored.split(';')[0] as string
  const agent = normalAddress(agentEmail)
  return tx.execute<{ id: string }>(sql`
    insert into received_calls (id, source_id, key, request_hash, direction, number, started_at, seconds, outcome, recording_url, user_id)
    values (uuid7(), ${sourceId}::uuid, ${key}, decode(${hash}, 'hex'), ${direction}, ${stored}, ${startedAt}::timestamptz,
      ${durationSeconds ?? null}::int, ${outcome || null}, ${recordingUrl ?? null},
      (select u.id from users u where lower(u.email) = ${agent}::text
         or exists (select 1 from organisation_addresses a where a.entra_id = u.entra_id and a.address = ${agent}::text) limit 1))
    on conflict (source_id, key) do nothing returning id`)
}

async function earlierCall(tx: Tx, sourceId: string, key: string, hash: string): Promise<CallTaken> {
  const [earlier] = await tx.execute<{ id: string; same: boolean }>(sql`
    select id, request_hash = decode(${hash}, 'hex') as same from received_calls
     where source_id = ${sourceId}::uuid and key = ${key}`)
  if (!earlier?.same) throw new DeliveryKeyReused()
  return { id: earlier.id }
}
