import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

/** Letters no other run has used. */
const fresh = () => `${Date.now().toString(36)}${Math.floor(Math.random() * 1000)}`

const since = (run: string) => `Since ${run}`

/** Twelve rows: eleven people, and one that says nothing of who it is. */
function twelveRows(run: string): Buffer {
  const rows = Array.from({ length: 11 }, (_, index) =>
    [
      `Åsa${index}`,
      `Import${run}`,
      `asa${index}.${run}@import.example`,
      'Head of "Sales"',
      `0${(index % 9) + 1}/05/2025`,
      ['Rowing', 'Chess'][index % 2],
    ]
      .map((cell) => `"${cell?.replaceAll('"', '""')}"`)
      .join(','),
  )
  const nobody = ',,,,02/05/2025,Sleeping'
  // A name of its own for one column: a mapping is remembered by the names of all.
  const head = `First name,Last name,Email,Job title,${since(run)},Hobby`
  return Buffer.from([head, ...rows.slice(0, 6), nobody, ...rows.slice(6)].join('\r\n'))
}

const csv = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer })

/** Sends a file by the page, and gives the id of its import. */
async function upload({ page }: Crm, name: string, buffer: Buffer): Promise<string> {
  await page.getByLabel('File to import').setInputFiles(csv(name, buffer))
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  return /import\/([\w-]+)/.exec(page.url())?.[1] ?? ''
}

const step = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 })
const next = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Sends a column elsewhere. */
async function sendTo(page: Page, column: string, target: string): Promise<void> {
  await page.getByRole('button', { name: `“${column}” goes to: ` }).click()
  await page.getByRole('combobox', { name: `Where does “${column}” go?` }).fill(target)
  await page.getByRole('option', { name: target, exact: true }).click()
  await expect(page.getByRole('button', { name: `“${column}” goes to: ${target}` })).toBeVisible()
}

/** From the uploaded file to its check, with the questions it asks answered. */
async function toPreview(page: Page, run: string): Promise<void> {
  await next(page, 'Next: Columns')
  await expect(step(page, 'Where each column goes')).toBeFocused()
  await sendTo(page, since(run), 'Added on')
  const days = page.getByRole('radiogroup', { name: 'Which is the day, and which the month?' })
  const dayFirst = days.getByRole('radio', { name: /^Day, month, year/ })
  if (!(await dayFirst.isChecked())) await dayFirst.check()
  const allToNotes = page.getByRole('button', { name: 'Put all of these in a note' })
  if (await allToNotes.isVisible()) await allToNotes.click()
  await expect(page.getByText('5 of 6 columns are imported, 1 goes to a note.')).toBeVisible()
  await expect(page.getByText('Everything is saved.')).toBeVisible()
  await next(page, 'Next: Rules')
  await expect(step(page, 'Rules for this import')).toBeFocused()
  await next(page, 'Check the file')
  await expect(step(page, 'What will happen')).toBeFocused()
  await expect(page.getByRole('button', { name: 'Next: Import' })).toBeVisible({ timeout: 60_000 })
}

const counts = (page: Page) => page.getByRole('main').getByRole('listitem')
const count = (page: Page, name: string, of: number) =>
  expect(counts(page).filter({ hasText: new RegExp(`^${of} ${name}`) })).toBeVisible()

const noSidewaysScroll = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].every(
      (one) => one.scrollWidth <= one.clientWidth + 1,
    ),
  )

/** Goes there by Tab, as somebody without a mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

test.describe('import', () => {
  test('twelve rows go from the file to contacts, come again without a change, and are undone', async ({
    crm,
    page,
  }) => {
    test.setTimeout(240_000)
    const run = fresh()
    const found = async () => (await crm.api(`/contacts?limit=1&search=Import${run}`)).total.count
    await crm.open('/import')
    const first = await upload(crm, `fair ${run}.csv`, twelveRows(run))
    await expect(page.getByRole('group', { name: 'What is read' })).toContainText('Head of "Sales"')
    await expect(page.getByRole('group', { name: 'What is read' })).toContainText('Åsa0')

    await toPreview(page, run)
    await expect(page.getByText('12 = 11 new + 1 refused')).toBeVisible()
    await page.getByRole('tab', { name: 'Refused (1)' }).click()
    await expect(page.getByRole('tabpanel')).toContainText('Row 7')
    expect(await found()).toBe(0)

    await next(page, 'Next: Import')
    await expect(step(page, 'Ready to import')).toBeFocused()
    await next(page, 'Import 11 contacts')
    await expect(page.getByText('11 contacts were written.')).toBeVisible({ timeout: 60_000 })
    await count(page, 'New', 11)
    await count(page, 'Refused', 1)
    await expect.poll(found).toBe(11)

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the refused row' }).click()
    const refused = await readFile(await (await download).path(), 'utf8')
    expect(refused).toContain('Sleeping')
    expect(refused).toContain('_reason')
    expect(refused).not.toContain('Rowing')

    await page.getByRole('link', { name: 'See the contacts' }).click()
    await expect(page.getByRole('main').getByText('11 contacts', { exact: true })).toBeVisible()

    await crm.open('/import')
    await upload(crm, `fair again ${run}.csv`, twelveRows(run))
    await page.getByRole('link', { name: 'Columns' }).click()
    await expect(page.getByText('Set as in your last import of a file with these columns.')).toBeVisible()
    await page.getByRole('link', { name: 'File' }).click()
    await toPreview(page, run)
    await expect(page.getByText('Nothing would change: every row is here already, or stays out.')).toBeVisible()
    await count(page, 'Already so', 11)
    await next(page, 'Next: Import')
    await next(page, 'Import')
    await expect(page.getByText('Nothing had to be changed')).toBeVisible({ timeout: 60_000 })
    expect(await found()).toBe(11)

    await crm.open(`/import/${first}`)
    await page.getByRole('button', { name: 'Undo this import' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('11 contacts it created are removed.')
    await dialog.getByRole('button', { name: 'Undo this import' }).click()
    await expect(page.getByText('11 contacts were removed and 0 got their values back.')).toBeVisible({
      timeout: 60_000,
    })
    await expect.poll(found).toBe(0)
    await crm.open('/import')
    await expect(page.getByRole('listitem').filter({ hasText: `fair ${run}.csv` })).toContainText('Undone')
  })

  test('by keyboard alone, from the file to the import', async ({ crm, page }) => {
    test.setTimeout(180_000)
    const run = fresh()
    await crm.open('/import')
    const chooser = page.waitForEvent('filechooser')
    await tabTo(page, page.getByRole('button', { name: 'Choose a file' }))
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(csv(`keys ${run}.csv`, twelveRows(run)))
    await expect(page.getByRole('heading', { name: `keys ${run}.csv`, level: 1 })).toBeVisible()
    await tabTo(page, page.getByRole('button', { name: 'Next: Columns' }))
    await page.keyboard.press('Enter')
    await expect(step(page, 'Where each column goes')).toBeFocused()

    const name = since(run)
    await tabTo(page, page.getByRole('button', { name: `“${name}” goes to: ` }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: `Where does “${name}” go?` })).toBeFocused()
    await page.keyboard.type('added')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `“${name}” goes to: Added on` })).toBeFocused()
    await tabTo(page, page.getByRole('button', { name: 'Next: Rules' }))
    await page.keyboard.press('Enter')
    // What must be answered first has the focus.
    const dayFirst = page.getByRole('radio', { name: /^Day, month, year/ })
    await expect(dayFirst).toBeFocused()
    await page.keyboard.press('Space')
    await expect(dayFirst).toBeChecked()
    await tabTo(page, page.getByRole('button', { name: 'Next: Rules' }))
    await page.keyboard.press('Enter')
    await expect(step(page, 'Rules for this import')).toBeFocused()
    await tabTo(page, page.getByRole('button', { name: 'Check the file' }))
    await page.keyboard.press('Enter')
    await expect(step(page, 'What will happen')).toBeFocused()
    await tabTo(page, page.getByRole('button', { name: 'Next: Import' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('button', { name: 'Import 11 contacts' }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('11 contacts were written.')).toBeVisible({ timeout: 60_000 })
  })

  test('IM-01 a wrong reading is corrected at once, and everything is there after a reload', async ({ crm, page }) => {
    const run = fresh()
    await crm.open('/import')
    const rows = ['Vorname;Nachname;E-Mail', `Jürgen;Groß${run};j.${run}@import.example`]
    await upload(crm, `umlaute ${run}.csv`, Buffer.from(rows.join('\n'), 'latin1'))
    const sample = page.getByRole('group', { name: 'What is read' })
    await expect(sample).toContainText('Jürgen')
    await page.getByLabel('Letters').selectOption({ label: 'Cyrillic (Windows)' })
    await expect(sample).not.toContainText('Jürgen')
    await page.getByLabel('Letters').selectOption({ label: 'Western European (Windows)' })
    await expect(sample).toContainText('Jürgen')
    await next(page, 'Next: Columns')
    await sendTo(page, 'Nachname', 'Department')
    await expect(page.getByText('Everything is saved.')).toBeVisible()
    await page.reload()
    await expect(page).toHaveURL(/step=columns/)
    await expect(page.getByRole('button', { name: '“Nachname” goes to: Department' })).toBeVisible()
  })

  test('IM-11 a rep cannot bring people in as opted in', async ({ crm, page }) => {
    const run = fresh()
    await crm.open('/import')
    const id = await upload(crm, `consent ${run}.csv`, twelveRows(run))
    await page.goto(`/#/import/${id}?step=rules`)
    await expect(page.getByText(/violates CASL and GDPR/)).toBeVisible()
    await expect(page.getByRole('radio', { name: /^Opted in/ })).toBeDisabled()
    await expect(page.getByRole('radio', { name: /^Unknown/ })).toBeChecked()
  })

  test('IM-11 a manager can, and signs for it', async ({ crm, page }) => {
    const run = fresh()
    await crm.open('/import', people.manager)
    const id = await upload(crm, `consent ${run}.csv`, twelveRows(run))
    await page.goto(`/#/import/${id}?step=rules`)
    await page.getByRole('radio', { name: /^Opted in/ }).check()
    await expect(page.getByText('Opted In counts only once all three are filled in.')).toBeVisible()
    await page.getByLabel('How did these people agree?').fill('They signed a list at our stand in Hanover.')
    await page.getByLabel('Where it comes from').fill('Fair in Hanover')
    await page.getByLabel('Date of their consent').fill('2025-05-02')
    await expect(page.getByText('This is kept as evidence, signed by you.')).toBeVisible()
    await expect(page.getByText('Everything is saved.')).toBeVisible()
    const { mapping } = await crm.api(`/imports/${id}`, 'eleanor.whitcombe@halden-optics.example')
    expect(mapping.attestation).toEqual({
      text: 'They signed a list at our stand in Hanover.',
      source: 'Fair in Hanover',
      date: '2025-05-02',
    })
    expect(mapping.defaults.consentStatus).toBe('opted_in')
  })

  test('what is no list of people is refused before and after it is sent', async ({ crm, page }) => {
    await crm.open('/import')
    const input = page.getByLabel('File to import')
    await input.setInputFiles({ name: 'old.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('x') })
    await expect(page.getByRole('alert')).toContainText('save it as .xlsx')
    await input.setInputFiles(csv('really.csv', Buffer.from('%PDF-1.7 this is no CSV')))
    await expect(page.getByRole('alert')).toContainText('PDF')
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeFocused()
  })

  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const) {
    test(`no step fails the accessibility check or runs over, ${colorScheme} at ${width} px`, async ({ crm, page }) => {
      test.setTimeout(240_000)
      const run = fresh()
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 780 })
      const check = async (place: string) => {
        await expect(page.locator('.fui-Skeleton')).toHaveCount(0)
        expect(await noSidewaysScroll(page), place).toBe(true)
        expect(await violations(page), place).toEqual([])
      }
      await crm.open('/import')
      await check('list')
      const id = await upload(crm, `looks ${run}.csv`, twelveRows(run))
      for (const one of ['file', 'columns', 'rules', 'preview', 'import']) {
        await page.goto(`/#/import/${id}?step=${one}`)
        await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
        await check(one)
      }
      await page.goto(`/#/import/${id}?step=file`)
      await toPreview(page, run)
      await check('preview, checked')
      await next(page, 'Next: Import')
      await check('ready')
      await next(page, 'Import 11 contacts')
      await expect(page.getByText('11 contacts were written.')).toBeVisible({ timeout: 60_000 })
      await check('result')
    })
  }
})
