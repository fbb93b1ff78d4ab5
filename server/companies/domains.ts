import { domainToASCII } from 'node:url'
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { InvalidInput } from '../platform/problem.ts'
import { isFreeMail } from './free-mail.ts'
import { DomainTaken } from './problems.ts'

/**
 * Domains as they are compared, in ASCII and each once.
 * @throws InvalidInput for what is no domain, and for those where everybody may have an address (CR-09)
 */
export function companyDomainsFrom(given: readonly string[]): string[] {
  const read = given.map((domain) => domainToASCII(domain.normalize('NFKC').trim().toLowerCase()))
  const errors = read.flatMap((domain, index) => {
    const message = domain === '' ? 'Write the domain as example.com.' : isFreeMail(domain) ? freeMail(domain) : null
    return message ? [{ path: `domains.${index}`, message }] : []
  })
  if (errors.length > 0) throw new InvalidInput(errors)
  return [...new Set(read)].sort()
}

const freeMail = (domain: string) =>
  `Everybody may have an address at ${domain}: it stands for no company. Leave it out.`

/**
 * Makes the domains of a company be these. Contacts with an address at a new one, and no company yet, join it. The address
 * book is locked by the caller, so that no contact is added in between.
 * @throws DomainTaken with the company that owns one
 */
export async function saveDomains(tx: Tx, actor: Actor, companyId: string, domains: string[]): Promise<void> {
  const list = JSON.stringify(domains)
  await tx.execute(sql`delete from company_domains where company_id = ${companyId}::uuid
    and domain not in (select value from jsonb_array_elements_text(${list}::jsonb))`)
  const added = await tx.execute<{ domain: string }>(sql`insert into company_domains (domain, company_id)
    select value, ${companyId}::uuid from jsonb_array_elements_text(${list}::jsonb) on conflict do nothing returning domain`)
  const [taken] = await tx.execute<{ domain: string; id: string; name: string }>(sql`
    select d.domain, c.id, c.name from company_domains d join companies c on c.id = d.company_id
     where d.domain in (select value from jsonb_array_elements_text(${list}::jsonb)) and c.id <> ${companyId}::uuid
     order by d.domain limit 1`)
  if (taken) throw new DomainTaken(taken.domain, taken.id, taken.name)
  if (added.length > 0) {
    await joinContacts(
      tx,
      actor,
      companyId,
      added.map(({ domain }) => domain),
    )
  }
}

async function joinContacts(tx: Tx, actor: Actor, companyId: string, domains: string[]): Promise<void> {
  await tx.execute(sql`
    with mine as (
      select c.id from contacts c where c.company_id is null and c.id in (
        select a.contact_id from contact_addresses a where a.is_primary and split_part(a.address, '@', 2) in
          (select value from jsonb_array_elements_text(${JSON.stringify(domains)}::jsonb)))
       order by c.id for no key update
    ), joined as (
      update contacts c set company_id = ${companyId}::uuid, version = version + 1, updated_at = now()
        from mine where c.id = mine.id returning c.id
    )
    insert into contact_changes (contact_id, user_id, field, before, after, route, request_id)
    select id, ${actor.userId}::uuid, 'companyId', 'null'::jsonb, to_jsonb(${companyId}::text), ${actor.route},
        ${actor.requestId ?? null} from joined`)
}
