import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, type Preview, test } from './preview.ts'

const maren = 'maren.lindqvist@halden-optics.example'
const admin = 'jonas.brandt@halden-optics.example'
const optedOut = 'sanne.dewit@hollander-voss.example'
const optedIn = 'soren.kjeldsen@nordhavn-packaging.example'
/** Agreed to tracking too. */
const trackable = 'solene.vauquelin@groupe-mirabel.example'

async function writeTo(preview: Preview, ...addresses: string[]) {
  for (const address of addresses) {
    await preview.page.getByLabel('To', { exact: true }).fill(address)
    await preview.page.getByLabel('To', { exact: true }).press('Enter')
  }
}

const body = (page: Page) => page.getByTestId('compose-body').contentFrame().getByRole('textbox')
const recipient = (preview: Preview, name: string) =>
  preview.pane.getByTestId('recipient').filter({ has: preview.pane.getByRole('heading', { name: new RegExp(name) }) })
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click()
const sent = (page: Page) => expect(page.getByText('Message sent').last()).toBeVisible()

async function token(page: Page, user: string, scope: 'api' | 'graph') {
  const response = await page.request.post('/demo/token', { data: { user, scope } })
  return { authorization: `Bearer ${(await response.json()).access_token}` }
}

async function template(page: Page, given: { name: string; subject: string; body: string; purpose?: string }) {
  const headers = await token(page, maren, 'api')
  const response = await page.request.post('/api/v1/templates', { headers, data: { shared: true, ...given } })
  expect([201, 409], await response.text()).toContain(response.status())
}

async function turnTrackingOn(page: Page) {
  const headers = await token(page, admin, 'api')
  const response = await page.request.put('/api/v1/tracking-settings', { headers, data: { enabled: true } })
  expect(response.ok(), await response.text()).toBe(true)
}

const offer = {
  name: 'Spring offer',
  subject: 'Ten per cent in spring',
  body: '<p>Our spring offer is here.</p>',
  purpose: 'marketing',
}
const followUp = {
  name: 'After our call',
  subject: 'Our call',
  body: '<p>Dear {{firstName}}, thank you for your time. Your department: {{department}}.</p>',
}

async function insertTemplate(preview: Preview, name: string) {
  await preview.pane.getByRole('button', { name: 'Insert template' }).click()
  await preview.pane.getByRole('button', { name: new RegExp(name) }).click()
  await preview.pane.getByRole('button', { name: 'Insert', exact: true }).click()
  await expect(preview.pane.getByRole('button', { name: 'Insert template' })).toBeVisible()
}

interface SentMail {
  subject: string
  body: { content: string }
  toRecipients: { emailAddress: { address: string } }[]
  internetMessageHeaders?: { name: string; value: string }[]
}

async function lastSent(page: Page, subject: string): Promise<SentMail | undefined> {
  const headers = await token(page, maren, 'graph')
  const url = '/demo/graph/v1.0/me/mailFolders/sentitems/messages?$top=5&$orderby=receivedDateTime desc'
  const select = '&$select=subject,body,toRecipients,internetMessageHeaders'
  const { value } = await (await page.request.get(url + select, { headers })).json()
  return value.find((mail: SentMail) => mail.subject === subject)
}

test.describe('the pane beside a message being written', () => {
  test('OP-07 says of each recipient who they are, when there was contact, and what the law says', async ({
    preview,
  }) => {
    await preview.open({ compose: 'new' })
    await expect(preview.pane.getByText('Nobody to write to yet')).toBeVisible()
    await writeTo(preview, optedOut, optedIn, 'jonas.brandt@halden-optics.example', 'nobody@unknown-mill.example')
    const sanne = recipient(preview, 'Sanne')
    await expect(sanne).toContainText('Hollander')
    await expect(sanne).toContainText(/Last contact|No contact yet/)
    await expect(sanne).toContainText(/Marketing: no\. Opted out/)
    await expect(sanne).toContainText('A personal mail is fine.')
    await expect(sanne).toContainText('Tracking: no.')
    await expect(recipient(preview, 'Kjeldsen')).toContainText(/Marketing: yes\. Opted in/)
    await expect(recipient(preview, 'nobody@unknown-mill')).toContainText('Not a contact yet')
    await expect(preview.pane.getByText('jonas.brandt')).toHaveCount(0)
    await preview.pane.getByRole('button', { name: '+1 colleague' }).click()
    await expect(preview.pane.getByText(/jonas.brandt|Jonas Brandt/)).toBeVisible()
    await preview.page.getByRole('button', { name: /Remove .*sanne/i }).click()
    await expect(sanne).toHaveCount(0)
  })

  test('an unknown recipient becomes a contact without leaving the message', async ({ preview }) => {
    await preview.open({ compose: 'new' })
    await writeTo(preview, 'Petra Vogel <petra.vogel@glaswerk-vogel.example>')
    const petra = recipient(preview, 'Petra Vogel')
    await petra.getByRole('button', { name: 'Add contact: Petra Vogel' }).click()
    await expect(preview.pane.getByLabel('Last name')).toHaveValue('Vogel')
    await preview.pane.getByRole('button', { name: 'Add contact', exact: true }).click()
    await expect(petra.getByRole('button', { name: 'Open Petra Vogel in CRM' })).toBeVisible()
    await expect(petra).not.toContainText('Not a contact yet')
    await expect(petra.getByRole('heading')).toBeFocused()
  })

  test('OP-08 a template comes in at the cursor; the signature stays, the subject is filled, gaps are named before', async ({
    preview,
    page,
  }) => {
    await template(page, followUp)
    await preview.open({ compose: 'new' })
    await writeTo(preview, 'nobody@unknown-mill.example')
    await body(page).click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('Before. ')
    await preview.pane.getByRole('button', { name: 'Insert template' }).click()
    await preview.pane.getByRole('searchbox').fill('call after')
    await preview.pane.getByRole('button', { name: /After our call/ }).click()
    await expect(preview.pane.getByTestId('missing-fields')).toContainText(/first name/i)
    await expect(body(page)).not.toContainText('thank you')
    await preview.pane.getByRole('button', { name: 'Insert', exact: true }).click()
    await expect(body(page)).toContainText(/Before\.\s*Dear , thank you for your time/)
    await expect(body(page)).toContainText('Maren Lindqvist')
    await expect(page.getByLabel('Subject')).toHaveValue('Our call')
    const text = (await body(page).textContent()) ?? ''
    expect(text.indexOf('thank you')).toBeLessThan(text.indexOf('Maren Lindqvist'))
  })

  test('by keyboard alone: find a template, insert it, and leave the list again; the focus is never lost', async ({
    preview,
    page,
  }) => {
    await template(page, followUp)
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedIn)
    await expect(recipient(preview, 'Kjeldsen')).toBeVisible()
    await preview.pane.getByRole('button', { name: 'Insert template' }).focus()
    await page.keyboard.press('Enter')
    await expect(preview.pane.getByRole('searchbox')).toBeFocused()
    await page.keyboard.type('after')
    const found = preview.pane.getByRole('button', { name: /After our call/ })
    // office.js counts the button that clears the search.
    for (let n = 0; n < 3 && !(await found.evaluate((element) => element === document.activeElement)); n++) {
      await page.keyboard.press('Tab')
    }
    await expect(found).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(preview.pane.getByRole('button', { name: 'Insert', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(body(page)).toContainText('thank you for your time')
    await expect(preview.pane.getByRole('button', { name: 'Insert template' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(preview.pane.getByRole('searchbox')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(preview.pane.getByRole('button', { name: 'Insert template' })).toBeFocused()
  })

  test('OP-08 no template is offered where Outlook cannot run what follows, and tracking says why', async ({
    preview,
  }) => {
    await preview.open({ compose: 'new', mailbox: '1.10' })
    await writeTo(preview, optedIn)
    await expect(recipient(preview, 'Kjeldsen')).toBeVisible()
    await expect(preview.pane.getByRole('switch')).toBeDisabled()
    await expect(preview.pane.getByTestId('track-hint')).toContainText('This Outlook cannot do it')
  })
})

test.describe('OP-07 on sending', () => {
  test('marketing to somebody who opted out is announced, stopped, and goes without them', async ({
    preview,
    page,
  }) => {
    await template(page, offer)
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedIn, optedOut)
    await expect(recipient(preview, 'Sanne')).toBeVisible()
    await preview.pane.getByRole('button', { name: 'Insert template' }).click()
    await preview.pane.getByRole('button', { name: /Spring offer/ }).click()
    await expect(preview.pane.getByTestId('refused')).toContainText('Sanne')
    await preview.pane.getByRole('button', { name: 'Insert', exact: true }).click()
    await expect(preview.pane.getByTestId('marketing-bar')).toContainText('Sanne')
    // The bar above the message.
    await expect(page.getByTestId('compose-form').getByText(/This is marketing/)).toBeVisible()
    await send(page)
    const alert = page.getByTestId('smart-alert')
    await expect(alert).toContainText(/Sanne.*must not get it/)
    await expect(alert.getByRole('button', { name: 'Send anyway' })).toHaveCount(0)
    await alert.getByRole('button', { name: 'Don’t send' }).click()
    expect(await lastSent(page, offer.subject)).toBeUndefined()
    await page.getByRole('button', { name: /Remove .*sanne/i }).click()
    await send(page)
    await sent(page)
    expect((await lastSent(page, offer.subject))?.toRecipients.map((one) => one.emailAddress.address)).toEqual([
      optedIn,
    ])
  })

  test('with the pane closed, the verdict still stops it', async ({ preview, page }) => {
    await template(page, offer)
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedOut)
    await expect(recipient(preview, 'Sanne')).toBeVisible()
    await insertTemplate(preview, 'Spring offer')
    await expect(preview.pane.getByTestId('marketing-bar')).toContainText('Sanne')
    await page.getByRole('button', { name: 'Close the pane' }).click()
    await page.getByLabel('To', { exact: true }).fill(optedIn)
    await page.getByLabel('To', { exact: true }).press('Enter')
    await send(page)
    await expect(page.getByTestId('smart-alert')).toContainText('Sanne')
  })

  test('the template taken out again, it is a personal mail', async ({ preview, page }) => {
    await template(page, offer)
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedOut)
    await expect(recipient(preview, 'Sanne')).toBeVisible()
    await insertTemplate(preview, 'Spring offer')
    await preview.pane.getByRole('button', { name: 'The template is taken out' }).click()
    await expect(preview.pane.getByTestId('marketing-bar')).toContainText('still stands in the message')
    await body(page).fill('Just a word from me.')
    await preview.pane.getByRole('button', { name: 'The template is taken out' }).click()
    await expect(preview.pane.getByTestId('marketing-bar')).toHaveCount(0)
    await expect(preview.pane.getByRole('button', { name: 'Insert template' })).toBeFocused()
    await page.getByLabel('Subject').fill('A word')
    await send(page)
    await sent(page)
  })

  test('a plain reply to somebody who opted out goes', async ({ preview, page }) => {
    await page.request.post('/demo/deliver', {
      data: {
        to: [maren],
        from: { name: 'Sanne de Wit', address: optedOut },
        subject: 'A question about glass',
      },
    })
    await preview.open()
    await preview.select('Sanne')
    await page.getByRole('toolbar', { name: 'Mail' }).getByRole('button', { name: 'Reply', exact: true }).click()
    await expect(recipient(preview, 'Sanne')).toContainText('A personal mail is fine.')
    await body(page).click()
    await page.keyboard.type('Yes, gladly.')
    await send(page)
    await sent(page)
    await expect(page.getByTestId('smart-alert')).toHaveCount(0)
  })

  test('the server gone, the mail goes all the same', async ({ preview, page }) => {
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedIn)
    await expect(recipient(preview, 'Kjeldsen')).toContainText('Marketing')
    await page.route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
    await writeTo(preview, 'late@unknown-mill.example')
    await expect(preview.pane.getByText('The server cannot be reached')).toBeVisible({ timeout: 30_000 })
    await page.getByLabel('Subject').fill('Without a server')
    await send(page)
    await sent(page)
    expect(await lastSent(page, 'Without a server')).toBeDefined()
  })

  test('the handlers gone too, Outlook says so and leaves it to the person', async ({ preview, page }) => {
    await page.route('**/events.js', (route) => route.abort())
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedIn)
    await page.getByLabel('Subject').fill('Without handlers')
    await send(page)
    const alert = page.getByTestId('smart-alert')
    await expect(alert).toContainText('longer than expected', { timeout: 15_000 })
    await expect(alert).toContainText('unavailable', { timeout: 30_000 })
    await alert.getByRole('button', { name: 'Send anyway' }).click()
    await sent(page)
  })
})

test.describe('OP-07 with the pane closed from the beginning', () => {
  const closed = (page: Page) => expect(page.getByTestId('addin-pane')).toHaveCount(0)
  const bar = (page: Page) => page.getByTestId('compose-form')

  async function replyToSanne(preview: Preview, page: Page, subject: string) {
    const from = { name: 'Sanne de Wit', address: optedOut }
    await page.request.post('/demo/deliver', { data: { to: [maren], from, subject } })
    await preview.open({ pane: 'closed', pinned: '' })
    await preview.select('Sanne')
    await page.getByRole('toolbar', { name: 'Mail' }).getByRole('button', { name: 'Reply', exact: true }).click()
    await closed(page)
  }

  test('a reply says who opted out, and goes', async ({ preview, page }) => {
    await replyToSanne(preview, page, 'Frames again')
    await expect(bar(page).getByText(/Sanne.*opted out of marketing\. A personal mail is fine/)).toBeVisible()
    await body(page).click()
    await page.keyboard.type('Yes, gladly.')
    await send(page)
    await sent(page)
    await expect(page.getByTestId('smart-alert')).toHaveCount(0)
    await closed(page)
  })

  test('a draft of marketing that is opened again is stopped', async ({ preview, page }) => {
    await template(page, { ...offer, name: 'Autumn offer', subject: 'Ten per cent in autumn' })
    await preview.open({ compose: 'new' })
    await writeTo(preview, optedOut)
    await expect(recipient(preview, 'Sanne')).toBeVisible()
    await insertTemplate(preview, 'Autumn offer')
    await expect(preview.pane.getByTestId('marketing-bar')).toContainText('Sanne')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Draft saved').last()).toBeVisible()
    await preview.open({ pane: 'closed', pinned: '', folder: 'drafts' })
    await page.getByRole('option', { name: /Ten per cent in autumn/ }).click()
    await closed(page)
    await expect(bar(page).getByText(/must not get it/)).toBeVisible()
    await send(page)
    const alert = page.getByTestId('smart-alert')
    await expect(alert).toContainText(/Sanne.*must not get it/)
    await alert.getByRole('button', { name: 'Don’t send' }).click()
    expect(await lastSent(page, 'Ten per cent in autumn')).toBeUndefined()
  })

  test('the server gone, the reply goes', async ({ preview, page }) => {
    await page.route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
    await replyToSanne(preview, page, 'Frames without a server')
    await send(page)
    await sent(page)
    expect(await lastSent(page, 'RE: Frames without a server')).toBeDefined()
  })
})

test.describe('tracking', () => {
  test('is off while the organisation has it off, and says so', async ({ preview }) => {
    await preview.open({ compose: 'new' })
    await writeTo(preview, trackable)
    await expect(recipient(preview, 'Vauquelin')).toBeVisible()
    await expect(preview.pane.getByRole('switch', { name: 'Track opens and links' })).toBeDisabled()
    await expect(preview.pane.getByTestId('track-hint')).toContainText('administrator')
  })

  test('is put in on sending: picture, links of one’s own text, the mark; what is quoted stays', async ({
    preview,
    page,
  }) => {
    await turnTrackingOn(page)
    await page.request.post('/demo/deliver', {
      data: {
        to: [maren],
        from: { name: 'Solène Vauquelin', address: trackable },
        subject: 'Vos verres',
        html: '<p>Voir <a href="https://groupe-mirabel.example/quoted">ici</a></p>',
      },
    })
    await preview.open()
    await preview.select('Solène')
    await page.getByRole('toolbar', { name: 'Mail' }).getByRole('button', { name: 'Reply', exact: true }).click()
    const toggle = preview.pane.getByRole('switch', { name: 'Track opens and links' })
    await expect(toggle).toBeEnabled()
    await expect(toggle).not.toBeChecked()
    await body(page).evaluate((element) => {
      element.insertAdjacentHTML(
        'afterbegin',
        '<p>See <a href="https://halden-optics.example/list?a=1&amp;b=2">the list</a></p>',
      )
    })
    await toggle.click()
    await expect(preview.pane.getByTestId('track-hint')).toContainText('Put in when you send')
    await expect(body(page)).not.toContainText('/t/')
    const before = await body(page).innerHTML()
    expect(before).not.toContain('/t/o/')
    await send(page)
    await sent(page)
    await expect(async () => {
      const mail = await lastSent(page, 'RE: Vos verres')
      const html = mail?.body.content ?? ''
      expect(html).toMatch(/\/t\/o\/[\w.-]+\.gif/)
      expect(html).toMatch(/<a href="[^"]+\/t\/c\/[^"]+">the list<\/a>/)
      expect(html).not.toContain('halden-optics.example/list')
      expect(html.slice(html.indexOf('divRplyFwdMsg'))).not.toContain('/t/c/')
      expect(
        mail?.internetMessageHeaders?.find(({ name }) => name.toLowerCase() === 'x-throughline-id')?.value,
      ).toMatch(/^[0-9a-f-]{36}$/)
    }).toPass({ timeout: 10_000 })
  })

  test('is off again, with the reason, when somebody is added who must not be tracked', async ({ preview, page }) => {
    await turnTrackingOn(page)
    await preview.open({ compose: 'new' })
    await writeTo(preview, trackable)
    const toggle = preview.pane.getByRole('switch', { name: 'Track opens and links' })
    await toggle.click()
    await expect(toggle).toBeChecked()
    await writeTo(preview, optedOut)
    await expect(toggle).toBeDisabled()
    await expect(toggle).not.toBeChecked()
    await expect(preview.pane.getByTestId('track-hint')).toContainText('Sanne')
    await page.getByLabel('Subject').fill('Untracked')
    await send(page)
    await sent(page)
    await expect(async () => {
      expect((await lastSent(page, 'Untracked'))?.body.content).not.toContain('/t/o/')
    }).toPass({ timeout: 5_000 })
  })
})

/** In the pane only: frames in which no script runs, such as the body and the preview of a template, never answer axe. */
async function violations(page: Page): Promise<string[]> {
  const pane = '[data-testid="addin-pane"] iframe'
  const found = await new AxeBuilder({ page })
    .include([pane, 'body'])
    .exclude([pane, 'iframe'])
    .exclude([pane, '[data-tabster-dummy]'])
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test.describe('looks', () => {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    test(`WCAG 2.2 AA in ${theme}, and nothing scrolls sideways`, async ({ preview, page }) => {
      test.setTimeout(180_000)
      await template(page, offer)
      await preview.open({ compose: 'new', theme })
      await writeTo(preview, optedOut, optedIn, 'nobody@unknown-mill.example', 'jonas.brandt@halden-optics.example')
      await expect(recipient(preview, 'Sanne')).toContainText('Marketing')
      await page.screenshot({ path: `test-results/compose-${theme}.png` })
      expect(await violations(page)).toEqual([])
      await insertTemplate(preview, 'Spring offer')
      await expect(preview.pane.getByTestId('marketing-bar')).toContainText('Sanne')
      await page.screenshot({ path: `test-results/compose-marketing-${theme}.png` })
      expect(await violations(page)).toEqual([])
      await preview.pane.getByRole('button', { name: 'Insert template' }).click()
      await expect(preview.pane.getByRole('searchbox')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await preview.pane.getByRole('button', { name: /Spring offer/ }).click()
      await expect(preview.pane.getByTestId('refused')).toBeVisible()
      await page.screenshot({ path: `test-results/compose-template-${theme}.png` })
      expect(await violations(page)).toEqual([])
      for (const factor of [1, 2]) {
        const overflow = await preview.pane.locator('html').evaluate((root, size) => {
          root.style.fontSize = `${16 * size}px`
          return root.scrollWidth - root.clientWidth
        }, factor)
        expect(overflow, `${factor}`).toBeLessThanOrEqual(1)
      }
    })
  }
})
