import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { warnOfConsentEnds } from '../../../server/consent/warnings.ts'
import { consents, contacts } from '../../../server/demo/seed/people.ts'
import { seedThroughApi } from '../../../server/demo/seed-product.ts'
import { admin, testApi } from '../api.ts'
import { seedMailboxes } from '../mail/mailboxes.ts'

it('the demo’s consents go in through the API, with clocks that run', async () => {
  const { app, as, entra, connection } = await testApi()
  await seedMailboxes(connection, ['info'])
  for (const email of new Set(contacts.map(({ ownerEmail }) => ownerEmail)))
    await connection.sql`insert into users (entra_id, name, email) values (gen_random_uuid(), ${email}, ${email})`
  await app.listen({ host: '127.0.0.1', port: 0 })
  const baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  await seedThroughApi({ baseUrl, token: await entra.token(admin) }, [])
  const [recorded] = await connection.sql<{ count: number }[]>`select count(*)::int from consent_entries`
  expect(recorded?.count).toBe(consents.length)
  const reasonOf = async (email: string) => {
    const { body } = await as(admin)({ url: '/api/v1/contacts/lookup', query: { email } })
    const panel = await as(admin)({ url: `/api/v1/contacts/${body.id}/consent` })
    return panel.body.marketing.reason
  }
  expect(await reasonOf('allison.tremblay@maplewood-beverage.example')).toBe('implied_consent')
  expect(await reasonOf('sanne.dewit@hollander-voss.example')).toBe('opted_out')
  expect(await reasonOf('soren.kjeldsen@nordhavn-packaging.example')).toBe('express_consent')
  expect(await warnOfConsentEnds(connection.db, new Date())).toBeGreaterThan(0)
})
