import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { consentRecords } from '../consent/load-ledger.ts'
import { mayReceiveMarketing } from '../consent/may-receive-marketing.ts'
import { parseAddress } from '../platform/address.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ownAddresses } from '../users/organisation.ts'
import type { NotTracked, PreparedMail } from './schema.ts'
import { trackingSettings } from './settings.ts'
import { writeToken } from './token.ts'

export interface TrackingContext {
  secrets: Secrets
  config: { publicUrl: string }
  now(): Date
}

interface Preparation {
  userId: string
  recipients: readonly { address: string }[]
  links: readonly string[]
  outgoingMailId?: string | null
}

/**
 * Prepares a mail whose opens and clicks are to be looked at: tokens for its image and its links. Where tracking is off,
 * or anybody it goes to must not be tracked, the whole copy is not, and the reasons say why. In the caller's transaction.
 */
export async function prepareTracked(tx: Tx, context: TrackingContext, mail: Preparation): Promise<PreparedMail> {
  const { contactId, recipients, reasons } = await audienceOf(tx, context, mail.recipients)
  if (reasons.length > 0) return untracked(mail, reasons)
  const links = [...new Set(mail.links)].filter((url) => mayBeTracked(url, context.config.publicUrl))
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into tracked_mails (user_id, outgoing_mail_id, contact_id, recipients)
    values (${mail.userId}::uuid, ${mail.outgoingMailId ?? null}::uuid, ${contactId}::uuid, ${recipients}) returning id`)
  const id = row?.id as string
  const rows = [
    ...links.map((url, position) => ({ position, url, trap: false })),
    { position: links.length, url: `${context.config.publicUrl}/`, trap: true },
  ]
  const made = await tx.execute<{ id: string; url: string; trap: boolean }>(sql`
    insert into tracked_links (tracked_mail_id, position, url, trap)
    select ${id}::uuid, position, url, trap
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(position smallint, url text, trap bool)
    returning id, url, trap`)
  const address = (link: string) => `${context.config.publicUrl}/t/c/${writeToken(context.secrets, 'click', link)}`
  const tracked = new Map(made.filter(({ trap }) => !trap).map((link) => [link.url, address(link.id)]))
  return {
    id,
    pixel: `${context.config.publicUrl}/t/o/${writeToken(context.secrets, 'open', id)}.gif`,
    trap: address(made.find(({ trap }) => trap)?.id as string),
    links: mail.links.map((url) => ({ url, tracked: tracked.get(url) ?? null })),
    reasons: [],
  }
}

const untracked = ({ links }: Preparation, reasons: NotTracked[]): PreparedMail => ({
  id: null,
  pixel: null,
  trap: null,
  links: links.map((url) => ({ url, tracked: null })),
  reasons,
})

interface Audience {
  /** The one person a copy is for; null when there are several, colleagues included. */
  contactId: string | null
  recipients: number
  /** Why the mail is not tracked; empty when it is. */
  reasons: NotTracked[]
}

async function audienceOf(
  tx: Tx,
  { now }: Pick<TrackingContext, 'now'>,
  recipients: Preparation['recipients'],
): Promise<Audience> {
  const addresses = [
    ...new Map(recipients.map(({ address }) => [parseAddress(address)?.normal ?? address, address])).values(),
  ]
  const because = (reason: string) => addresses.map((address) => ({ address, reason }))
  const none = (reasons: NotTracked[]): Audience => ({ contactId: null, recipients: addresses.length, reasons })
  if (!(await trackingSettings(tx)).enabled) return none(because('An administrator has not turned tracking on.'))
  const own = await ownAddresses(tx)
  const outside = addresses.filter((address) => !own.isOwn(address))
  if (outside.length === 0) return none(because('Colleagues are never tracked.'))
  const contactOf = await contactIds(tx, outside)
  const reasons = await refusals(tx, outside, contactOf, now())
  if (reasons.length > 0) return none(reasons)
  const [only] = outside
  return {
    contactId: addresses.length === 1 && only !== undefined ? contactOf(only) : null,
    recipients: addresses.length,
    reasons: [],
  }
}

type ContactOf = (address: string) => string | null

/** As mail is matched: by address, else by the plain form of a tagged one. */
async function contactIds(tx: Tx, addresses: readonly string[]): Promise<ContactOf> {
  const forms = addresses.map(parseAddress).flatMap((address) => [address?.normal, address?.untagged])
  const rows = await tx.execute<{ address: string; contact_id: string }>(sql`
    select address, contact_id from contact_addresses
     where address in (select value from jsonb_array_elements_text(${JSON.stringify(forms.filter(Boolean))}::jsonb))`)
  const known = new Map(rows.map((row) => [row.address, row.contact_id]))
  return (text) => {
    const address = parseAddress(text)
    return known.get(address?.normal ?? '') ?? known.get(address?.untagged ?? '') ?? null
  }
}

/** What the law of each and each one's own choice say (CO-14). Nobody known is nobody who agreed. */
async function refusals(tx: Tx, outside: readonly string[], contactOf: ContactOf, now: Date): Promise<NotTracked[]> {
  const ids = [...new Set(outside.flatMap((address) => contactOf(address) ?? []))]
  const records = new Map((await consentRecords(tx, ids)).map((record) => [record.contactId, record]))
  return outside.flatMap((address) => {
    const record = records.get(contactOf(address) ?? '')
    if (!record) return [{ address, reason: 'This person is no contact, so no consent to tracking is known.' }]
    const { tracking, trackingReason } = mayReceiveMarketing(record, record.rule, now)
    return tracking === 'individual' ? [] : [{ address, reason: trackingReason }]
  })
}

const LONGEST = 2048
/** Who wants out must get there whatever becomes of us. */
const WAY_OUT = /unsubscribe|opt-?out|abmeld|abbestell|d[ée]sabonn|d[ée]sinscri|darse-?de-?baja|cancelar-suscripc/i

/** Web addresses of others; not ours (a quoted mail's), not ways out, not `mailto:` (TR-08). */
export function mayBeTracked(url: string, publicUrl: string): boolean {
  if (url.length > LONGEST || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return false
  const parsed = new URL(url)
  if (parsed.username !== '' || parsed.password !== '') return false
  const ours = new URL(publicUrl)
  if (parsed.host === ours.host && /^\/[tu]\//.test(parsed.pathname)) return false
  return !WAY_OUT.test(url)
}
