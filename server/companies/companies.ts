import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import type { Actor } from '../platform/actor.ts'
import { isFreeMail } from './free-mail.ts'

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
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${locks.companyNames}),
    pg_advisory_xact_lock(${locks.companyName}, hashtext(lower(${name})))`)
  const [found] = await tx.execute<{ id: string }>(sql`
    select id from companies where lower(name) = lower(${name}) order by created_at, id limit 1`)
  const id = found?.id ?? (await insertCompany(tx, name))
  if (!found) await tell(tx, actor, id, 'created', sql`null`, sql`null`)
  if (domain && !isFreeMail(domain)) await giveDomain(tx, actor, id, domain)
  return id
}

/** Nobody else finds or makes a company by its name until the end of the transaction. */
export const lockCompanyNames = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${locks.companyNames})`)

export interface NewCompany {
  id: string
  name: string
}

/**
 * Makes many companies at once, and gives domains that nobody owns to theirs. The caller holds `lockCompanyNames` since
 * before it looked which there are.
 */
export async function createCompanies(
  tx: Tx,
  actor: Actor,
  companies: readonly NewCompany[],
  domains: readonly { companyId: string; domain: string }[],
): Promise<void> {
  const made = JSON.stringify(companies)
  const owned = JSON.stringify(domains)
  const written = sql`${actor.userId}::uuid, ${actor.route}, ${actor.requestId ?? null}`
  if (companies.length > 0) {
    await tx.execute(sql`insert into companies (id, name)
      select r.id, r.name from jsonb_to_recordset(${made}::jsonb) as r(id uuid, name text)`)
    await tx.execute(sql`insert into company_changes (company_id, field, before, after, user_id, route, request_id)
      select r.id, 'created', null, null, ${written} from jsonb_to_recordset(${made}::jsonb) as r(id uuid)`)
  }
  if (domains.length === 0) return
  await tx.execute(sql`
    with given as (
      insert into company_domains (domain, company_id)
      select r.domain, r."companyId" from jsonb_to_recordset(${owned}::jsonb) as r(domain text, "companyId" uuid)
      on conflict do nothing returning domain, company_id
    ), each_company as (
      select g.company_id, jsonb_agg(g.domain order by g.domain) as added from given g group by g.company_id
    )
    insert into company_changes (company_id, field, before, after, user_id, route, request_id)
    select e.company_id, 'domains', b.had, (select jsonb_agg(d order by d) from jsonb_array_elements_text(b.had || e.added) d), ${written}
      from each_company e cross join lateral (
        select coalesce(jsonb_agg(d.domain order by d.domain), '[]') as had from company_domains d where d.company_id = e.company_id) b`)
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
