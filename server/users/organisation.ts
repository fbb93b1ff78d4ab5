import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import { locks } from '#db/locks.ts'
import type { Graph } from '../graph/client.ts'
import { type DirectoryUser, directoryUsers, readOrganization } from '../graph/directory.ts'
import { parseAddress } from '../platform/address.ts'

/** Who counts as us: decides the direction of a mail and what is internal. */
export interface OwnAddresses {
  isOwn(address: string | null | undefined): boolean
  userOf(address: string | null | undefined): string | null
}

/**
 * Reads people, their addresses and aliases, and the verified domains from Entra, and keeps them.
 * Guests are left out: they carry addresses of other companies. People who left keep their row, marked inactive.
 */
export async function readDirectory(db: Database, graph: Graph, tenantId: string): Promise<void> {
  const found = new Map<string, DirectoryUser>()
  for await (const page of directoryUsers(graph)) for (const user of page) found.set(user.id ?? '', user)
  const members = [...found.values()].filter((user) => user.id && user.userType !== 'Guest')
  const organization = await readOrganization(graph)
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.directory})`)
    await saveOrganisation(tx, tenantId, organization?.displayName ?? null)
    await saveDomains(tx, domainsOf(members, organization?.verifiedDomains?.map((domain) => domain.name ?? '') ?? []))
    await saveUsers(tx, members)
    await saveAddresses(tx, members)
    await saveMailboxes(tx, members)
  })
}

async function saveOrganisation(tx: Tx, tenantId: string, name: string | null) {
  await tx.execute(sql`insert into organisation (tenant_id, name, read_at) values (${tenantId}, ${name ?? ''}, now())
    on conflict (tenant_id) do update set name = coalesce(nullif(excluded.name, ''), organisation.name), read_at = now()`)
}

/** The domain of a user principal name is always a verified one, so members tell them where /organization may not be read. */
function domainsOf(members: DirectoryUser[], verified: string[]): string[] {
  const names = [...verified, ...members.map((user) => parseAddress(user.userPrincipalName)?.domain ?? '')]
  return [...new Set(names.map((name) => parseAddress(`x@${name}`)?.domain ?? '').filter(Boolean))]
}

async function saveDomains(tx: Tx, domains: string[]) {
  await tx.execute(sql`insert into organisation_domains (domain)
    select value from jsonb_array_elements_text(${JSON.stringify(domains)}::jsonb) on conflict do nothing`)
}

async function saveUsers(tx: Tx, members: DirectoryUser[]) {
  const rows = members.map((user) => ({
    entra_id: user.id,
    name: user.displayName || user.userPrincipalName || user.mail || 'Unknown',
    email: user.mail ?? user.userPrincipalName ?? null,
    active: user.accountEnabled !== false,
  }))
  await tx.execute(sql`insert into users (entra_id, name, email, active)
    select entra_id, name, email, active
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(entra_id uuid, name text, email text, active bool)
    on conflict (entra_id) do update set name = excluded.name, email = excluded.email, active = excluded.active`)
}

/** `SMTP:` marks the primary address, `smtp:` the aliases; other prefixes (SIP, X500) are not for mail. */
function addressesOf(user: DirectoryUser): string[] {
  const proxies = (user.proxyAddresses ?? []).filter((proxy) => /^smtp:/i.test(proxy)).map((proxy) => proxy.slice(5))
  const all = [user.mail, user.userPrincipalName, ...proxies].map((text) => parseAddress(text)?.normal)
  return [...new Set(all.filter((address) => address !== undefined))]
}

async function saveAddresses(tx: Tx, members: DirectoryUser[]) {
  const rows = members.flatMap((user) => addressesOf(user).map((address) => ({ address, entra_id: user.id })))
  await tx.execute(sql`insert into organisation_addresses (address, entra_id)
    select distinct on (address) address, entra_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(address text, entra_id uuid)
    on conflict (address) do update set entra_id = excluded.entra_id`)
}

/** Everybody with an address may have a mailbox; an administrator chooses which are read. */
async function saveMailboxes(tx: Tx, members: DirectoryUser[]) {
  const rows = members
    .map((user) => ({
      id: user.id,
      address: parseAddress(user.mail ?? user.userPrincipalName)?.normal,
      name: user.displayName,
    }))
    .filter((row) => row.address)
  await tx.execute(sql`insert into mailboxes (graph_user_id, user_id, address, name)
    select r.id, u.id, r.address, r.name
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, address text, name text)
      join users u on u.entra_id = r.id
    on conflict (graph_user_id) do update set address = excluded.address, name = excluded.name, user_id = excluded.user_id`)
}

/** As kept at the last reading of the directory. */
export async function ownAddresses(tx: Tx): Promise<OwnAddresses> {
  const domains = await tx.execute<{ domain: string }>(sql`select domain from organisation_domains`)
  const addresses = await tx.execute<{ address: string; user_id: string | null }>(sql`
    select a.address, u.id as user_id from organisation_addresses a left join users u on u.entra_id = a.entra_id`)
  const ownDomains = new Set(domains.map((row) => row.domain))
  const users = new Map(addresses.map((row) => [row.address, row.user_id]))
  const known = (text: string | null | undefined) => {
    const address = parseAddress(text)
    if (!address) return null
    return [address.normal, address.untagged].find((form) => form !== null && users.has(form)) ?? null
  }
  return {
    isOwn(text) {
      if (text?.startsWith('/')) return true // X.500 name of a sender inside the organisation
      const address = parseAddress(text)
      return address !== null && (known(text) !== null || ownDomains.has(address.domain))
    },
    userOf: (text) => users.get(known(text) ?? '') ?? null,
  }
}
