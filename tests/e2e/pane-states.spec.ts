import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './preview.ts'

test.describe('the pane in every state', () => {
  test('OP-01 nothing selected, several selected, and back', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await preview.developer('Select nothing')
    await expect(preview.pane.getByText('No message selected')).toBeVisible()
    await preview.select('Priya Raman')
    await expect(preview.contact('Priya Raman')).toBeVisible()
    await preview.developer('Select several')
    await expect(preview.pane.getByText(/Several messages selected|No message selected/)).toBeVisible()
  })

  test('only colleagues on the message', async ({ preview }) => {
    await preview.open()
    await preview.select('Jonas Brandt')
    await expect(preview.pane.getByRole('heading', { name: 'Only colleagues' })).toBeVisible()
  })

  for (const [naa, name] of [
    ['cancel', 'the person cancels'],
    ['fails', 'the account is unavailable'],
  ] as const) {
    test(`OP-10 signed out with a code and a button when ${name}`, async ({ preview }) => {
      await preview.open({ naa })
      await preview.select('Ingrid Sandvik')
      await expect(preview.pane.getByText('You are signed out')).toBeVisible({ timeout: 40_000 })
      await expect(preview.pane.getByRole('button', { name: 'Sign in' })).toBeVisible()
    })
  }

  test('a nested sign-in that never answers ends in the signed-out view, not in an endless wait', async ({
    preview,
  }) => {
    test.setTimeout(150_000)
    await preview.open({ naa: 'silence' })
    await preview.select('Ingrid Sandvik')
    await expect(preview.pane.getByText('You are signed out')).toBeVisible({ timeout: 120_000 })
  })

  test('a sign-in that needs a window once works', async ({ preview }) => {
    await preview.open({ naa: 'asks' })
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible({ timeout: 40_000 })
  })

  test('in a plain browser the page says that it belongs into Outlook', async ({ page }) => {
    await page.goto('/taskpane.html')
    await expect(page.getByText(/Open this in Outlook|Outlook did not answer/)).toBeVisible({ timeout: 30_000 })
  })

  test('the server gone: the last view stays, greyed, with its time; an error offers a way on', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    await preview.select('Priya Raman')
    await expect(preview.contact('Priya Raman')).toBeVisible()
    await preview.page.route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    await expect(preview.pane.getByText(/Offline/).first()).toBeVisible({ timeout: 30_000 })
    await preview.select('Katrin Berger')
    await expect(preview.pane.getByText(/No connection|Offline/).first()).toBeVisible({ timeout: 30_000 })
    await preview.page.unroute('**/api/v1/**')
  })

  test('OP-02 a note written for one message is refused when another is shown', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await preview.pane.getByRole('button', { name: 'Note', exact: true }).click()
    await preview.pane.getByRole('textbox').first().fill('only for Ingrid')
    await preview.select('Priya Raman')
    await expect(preview.contact('Priya Raman')).toBeVisible()
    await expect(preview.pane.getByText('only for Ingrid')).toHaveCount(0)
    const { id } = await preview
      .api('/contacts/lookup?email=priya.raman@kestrel-grid.example')
      .catch(() => ({ id: null }))
    if (id) expect(JSON.stringify(await preview.api(`/contacts/${id}/timeline`))).not.toContain('only for Ingrid')
    await preview.select('Ingrid Sandvik')
    await expect(preview.pane.getByRole('textbox').first()).toHaveValue('only for Ingrid')
  })

  test('OP-12 twenty fast arrow-downs cause at most a few server calls, and end on the right person', async ({
    preview,
  }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    await preview.page.waitForTimeout(2000)
    const asked: string[] = []
    preview.page.on('request', (request) => {
      const email = new URL(request.url()).searchParams.get('email')
      // Who is shown is asked for again every few seconds; that is no work of the arrow keys.
      if (email && !email.startsWith('ingrid.sandvik@')) asked.push(email)
    })
    await preview.rows().first().focus()
    for (let n = 0; n < 20; n++) await preview.page.keyboard.press('ArrowDown')
    await expect(async () => {
      const subject = (await preview.page.getByTestId('reading-subject').textContent()) ?? ''
      await expect(preview.pane.getByText(subject.slice(0, 20)).first()).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 20_000 })
    await preview.page.waitForTimeout(1500)
    // Two on a free machine: the first row one stops at, and the last. A busy one may stop in between.
    expect(new Set(asked).size).toBeLessThanOrEqual(5)
  })
})

test.describe('looks', () => {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    test(`WCAG 2.2 AA in ${theme}`, async ({ preview, page }) => {
      await preview.open({ theme })
      for (const sender of ['Ingrid Sandvik', 'Søren Kjeldsen', 'Jonas Brandt']) {
        await preview.select(sender)
        await expect(preview.pane.getByText('This is for').first()).toBeVisible()
        await page.waitForTimeout(1500)
        const { violations } = await new AxeBuilder({ page })
          .include(['[data-testid="addin-pane"] iframe', 'body'])
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
          .analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      }
    })
  }

  test('by keyboard alone: to the note, write, save', async ({ preview, page }) => {
    await preview.open()
    await preview.select('Katrin Berger')
    await expect(preview.contact('Katrin Berger')).toBeVisible()
    await preview.pane.getByRole('button', { name: 'Note', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('typed without a mouse')
    await page.keyboard.press('Control+Enter')
    await expect(preview.timeline().getByText('typed without a mouse')).toBeVisible()
  })

  test('does not scroll sideways at 280 to 320 px or at 200 % text', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    for (const [width, zoom] of [
      [320, 1],
      [280, 1],
      [320, 2],
    ]) {
      await preview.page
        .getByTestId('addin-pane')
        .locator('iframe')
        .evaluate((frame, size) => {
          ;(frame as HTMLIFrameElement).style.width = `${size}px`
        }, width)
      const overflow = await preview.pane.locator('html').evaluate((root, factor) => {
        root.style.fontSize = `${16 * factor}px`
        return root.scrollWidth - root.clientWidth
      }, zoom as number)
      expect(overflow, `${width} px, ${zoom}`).toBeLessThanOrEqual(1)
    }
  })
})
