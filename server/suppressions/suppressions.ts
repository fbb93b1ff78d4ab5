import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { audit } from '../audit/audit.ts'
import type { Actor } from '../platform/actor.ts'
import { parseAddress } from '../platform/address.ts'
import { InvalidInput, NotFound, Problem } from '../platform/problem.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Suppression, Suppressions, WriteSuppression } from './schema.ts'

/** The person was erased, or must never be contacted: no way in brings them back unnoticed (GD-09). */
export class AddressSuppressed extends Problem {
  readonly type = 'address-suppressed'
  constructor(reason: Suppression['reason']) {
    super(
      409,
      reason === 'erased'
        ? 'This person was erased on request and cannot be added again. If they came back to you themselves, a data protection officer takes the address off the suppression list first.'
        : 'This address must never be contacted. A data protection officer can take it off the suppression list.',
      { reason },
    )
  }
}

/** An address and its form without the plus tag are one person. */
const hashesOf = (secrets: Secrets, text: string): string[] => {
  const address = parseAddress(text)
  if (!address) return []
  return [address.normal, ...(address.untagged ? [address.untagged] : [])].map((form) =>
    secrets.hash('suppression', form).toString('hex'),
  )
}

/** Which of these addresses must not come in, and why. Costs one look where the list is empty. */
export async function suppressedAmong(
  tx: Tx,
  secrets: Secrets,
  addresses: readonly string[],
): Promise<Map<string, Suppression['reason']>> {
  if (addresses.length === 0) return new Map()
  const [any] = await tx.execute(sql`select 1 from suppressions limit 1`)
  if (!any) return new Map()
  const byHash = new Map<string, string[]>()
  for (const address of addresses) {
    for (const hash of hashesOf(secrets, address)) byHash.set(hash, [...(byHash.get(hash) ?? []), address])
  }
  const rows = await tx.execute<{ hash: string; reason: Suppression['reason'] }>(sql`
    select encode(address_hash, 'hex') as hash, reason from suppressions where address_hash in
      (select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify([...byHash.keys()])}::jsonb))`)
  return new Map(rows.flatMap(({ hash, reason }) => (byHash.get(hash) ?? []).map((address) => [address, reason])))
}

/** @throws AddressSuppressed */
export async function refuseSuppressed(tx: Tx, secrets: Secrets, addresses: readonly string[]): Promise<void> {
  const [reason] = (await suppressedAmong(tx, secrets, addresses)).values()
  if (reason) throw new AddressSuppressed(reason)
}

/** Puts an address on the list; of two reasons the graver stays. Only a keyed hash of it is kept. @throws InvalidInput */
export async function suppress(
  db: Database,
  secrets: Secrets,
  actor: Actor,
  { email, reason }: WriteSuppression,
): Promise<Suppression> {
  const [hash] = hashesOf(secrets, email)
  if (!hash) throw new InvalidInput([{ path: 'email', message: 'Not an email address. Write it as name@example.com.' }])
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ reason: Suppression['reason'] }>(sql`
      insert into suppressions (address_hash, reason, created_by) values (decode(${hash}, 'hex'), ${reason}, ${actor.userId}::uuid)
      on conflict (address_hash) do update set reason = case when suppressions.reason = 'erased' then 'erased' else excluded.reason end
      returning reason`)
    await audit(tx, actor, {
      action: 'suppression.added',
      subjectKind: 'suppression',
      subjectId: null,
      details: { reason },
    })
    return { reason: row?.reason ?? reason }
  })
}

/** Whether an address is on the list. @throws NotFound */
export async function suppressionOf(db: Database, secrets: Secrets, email: string): Promise<Suppression> {
  const [reason] = (await suppressedAmong(db, secrets, [email])).values()
  if (!reason) throw new NotFound('such address on the suppression list')
  return { reason }
}

/** Takes an address off the list, with the reason why: the person came back by an act of their own. @throws NotFound */
export async function liftSuppression(
  db: Database,
  secrets: Secrets,
  actor: Actor,
  email: string,
  why: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const hashes = JSON.stringify(hashesOf(secrets, email))
    const gone = await tx.execute(sql`delete from suppressions where address_hash in
      (select decode(value, 'hex') from jsonb_array_elements_text(${hashes}::jsonb)) returning 1`)
    if (gone.length === 0) throw new NotFound('such address on the suppression list')
    await audit(tx, actor, {
      action: 'suppression.lifted',
      subjectKind: 'suppression',
      subjectId: null,
      details: { why },
    })
  })
}

export async function countSuppressions(db: Database): Promise<Suppressions> {
  const rows = await db.execute<{ reason: Suppression['reason']; n: number }>(
    sql`select reason, count(*)::int as n from suppressions group by reason`,
  )
  const of = (reason: Suppression['reason']) => rows.find((row) => row.reason === reason)?.n ?? 0
  return { erased: of('erased'), suppressed: of('suppressed') }
}
