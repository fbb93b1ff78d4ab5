import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

const optedOut = { firstName: 'Olga', country: 'DE' }

test.describe('templates', () => {
  test('are written with merge fields, refused with unknown ones, and used in a mail', async ({ crm, page }) => {
    const name = `Hello ${Date.now()}`
    await crm.open('/settings/templates')
    await page.getByRole('button', { name: 'New template' }).click()
    const side = page.getByRole('dialog', { name: 'New template' })
    await side.getByLabel('Name').fill(name)
    await side.getByLabel('Subject').fill('For {{company|you}}')
    const text = side.getByRole('textbox', { name: 'Text' })
    await text.pressSequentially('Dear {{nickname}},')
    await side.getByRole('button', { name: 'Save' }).click()
    await expect(side.getByText('There is no merge field “nickname”.')).toBeVisible()
    await text.press('ControlOrMeta+a')
    await text.pressSequentially('Dear ')
    await side.getByRole('button', { name: 'Insert a field' }).click()
    await page.getByRole('menuitem', { name: 'First name firstName' }).click()
    await expect(text).toHaveText('Dear {{firstName}}')
    expect(await violations(page)).toEqual([])
    await side.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(`${name} is saved.`)).toBeVisible()

    const id = await contactAt(crm, `ines.${Date.now()}@kunde.example`, { firstName: 'Ines', country: 'US' })
    await crm.open(`/contacts/${id}`)
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Write email…' }).click()
    const mail = page.getByRole('dialog', { name: 'Email to Ines' })
    await mail.getByRole('button', { name: 'Template' }).click()
    await mail.getByRole('searchbox', { name: 'Find a template' }).fill(name)
    await mail.getByRole('button', { name }).click()
    const preview = mail.getByRole('region', { name: 'As Ines would get it' })
    await expect(preview).toContainText('For you')
    await expect(preview.frameLocator('iframe').getByText('Dear Ines')).toBeVisible()
    await mail.getByRole('button', { name: 'Insert', exact: true }).click()
    await expect(mail.getByLabel('Subject')).toHaveValue('For you')
    await expect(mail.getByRole('textbox', { name: 'Text' })).toContainText('Dear Ines')
    expect(await violations(page)).toEqual([])
    await mail.getByRole('button', { name: 'Send' }).click()
    await expect(mail.getByText('Sent to Ines.')).toBeVisible()
    await mail.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByText('For you').first()).toBeVisible()
    const { items } = await crm.api(`/contacts/${id}/timeline?type=email_sent`)
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ summary: 'For you', details: { preview: expect.stringMatching(/Dear\sInes/) } })
  })
})

test('OP-07 marketing to somebody who opted out cannot be sent; a personal mail can', async ({ crm, page }) => {
  const id = await contactAt(crm, `olga.${Date.now()}@kunde.example`, optedOut)
  await crm.call('POST', `/contacts/${id}/consent`, { status: 'opted_out' })
  const template = { name: `Offer ${Date.now()}`, purpose: 'marketing', subject: 'Sale', body: '<p>All must go</p>' }
  await crm.call('POST', '/templates', template)
  await crm.open(`/contacts/${id}`)
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Write email…' }).click()
  const mail = page.getByRole('dialog', { name: 'Email to Olga' })
  await expect(mail.getByText('opted out of marketing')).toBeVisible()
  await mail.getByRole('button', { name: 'Template' }).click()
  await mail.getByRole('button', { name: template.name }).click()
  await mail.getByRole('button', { name: 'Insert', exact: true }).click()
  await expect(mail.getByText('This is marketing, and Olga must not get it')).toBeVisible()
  await expect(mail.getByRole('button', { name: 'Send' })).toBeDisabled()
  expect((await crm.api(`/contacts/${id}/timeline?type=email_sent`)).items).toEqual([])
})

test('a mail whose answer is lost is sent once, though its window is closed and opened again', async ({
  crm,
  page,
}) => {
  const id = await contactAt(crm, `lena.${Date.now()}@kunde.example`, { firstName: 'Lena', country: 'US' })
  let lost = true
  await page.route('**/api/v1/mails', async (route) => {
    if (!lost) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await crm.open(`/contacts/${id}`)
  const mail = page.getByRole('dialog', { name: 'Email to Lena' })
  const write = async () => {
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Write email…' }).click()
  }
  await write()
  await mail.getByLabel('Subject').fill('Only once')
  await mail.getByRole('textbox', { name: 'Text' }).pressSequentially('Hello Lena')
  await mail.getByRole('button', { name: 'Send' }).click()
  await expect(mail.getByRole('alert')).not.toBeEmpty({ timeout: 30_000 })
  lost = false
  await page.keyboard.press('Escape')
  await expect(mail).toHaveCount(0)
  await write()
  await expect(mail.getByRole('textbox', { name: 'Text' })).toContainText('Hello Lena')
  await mail.getByRole('button', { name: 'Send' }).click()
  await expect(mail.getByText('Sent to Lena.')).toBeVisible()
  expect((await crm.api(`/contacts/${id}/timeline?type=email_sent`)).items).toHaveLength(1)
  await page.keyboard.press('Escape')
  await write()
  await expect(mail.getByLabel('Subject')).toHaveValue('')
})

test('a reload keeps what was written, and a mail on its way is sent once', async ({ crm, page }) => {
  test.setTimeout(120_000)
  const id = await contactAt(crm, `runa.${Date.now()}@kunde.example`, { firstName: 'Runa', country: 'US' })
  const keys = new Set<string>()
  let swallow = true
  await page.route('**/api/v1/mails', async (route) => {
    keys.add(route.request().headers()['idempotency-key'] ?? '')
    if (!swallow) return route.continue()
    // The server has it, and the window never hears of that.
    await route.fetch()
  })
  await crm.open(`/contacts/${id}`)
  const mail = page.getByRole('dialog', { name: 'Email to Runa' })
  const write = async () => {
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Write email…' }).click()
  }
  await write()
  await mail.getByLabel('Subject').fill('Through a reload')
  await mail.getByRole('textbox', { name: 'Text' }).pressSequentially('Hello Runa')
  await page.reload()
  await write()
  await expect(mail.getByLabel('Subject')).toHaveValue('Through a reload')
  await expect(mail.getByRole('textbox', { name: 'Text' })).toContainText('Hello Runa')
  await expect(mail.getByText('what became of it is not known')).toHaveCount(0)
  await mail.getByRole('button', { name: 'Send' }).click()
  await expect.poll(async () => (await crm.api(`/contacts/${id}/timeline?type=email_sent`)).items.length).toBe(1)
  swallow = false
  await page.reload()
  await write()
  await expect(mail.getByText('what became of it is not known')).toBeVisible()
  await mail.getByRole('button', { name: 'Send' }).click()
  await expect(mail.getByText('Sent to Runa.')).toBeVisible()
  expect(keys.size).toBe(1)
  expect((await crm.api(`/contacts/${id}/timeline?type=email_sent`)).items).toHaveLength(1)
  await page.reload()
  await write()
  await expect(mail.getByLabel('Subject')).toHaveValue('')
})

test('marketing that is in a mail stays marketing until its text is taken out', async ({ crm, page }) => {
  const id = await contactAt(crm, `mina.${Date.now()}@kunde.example`, { firstName: 'Mina', country: 'US' })
  const [offer, greeting] = [`Offer ${Date.now()}`, `Greeting ${Date.now()}`]
  await crm.call('POST', '/templates', {
    name: offer,
    purpose: 'marketing',
    subject: 'Sale',
    body: '<p>All must go</p>',
  })
  await crm.call('POST', '/templates', { name: greeting, subject: 'Hi', body: '<p>Kind regards</p>' })
  await crm.open(`/contacts/${id}`)
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Write email…' }).click()
  const mail = page.getByRole('dialog', { name: 'Email to Mina' })
  for (const name of [offer, greeting]) {
    await mail.getByRole('button', { name: 'Template', exact: true }).click()
    await mail.getByRole('button', { name }).click()
    await mail.getByRole('button', { name: 'Insert', exact: true }).click()
  }
  await expect(mail.getByText('Kind regards')).toBeVisible()
  const out = mail.getByRole('button', { name: 'The template is taken out' })
  await out.click()
  await expect(mail.getByText('still stands in the mail')).toBeVisible()
  await mail.getByRole('textbox', { name: 'Text' }).fill('Just a word from me.')
  await out.click()
  await expect(out).toHaveCount(0)
  await expect(mail.getByRole('textbox', { name: 'Text' })).toBeFocused()
})

test('the mail one writes is looked at in dark and in 360 pixels', async ({ crm, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 360, height: 740 })
  const id = await contactAt(crm, `nora.${Date.now()}@kunde.example`, { firstName: 'Nora' })
  for (const path of ['/settings/templates', `/contacts/${id}`]) {
    await crm.open(path)
    if (path.startsWith('/contacts')) {
      await page.getByRole('button', { name: 'Actions' }).click()
      await page.getByRole('menuitem', { name: 'Write email…' }).click()
      await expect(page.getByRole('dialog', { name: 'Email to Nora' })).toBeVisible()
    }
    await page.waitForTimeout(500)
    expect(await violations(page)).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(1)
  }
})

test('data protection is offered no writing', async ({ crm, page }) => {
  const id = await contactAt(crm, `dora.${Date.now()}@kunde.example`, { firstName: 'Dora' })
  await crm.open(`/contacts/${id}`, people.dataProtection)
  await page.getByRole('button', { name: 'Actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Write email…' })).toHaveCount(0)
})

async function contactAt(crm: Crm, email: string, fields: object) {
  const answer = await crm.call('POST', '/contacts', { email, duplicates: 'allow', ...fields })
  return (await answer.json()).id as string
}
