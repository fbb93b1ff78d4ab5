import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { expect, people, test } from './crm.ts'

const rows = (page: Page) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })
const names = async (page: Page) =>
  (await rows(page).getByRole('link').and(page.locator('[href^="#/contacts/"]')).allTextContents()).map((name) =>
    name.trim(),
  )
const count = (page: Page) => page.getByRole('main').getByText(/^\d+ contacts?$/)

test('scripts come packed, and are kept for good', async ({ request }) => {
  const page = await (await request.get('/')).text()
  const script = await request.get(/src="(\/assets\/crm-[^"]+\.js)"/.exec(page)?.[1] ?? 'no script')
  expect(script.headers()).toMatchObject({
    'content-encoding': expect.stringMatching(/^(br|gzip)$/),
    'cache-control': expect.stringContaining('immutable'),
  })
})

test.describe('signing in without Outlook', () => {
  test('a deep link leads through the sign-in to its page, and a reload needs none', async ({ crm }) => {
    await crm.open('/contacts?search=bergstr%C3%B6m')
    await expect(crm.page).toHaveURL(/#\/contacts\?search=bergstr/)
    await expect(crm.page.getByRole('searchbox', { name: 'Search contacts' })).toHaveValue('bergström')
    await expect(crm.page.getByRole('button', { name: `Account: ${people.rep}` })).toBeVisible()
    await crm.page.reload()
    await expect(rows(crm.page).first()).toBeVisible()
    expect(await crm.page.context().cookies()).toEqual([])
  })

  test('OP-10 who comes back without an answer is told so, and is sent nowhere', async ({ crm }) => {
    await crm.page.goto('/')
    await expect(crm.page.getByText('Pick an account')).toBeVisible({ timeout: 30_000 })
    await crm.page.goto('/#/contacts')
    await expect(crm.page.getByText('You are signed out')).toBeVisible()
    await crm.page.reload()
    await expect(crm.page.getByText('You are signed out')).toBeVisible()
    await crm.page.getByRole('button', { name: 'Sign in' }).click()
    await crm.page.getByRole('link', { name: people.rep }).click()
    await expect(rows(crm.page).first()).toBeVisible()
  })

  test('signing out ends in the signed-out view, and another person can sign in', async ({ crm }) => {
    await crm.open()
    await crm.page.getByRole('button', { name: /^Account:/ }).click()
    await crm.page.getByRole('menuitem', { name: 'Sign out of this window' }).click()
    await expect(crm.page.getByText('You are signed out')).toBeVisible()
    await crm.page.getByRole('button', { name: 'Sign in' }).click()
    await crm.page.getByRole('link', { name: people.admin }).click()
    await expect(crm.page.getByRole('button', { name: `Account: ${people.admin}` })).toBeVisible()
  })
})

test.describe('the contact list', () => {
  test('SE-02 narrows as one types, says how many, and keeps the question in the address', async ({ crm }) => {
    await crm.open()
    await expect(count(crm.page)).toBeVisible()
    await crm.page.getByRole('searchbox', { name: 'Search contacts' }).pressSequentially('pennine', { delay: 20 })
    await expect(crm.page).toHaveURL(/search=pennine/)
    const { total } = await crm.api('/contacts?search=pennine&limit=1')
    await expect(count(crm.page)).toHaveText(`${total.count} contacts`)
    await expect(rows(crm.page)).toHaveCount(total.count)
  })

  test('SE-06 says what it looked for when nothing matched as typed', async ({ crm }) => {
    await crm.open('/contacts?search=bergstrrom')
    await expect(crm.page.getByText(/Nothing matches as typed/)).toBeVisible()
    await expect(rows(crm.page).first()).toBeVisible()
  })

  test('SE-10 a late answer never stands in a newer one’s place', async ({ crm }) => {
    await crm.open()
    await crm.page.route(/\/api\/v1\/contacts\?.*search=pennine/, async (route) => {
      await new Promise((done) => setTimeout(done, 1_500))
      await route.continue().catch(() => undefined)
    })
    const search = crm.page.getByRole('searchbox', { name: 'Search contacts' })
    await search.fill('pennine')
    await crm.page.waitForTimeout(400)
    await search.fill('larkspur')
    await expect.poll(() => names(crm.page)).toContain('Grace Okafor')
    await crm.page.waitForTimeout(1_800)
    expect(await names(crm.page)).toContain('Grace Okafor')
  })

  test('sorts by a column up, down, and as usual', async ({ crm }) => {
    await crm.open()
    const email = crm.page.getByRole('columnheader', { name: 'Email' })
    for (const [sort, order] of [
      ['email', 'ascending'],
      ['-email', 'descending'],
    ] as const) {
      await email.click()
      await expect(email).toHaveAttribute('aria-sort', order)
      const { items } = await crm.api(`/contacts?sort=${sort}&limit=5`)
      await expect
        .poll(async () => (await names(crm.page)).slice(0, 5))
        .toEqual(items.map((one: { displayName: string }) => one.displayName))
    }
    await email.click()
    await expect(email).toHaveAttribute('aria-sort', 'none')
    await expect(crm.page).not.toHaveURL(/sort=/)
  })

  test('SE-09 takes its filter from the address, and says so when that cannot be read', async ({ crm }) => {
    const filter = JSON.stringify({ field: 'companyName', op: 'starts_with', value: 'Larkspur' })
    await crm.open(`/contacts?filter=${encodeURIComponent(filter)}`)
    const { total } = await crm.api(`/contacts?limit=1&filter=${encodeURIComponent(filter)}`)
    expect(total.count).toBeGreaterThan(0)
    await expect(count(crm.page)).toHaveText(new RegExp(`^${total.count} contacts?$`))
    await crm.page.goto('/#/contacts?filter=%7Bbroken')
    await expect(crm.page.getByText(/cannot be read/)).toBeVisible()
    await crm.page.getByRole('button', { name: 'Remove the filter' }).click()
    await expect(crm.page.getByText(/cannot be read/)).toBeHidden()
  })

  test('columns are chosen and moved, and stay', async ({ crm }) => {
    await crm.open('/contacts', people.manager)
    await crm.page.getByRole('button', { name: 'Columns' }).click()
    await crm.page.getByRole('button', { name: 'The usual columns' }).click()
    await crm.page.getByRole('button', { name: 'Show Department' }).click()
    await crm.page.getByRole('button', { name: 'Hide Score' }).click()
    await crm.page.getByRole('button', { name: 'Move Email to the front' }).click()
    await crm.page.keyboard.press('Escape')
    const headers = [
      '',
      'Name',
      'Company',
      'Email',
      'Job title',
      'Status',
      'Owner',
      'Last contacted',
      'Tags',
      'Department',
    ]
    await expect(crm.page.getByRole('columnheader')).toHaveText(headers)
    await crm.page.reload()
    await expect(crm.page.getByRole('columnheader')).toHaveText(headers)
  })

  test('SE-11 a view is saved, shared, changed and deleted', async ({ crm }) => {
    const name = `Bearings ${Date.now()}`
    await crm.open('/contacts?search=pennine&sort=name')
    const menu = crm.page.getByRole('button', { name: /^View:/ })
    await menu.click()
    await crm.page.getByRole('menuitem', { name: 'Save as a new view' }).click()
    await crm.page.getByRole('textbox', { name: 'Name' }).fill(name)
    await crm.page.getByRole('checkbox', { name: 'Everyone may use it' }).check()
    await crm.page.getByRole('button', { name: 'Save' }).click()
    await expect(menu).toHaveText(name)
    await crm.page.getByRole('columnheader', { name: 'Email' }).click()
    await expect(menu).toHaveText(`${name} (changed)`)
    await menu.click()
    await crm.page.getByRole('menuitem', { name: 'Save changes' }).click()
    await expect(menu).toHaveText(name)
    await menu.click()
    await crm.page.getByRole('menuitem', { name: 'All contacts' }).click()
    await expect(crm.page).toHaveURL(/#\/contacts$/)
    await menu.click()
    await crm.page.getByRole('menuitem', { name }).click()
    await expect(crm.page).toHaveURL(/search=pennine&sort=email/)
    const { items } = await crm.api('/views', 'eleanor.whitcombe@halden-optics.example')
    expect(items.filter((view: { name: string }) => view.name === name)).toMatchObject([{ mine: false }])
    await menu.click()
    await crm.page.getByRole('menuitem', { name: 'Delete this view' }).click()
    await crm.page.getByRole('button', { name: 'Delete' }).click()
    await expect(menu).toHaveText('All contacts')
  })

  test('an offline list says so, and goes on when the server is back', async ({ crm }) => {
    await crm.open()
    await crm.page.route('**/api/v1/contacts?**', (route) => route.abort('internetdisconnected'))
    await crm.page.getByRole('searchbox', { name: 'Search contacts' }).fill('larkspur')
    await expect(crm.page.getByText(/cannot be reached/)).toBeVisible()
    await crm.page.unroute('**/api/v1/contacts?**')
    await crm.page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => names(crm.page)).toContain('Grace Okafor')
  })

  test('an empty answer offers the way back', async ({ crm }) => {
    await crm.open('/contacts?search=qqqqzzzz')
    await expect(crm.page.getByText('Nobody matches')).toBeVisible()
    await crm.page.getByRole('button', { name: 'Show all contacts' }).click()
    await expect(rows(crm.page).first()).toBeVisible()
  })
})

test.describe('choosing', () => {
  test('TG-02 some, a range, all that are loaded, all that match; kept while one scrolls', async ({ crm }) => {
    await manyContacts(crm.page, 250)
    await crm.open()
    const chosen = crm.page.getByRole('region', { name: 'Chosen contacts' })
    await rows(crm.page).nth(0).getByRole('checkbox').click()
    await rows(crm.page)
      .nth(3)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] })
    await expect(chosen).toContainText('4 chosen')
    await rows(crm.page).nth(1).getByRole('checkbox').click()
    await expect(chosen).toContainText('3 chosen')
    await crm.page.getByRole('grid').evaluate((grid) => grid.scrollTo({ top: 4_000 }))
    await expect(crm.page.getByRole('row').filter({ hasText: 'Person 95' })).toBeVisible()
    await crm.page.getByRole('grid').evaluate((grid) => grid.scrollTo({ top: 0 }))
    await expect(rows(crm.page).nth(0)).toHaveAttribute('aria-selected', 'true')
    await expect(chosen).toContainText('3 chosen')
    await crm.page.getByRole('checkbox', { name: 'Choose all that are loaded' }).click()
    await expect(chosen).toContainText('200 chosen')
    await chosen.getByRole('button', { name: 'Choose all 250 that match' }).click()
    await expect(chosen).toContainText('250 chosen')
    await rows(crm.page).nth(2).getByRole('checkbox').click()
    await expect(chosen).toContainText('249 chosen')
    await chosen.getByRole('button', { name: 'Choose nobody' }).click()
    await expect(chosen).toBeHidden()
  })

  test('another question lets go of who was chosen', async ({ crm }) => {
    await crm.open()
    await rows(crm.page).nth(0).getByRole('checkbox').click()
    await expect(crm.page.getByText('1 chosen')).toBeVisible()
    await crm.page.getByRole('searchbox', { name: 'Search contacts' }).fill('larkspur')
    await expect(crm.page.getByText('1 chosen')).toBeHidden()
  })
})

test.describe('by keyboard alone', () => {
  test('one tab stop for the grid; arrows move, Space chooses, Enter sorts and opens', async ({ crm }) => {
    await crm.open('/contacts?sort=name')
    await expect(rows(crm.page).first()).toBeVisible()
    await rows(crm.page).nth(0).getByRole('gridcell').nth(0).focus()
    await crm.page.keyboard.press('ArrowDown')
    await crm.page.keyboard.press('ArrowRight')
    await expect(rows(crm.page).nth(1).getByRole('gridcell').nth(1)).toBeFocused()
    await crm.page.keyboard.press('Space')
    await expect(rows(crm.page).nth(1)).toHaveAttribute('aria-selected', 'true')
    await crm.page.keyboard.press('Shift+ArrowDown')
    await expect(crm.page.getByText('2 chosen')).toBeVisible()
    await crm.page.keyboard.press('Escape')
    await expect(crm.page.getByText('2 chosen')).toBeHidden()
    const [last] = (await crm.api('/contacts?sort=-name&limit=1')).items
    // Each time to the end of what is loaded, which loads a hundred more.
    await expect(async () => {
      await crm.page.keyboard.press('Control+End')
      await expect(rows(crm.page).filter({ hasText: last.displayName })).toBeInViewport({ timeout: 2000 })
    }).toPass()
    await expect(crm.page.locator(':focus')).toHaveAttribute('role', 'gridcell')
    await crm.page.keyboard.press('Control+Home')
    await crm.page.keyboard.press('ArrowUp')
    await crm.page.keyboard.press('ArrowRight')
    await expect(crm.page.getByRole('columnheader', { name: 'Name' })).toBeFocused()
    await crm.page.keyboard.press('Enter')
    await expect(crm.page).toHaveURL(/sort=-name/)
    await expect(crm.page.getByRole('columnheader', { name: 'Name' })).toBeFocused()
    await crm.page.keyboard.press('ArrowDown')
    await expect.poll(async () => (await names(crm.page))[0]).toBe(last.displayName)
    await crm.page.keyboard.press('Enter')
    await expect(crm.page).toHaveURL(new RegExp(`#/contacts/${last.id}`))
  })

  test('the palette finds contacts, companies and pages, and adds a contact', async ({ crm }) => {
    await crm.open('/segments')
    await crm.page.keyboard.press('Control+k')
    const field = crm.page.getByRole('combobox', { name: 'Search or jump to' })
    await expect(field).toBeFocused()
    await field.pressSequentially('okafor')
    await expect(crm.page.getByRole('option', { name: /Grace Okafor/ })).toHaveAttribute('aria-selected', 'true')
    await crm.page.keyboard.press('Enter')
    await expect(crm.page).toHaveURL(/#\/contacts\/[0-9a-f-]+$/)
    await crm.page.keyboard.press('Control+k')
    await field.pressSequentially('larkspur')
    await expect(crm.page.getByRole('group', { name: 'Companies' }).getByRole('option')).toHaveCount(1)
    await field.fill('compan')
    await expect(crm.page.getByRole('option', { name: 'Companies', exact: true })).toBeVisible()
    await crm.page.keyboard.press('Escape')
    await expect(field).toBeHidden()
    await crm.page.keyboard.press('Control+k')
    await field.fill('add con')
    await expect(crm.page.getByRole('option', { name: 'Add contact' })).toBeVisible()
    await crm.page.keyboard.press('Enter')
    await expect(crm.page.getByRole('dialog', { name: 'Add contact' })).toBeVisible()
  })

  test('CR-01 adding a contact: refused without anything, led to the holder of a taken address, saved once', async ({
    crm,
  }) => {
    await crm.open('/contacts?add=1')
    const dialog = crm.page.getByRole('dialog', { name: 'Add contact' })
    await dialog.getByRole('button', { name: 'Add contact' }).click()
    await expect(dialog.getByText(/at least/)).toBeVisible()
    const [known] = (await crm.api('/contacts?search=okafor&limit=1')).items
    await dialog.getByRole('textbox', { name: 'Email' }).fill(known.email)
    await dialog.getByRole('button', { name: 'Add contact' }).click()
    await expect(dialog.getByText('belongs to a contact already')).toBeVisible()
    await expect(dialog.getByRole('link', { name: 'Open that contact' })).toHaveAttribute(
      'href',
      `#/contacts/${known.id}`,
    )
    const address = `zoe.${Date.now()}@newcomer.example`
    await dialog.getByRole('textbox', { name: 'Email' }).fill(address)
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Zoë')
    await dialog.getByRole('button', { name: 'Add contact' }).dblclick()
    await expect(crm.page).toHaveURL(/#\/contacts\/[0-9a-f-]+$/)
    expect((await crm.api(`/contacts?search=${address}`)).items).toHaveLength(1)
  })
})

test.describe('at every width and in every light', () => {
  for (const [width, scheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const) {
    test(`${width} px, ${scheme}: nothing overflows, and axe finds no fault`, async ({ crm }, info) => {
      await crm.page.setViewportSize({ width, height: 800 })
      await crm.page.emulateMedia({ colorScheme: scheme })
      await crm.open()
      await expect(rows(crm.page).first()).toBeVisible()
      const overflow = () => crm.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(await overflow()).toBeLessThanOrEqual(0)
      await faultless(crm.page)
      await rows(crm.page).nth(1).getByRole('checkbox').click()
      await expect(crm.page.getByText('1 chosen')).toBeVisible()
      await faultless(crm.page)
      await crm.page.screenshot({ path: info.outputPath('list.png') })
      await crm.page.keyboard.press('Control+k')
      await expect(crm.page.getByRole('option').first()).toBeVisible()
      await faultless(crm.page)
      await crm.page.screenshot({ path: info.outputPath('palette.png') })
      await crm.page.keyboard.press('Escape')
      if (width === 360) {
        await crm.page.getByRole('button', { name: 'Open the menu' }).click()
        await faultless(crm.page)
        await crm.page.getByRole('link', { name: 'Companies' }).click()
        await expect(crm.page).toHaveURL(/#\/companies/)
      } else {
        await crm.page.getByRole('button', { name: 'Columns' }).click()
        await expect(crm.page.getByText('Columns of the list')).toBeVisible()
        await faultless(crm.page)
      }
      expect(await overflow()).toBeLessThanOrEqual(0)
    })
  }

  test('the reader’s choice of light goes before the system’s, and stays', async ({ crm }) => {
    await crm.page.emulateMedia({ colorScheme: 'light' })
    await crm.open()
    const scheme = () => crm.page.evaluate(() => document.documentElement.style.colorScheme)
    expect(await scheme()).toBe('light')
    await crm.page.getByRole('button', { name: /^Account:/ }).click()
    await crm.page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await expect.poll(scheme).toBe('dark')
    await crm.page.reload()
    await expect.poll(scheme).toBe('dark')
  })
})

async function faultless(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([])
}

/** More contacts than the demo has, made of its first one, in pages as the server cuts them. */
async function manyContacts(page: Page, total: number): Promise<void> {
  await page.route(/\/api\/v1\/contacts\?/, async (route) => {
    const query = new URL(route.request().url()).searchParams
    const response = await route.fetch({
      url: route
        .request()
        .url()
        .replace(/([?&])cursor=[^&]*/, '$1'),
    })
    const [model] = (await response.json()).items
    const limit = Number(query.get('limit'))
    const from = Number(query.get('cursor') ?? 0)
    const items = Array.from({ length: Math.min(limit, total - from) }, (_, index) => ({
      ...model,
      id: `00000000-0000-7000-8000-${String(from + index).padStart(12, '0')}`,
      displayName: `Person ${from + index}`,
    }))
    const nextCursor = from + limit < total ? String(from + limit) : null
    await route.fulfill({ json: { items, nextCursor, total: { count: total, exact: true }, didYouMean: null } })
  })
}
