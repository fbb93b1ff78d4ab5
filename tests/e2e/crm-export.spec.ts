import { readFile } from 'node:fs/promises'
import type { Download } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { filesOf } from '../fixtures/zip.ts'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

/** Presses what begins a download, and waits for its file. */
async function saved({ page }: Crm, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const begun = page.waitForEvent('download')
  await press()
  const file: Download = await begun
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

const rowsOf = (bytes: Buffer): Record<string, string>[] => parse(bytes, { bom: true, columns: true })

async function chooseExport({ page }: Crm, columns: string, format: string): Promise<void> {
  await page.getByRole('group', { name: columns }).getByRole('menuitem', { name: format }).click()
}

test.describe('export of the contact list', () => {
  test('SE-02 a filtered list downloads as CSV: these people, this order, these columns', async ({ crm }) => {
    const { page } = crm
    await crm.open('/contacts?search=pennine&sort=name&columns=name,email,status')
    await expect(page.getByRole('grid')).toBeVisible()
    const { items } = await crm.api('/contacts?search=pennine&sort=name')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const { name, bytes } = await saved(crm, () => chooseExport(crm, 'Columns shown', 'CSV'))
    expect(name).toMatch(/^contacts-\d{4}-\d\d-\d\d\.csv$/)
    const rows = rowsOf(bytes)
    expect(Object.keys(rows[0] ?? {})).toEqual(['ID', 'First name', 'Last name', 'Email', 'Other emails', 'Status'])
    expect(rows.map((row) => [row.ID, row.Email])).toEqual(
      items.map(({ id, email }: { id: string; email: string }) => [id, email]),
    )
    await expect(crm.main().getByText(`The file is saved: ${name}`).first()).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(crm.main().getByText('The file is saved')).toHaveCount(0)
  })

  test('all columns download as a workbook', async ({ crm }) => {
    await crm.open('/contacts')
    await crm.page.getByRole('button', { name: 'Export', exact: true }).click()
    const { name, bytes } = await saved(crm, () => chooseExport(crm, 'All columns', 'Excel'))
    expect(name).toMatch(/\.xlsx$/)
    const sheet = (await filesOf(bytes)).get('xl/worksheets/sheet1.xml')
    expect(sheet).toContain('GDPR basis')
    expect(sheet).toContain('Grace')
  })

  test('the chosen download alone', async ({ crm }) => {
    const { page } = crm
    await crm.open('/contacts?search=pennine&sort=name')
    const names = page.getByRole('checkbox', { name: /^Choose (?!all)/ })
    await names.first().click()
    await page.getByRole('button', { name: 'Export the chosen contacts' }).click()
    const { bytes } = await saved(crm, () => chooseExport(crm, 'Columns shown', 'CSV'))
    const { items } = await crm.api('/contacts?search=pennine&sort=name&limit=1')
    expect(rowsOf(bytes).map((row) => row.ID)).toEqual([items[0].id])
  })

  test('says what is wrong when the server cannot, and tries again', async ({ crm }) => {
    const { page } = crm
    const answer = { type: 'exports-busy', title: 'busy', status: 503, detail: 'Several exports are being downloaded.' }
    await crm.open('/contacts')
    await page.route('**/contacts/export.csv*', (route) => route.fulfill({ status: 503, json: answer }), { times: 1 })
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await chooseExport(crm, 'All columns', 'CSV')
    await expect(crm.main().getByText('The file was not saved. Several exports').first()).toBeVisible()
    const { bytes } = await saved(crm, () => page.getByRole('button', { name: 'Try again' }).click())
    expect(rowsOf(bytes).length).toBeGreaterThan(10)
  })

  test('a download can be stopped', async ({ crm }) => {
    const { page } = crm
    await crm.open('/contacts')
    await page.route('**/contacts/export.csv*', () => new Promise(() => undefined))
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await chooseExport(crm, 'All columns', 'CSV')
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(crm.main().getByText('The download was stopped.').first()).toBeVisible()
  })

  test('on a narrow screen import and export stand in one menu', async ({ crm }) => {
    const { page } = crm
    await page.setViewportSize({ width: 360, height: 720 })
    await crm.open('/contacts')
    await page.getByRole('button', { name: 'Import and export' }).click()
    await expect(page.getByRole('menuitem', { name: 'Import contacts' })).toHaveAttribute('href', '#/import')
    const { name } = await saved(crm, () => chooseExport(crm, 'Export the columns shown', 'CSV'))
    expect(name).toMatch(/^contacts-/)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(360)
  })

  test('the bar leads to the import, unless one only watches over data protection', async ({ crm }) => {
    const { page } = crm
    await crm.open('/contacts', people.dataProtection)
    await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeVisible()
    await expect(crm.main().getByRole('link', { name: 'Import', exact: true })).toHaveCount(0)
  })
})

test('companies download as CSV', async ({ crm }) => {
  const { page } = crm
  await crm.open('/companies?search=verrerie')
  await page.getByRole('button', { name: 'Export' }).click()
  const { name, bytes } = await saved(crm, () => page.getByRole('menuitem', { name: 'CSV' }).click())
  expect(name).toMatch(/^companies-\d{4}-\d\d-\d\d\.csv$/)
  expect(rowsOf(bytes)).toMatchObject([{ Name: 'Verrerie du Lac', Contacts: '3' }])
})

test.describe('settings: your data', () => {
  test('an administrator downloads the whole account, and the log says so', async ({ crm }) => {
    const { page } = crm
    await crm.open('/settings/your-data', people.admin)
    const button = page.getByRole('button', { name: 'Download everything' })
    const { name, bytes } = await saved(crm, () => button.click())
    expect(name).toMatch(/^throughline-\d{4}-\d\d-\d\d\.zip$/)
    const files = await filesOf(bytes)
    expect(files.get('README.md')).toContain('Everything in Throughline')
    expect(rowsOf(Buffer.from(files.get('contacts.csv') ?? '')).length).toBeGreaterThan(10)
    expect(await violations(page)).toEqual([])
    const { items } = await crm.api('/audit?action=account', 'jonas.brandt@halden-optics.example')
    expect(items[0]).toMatchObject({ action: 'account.exported' })
  })

  test('others read what it is and who may', async ({ crm }) => {
    await crm.open('/settings/your-data', people.manager)
    await expect(crm.main().getByText('Only admins can download it.')).toBeVisible()
    await expect(crm.main().getByRole('button', { name: 'Download everything' })).toHaveCount(0)
  })
})
