import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

/** A contact of the rep with implied consent in Canada, who turns out to be in Germany. */
async function moveAbroad(crm: Crm): Promise<string> {
  const email = `notice-${Date.now()}@abroad.example`
  const me = await crm.api('/me')
  const added = await crm.call('POST', '/contacts', { firstName: 'Nora', lastName: 'Abroad', email, ownerId: me.id })
  const contact = await added.json()
  const from = await crm.call('PATCH', `/contacts/${contact.id}`, { version: contact.version, country: 'CA' })
  const eventAt = new Date(Date.now() - 30 * 86_400_000).toISOString()
  const bought = { status: 'opted_in', type: 'implied', event: 'purchase', eventAt, source: 'Order' }
  await crm.call('POST', `/contacts/${contact.id}/consent`, bought)
  expect(from.ok()).toBe(true)
  // The clock of consent looks every two seconds; it must have seen the first law.
  await crm.page.waitForTimeout(3_000)
  const { version } = await crm.api(`/contacts/${contact.id}`)
  await crm.call('PATCH', `/contacts/${contact.id}`, { version, country: 'DE' })
  await expect
    .poll(async () => JSON.stringify(await crm.api('/consent-warnings')), { timeout: 20_000 })
    .toContain(contact.id)
  return contact.id
}

test('CO-15 the owner finds a stricter law in the bar, goes to the contact, and puts the notice away', async ({
  crm,
}) => {
  const { page } = crm
  await crm.open('/contacts', people.rep)
  const id = await moveAbroad(crm)
  await page.reload()
  const bell = page.getByRole('button', { name: /^Notices: \d+ new/ })
  await expect(bell).toBeVisible()

  await bell.press('Enter')
  const list = page.getByRole('dialog', { name: 'Notices' })
  const notice = list.getByRole('listitem').filter({ hasText: 'Nora Abroad' })
  await expect(notice).toContainText('No marketing email any more since')
  expect(await violations(page, '[role="dialog"]')).toEqual([])

  await notice.getByRole('link', { name: 'Nora Abroad' }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`#/contacts/${id}`))
  await expect(list).toBeHidden()

  await page.getByRole('button', { name: /^Notices/ }).press('Enter')
  await notice.getByRole('button', { name: 'Dismiss the notice about Nora Abroad' }).press('Enter')
  await expect(notice).toBeHidden()
  await expect(list.getByRole('heading', { name: 'Notices' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Notices/ })).toBeFocused()
  expect(JSON.stringify(await crm.api('/consent-warnings'))).not.toContain(id)
})

test('ME-19 a manager finds how many were merged automatically, goes to them, and puts the notice away', async ({
  crm,
}) => {
  const { page } = crm
  let merged = 3
  // Nobody waits for the night in a test.
  await page.route('**/api/v1/merges/automatic-report', (route) =>
    route.fulfill({ json: { merged, until: merged > 0 ? new Date().toISOString() : null } }),
  )
  await page.route('**/api/v1/merges/automatic-report/seen', (route) => {
    merged = 0
    return route.fallback()
  })
  await crm.open('/contacts', people.manager)
  const bell = page.getByRole('button', { name: /^Notices/ })
  await expect(bell).toHaveAccessibleName(/^Notices: \d+ new/)
  await bell.press('Enter')
  const list = page.getByRole('dialog', { name: 'Notices' })
  const link = list.getByRole('link', { name: '3 groups of contacts were merged automatically' })
  await expect(link).toBeVisible()
  expect(await violations(page, '[role="dialog"]')).toEqual([])
  await link.press('Enter')
  await expect(page).toHaveURL(/#\/duplicates\/merged/)
  await bell.press('Enter')
  await list.getByRole('button', { name: 'Dismiss the notice about automatic merges' }).press('Enter')
  await expect(link).toBeHidden()
  await expect(list.getByRole('heading', { name: 'Notices' })).toBeFocused()
})
