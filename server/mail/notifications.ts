import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { GraphFailure } from '../graph/failure.ts'
import { removeSubscriptions, renewSubscription, subscribe } from '../graph/subscriptions.ts'
import type { MailContext } from './context.ts'

const RENEW_BEFORE = '2 days'

interface Due extends Record<string, unknown> {
  folder_id: string
  graph_folder_id: string
  well_known_name: string | null
  graph_user_id: string
  graph_subscription_id: string | null
}

/**
 * Makes or renews the change notifications of a mailbox's folders. They are hints only: without them the delta query
 * still finds everything, a little later.
 */
export async function renewSubscriptions(
  context: MailContext,
  mailboxId: string,
  notificationUrl: string,
): Promise<void> {
  const due = await context.db.execute<Due>(sql`
    select f.id as folder_id, f.graph_folder_id, f.well_known_name, m.graph_user_id, s.graph_subscription_id
      from mailbox_folders f join mailboxes m on m.id = f.mailbox_id left join mailbox_subscriptions s on s.folder_id = f.id
     where f.mailbox_id = ${mailboxId} and m.state not in ('available', 'paused')
       and (s.expires_at is null or s.expires_at < now() + ${RENEW_BEFORE}::interval)`)
  const results = await Promise.allSettled(
    due.map(async (row) => {
      const renewed = row.graph_subscription_id ? await renew(context, row) : null
      const subscription = renewed ?? (await create(context, row, notificationUrl))
      await context.db.execute(sql`insert into mailbox_subscriptions (folder_id, graph_subscription_id, expires_at)
        values (${row.folder_id}, ${subscription.id ?? null}, ${subscription.expirationDateTime ?? null})
        on conflict (folder_id) do update set graph_subscription_id = excluded.graph_subscription_id, expires_at = excluded.expires_at`)
    }),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** Null when Graph has forgotten the subscription: then a new one is made. */
async function renew(context: MailContext, row: Due) {
  try {
    return await renewSubscription(context.graph, row.graph_user_id, row.graph_subscription_id as string, context.now())
  } catch (error) {
    if (error instanceof GraphFailure && (error.status === 404 || error.status === 410)) return null
    throw error
  }
}

/** Graph may hold one already whose answer never reached us: it is removed and made anew, with a state we know. */
async function create(context: MailContext, row: Due, notificationUrl: string) {
  const make = () =>
    subscribe(context.graph, row.graph_user_id, {
      folder: row.well_known_name ?? row.graph_folder_id,
      notificationUrl,
      clientState: clientState(context, row.folder_id),
      now: context.now(),
    })
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof GraphFailure && error.status === 409)) throw error
    await removeSubscriptions(context.graph, row.graph_user_id, row.well_known_name ?? row.graph_folder_id)
    return make()
  }
}

const clientState = (context: MailContext, folderId: string) =>
  `${folderId}.${context.secrets.hash('subscription', folderId).toString('base64url')}`

/** What Graph posts. Parts it may leave out are optional; nothing of it is believed beyond "look again". */
export const Notifications = z.looseObject({
  value: z.array(
    z.looseObject({
      subscriptionId: z.string(),
      clientState: z.string().nullish(),
      tenantId: z.string().nullish(),
      lifecycleEvent: z.string().nullish(),
    }),
  ),
})
export type Notification = z.infer<typeof Notifications>['value'][number]

/**
 * The mailboxes that have news according to these notifications. A forged one (wrong state, tenant or subscription) is
 * left out. After `subscriptionRemoved` and `missed` the delta query finds what was not announced.
 */
export async function mailboxesWithNews(
  context: MailContext,
  notifications: Notification[],
): Promise<{ mailboxId: string; renew: boolean }[]> {
  const genuine = notifications.filter((notification) => {
    const [folderId, proof] = notification.clientState?.split('.') ?? []
    const sameTenant = !notification.tenantId || notification.tenantId.toLowerCase() === context.tenantId
    return sameTenant && folderId && proof && context.secrets.equal('subscription', folderId, proof)
  })
  if (genuine.length === 0) return []
  const lost = new Set(
    genuine.filter((one) => one.lifecycleEvent === 'subscriptionRemoved').map((one) => one.subscriptionId),
  )
  const touched = new Set(genuine.filter((one) => one.lifecycleEvent).map((one) => one.subscriptionId))
  if (touched.size > 0) await expireSubscriptions(context, [...touched], lost)
  const rows = await context.db.execute<{ mailbox_id: string; renew: boolean }>(sql`
    select f.mailbox_id, bool_or(s.expires_at is null or s.expires_at < now()) as renew
      from mailbox_subscriptions s join mailbox_folders f on f.id = s.folder_id
     where s.graph_subscription_id in (select value from jsonb_array_elements_text(${JSON.stringify(genuine.map((one) => one.subscriptionId))}::jsonb))
     group by f.mailbox_id`)
  return rows.map((row) => ({ mailboxId: row.mailbox_id, renew: row.renew }))
}

/** Reauthorisation is a renewal; a removed subscription is made anew. */
async function expireSubscriptions(context: MailContext, ids: string[], lost: Set<string>) {
  await context.db.execute(sql`update mailbox_subscriptions set expires_at = now() - interval '1 second'
    where graph_subscription_id in (select value from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
  if (lost.size === 0) return
  await context.db.execute(sql`update mailbox_subscriptions set expires_at = null
    where graph_subscription_id in (select value from jsonb_array_elements_text(${JSON.stringify([...lost])}::jsonb))`)
}
