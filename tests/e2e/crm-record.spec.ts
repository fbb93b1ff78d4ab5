import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { Crm, expect, people, test } from './crm.ts'
import { expect as expectInPane, test as inPane } from './preview.ts'

const katrin = 'katrin.berger@weissach-praezision.example'

/** Somebody who belongs to this test alone. */
async function newContact(crm: Crm, fields: Record<string, unknown> = {}): Promise<{ id: string; name: string }> {
  const name = `Test${Date.now().toString(36)}`
  const answer = await crm.call('POST', '/contacts', { firstName: 'Ann', lastName: name, ...fields })
  expect(answer.status()).toBe(201)
  const { id } = await answer.json()
  return { id, name: `Ann ${name}` }
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

async function editLine(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `Edit ${field}`, exact: true }).click()
  const form = page.getByRole('form', { name: field, exact: true })
  await form.getByRole('textbox', { name: field, exact: true }).fill(value)
}

const saveLine = (page: Page, field: string) =>
  page.getByRole('form', { name: field, exact: true }).getByRole('button', { name: 'Save' }).click()

test.describe('the contact page', () => {
  test('shows the record, the timeline, consent, score and history; a line is edited in place', async ({
    crm,
    page,
  }) => {
    const { id, name } = await newContact(crm, { jobTitle: 'Buyer' })
    await crm.open(`/contacts/${id}`)
    await expect(heading(page, name)).toBeVisible()
    for (const part of ['Details', 'Timeline', 'Consent and marketing', 'Deals', 'Change history']) {
      await expect(page.getByRole('heading', { name: part, exact: true })).toBeVisible()
    }
    await editLine(page, 'Job title', 'Head of Buying')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Edit Job title' })).toBeFocused()
    await expect(page.getByText('Head of Buying').first()).toBeVisible()
    expect((await crm.api(`/contacts/${id}`)).jobTitle).toBe('Head of Buying')
    await expect(page.getByText('Buyer', { exact: true })).toBeVisible()
  })

  test('country by name, company by typing, tags one by one, all by keyboard', async ({ crm, page }) => {
    const { id, name } = await newContact(crm)
    await crm.open(`/contacts/${id}`)
    await expect(heading(page, name)).toBeVisible()
    await page.getByRole('button', { name: 'Edit all' }).click()
    await page.getByRole('combobox', { name: 'Country' }).fill('Swed')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Company' }).fill('Bergstr')
    await expect(page.getByRole('option', { name: /Bergström Timber AB/ })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Company' })).toHaveValue('Bergström Timber AB')
    await page.getByRole('combobox', { name: 'Tags' }).fill('fair 2026')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Tags' }).fill('golf')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Edit all' })).toBeVisible()
    const saved = await crm.api(`/contacts/${id}`)
    expect(saved).toMatchObject({ company: { name: 'Bergström Timber AB' }, consent: { country: 'SE' } })
    expect(saved.tags.toSorted()).toEqual(['fair 2026', 'golf'])
  })

  test('what the server refuses stands at its field', async ({ crm, page }) => {
    const { id, name } = await newContact(crm)
    await crm.open(`/contacts/${id}`)
    await expect(heading(page, name)).toBeVisible()
    await page.getByRole('button', { name: 'Edit all' }).click()
    await page.getByRole('textbox', { name: 'LinkedIn' }).fill('javascript:alert(1)')
    await page.getByRole('textbox', { name: 'Email', exact: true }).fill('not an address')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText(/Not a LinkedIn/).first()).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Email', exact: true })).toHaveAttribute('aria-invalid', 'true')
  })

  test('CF-07 custom fields are edited by their type, and clash one by one', async ({ crm, page }) => {
    const admin = 'jonas.brandt@halden-optics.example'
    const label = `Budget ${Date.now().toString(36)}`
    const made = await crm.call('POST', '/custom-fields', { entity: 'contact', label, type: 'number' }, admin)
    const { id: fieldId, key } = await made.json()
    const { id } = await newContact(crm)
    await crm.open(`/contacts/${id}`)
    await page.getByRole('button', { name: 'Show empty fields' }).click()
    await editLine(page, label, '1,234.5')
    await crm.call('PATCH', `/contacts/${id}`, { customFields: { [key]: 7 }, version: 1 })
    await saveLine(page, label)
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByRole('radio', { name: 'Mine: 1,234.5' })).toBeChecked()
    await expect(dialog.getByRole('radio', { name: 'Theirs: 7' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Save chosen values' }).click()
    await expect(page.getByRole('form')).toHaveCount(0)
    expect((await crm.api(`/contacts/${id}`)).customFields).toEqual({ [key]: 1234.5 })
    await crm.call('DELETE', `/custom-fields/${fieldId}`, undefined, admin)
  })

  test('CR-12 a number that is none is kept as typed, and says so', async ({ crm, page }) => {
    const { id } = await newContact(crm)
    await crm.call('PATCH', `/contacts/${id}`, { phone: '12 34', version: 1 })
    await crm.open(`/contacts/${id}`)
    await expect(page.getByText('Kept as typed')).toBeVisible()
  })

  test('a contact that is gone says so and leads back', async ({ crm, page }) => {
    await crm.open('/contacts/00000000-0000-4000-8000-000000000000')
    await expect(page.getByRole('heading', { name: 'This contact is not here' })).toBeVisible()
    await page.getByRole('link', { name: 'To the contacts' }).click()
    await expect(page).toHaveURL(/#\/contacts$/)
  })
})

test.describe('two browsers edit one record', () => {
  async function both(crm: Crm, id: string) {
    const other = new Crm(await crm.page.context().newPage())
    await crm.open(`/contacts/${id}`)
    await other.open(`/contacts/${id}`)
    return other.page
  }

  test('CR-11 different fields are both saved, unseen', async ({ crm, page }) => {
    const { id } = await newContact(crm, { jobTitle: 'Buyer' })
    const other = await both(crm, id)
    await editLine(page, 'Job title', 'CPO')
    await editLine(other, 'First name', 'Anna')
    await saveLine(page, 'Job title')
    await expect(page.getByRole('form')).toHaveCount(0)
    await saveLine(other, 'First name')
    await expect(other.getByRole('form')).toHaveCount(0)
    await expect(other.getByRole('alertdialog')).toHaveCount(0)
    expect(await crm.api(`/contacts/${id}`)).toMatchObject({ jobTitle: 'CPO', firstName: 'Anna' })
  })

  for (const [choice, kept] of [
    ['Mine: CFO', 'CFO'],
    ['Theirs: CPO', 'CPO'],
    ['As it was: Buyer', 'Buyer'],
  ] as const) {
    test(`CR-11 the same field: ${choice} stays`, async ({ crm, page }) => {
      const { id } = await newContact(crm, { jobTitle: 'Buyer' })
      const other = await both(crm, id)
      await editLine(page, 'Job title', 'CPO')
      await editLine(other, 'Job title', 'CFO')
      await saveLine(page, 'Job title')
      await expect(page.getByRole('form')).toHaveCount(0)
      await saveLine(other, 'Job title')
      const dialog = other.getByRole('alertdialog')
      await expect(dialog).toBeVisible()
      await dialog.getByRole('radio', { name: choice }).focus()
      await other.keyboard.press('Space')
      await dialog.getByRole('button', { name: 'Save chosen values' }).focus()
      await other.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
      await expect(other.getByRole('form')).toHaveCount(0)
      expect((await crm.api(`/contacts/${id}`)).jobTitle).toBe(kept)
    })
  }
})

test.describe('consent', () => {
  test('CO-08 an opt-out is one click and its confirmation; back in takes evidence', async ({ crm, page }) => {
    const { id, name } = await newContact(crm, { email: `ann.${Date.now()}@paper.example`, country: 'SE' })
    await crm.open(`/contacts/${id}`)
    await page.getByRole('button', { name: 'Opt out', exact: true }).click()
    await expect(page.getByRole('alertdialog', { name: `Opt ${name} out?` })).toBeVisible()
    await page.getByRole('button', { name: 'Opt out now' }).click()
    await expect(page.getByRole('button', { name: 'Opt out', exact: true })).toHaveCount(0)
    await expect(page.getByText('Unsubscribed').first()).toBeVisible()
    await page.getByRole('button', { name: 'Record consent' }).click()
    await expect(page.getByText('Only a new, explicit yes of theirs lifts it')).toBeVisible()
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await expect(page.getByText('Give the wording, a page or a note as evidence.')).toBeVisible()
    await page.getByLabel('Wording they agreed to').fill('Yes, send me your news.')
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect((await crm.api(`/contacts/${id}`)).consent).toMatchObject({ status: 'opted_in', proven: true })
    await page.getByRole('button', { name: /^Ledger/ }).click()
    await expect(page.getByText('Yes, send me your news.')).toBeVisible()
  })
})

test.describe('actions', () => {
  test('Export Data saves a file, for those who may', async ({ crm, page }) => {
    const { id } = await newContact(crm)
    await crm.open(`/contacts/${id}`, people.manager)
    await page.getByRole('button', { name: 'Actions' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export Data', exact: true }).click(),
    ])
    expect(download.suggestedFilename()).toBe(`contact-${id}.json`)
  })

  test('a rep is not offered it', async ({ crm, page }) => {
    const { id } = await newContact(crm)
    await crm.open(`/contacts/${id}`, people.rep)
    await page.getByRole('button', { name: 'Actions' }).click()
    await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: /Export/ })).toHaveCount(0)
  })
})

test.describe('companies', () => {
  test('found by typing, opened, edited, with its people on one timeline', async ({ crm, page }) => {
    await crm.open('/companies')
    await page.getByRole('searchbox', { name: /Search companies/ }).fill('bergstr')
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(page).toHaveURL(/search=bergstr/)
    await page.getByRole('link', { name: 'Bergström Timber AB' }).click()
    await expect(heading(page, 'Bergström Timber AB')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Ingrid Sandvik' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Timeline' }).getByText('Ingrid Sandvik').first()).toBeVisible()
  })

  test('a company is added; a domain another one has is refused with the way to it', async ({ crm, page }) => {
    const name = `Paper ${Date.now().toString(36)}`
    await crm.open('/companies')
    await page.getByRole('button', { name: 'Add company' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('combobox', { name: 'Domains' }).fill('bergstrom-timber.example')
    await dialog.getByRole('button', { name: 'Add company' }).click()
    await expect(dialog.getByRole('link', { name: 'Open that company' })).toBeVisible()
    await dialog.getByRole('button', { name: /bergstrom-timber/ }).click()
    await dialog.getByRole('button', { name: 'Add company' }).click()
    await expect(heading(page, name)).toBeVisible()
  })
})

test.describe('looks', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`WCAG 2.2 AA in ${scheme}, at 1280 and 360 pixels`, async ({ crm, page }) => {
      await page.emulateMedia({ colorScheme: scheme })
      const { id } = await crm.api(`/contacts/lookup?email=${katrin}`)
      const { companyId } = await crm.api(`/contacts/${id}`)
      for (const path of [`/contacts/${id}`, '/companies', `/companies/${companyId}`]) {
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 900 })
          await crm.open(path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await page.waitForTimeout(1000)
          expect(await violations(page), `${path} at ${width}`).toEqual([])
          const overflow = await crm.main().evaluate((main) => main.scrollWidth - main.clientWidth)
          expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(1)
        }
      }
    })
  }
})

inPane('the pane shows consent and offers the page in the CRM', async ({ preview }) => {
  await preview.open()
  await preview.select('Katrin Berger')
  await expectInPane(preview.contact('Katrin Berger')).toBeVisible()
  await preview.pane.getByRole('button', { name: 'Consent and marketing' }).click()
  await expectInPane(preview.pane.getByText('May I send marketing email now?')).toBeVisible()
  await expectInPane(preview.pane.getByText(/Not legal advice/)).toBeVisible()
  await preview.pane.getByRole('button', { name: 'Actions' }).click()
  const [opened] = await Promise.all([
    preview.page.context().waitForEvent('page'),
    preview.pane.getByRole('menuitem', { name: 'Open in CRM' }).click(),
  ])
  await expectInPane(opened).toHaveURL(/#\/contacts\/[0-9a-f-]{36}/)
})
