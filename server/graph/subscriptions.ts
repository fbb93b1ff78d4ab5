import type { Subscription } from '@microsoft/microsoft-graph-types'
import type { Graph } from './client.ts'

/** Under the 10,080 minutes Graph allows for messages without their content. */
const LIFE = 6 * 24 * 3_600_000

const expiration = (now: Date) => new Date(now.getTime() + LIFE).toISOString()

const resourceOf = (mailbox: string, folder: string) => `users/${mailbox}/mailFolders('${folder}')/messages`

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
      resource: resourceOf(mailbox, options.folder),
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

/** Deletes what this application has subscribed to in one folder; Graph lists only an application's own. */
export async function removeSubscriptions(graph: Graph, mailbox: string, folder: string): Promise<void> {
  const wanted = resourceOf(mailbox, folder).toLowerCase()
  let path: string | undefined = '/subscriptions'
  while (path) {
    const page: { value: Subscription[]; '@odata.nextLink'?: string } = await graph.call({ scope: 'tenant', path })
    for (const { id, resource } of page.value) {
      if (id && resource?.replace(/^\//, '').toLowerCase() === wanted) {
        await graph.call({ scope: mailbox, method: 'delete', path: `/subscriptions/${encodeURIComponent(id)}` })
      }
    }
    path = page['@odata.nextLink']
  }
}
