import type { Subscription } from '@microsoft/microsoft-graph-types'
import type { Graph } from './client.ts'

/** Under the 10,080 minutes Graph allows for messages without their content. */
const LIFE = 6 * 24 * 3_600_000

const expiration = (now: Date) => new Date(now.getTime() + LIFE).toISOString()

export const subscribe = (
  graph: Graph,
  mailbox: string,
  options: { folder: string; notificationUrl: string; clientState: string; now: Date },
): Promise<Subscription> =>
  graph.call({
    scope: mailbox,
    method: 'post',
    path: '/subscriptions',
    patience: 30_000,
    body: {
      changeType: 'created',
      resource: `users/${mailbox}/mailFolders('${options.folder}')/messages`,
      notificationUrl: options.notificationUrl,
      lifecycleNotificationUrl: options.notificationUrl,
      clientState: options.clientState,
      expirationDateTime: expiration(options.now),
    },
  })

export const renewSubscription = (graph: Graph, mailbox: string, id: string, now: Date): Promise<Subscription> =>
  graph.call({
    scope: mailbox,
    method: 'patch',
    path: `/subscriptions/${encodeURIComponent(id)}`,
    body: { expirationDateTime: expiration(now) },
    patience: 30_000,
  })
