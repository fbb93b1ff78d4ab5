import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from '@playwright/test'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

const admin = 'jonas.brandt@halden-optics.example'

/** A name no other run has used: forms and contacts stay in the database. */
const fresh = (name: string) => `${name} ${Date.now().toString(36)}`

/** A visitor without scripts, cookies or anything else of ours. */
async function asVisitor(
  browser: Browser,
  run: (page: Page) => Promise<void>,
  javaScriptEnabled = false,
): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB' })
  try {
    await run(await context.newPage())
    expect(await context.cookies()).toEqual([])
  } finally {
    await context.close()
  }
}

/** Makes a form on screen and publishes it. @returns its id */
async function publishOnScreen(crm: Crm, name: string): Promise<string> {
  const { page } = crm
  await crm.open('/forms', people.admin)
  await page.getByRole('button', { name: 'New form' }).click()
  await page.getByLabel('Name of the form').fill(name)
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByLabel('Add a field').selectOption({ label: 'Company' })
  await page.getByLabel('Label of Company').fill('Your company')
  await page.getByLabel('Move Company up').press('Enter')
  await page.getByRole('textbox', { name: 'Wording beside the box' }).fill('Yes, write to me about lenses.')
  await expect(page.frameLocator('iframe').getByText('Your company')).toBeVisible()
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Choose the mailbox that asks people to confirm')).toBeVisible()
  await page.getByRole('radio', { name: 'Never' }).check()
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Published. Visitors see version 1 now.')).toBeVisible()
  return /forms\/([\w-]{36})/.exec(page.url())?.[1] as string
}

test.describe('forms', () => {
  test('built, published, filled in without JavaScript; contact, timeline and evidence follow', async ({
    crm,
    browser,
  }) => {
    test.slow()
    const { page } = crm
    const name = fresh('Lens news')
    const email = `visitor-${Date.now().toString(36)}@lens-lovers.example`
    const id = await publishOnScreen(crm, name)
    // The preview is the visitor’s page, which is looked at by itself below; its frame runs no script, axe’s neither.
    expect(await violations(page, '[role="tabpanel"] > :first-child')).toEqual([])
    expect(await violations(page, '[role="tabpanel"] fieldset')).toEqual([])

    await page.getByRole('tab', { name: 'Share' }).click()
    await expect(page.getByRole('region', { name: 'In a page of yours' })).toContainText('/embed.js')
    const address = (await page.getByRole('region', { name: 'Its own page' }).locator('code').textContent()) ?? ''
    const path = new URL(address).pathname
    expect(await violations(page)).toEqual([])

    await asVisitor(browser, async (visitor) => {
      await visitor.goto(path)
      await expect(visitor.getByRole('checkbox', { name: 'Yes, write to me about lenses.' })).not.toBeChecked()
      await visitor.getByLabel('Email address').fill('no address')
      await visitor.getByLabel('First name').fill('Vera')
      await visitor.getByRole('button', { name: 'Send' }).click()
      await expect(visitor.getByRole('alert')).toContainText('Please check what you entered')
      await expect(visitor.getByLabel('First name')).toHaveValue('Vera')
      await expect(visitor.getByLabel('Email address')).toHaveAttribute('aria-invalid', 'true')
      await visitor.getByLabel('Email address').fill(email)
      await visitor.getByLabel('Last name').fill('Visser')
      await visitor.getByLabel('Your company').fill('Lens Lovers')
      await visitor.getByLabel('Message').fill('Do you grind to measure?')
      await visitor.getByRole('checkbox').last().check()
      // A person takes longer than the two seconds that tell a program.
      await visitor.waitForTimeout(2100)
      await visitor.getByRole('button', { name: 'Send' }).click()
      await expect(visitor.getByRole('status')).toContainText('We have received your details')
    })

    await page.getByRole('tab', { name: 'Submissions' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Vera Visser' })
    await expect(row).toContainText('Do you grind to measure?')
    await expect(row).toContainText('Accepted')
    expect(await violations(page)).toEqual([])
    await row.getByRole('link', { name: 'Vera Visser' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Vera Visser' })).toBeVisible()
    await page.locator('button[aria-expanded]').filter({ hasText: 'Form submitted' }).click()
    await expect(page.getByText('Your company')).toBeVisible()
    await expect(page.getByText('Do you grind to measure?')).toBeVisible()

    const contact = await crm.api(`/contacts/lookup?email=${encodeURIComponent(email)}`, admin)
    const { consent, entries } = await crm.api(`/contacts/${contact.id}/consent`, admin)
    expect(consent).toMatchObject({ status: 'opted_in', type: 'explicit', proven: true })
    expect(entries[0].evidence).toMatchObject({
      form: name,
      textVersion: '1',
      text: 'Yes, write to me about lenses.',
      url: address,
    })
    const listed = await crm.api(`/forms/${id}`, admin)
    expect(listed.submissions).toEqual({ accepted: 1, pending: 0, spam: 0 })
  })

  test('a visitor’s page is accessible, narrow, in light and dark', async ({ crm, browser }) => {
    const form = await makeForm(crm)
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 700 } })
      const page = await context.newPage()
      await page.goto(form.path)
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Send' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
      await context.close()
    }
  })

  test('the snippet puts the form into another site’s page, as high as it is, and goes on from there', async ({
    crm,
    browser,
  }) => {
    const form = await makeForm(crm, { thanks: { text: '', url: 'https://www.lens-lovers.example/thanks' } })
    const site = await serveSite(`<h1>The site</h1><script src="${form.origin}${form.path}/embed.js" async></script>`)
    // The demo's own certificate is known to nobody.
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' })
    try {
      const visitor = await context.newPage()
      await visitor.route('https://www.lens-lovers.example/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Thanks from the site</h1>' }),
      )
      await visitor.goto(`${site.address}/contact?who=me`)
      const frame = visitor.frameLocator('iframe')
      await expect(frame.locator('input[name=page]')).toHaveValue(`${site.address}/contact`)
      await expect.poll(async () => (await visitor.locator('iframe').boundingBox())?.height ?? 0).toBeGreaterThan(330)
      await frame.getByLabel('Email address').fill(`framed-${Date.now()}@lens-lovers.example`)
      await visitor.waitForTimeout(2100)
      await frame.getByRole('button', { name: 'Send' }).click()
      await expect(visitor.getByRole('heading', { name: 'Thanks from the site' })).toBeVisible()
      expect(await context.cookies()).toEqual([])
    } finally {
      await context.close()
      site.close()
    }
  })

  test('reps are told that forms are not theirs to see', async ({ crm }) => {
    await crm.open('/forms')
    await expect(crm.main()).toContainText('Only managers and admins see the forms.')
  })
})

test.describe('settings: calls', () => {
  test('a voice system gets its key once, posts a call, and the contact’s timeline has the recording', async ({
    crm,
  }) => {
    const { page } = crm
    const name = fresh('Exchange')
    const number = `+4930${String(Date.now()).slice(-8)}`
    const made = await crm.call(
      'POST',
      '/contacts',
      { lastName: fresh('Caller'), phone: number, duplicates: 'allow' },
      admin,
    )
    const contact = await made.json()
    await crm.open('/settings/calls', people.admin)
    await page.getByLabel('New voice system').fill(name)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const dialog = page.getByRole('alertdialog')
    const [key = '', address = ''] = await dialog.locator('code').allTextContents()
    expect(key).toMatch(/^tlcalls_[\w-]{43}$/)
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await expect(page.getByText(key)).toHaveCount(0)

    const body = JSON.stringify({
      callId: name,
      number,
      direction: 'inbound',
      startedAt: new Date(Date.now() - 600_000).toISOString(),
      durationSeconds: 95,
      outcome: 'answered',
      recordingUrl: 'https://recordings.exchange.example/1',
    })
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')
    const posted = await page.request.post(new URL(address).pathname, {
      data: body,
      headers: {
        'content-type': 'application/json',
        'x-throughline-timestamp': timestamp,
        'x-throughline-signature': `v1=${signature}`,
      },
    })
    expect(posted.status()).toBe(202)

    await page.reload()
    const row = page.getByRole('row').filter({ hasText: contact.displayName })
    await expect(row).toContainText('1 min 35 s')
    await expect(row.getByRole('link', { name: 'Open the recording' })).toHaveAttribute('rel', /noopener/)
    expect(await violations(page)).toEqual([])
    await row.getByRole('link', { name: contact.displayName }).click()
    await page.locator('button[aria-expanded]').filter({ hasText: 'Call from' }).click()
    await expect(page.getByRole('link', { name: 'Open the recording' })).toHaveAttribute('target', '_blank')
  })
})

/** A page of somebody else's, on an origin of its own. */
async function serveSite(body: string): Promise<{ address: string; close: () => void }> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

interface Made {
  path: string
  origin: string
}

async function makeForm(crm: Crm, draft: object = {}): Promise<Made> {
  const made = await (await crm.call('POST', '/forms', { name: fresh('Form') }, admin)).json()
  const edit = { version: made.version, draft: { ...made.draft, doubleOptIn: 'never', ...draft } }
  expect((await crm.call('PATCH', `/forms/${made.id}`, edit, admin)).ok()).toBe(true)
  const published = await (await crm.call('POST', `/forms/${made.id}/publish`, undefined, admin)).json()
  const address = new URL(published.address)
  return { path: address.pathname, origin: address.origin }
}
