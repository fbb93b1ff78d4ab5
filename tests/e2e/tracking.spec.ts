import { secretsFrom } from '../../server/platform/secrets.ts'
import { writeUnsubscribeToken } from '../../server/tracking/unsubscribe-token.ts'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

const admin = 'jonas.brandt@halden-optics.example'

test.describe('settings: tracking', () => {
  test('is off until an admin turns it on; days are checked; all of it works by keyboard', async ({ crm }) => {
    const { page } = crm
    await crm.call('PUT', '/tracking-settings', { enabled: false, keepDays: 90 }, admin)
    await crm.open('/settings/tracking', people.admin)
    const toggle = page.getByRole('switch', { name: 'Reps may have opens and clicks' })
    await expect(toggle).not.toBeChecked()
    const save = page.getByRole('button', { name: 'Save' })
    await expect(save).toHaveAttribute('aria-disabled', 'true')
    await toggle.press('Space')
    await page.getByLabel('Keep single hits').fill('0')
    await expect(page.getByText('Write whole days, from 1 to 730.')).toBeVisible()
    await expect(save).toHaveAttribute('aria-disabled', 'true')
    await page.getByLabel('Keep single hits').fill('30')
    await page.getByLabel('Keep single hits').press('Enter')
    await expect(page.getByText('Saved. It holds for mail from now on.')).toBeVisible()
    await expect(page.getByText('Last changed by Jonas Brandt')).toBeVisible()
    expect(await crm.api('/tracking-settings')).toMatchObject({ enabled: true, keepDays: 30 })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Judge all hits again' }).click()
    await expect(page.getByText('Hits are being judged again.')).toBeVisible()
  })

  test('a rep reads it, and is offered nothing else', async ({ crm }) => {
    await crm.open('/settings/tracking', people.rep)
    await expect(crm.main().getByText('only admins can change it')).toBeVisible()
    await expect(crm.page.getByRole('switch')).toBeDisabled()
    await expect(crm.main().getByRole('button', { name: 'Save' })).toHaveCount(0)
    await expect(crm.main().getByRole('button', { name: 'Judge all hits again' })).toHaveCount(0)
  })
})

test.describe('opens of a mail', () => {
  test('TR-11 stand under the mail, each with its class and reason; never “not opened”', async ({ crm }) => {
    const { page } = crm
    await crm.call('PUT', '/tracking-settings', { enabled: true, keepDays: 90 }, admin)
    const found = await trackable(crm)
    await crm.open(`/contacts/${found.contactId}`)
    const entry = page
      .getByRole('listitem')
      .filter({ hasText: found.subject })
      .filter({ hasText: 'Email sent' })
      .first()
    await entry.getByRole('button').first().click()
    const part = entry.getByRole('region', { name: 'Opens and clicks' })
    await expect(part.getByText('Not measurable')).toBeVisible()
    await expect(part).not.toContainText(/not opened/i)
    await page.request.get(new URL(found.pixel).pathname)
    await expect(part.getByText('not counted')).toBeVisible({ timeout: 40_000 })
    await part.getByRole('button', { name: 'Show each hit' }).click()
    await expect(part.getByText('Our own', { exact: true })).toBeVisible()
    await expect(part.getByText('From a network that one of us uses.')).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
})

/** A contact that may be tracked and was sent mail; the latest of it is said to be a tracked one. */
async function trackable(crm: Crm) {
  const { items } = await crm.api('/contacts?limit=100')
  for (const { id, email } of items) {
    if (!email) continue
    const timeline = await crm.api(`/contacts/${id}/timeline?type=email_sent&limit=1`)
    const [mail] = timeline.items
    if (!mail?.details?.internetMessageId || mail.contacts.length > 0) continue
    // Older mail is not looked for any more.
    if (Date.now() - Date.parse(mail.occurredAt) > 20 * 86_400_000) continue
    await crm.call('POST', `/contacts/${id}/consent`, {
      purpose: 'tracking',
      status: 'opted_in',
      evidence: { note: 'Agreed at the fair, in writing.' },
    })
    const prepared = await (
      await crm.call('POST', '/tracked-mails', { recipients: [{ address: email }], links: [] })
    ).json()
    if (!prepared.id) continue
    const { internetMessageId } = mail.details
    await crm.call('POST', `/tracked-mails/${prepared.id}/sent`, { internetMessageId, sentAt: mail.occurredAt })
    await expect
      .poll(async () => (await crm.api(`/activities/${mail.id}/tracking`)).state, { timeout: 20_000 })
      .not.toBe('not_tracked')
    return { contactId: id as string, subject: String(mail.summary), pixel: String(prepared.pixel) }
  }
  throw new Error('The demo has no contact who was sent mail alone.')
}

/** The link of a contact of its own, as it stands in marketing mail. */
async function linkOf(crm: Crm): Promise<{ id: string; path: string }> {
  const email = `uma.${Date.now().toString(36)}@unsubscribes.example`
  const answer = await crm.call('POST', '/contacts', { firstName: 'Uma', email, duplicates: 'allow' })
  const { id } = await answer.json()
  const secrets = secretsFrom(process.env.E2E_SECRET_KEY ?? '')
  return { id, path: `/u/${writeUnsubscribeToken(secrets, id, email)}` }
}

test.describe('unsubscribe page', () => {
  test('CO-09 one press ends marketing mail; opening the page ends nothing', async ({ crm }) => {
    const { page } = crm
    const { id, path } = await linkOf(crm)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unsubscribe')
    await expect(page.getByText('u•••@unsubscribes.example')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'Marketing email' })).toBeChecked()
    await expect(page.getByRole('checkbox', { name: 'Noting whether I open email' })).not.toBeChecked()
    expect(await violations(page)).toEqual([])
    expect((await crm.api(`/contacts/${id}`)).consent.status).toBe('unknown')
    await page.getByRole('button', { name: 'Unsubscribe' }).press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Done')
    await expect(page.getByText('no more marketing email')).toBeVisible()
    expect(await violations(page)).toEqual([])
    expect((await crm.api(`/contacts/${id}`)).consent.status).toBe('opted_out')
  })

  test('tracking can be refused alone, in the language of the browser', async ({ crm, browser, baseURL }) => {
    const { id, path } = await linkOf(crm)
    const context = await browser.newContext({ locale: 'de-DE', colorScheme: 'dark', ...(baseURL ? { baseURL } : {}) })
    const page = await context.newPage()
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    await page.getByRole('checkbox', { name: 'Werbe-E-Mails' }).uncheck()
    await page.getByRole('checkbox', { name: 'Festhalten, ob ich E-Mails öffne' }).check()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Abmelden' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Erledigt')
    const { consent } = await crm.api(`/contacts/${id}`)
    expect(consent).toMatchObject({ status: 'unknown', tracking: 'refused' })
    await context.close()
  })

  test('a link that was made up changes nothing and tells nothing, in the language of the browser', async ({
    page,
  }) => {
    await page.goto(`/u/${'A'.repeat(55)}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing to unsubscribe')
    expect(await violations(page)).toEqual([])
  })
})
