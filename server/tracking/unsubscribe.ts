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
 * The way out that every marketing mail carries: headers for the message (RFC 2369, RFC 8058) and the address of the
 * visible link. For one message to one person: never put it into a copy for several (CO-10).
 */
export function unsubscribeHeaders({ secrets, config }: LinkContext, contactId: string, address: string) {
  const url = `${config.publicUrl}/u/${writeUnsubscribeToken(secrets, contactId, parseAddress(address)?.normal ?? address)}`
  return {
    headers: [
      { name: 'List-Unsubscribe', value: `<${url}>` },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ],
    url,
  }
}

/** The link of whoever has this address; null when it is nobody's. */
export async function unsubscribeLink(context: LinkContext & { db: Tx }, address: string): Promise<string | null> {
  const forms = [parseAddress(address)?.normal, parseAddress(address)?.untagged].filter(Boolean)
  const rows = await context.db.execute<{ address: string; contact_id: string }>(sql`
    select address, contact_id from contact_addresses
     where address in (select value from jsonb_array_elements_text(${JSON.stringify(forms)}::jsonb))`)
  const found = rows.find((row) => row.address === forms[0]) ?? rows[0]
  return found ? unsubscribeHeaders(context, found.contact_id, found.address).url : null
}

/** The same as HTML to stand below a mail. */
export async function wayOutOf(context: LinkContext & { db: Tx }, address: string): Promise<string | null> {
  const link = await unsubscribeLink(context, address)
  return link && `<p style="font-size:12px;color:#616161"><a href="${link}">Unsubscribe, or choose what you get</a></p>`
}
