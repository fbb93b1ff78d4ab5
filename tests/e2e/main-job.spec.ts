import { expect, test } from './preview.ts'

test.describe('reading mail', () => {
  test('the pane shows who wrote, and follows the next message', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    await expect(preview.pane.getByText('Production Manager · Bergström Timber AB')).toBeVisible()
    await expect(preview.timeline().getByText('Arvika: scaffolding goes up on').first()).toBeVisible()
    await preview.select('Priya Raman')
    await expect(preview.contact('Priya Raman')).toBeVisible()
    await expect(preview.contact('Ingrid Sandvik')).toBeHidden()
  })

  test('the timeline holds what passed with the whole company, however far one scrolls', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    const { id } = await preview.api('/contacts/lookup?email=ingrid.sandvik@bergstrom-timber.example')
    const { items } = await preview.api(`/contacts/${id}/timeline?order=asc&limit=1`)
    const oldest = preview.timeline().getByText(items[0].summary).last()
    await expect(async () => {
      await preview.pane.locator('body').press('End')
      await preview.timeline().getByRole('listitem').last().scrollIntoViewIfNeeded()
      await expect(oldest).toBeVisible({ timeout: 300 })
    }).toPass({ timeout: 30_000 })
  })

  test('the timeline is filtered by type', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.timeline().getByText('Email received').first()).toBeVisible()
    await preview.timeline().getByRole('button', { name: 'Filter', exact: true }).click()
    await preview.pane.getByRole('menuitemcheckbox', { name: 'Email sent' }).click()
    await preview.pane.locator('body').press('Escape')
    await expect(preview.timeline().getByText('Email received')).toHaveCount(0)
    await expect(preview.timeline().getByText('Email sent').first()).toBeVisible()
  })
})

test.describe('logging', () => {
  test('a note, a call and a meeting each take one click and one field, and stay', async ({ preview }) => {
    await preview.open()
    await preview.select('Katrin Berger')
    await expect(preview.contact('Katrin Berger')).toBeVisible()
    for (const [kind, text] of [
      ['Note', 'Prefers mornings'],
      ['Call', 'Asked for the calibration report'],
      ['Meeting', 'Line 4 accepted'],
    ] as const) {
      await preview.pane.getByRole('button', { name: kind, exact: true }).click()
      await preview.pane.getByRole('textbox').first().fill(text)
      await preview.pane.getByRole('textbox').first().press('Control+Enter')
      await expect(preview.timeline().getByText(text)).toBeVisible()
    }
    await preview.page.reload()
    await preview.select('Katrin Berger')
    for (const text of ['Prefers mornings', 'Asked for the calibration report', 'Line 4 accepted']) {
      await expect(preview.timeline().getByText(text)).toHaveCount(1)
    }
  })

  test('OP-05 a half-written note survives a reload of the pane', async ({ preview }) => {
    await preview.open()
    await preview.select('Katrin Berger')
    await preview.pane.getByRole('button', { name: 'Note', exact: true }).click()
    await preview.pane.getByRole('textbox').first().fill('half a thought')
    await preview.developer('Reload the pane')
    await expect(preview.pane.getByRole('textbox').first()).toHaveValue('half a thought')
  })

  test('OP-13 a note written without a network is sent once, when it is back', async ({ preview }) => {
    await preview.open()
    await preview.select('Priya Raman')
    await expect(preview.contact('Priya Raman')).toBeVisible()
    await preview.page.route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
    await preview.pane.getByRole('button', { name: 'Note', exact: true }).click()
    await preview.pane.getByRole('textbox').first().fill('written on the train')
    await preview.pane.getByRole('textbox').first().press('Control+Enter')
    await expect(preview.pane.getByText('Waiting for the network').first()).toBeVisible()
    await preview.page.unroute('**/api/v1/**')
    await expect(preview.pane.getByText('Waiting for the network')).toHaveCount(0, { timeout: 45_000 })
    await expect(preview.timeline().getByText('written on the train')).toHaveCount(1)
  })
})

test.describe('new people and new mail', () => {
  test('an unknown sender gets a filled-in form, and their earlier mail comes in at once', async ({ preview }) => {
    await preview.open()
    await preview.select('Dominik Pfister')
    await expect(preview.pane.getByText('Not a contact yet').first()).toBeVisible()
    await expect(preview.pane.getByLabel('First name')).toHaveValue('Dominik')
    await expect(preview.pane.getByLabel('Last name')).toHaveValue('Pfister')
    await expect(preview.pane.getByLabel('Company')).not.toHaveValue('')
    await expect(preview.pane.getByLabel('Phone')).not.toHaveValue('')
    await expect(preview.pane.getByText(/earlier emails? will come in/)).toBeVisible()
    await preview.pane.getByRole('button', { name: 'Add contact' }).last().click()
    await expect(preview.contact('Dominik Pfister')).toBeVisible()
    await expect(preview.timeline().getByText('Nachfrage zu unserem Gespr').first()).toBeVisible({ timeout: 10_000 })
    await expect(preview.timeline().getByText('Email').nth(1)).toBeVisible()
  })

  test('a new message stands on the timeline within seconds', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expect(preview.contact('Ingrid Sandvik')).toBeVisible()
    await preview.page.request.post('/demo/deliver', {
      data: {
        to: ['maren.lindqvist@halden-optics.example'],
        from: { name: 'Ingrid Sandvik', address: 'ingrid.sandvik@bergstrom-timber.example' },
        subject: 'The crane is here',
      },
    })
    await expect(preview.timeline().getByText('The crane is here')).toBeVisible({ timeout: 15_000 })
  })
})
