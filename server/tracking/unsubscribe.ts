import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import { writeUnsubscribeToken } from './unsubscribe-token.ts'

export interface LinkContext {
  secrets: Secrets
  config: { publicUrl: string }
}

/**
 * The way out that every marketing mail carries, as a visible link and in its headers (RFC 2369, RFC 8058). For one message
 * to one person: never put it into a copy for several (CO-10).
 */
export const unsubscribeUrl = ({ secrets, config }: LinkContext, contactId: string, address: string): string =>
  `${config.publicUrl}/u/${writeUnsubscribeToken(secrets, contactId, parseAddress(address)?.normal ?? address)}`

/** The link of whoever has this address; null when it is nobody's. */
export async function unsubscribeLink(context: LinkContext & { db: Tx }, address: string): Promise<string | null> {
  const forms = [parseAddress(address)?.normal, parseAddress(address)?.untagged].filter(Boolean)
  const rows = await context.db.execute<{ address: string; contact_id: string }>(sql`
    select address, contact_id from contact_addresses
     where address in (select value from jsonb_array_elements_text(${JSON.stringify(forms)}::jsonb))`)
  const found = rows.find((row) => row.address === forms[0]) ?? rows[0]
  return found ? unsubscribeUrl(context, found.contact_id, found.address) : null
}

export interface WayOut {
  url: string
  /** The same to stand below a mail. */
  html: string
}

/** The way out of marketing of whoever has this address; null when it is nobody's. */
export async function wayOutOf(context: LinkContext & { db: Tx }, address: string): Promise<WayOut | null> {
  const url = await unsubscribeLink(context, address)
  return url === null ? null : { url, html: wayOutHtml(url) }
}

const wayOutHtml = (url: string): string =>
  `<p style="font-size:12px;color:#616161"><a href="${url}">Unsubscribe, or choose what you get</a></p>`
