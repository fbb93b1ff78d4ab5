import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { mailboxesWithNews, Notifications } from './notifications.ts'

/**
 * Where Graph announces new mail. The handshake is echoed as plain text (anything else would run as a page); everything
 * else is answered 202 within the three seconds Graph waits, and read later. Source: "Receive change notifications
 * through webhooks".
 */
export const mailHooks: Routes = async (app) => {
  const { services } = app
  app.post(
    '/hooks/graph',
    {
      config: { roles: 'public', rateLimit: { max: 1200, timeWindow: '1 minute' } },
      bodyLimit: 1_048_576,
      schema: { hide: true, querystring: z.looseObject({ validationToken: z.string().max(4096).optional() }) },
    },
    async (request, reply) => {
      const { validationToken } = request.query
      if (validationToken !== undefined) return reply.type('text/plain; charset=utf-8').send(validationToken)
      const notifications = Notifications.safeParse(request.body)
      if (!notifications.success) return reply.code(202).send()
      for (const { mailboxId, renew } of await mailboxesWithNews(services, notifications.data.value)) {
        await services.queue.send('sync-mailbox', { mailboxId }, { key: mailboxId })
        if (renew) await services.queue.send('renew-subscriptions', { mailboxId }, { key: mailboxId })
      }
      return reply.code(202).send()
    },
  )
}
