import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'
import { expect as expectInPane, test as inPane } from './preview.ts'

const nuria = 'nuria.penarroya@altozano.example'

interface Activity {
  details: { attachments?: { name: string; size: number }[] }
}

/** Somebody who belongs to this test alone, with a note, a call and a meeting. */
async function stage(crm: Crm): Promise<{ id: string; name: string; notes: string[] }> {
  const last = `Test${Date.now().toString(36)}`
  const { id } = await (await crm.call('POST', '/contacts', { firstName: 'Tim', lastName: last })).json()
  const notes: string[] = []
  for (const [type, summary, day] of [
    ['note', 'Prefers mornings', 2],
    ['call', 'Asked about the lens', 3],
    ['meeting', 'Saw line 4', 4],
  ] as const) {
    const payload = { type, summary, occurredAt: `2026-02-0${day}T10:00:00Z` }
    notes.push((await (await crm.call('POST', `/contacts/${id}/activities`, payload)).json()).id)
  }
  return { id, name: `Tim ${last}`, notes }
}

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' })
const entry = (page: Page, text: string) => timeline(page).getByRole('listitem').filter({ hasText: text })
const open = (page: Page, text: string) => entry(page, text).getByRole('button').first().click()

test.describe('the timeline', () => {
  test('one click takes an entry off, undo puts it back, and what was taken off is listed', async ({ crm, page }) => {
    const { id } = await stage(crm)
    await crm.open(`/contacts/${id}`)
    await entry(page, 'Prefers mornings').hover()
    await page.getByRole('button', { name: 'Take off this timeline: Prefers mornings' }).click()
    await expect(entry(page, 'Prefers mornings')).toHaveCount(0)
    await timeline(page).getByRole('button', { name: 'Undo' }).click()
    await expect(entry(page, 'Prefers mornings')).toBeVisible()
    await expect(timeline(page).getByText('Put back.')).toBeVisible()
    await entry(page, 'Asked about the lens').hover()
    await page.getByRole('button', { name: 'Take off this timeline: Asked about the lens' }).click()
    await expect(entry(page, 'Asked about the lens')).toHaveCount(0)
    await page.reload()
    await expect(entry(page, 'Prefers mornings')).toBeVisible()
    await expect(entry(page, 'Asked about the lens')).toHaveCount(0)
    await page.getByRole('button', { name: 'Search and more filters' }).click()
    await page.getByRole('button', { name: 'What was taken off' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('Taken off by Maren Lindqvist')).toBeVisible()
    expect(await violations(page, '[role=dialog]')).toEqual([])
    await dialog.getByRole('button', { name: 'Put back' }).click()
    await expect(dialog.getByText('Nothing was taken off')).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(entry(page, 'Asked about the lens')).toBeVisible()
  })

  test('an entry is filed under another contact, and taken back', async ({ crm, page }) => {
    const { id } = await stage(crm)
    const other = `Other${Date.now().toString(36)}`
    const { id: otherId } = await (await crm.call('POST', '/contacts', { firstName: 'Olga', lastName: other })).json()
    await crm.open(`/contacts/${id}`)
    await open(page, 'Saw line 4')
    await entry(page, 'Saw line 4').getByRole('button', { name: 'File under another contact' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').or(dialog.getByRole('searchbox')).first().fill(other)
    await dialog.getByRole('option', { name: new RegExp(other) }).click()
    await expect(timeline(page).getByText(`Filed under Olga ${other}.`)).toBeVisible()
    await expect(entry(page, 'Saw line 4')).toHaveCount(0)
    expect((await crm.api(`/contacts/${otherId}/timeline`)).items).toHaveLength(1)
    await timeline(page).getByRole('button', { name: 'Undo' }).click()
    await expect(entry(page, 'Saw line 4')).toBeVisible()
    expect((await crm.api(`/contacts/${otherId}/timeline`)).items).toHaveLength(0)
  })

  test('TL-13 a note is edited, says so with its history, meets an edit of somebody else, is deleted and put back', async ({
    crm,
    page,
  }) => {
    const { id, notes } = await stage(crm)
    await crm.open(`/contacts/${id}`)
    await open(page, 'Prefers mornings')
    await entry(page, 'Prefers mornings').getByRole('button', { name: 'Edit', exact: true }).click()
    const form = page.getByRole('form', { name: 'Edit' })
    await form.getByRole('textbox', { name: 'Text' }).fill('Prefers evenings')
    await crm.call('PATCH', `/activities/${notes[0]}`, { editedAt: null, summary: 'Prefers noon' })
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByRole('alert')).toContainText('Prefers noon')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(entry(page, 'Prefers evenings').getByText('edited', { exact: true })).toBeVisible()
    await entry(page, 'Prefers evenings').getByRole('button', { name: 'History' }).click()
    await expect(page.getByText('It said: Prefers noon')).toBeVisible()
    await expect(page.getByText('It said: Prefers mornings')).toBeVisible()
    expect(await violations(page, '[aria-label=Timeline]')).toEqual([])
    await entry(page, 'Prefers evenings').getByRole('button', { name: 'Delete' }).click()
    await expect(entry(page, 'Prefers evenings')).toHaveCount(0)
    await timeline(page).getByRole('button', { name: 'Undo' }).click()
    await expect(entry(page, 'Prefers evenings')).toBeVisible()
  })

  test('who only looks after data protection reads everything and changes nothing', async ({ crm, page }) => {
    const { id } = await stage(crm)
    await crm.open(`/contacts/${id}`, people.dataProtection)
    await open(page, 'Saw line 4')
    await expect(entry(page, 'Saw line 4').locator('dl')).toBeAttached()
    for (const name of ['Edit', 'Delete', /Take off/, /File under/])
      await expect(entry(page, 'Saw line 4').getByRole('button', { name })).toHaveCount(0)
  })

  test('TL-12 filters stand in the address, survive a reload, and an empty timeline says which of them hides how many', async ({
    crm,
    page,
  }) => {
    const { id } = await stage(crm)
    await crm.open(`/contacts/${id}`)
    await page.getByRole('button', { name: 'Search and more filters' }).click()
    await timeline(page).getByRole('searchbox', { name: 'Words' }).fill('lens')
    await expect(entry(page, 'Asked about the lens')).toBeVisible()
    await expect(entry(page, 'Prefers mornings')).toHaveCount(0)
    await expect(page).toHaveURL(/words=lens/)
    await timeline(page).getByLabel('To', { exact: true }).fill('2026-02-02')
    await expect(page).toHaveURL(/to=2026-02-02/)
    await expect(timeline(page).getByRole('button', { name: 'Show 1 entry of other days' })).toBeVisible()
    await expect(timeline(page).getByRole('button', { name: 'Show 1 entry without these words' })).toBeVisible()
    await page.reload()
    await expect(timeline(page).getByRole('searchbox', { name: 'Words' })).toHaveValue('lens')
    await timeline(page).getByRole('button', { name: 'Show 1 entry without these words' }).click()
    await expect(entry(page, 'Prefers mornings')).toBeVisible()
    await expect(timeline(page).getByRole('searchbox', { name: 'Words' })).toHaveValue('')
    expect(await violations(page, '[aria-label=Timeline]')).toEqual([])
    await timeline(page).getByLabel('To', { exact: true }).fill('')
    await timeline(page).getByRole('combobox', { name: 'Person' }).fill('Jonas')
    await page.getByRole('option', { name: /Jonas Brandt/ }).click()
    await expect(page).toHaveURL(/person=/)
    await expect(timeline(page).getByText('Nothing of this kind')).toBeVisible()
    await timeline(page).getByRole('button', { name: 'Show everything' }).click()
    await expect(entry(page, 'Saw line 4')).toBeVisible()
  })

  test('everything by keyboard: a call is planned, names a colleague and another contact, is taken off and put back', async ({
    crm,
    page,
  }) => {
    const { id } = await stage(crm)
    const { id: jonas } = ((await crm.api('/users')).items as { id: string; name: string }[]).find(
      ({ name }) => name === people.admin,
    ) ?? { id: '' }
    await crm.open(`/contacts/${id}`)
    await page.getByRole('button', { name: 'Call', exact: true }).press('Enter')
    const field = page.getByRole('textbox', { name: 'What was said on the phone?' })
    await expect(field).toBeFocused()
    await page.keyboard.type('Ring back with @Jona')
    await expect(page.getByRole('button', { name: 'Mention Jonas Brandt' })).toBeVisible()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('Ring back with @Jonas Brandt ')
    await page.getByRole('button', { name: /^Now/ }).press('Enter')
    await page.getByLabel('When', { exact: true }).fill('2031-05-01T09:30')
    await field.press('Control+Enter')
    await expect(entry(page, 'Ring back with').getByText('Planned')).toBeVisible()
    const mine = (await crm.api('/mentions', 'jonas.brandt@halden-optics.example')).items as {
      contact: { id: string }
    }[]
    expect(jonas).not.toBe('')
    expect(mine.some(({ contact }) => contact.id === id)).toBe(true)
    await entry(page, 'Ring back with').getByRole('button').first().focus()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: /Take off this timeline: Ring back/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(entry(page, 'Ring back with')).toHaveCount(0)
    await expect(timeline(page).getByRole('button', { name: 'Undo' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(entry(page, 'Ring back with')).toBeVisible()
  })

  test('who is mentioned finds it under the bell', async ({ crm, page }) => {
    const { id, name } = await stage(crm)
    const users = (await crm.api('/users')).items as { id: string; name: string }[]
    const eleanor = users.find((user) => user.name === people.manager)?.id
    await crm.call('POST', `/contacts/${id}/activities`, { type: 'note', summary: 'See this', mentions: [eleanor] })
    await crm.open('/contacts', people.manager)
    await page.getByRole('button', { name: /^Notices: \d+ new/ }).click()
    const list = page.getByRole('dialog', { name: 'Notices' })
    const notice = list.getByRole('listitem').filter({ hasText: name })
    await expect(notice.getByText('Maren Lindqvist mentioned you')).toBeVisible()
    expect(await violations(page, '[role=dialog]')).toEqual([])
    await notice.getByRole('button', { name: /Dismiss/ }).click()
    await expect(notice).toHaveCount(0)
  })

  test('CR-05 an address that refuses mail is flagged with the reason, until somebody knows better', async ({
    crm,
    page,
  }) => {
    let id = ''
    await expect(async () => {
      const contact = await crm.api(`/contacts/lookup?email=${nuria}`)
      expect(contact.status).toBe('bounced')
      id = contact.id
    }).toPass({ timeout: 60_000 })
    await crm.open(`/contacts/${id}`)
    await expect(page.getByText(new RegExp(`${nuria} refuses mail since`))).toContainText('The address does not exist.')
    await expect(timeline(page).getByText('Email bounced').first()).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'It works again' }).click()
    await expect(page.getByText(/refuses mail since/)).toHaveCount(0)
    expect((await crm.api(`/contacts/${id}`)).status).toBe('active')
  })
})

inPane.describe('the timeline in the pane', () => {
  inPane('OP-06 tells that the message is logged, takes it off and puts it back', async ({ preview }) => {
    await preview.open()
    await preview.select('Ingrid Sandvik')
    await expectInPane(preview.contact('Ingrid Sandvik')).toBeVisible()
    const badge = preview.pane.getByText(/On the timeline, from the mailbox of/)
    await expectInPane(badge).toBeVisible()
    await preview.pane
      .getByRole('status')
      .filter({ hasText: 'On the timeline' })
      .getByRole('button', { name: 'Undo' })
      .click()
    await expectInPane(preview.pane.getByText(/Taken off the timeline by Maren Lindqvist/)).toBeVisible()
    await preview.pane.getByRole('button', { name: 'Put back' }).click()
    await expectInPane(badge).toBeVisible()
    expectInPane(await violations(preview.page, '[data-testid="addin-pane"] iframe')).toEqual([])
  })

  for (const theme of ['light', 'dark'] as const) {
    inPane(`TL-15 names what came with a mail, and how large it is, in 320 pixels, ${theme}`, async ({ preview }) => {
      // Names follow mail after some seconds; a server that has just started has all of them to ask for.
      inPane.setTimeout(120_000)
      const ingrid = 'ingrid.sandvik@bergstrom-timber.example'
      const { id } = await preview.api(`/contacts/lookup?email=${ingrid}`)
      let files: { name: string; size: number }[] = []
      await expectInPane(async () => {
        const mails = (await preview.api(`/contacts/${id}/timeline?type=email_sent`)).items as Activity[]
        files = mails.map(({ details }) => details.attachments ?? []).find(({ length }) => length > 1) ?? []
        expectInPane(files.length).toBeGreaterThan(1)
      }).toPass({ timeout: 50_000 })
      const [first, ...others] = files
      const size = `${Math.round((first?.size ?? 0) / 1000)} kB`
      await preview.open({ theme })
      await preview.select('Ingrid Sandvik')
      const mail = preview
        .timeline()
        .getByRole('listitem')
        .filter({ hasText: first?.name ?? '' })
      await expectInPane(mail).toContainText(`${first?.name}, ${size}+${others.length} more`)
      await expectInPane(mail).not.toContainText(others[0]?.name as string)
      await mail.scrollIntoViewIfNeeded()
      await preview.page.screenshot({ path: `test-results/attachments-${theme}.png` })
      await mail.getByRole('button').first().press('Enter')
      for (const { name } of others) await expectInPane(mail).toContainText(name)
      await expectInPane(mail).not.toContainText('more')
      const overflow = await preview.pane.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth)
      expectInPane(overflow).toBeLessThanOrEqual(0)
      expectInPane(await violations(preview.page, '[data-testid="addin-pane"] iframe')).toEqual([])
      await preview.page.screenshot({ path: `test-results/attachments-open-${theme}.png` })
    })
  }
})
