import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

const manager = 'eleanor.whitcombe@halden-optics.example'

/** A name no other run has used. */
const fresh = (name: string) => `${name} ${Date.now().toString(36)}${Math.floor(Math.random() * 1000)}`

async function create(crm: Crm, path: string, body: unknown): Promise<{ id: string; name: string }> {
  const response = await crm.call('POST', path, body, manager)
  expect(response.ok(), await response.text()).toBe(true)
  return response.json()
}

const active = { field: 'status', op: 'any_of', value: ['active'] }

/** Adds a condition with the mouse: the field by its name, then what `fill` does in the form. */
async function addCondition(page: Page, field: string, fill: () => Promise<unknown>): Promise<void> {
  await page
    .getByRole('button', { name: /^(Filter|Add a condition)$/ })
    .last()
    .click()
  await page.getByRole('combobox', { name: 'Choose what to filter by' }).fill(field)
  await page.getByRole('option', { name: field, exact: true }).click()
  await fill()
  await page.getByRole('button', { name: 'Apply' }).click()
}

const noSidewaysScroll = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].every(
      (one) => one.scrollWidth <= one.clientWidth + 1,
    ),
  )

test.describe('segments', () => {
  test('SG-03 by keyboard alone: a dynamic segment with its live count, then the contact list of it', async ({
    crm,
    page,
  }) => {
    const name = fresh('Active ones')
    await crm.open('/segments/new', people.manager)
    await page.getByRole('textbox', { name: 'Name' }).focus()
    await page.keyboard.type(name)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Filter', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Choose what to filter by' })).toBeFocused()
    await page.keyboard.type('statu')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('checkbox', { name: 'Active', exact: true })).toBeFocused()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Change: Status is Active' })).toBeVisible()
    const { total } = await crm.api(`/contacts?limit=5&filter=${encodeURIComponent(JSON.stringify(active))}`)
    await expect(page.getByRole('region', { name: 'Matches now' })).toContainText(`${total.count} contacts`)
    await page.getByRole('button', { name: 'Create segment' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await page.getByRole('link', { name: `Open in contact list: ${name}` }).press('Enter')
    await expect(page.getByRole('button', { name: `Change: Segments include ${name}` })).toBeVisible()
    await expect(page).toHaveURL(/contacts\?filter=/)
  })

  test('SG-02 groups within groups are saved as they are shown', async ({ crm, page }) => {
    const name = fresh('Grouped')
    await crm.open('/segments/new', people.manager)
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await addCondition(page, 'Status', () => page.getByRole('checkbox', { name: 'Active', exact: true }).check())
    await page.getByRole('button', { name: 'More filter actions' }).click()
    await page.getByRole('menuitem', { name: 'Add group' }).click()
    const group = page.getByRole('group', { name: 'Any of' })
    await group.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('combobox', { name: 'Choose what to filter by' }).fill('lead')
    await page.keyboard.press('Enter')
    await page.getByRole('spinbutton', { name: 'Value' }).fill('50')
    await page.keyboard.press('Enter')
    await group.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('combobox', { name: 'Choose what to filter by' }).fill('activities')
    await page.keyboard.press('Enter')
    await page.getByRole('spinbutton', { name: 'Times' }).fill('2')
    await page.getByRole('button', { name: 'Apply' }).click()
    await group.getByRole('button', { name: 'How conditions count: Any of' }).click()
    await page.getByRole('menuitemradio', { name: /^None of/ }).click()
    await page.getByRole('button', { name: 'Create segment' }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    const { items } = await crm.api('/segments')
    expect(items.find((one: { name: string }) => one.name === name).filter).toEqual({
      and: [
        active,
        {
          not: {
            or: [
              { field: 'leadScore', op: 'gte', value: 50 },
              { activity: { types: ['meeting'], atLeast: 2, withinDays: 30 } },
            ],
          },
        },
      ],
    })
    await crm.open('/segments')
    await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText(
      'Status is Active and not (Lead score is at least 50 or At least 2 activities (Meeting) in the last 30 days)',
    )
  })

  test('SG-05 SE-11 a segment whose tag was deleted is paused, says so, and shows the broken condition', async ({
    crm,
    page,
  }) => {
    const tag = await create(crm, '/tags', { name: fresh('Fleeting') })
    const filter = { and: [active, { field: 'tags', op: 'any_of', value: [tag.id] }] }
    const segment = await create(crm, '/segments', { name: fresh('Tagged'), kind: 'dynamic', filter })
    await crm.call('DELETE', `/tags/${tag.id}`, undefined, manager)
    await crm.open(`/segments/${segment.id}`, people.manager)
    await expect(page.getByText(/^Paused: it matches nobody\./)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Tags include a deleted tag: it no longer exists/ })).toBeVisible()
    await page.getByRole('button', { name: 'Remove: Tags include a deleted tag' }).click()
    await expect(page.getByRole('button', { name: 'Change: Status is Active' })).toBeVisible()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText(/^Paused: it matches nobody\./)).toBeHidden()
  })

  test('SG-01 frozen to static, with members added and taken out, and by whom', async ({ crm, page }) => {
    const segment = await create(crm, '/segments', { name: fresh('Living'), kind: 'dynamic', filter: active })
    await crm.open(`/segments/${segment.id}`, people.manager)
    await page.getByRole('button', { name: 'Freeze to static' }).click()
    const frozen = fresh('Frozen')
    await page.getByRole('textbox', { name: 'Name of the static segment' }).fill(frozen)
    await page.getByRole('dialog').getByRole('button', { name: 'Freeze to static' }).click()
    await expect(page.getByRole('heading', { name: frozen, level: 1 })).toBeVisible()
    await expect(page.getByText('A fixed list: contacts are in it until somebody takes them out.')).toBeVisible()
    const members = page.getByRole('region', { name: 'Members' })
    await expect(members.getByRole('listitem').first()).toContainText('by Eleanor Whitcombe')
    const first = await members.getByRole('link').first().innerText()
    await members.getByRole('button', { name: `Remove ${first} from this segment` }).click()
    await expect(members.getByText(`${first} was taken out.`)).toBeVisible()
    await expect(members.getByRole('link', { name: first })).toBeHidden()
    await members.getByRole('button', { name: 'Add contacts' }).click()
    await page.getByRole('combobox', { name: 'Search contacts' }).fill(first)
    await page.getByRole('option', { name: new RegExp(`^${first}`) }).click()
    await page.getByRole('button', { name: 'Add 1 contact' }).click()
    await expect(members.getByRole('link', { name: first })).toBeVisible()
  })

  test('SG-03 says why somebody is not in it, condition by condition', async ({ crm, page }) => {
    const filter = { and: [active, { field: 'name', op: 'contains', value: 'nobody is called this' }] }
    const segment = await create(crm, '/segments', { name: fresh('Why'), kind: 'dynamic', filter })
    await crm.open(`/segments/${segment.id}`, people.manager)
    await page.getByRole('button', { name: 'Why is somebody (not) in?' }).click()
    await page.getByRole('combobox', { name: 'Search contacts' }).fill('Ingrid')
    await page.getByRole('option').first().click()
    await expect(page.getByText(/is not in this segment\.$/)).toBeVisible()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Status is Active' })).toContainText('holds')
    await expect(dialog.getByRole('listitem').filter({ hasText: 'nobody is called' })).toContainText('does not hold')
  })

  test('SG-06 deleting says who uses it and that contacts stay', async ({ crm, page }) => {
    const used = await create(crm, '/segments', { name: fresh('Used'), kind: 'dynamic', filter: active })
    const filter = { field: 'segments', op: 'any_of', value: [used.id] }
    const user = await create(crm, '/segments', { name: fresh('User'), kind: 'dynamic', filter })
    const before = (await crm.api('/contacts?limit=1')).total
    await crm.open(`/segments/${used.id}`, people.manager)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('No contact is deleted or changed.')
    await expect(dialog).toContainText(`Segment “${user.name}”`)
    const confirm = dialog.getByRole('button', { name: 'Delete', exact: true })
    await expect(confirm).toBeDisabled()
    await dialog.getByRole('checkbox', { name: 'Delete it anyway' }).check()
    await confirm.click()
    await expect(page.getByRole('heading', { name: 'Segments', level: 1 })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: user.name })).toContainText('Paused')
    expect((await crm.api('/contacts?limit=1')).total).toEqual(before)
  })

  test('two people edit one segment: the later one sees it and chooses', async ({ crm, page }) => {
    const segment = await create(crm, '/segments', { name: fresh('Shared'), kind: 'dynamic', filter: active })
    await crm.open(`/segments/${segment.id}`, people.manager)
    await page.getByRole('textbox', { name: 'Description' }).fill('mine')
    await crm.call('PATCH', `/segments/${segment.id}`, { version: 1, description: 'theirs' }, manager)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Somebody else changed this segment while you did.')).toBeVisible()
    await page.getByRole('button', { name: 'Save mine over it' }).click()
    await expect(page.getByText('Saved.')).toBeVisible()
    expect((await crm.api(`/segments/${segment.id}`)).description).toBe('mine')
  })
})

test.describe('tags', () => {
  test('TG-01 added, renamed, merged, and deleted after showing where it is used', async ({ crm, page }) => {
    const [one, other] = [fresh('Alpha'), fresh('Beta')]
    await create(crm, '/tags', { name: other })
    await crm.open('/settings/tags', people.manager)
    await page.getByRole('textbox', { name: 'New tag' }).fill(one)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByRole('rowheader', { name: one })).toBeVisible()
    await page.getByRole('button', { name: `Actions for ${one}` }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'New name' }).fill(`${one} renamed`)
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByRole('rowheader', { name: `${one} renamed` })).toBeVisible()
    await page.getByRole('button', { name: `Actions for ${one} renamed` }).click()
    await page.getByRole('menuitem', { name: 'Merge into another tag' }).click()
    await page.getByRole('combobox', { name: 'The tag that stays' }).fill(other)
    await page.getByRole('option', { name: other }).click()
    await page.getByRole('button', { name: `Merge into “${other}”` }).click()
    await expect(page.getByRole('rowheader', { name: `${one} renamed` })).toHaveCount(0)
    const { items } = await crm.api('/tags')
    const { id } = items.find(({ name }: { name: string }) => name === other)
    const segment = await create(crm, '/segments', {
      name: fresh('Beta ones'),
      kind: 'dynamic',
      filter: { field: 'tags', op: 'any_of', value: [id] },
    })
    await page.getByRole('button', { name: `Actions for ${other}` }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(page.getByRole('dialog')).toContainText(segment.name)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('rowheader', { name: other })).toHaveCount(0)
  })

  test('a rep sees the tags and adds one, but is offered nothing that would be refused', async ({ crm, page }) => {
    const tag = await create(crm, '/tags', { name: fresh('Seen') })
    await crm.open('/settings/tags', people.rep)
    await expect(page.getByRole('rowheader', { name: tag.name })).toBeVisible()
    await expect(page.getByRole('button', { name: `Actions for ${tag.name}` })).toHaveCount(0)
    await expect(page.getByText(/managers and administrators rename/)).toBeVisible()
  })
})

test.describe('changing many', () => {
  test('TG-02 a tag on everything that matches: looked at first, done with progress, undone', async ({ crm, page }) => {
    const tag = fresh('Bulk')
    const filter = encodeURIComponent(JSON.stringify(active))
    const count = async () => (await crm.api('/tags')).items.find((one: { name: string }) => one.name === tag)?.contacts
    const { total } = await crm.api(`/contacts?limit=1&filter=${filter}`)
    await crm.open(`/contacts?filter=${filter}`, people.manager)
    await page.getByRole('checkbox', { name: 'Choose all that are loaded' }).click()
    // A list of more than a hundred is loaded in parts.
    const rest = page.getByRole('button', { name: `Choose all ${total.count} that match` })
    if (total.count > 100) await rest.click()
    await page.getByRole('button', { name: 'Add tags' }).click()
    await page.getByRole('combobox', { name: 'Tags' }).fill(tag)
    await page.getByRole('option', { name: `New tag “${tag}”` }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(`${total.count} contacts are selected. ${total.count} will change`)).toBeVisible()
    expect(await count()).toBeUndefined()
    await page.getByRole('button', { name: `Change ${total.count} contacts` }).click()
    await expect(dialog.getByText(`${total.count} contacts changed.`)).toBeVisible({ timeout: 30_000 })
    expect(await count()).toBe(total.count)
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await expect(dialog.getByText('Undone.')).toBeVisible({ timeout: 30_000 })
    expect(await count()).toBe(0)
  })
})

test.describe('looks', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`WCAG 2.2 AA in ${scheme}, wide and narrow, without scrolling sideways`, async ({ crm, page }) => {
      await page.emulateMedia({ colorScheme: scheme })
      const broken = { field: 'custom.gone', op: 'is', value: 'x' }
      const nested = {
        and: [
          active,
          {
            or: [
              broken,
              { field: 'createdAt', op: 'in_last_days', value: 30 },
              {
                not: {
                  or: [
                    { field: 'leadScore', op: 'between', value: [10, 90] },
                    { field: 'country', op: 'any_of', value: ['DE', 'FR', 'SE'] },
                  ],
                },
              },
            ],
          },
        ],
      }
      const address = `/segments/new?filter=${encodeURIComponent(JSON.stringify(nested))}`
      await crm.open('/segments', people.manager)
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 })
        for (const [name, path] of [
          ['segments', '/segments'],
          ['editor', address],
          ['tags', '/settings/tags'],
        ] as const) {
          await crm.open(path, people.manager)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await page.waitForTimeout(800)
          if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${scheme}.png` })
          expect(await violations(page), `${name} at ${width}`).toEqual([])
          expect(await noSidewaysScroll(page), `${name} at ${width}`).toBe(true)
        }
        await crm.open(address, people.manager)
        await page.getByRole('button', { name: 'Change: Status is Active' }).click()
        await expect(page.getByRole('button', { name: 'Apply' })).toBeInViewport({ ratio: 1 })
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/condition-${width}-${scheme}.png` })
        expect(await violations(page), `condition at ${width}`).toEqual([])
        await page.keyboard.press('Escape')
        await expect(page.getByRole('button', { name: 'Change: Status is Active' })).toBeFocused()
      }
    })
  }
})
