import { type SQL, sql } from 'drizzle-orm'
import freemail from 'freemail'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import type { Actor } from '../platform/actor.ts'

/** Domains that everybody may have an address at never stand for a company (CR-09). */
export const isFreeMail = (domain: string): boolean =>
  freemail.isFree(`x@${domain}`) || freemail.isDisposable(`x@${domain}`)

/** The company that owns a domain, or null. */
export async function companyByDomain(tx: Tx, domain: string): Promise<string | null> {
  const [row] = await tx.execute<{ company_id: string }>(
    sql`select company_id from company_domains where domain = ${domain}`,
  )
  return row?.company_id ?? null
}

/**
 * The company of this name, made when there is none. A domain that nobody owns yet becomes its own, so that the next
 * contact from there joins it.
 */
export async function companyByName(tx: Tx, actor: Actor, name: string, domain: string | null): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.companyName}, hashtext(lower(${name})))`)
  const [found] = await tx.execute<{ id: string }>(sql`
    select id from companies where lower(name) = lower(${name}) order by created_at, id limit 1`)
  const id = found?.id ?? (await insertCompany(tx, name))
  if (!found) await tell(tx, actor, id, 'created', sql`null`, sql`null`)
  if (domain && !isFreeMail(domain)) await giveDomain(tx, actor, id, domain)
  return id
}

async function giveDomain(tx: Tx, actor: Actor, id: string, domain: string): Promise<void> {
  const given = await tx.execute(
    sql`insert into company_domains (domain, company_id) values (${domain}, ${id}) on conflict do nothing returning 1`,
  )
  if (given.length === 0) return
  const domains = (others: SQL) =>
    sql`(select coalesce(jsonb_agg(domain order by domain), '[]') from company_domains where company_id = ${id}::uuid ${others})`
  await tell(tx, actor, id, 'domains', domains(sql`and domain <> ${domain}`), domains(sql``))
}

const tell = (tx: Tx, actor: Actor, id: string, field: string, before: SQL, after: SQL) =>
  tx.execute(sql`insert into company_changes (company_id, user_id, field, before, after, route, request_id)
    values (${id}::uuid, ${actor.userId}::uuid, ${field}, ${before}, ${after}, ${actor.route}, ${actor.requestId ?? null})`)

async function insertCompany(tx: Tx, name: string): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(sql`insert into companies (name) values (${name}) returning id`)
  return row?.id as string
}

/** A first name for the company behind a domain, until somebody gives it its own: `north-star.co.uk` is North Star. */
export function companyName(domain: string): string {
  const labels = domain.split('.')
  const short = (label: string | undefined) => /^(co|com|org|net|gov|ac)$/.test(label ?? '')
  const label = labels.at(short(labels.at(-2)) ? -3 : -2) ?? domain
  return label
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}
