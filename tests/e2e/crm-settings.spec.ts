import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'

const admin = 'jonas.brandt@halden-optics.example'

/** A name no other run has used: fields and rules stay in the database. */
const fresh = (name: string) => `${name} ${Date.now().toString(36)}`

const drawer = (crm: Crm) => crm.page.getByRole('dialog')

test.describe('settings: custom fields', () => {
  test('CF-01 CF-03 a field with choices is made, edited, moved, deleted and restored', async ({ crm }) => {
    const { page } = crm
    const name = fresh('Tariff')
    await crm.open('/settings/custom-fields', people.admin)
    await page.getByRole('button', { name: 'New field' }).click()
    await drawer(crm).getByLabel('Label').fill(name)
    await drawer(crm).getByLabel('Type').selectOption('single_choice')
    await drawer(crm).getByLabel('New choice').fill('Basic')
    await drawer(crm).getByLabel('New choice').press('Enter')
    await drawer(crm).getByLabel('New choice').fill('Gold')
    await drawer(crm).getByRole('button', { name: 'Add' }).click()
    await drawer(crm).getByRole('button', { name: 'Save' }).click()
    const row = crm.main().getByRole('listitem').filter({ hasText: name })
    await expect(row).toContainText('One choice')
    await expect(row).toContainText('used by 0 records')

    await page.getByRole('button', { name: `Edit “${name}”` }).click()
    await expect(drawer(crm).getByLabel('Key')).not.toBeEditable()
    await drawer(crm).getByLabel('Choice 1', { exact: true }).fill('Starter')
    await drawer(crm).getByLabel('Required').click()
    await drawer(crm).getByRole('button', { name: 'Save' }).click()
    await expect(row).toContainText('Required')
    const { items } = await crm.api('/custom-fields?entity=contact', admin)
    const field = items.find(({ label }: { label: string }) => label === name)
    expect(field.choices.map(({ label }: { label: string }) => label)).toEqual(['Starter', 'Gold'])

    await page.getByRole('button', { name: `More for “${name}”` }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(drawer(crm)).toContainText('No contact holds a value.')
    await expect(drawer(crm)).toContainText('30 days')
    await drawer(crm).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: `Restore “${name}”` }).click()
    await expect(page.getByRole('button', { name: `Edit “${name}”` })).toBeVisible()
    await crm.call('DELETE', `/custom-fields/${field.id}`, undefined, admin)
  })

  test('the order changes by keyboard', async ({ crm }) => {
    const names = [fresh('First'), fresh('Second')]
    const ids: string[] = []
    for (const label of names) {
      const made = await (
        await crm.call('POST', '/custom-fields', { entity: 'company', label, type: 'text' }, admin)
      ).json()
      ids.push(made.id)
    }
    await crm.open('/settings/custom-fields?entity=company', people.admin)
    const order = crm.main().getByRole('list', { name: 'Custom fields' }).getByRole('listitem')
    await expect(order.last()).toContainText(names[1] ?? '')
    await crm.page.getByRole('button', { name: `Move “${names[1]}” up` }).press('Enter')
    await expect(order.last()).toContainText(names[0] ?? '')
    for (const id of ids) await crm.call('DELETE', `/custom-fields/${id}`, undefined, admin)
  })

  test('CF-04 values that stand twice are listed when a field is to become unique', async ({ crm }) => {
    const label = fresh('Number')
    const made = await (
      await crm.call('POST', '/custom-fields', { entity: 'contact', label, type: 'text' }, admin)
    ).json()
    const { items } = await crm.api('/contacts?limit=2', admin)
    for (const { id, version } of items) {
      const body = { version, customFields: { [made.key]: 'A 1' } }
      expect((await crm.call('PATCH', `/contacts/${id}`, body, admin)).status()).toBe(200)
    }
    await crm.open('/settings/custom-fields', people.admin)
    await crm.page.getByRole('button', { name: `Edit “${label}”` }).click()
    await drawer(crm).getByLabel('Unique').click()
    await drawer(crm).getByRole('button', { name: 'Save' }).click()
    await expect(drawer(crm).getByText('These records hold the same value.')).toBeVisible()
    await expect(drawer(crm).getByRole('link')).toHaveCount(2)
    await crm.call('DELETE', `/custom-fields/${made.id}`, undefined, admin)
  })

  test('CF-02 a change of type shows first what will not convert', async ({ crm }) => {
    const label = fresh('Size')
    const made = await (
      await crm.call('POST', '/custom-fields', { entity: 'contact', label, type: 'text' }, admin)
    ).json()
    const { items } = await crm.api('/contacts?limit=2', admin)
    for (const [index, { id, version }] of items.entries()) {
      const body = { version, customFields: { [made.key]: index === 0 ? '12' : 'twelve' } }
      await crm.call('PATCH', `/contacts/${id}`, body, admin)
    }
    await crm.open('/settings/custom-fields', people.admin)
    await crm.page.getByRole('button', { name: `More for “${label}”` }).click()
    await crm.page.getByRole('menuitem', { name: 'Change type' }).click()
    await drawer(crm).getByLabel('New type').selectOption('number')
    await expect(drawer(crm).getByText('1 value converts.')).toBeVisible()
    await expect(drawer(crm).getByText('“twelve”')).toBeVisible()
    await expect(drawer(crm).getByRole('button', { name: 'Change type' })).toHaveAttribute('aria-disabled', 'true')
    await crm.call('DELETE', `/custom-fields/${made.id}`, undefined, admin)
  })

  test('a rep reads who may change the fields, and is offered nothing else', async ({ crm }) => {
    await crm.open('/settings/custom-fields', people.rep)
    await expect(crm.main().getByText('only admins can change it')).toBeVisible()
    await expect(crm.main().getByRole('button', { name: 'New field' })).toHaveCount(0)
  })
})

test.describe('settings: scoring', () => {
  test('LS-06 a rule is saved only after its effect was shown, and everyone is re-scored', async ({ crm }) => {
    const { page } = crm
    const name = fresh('Talks to us')
    await crm.open('/settings/scoring', people.manager)
    await page.getByRole('button', { name: 'New rule' }).click()
    await drawer(crm).getByLabel('Name').fill(name)
    await drawer(crm)
      .getByRole('radio', { name: /^Activities/ })
      .click()
    await drawer(crm).getByRole('checkbox', { name: 'Meeting' }).uncheck()
    await drawer(crm).getByRole('checkbox', { name: 'Email received' }).check()
    await drawer(crm).getByLabel('In the last days').fill('3650')
    await drawer(crm).getByRole('textbox', { name: 'Points', exact: true }).fill('0')
    await drawer(crm).getByRole('button', { name: 'Show what changes' }).click()
    await expect(drawer(crm).getByText('Write a number from −100 to 100, not 0.')).toBeVisible()
    await drawer(crm).getByRole('textbox', { name: 'Points', exact: true }).fill('7')
    await drawer(crm).getByRole('button', { name: 'Show what changes' }).click()
    await expect(drawer(crm).getByText(/contacts? gets? another score/)).toBeVisible()
    await expect(drawer(crm).getByRole('table', { name: 'Contacts by score, before and after' })).toBeVisible()
    await expect(drawer(crm).getByText('Who moves most')).toBeVisible()
    await expect(drawer(crm).getByText('Saving re-scores everyone')).toBeVisible()
    await drawer(crm).getByRole('button', { name: 'Save and re-score everyone' }).click()
    const row = crm.main().getByRole('listitem').filter({ hasText: name })
    await expect(row).toContainText('+7')
    await expect(row).toContainText(/counts for \d+ contacts?/, { timeout: 30_000 })

    await page.getByRole('button', { name: `Delete “${name}”` }).click()
    await drawer(crm).getByRole('button', { name: 'Delete and re-score everyone' }).click()
    await expect(row).toHaveCount(0)
  })

  test('a rule about the record takes the one filter editor', async ({ crm }) => {
    const { page } = crm
    await crm.open('/settings/scoring', people.manager)
    await page.getByRole('button', { name: 'Edit “Decision maker”' }).click()
    await expect(drawer(crm).getByRole('group', { name: 'Filter' })).toContainText('Decision maker')
    await drawer(crm).getByRole('button', { name: 'Cancel' }).click()
    await expect(drawer(crm)).toHaveCount(0)
  })

  test('LS-01 LS-07 the score panel adds up, and an adjustment is a line that can be taken away', async ({ crm }) => {
    const { items } = await crm.api('/contacts?limit=1&sort=-leadScore')
    const reason = fresh('Asked for an offer')
    await crm.open(`/contacts/${items[0].id}`)
    const panel = crm.main().getByRole('region', { name: 'Lead score' })
    await panel.getByRole('button', { name: 'Adjust by hand' }).click()
    await panel.getByLabel('Points, −100 to 100').fill('-3')
    await panel.getByLabel('Reason').fill(reason)
    await panel.getByRole('button', { name: 'Add', exact: true }).click()
    const line = panel.getByRole('listitem').filter({ hasText: reason })
    await expect(line).toContainText('−3')
    await expect(line).toContainText('by Maren Lindqvist')
    const { sum, lines } = await crm.api(`/contacts/${items[0].id}/score`)
    const total = lines.reduce((all: number, { points }: { points: number }) => all + points, 0)
    expect(Math.abs(total - sum)).toBeLessThan(0.01)
    await panel.getByRole('button', { name: `Remove “${reason}”` }).click()
    await panel.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(line).toHaveCount(0)
  })
})

test.describe('settings: consent rules', () => {
  test('a rule is made looser only after a confirmation, and put back as delivered', async ({ crm }) => {
    const { page } = crm
    await crm.open('/settings/consent-rules', people.admin)
    await expect(crm.main().getByText('Not legal advice.')).toBeVisible()
    await expect(crm.main().getByText('the strictest rule holds')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search country or law' }).fill('casl')
    await expect(crm.main().getByText('1 country')).toBeVisible()
    await page.getByRole('button', { name: 'Edit “Canada”' }).click()
    await drawer(crm).getByLabel('Months after an inquiry').fill('12')
    await drawer(crm).getByRole('button', { name: 'Save' }).click()
    const asked = page.getByRole('dialog', { name: 'Loosen the rule for Canada?' })
    await expect(asked).toContainText('Months after an inquiry')
    await asked.getByRole('button', { name: 'Loosen the rule' }).click()
    const row = crm.main().getByRole('row').filter({ hasText: 'Canada' })
    await expect(row).toContainText('12 months after an inquiry')
    await expect(row).toContainText('Changed')
    await page.getByRole('button', { name: 'Edit “Canada”' }).click()
    await drawer(crm).getByRole('button', { name: 'Put back as delivered' }).click()
    await page
      .getByRole('dialog', { name: /as delivered\?/ })
      .getByRole('button', { name: 'Put back' })
      .click()
    await expect(row).toContainText('6 months after an inquiry')
    await expect(row).not.toContainText('Changed')
  })

  test('a rep reads the rules with their sources', async ({ crm }) => {
    await crm.open('/settings/consent-rules', people.rep)
    await crm.page.getByRole('button', { name: 'Details of “Canada”' }).click()
    await expect(drawer(crm).getByLabel('Law')).not.toBeEditable()
    await expect(drawer(crm).getByRole('button', { name: 'Save' })).toHaveCount(0)
  })
})

test.describe('settings: users', () => {
  test('AD-01 roles are given and taken here; who administers last keeps the role', async ({ crm }) => {
    const { page } = crm
    await crm.open('/settings/users', people.admin)
    const row = crm.main().getByRole('listitem').filter({ hasText: people.rep })
    await page.getByRole('button', { name: `Roles of ${people.rep}` }).click()
    await drawer(crm)
      .getByRole('checkbox', { name: /^Manager/ })
      .check()
    await drawer(crm).getByRole('button', { name: 'Save roles' }).click()
    await expect(row).toContainText('Manager · given here')
    await page.getByRole('button', { name: `Roles of ${people.rep}` }).click()
    await drawer(crm)
      .getByRole('checkbox', { name: /^Manager/ })
      .uncheck()
    await drawer(crm).getByRole('button', { name: 'Save roles' }).click()
    await expect(row).not.toContainText('Manager')
    await page.getByRole('button', { name: `Roles of ${people.admin}` }).click()
    await expect(drawer(crm).getByRole('checkbox', { name: /^Admin.*from Entra/ })).toBeDisabled()
  })

  test('CR-08 contacts are handed over to a colleague, and back again by undo', async ({ crm }) => {
    const { page } = crm
    await crm.open('/settings/users', people.admin)
    const from = 'Tomás Echeverría'
    const row = crm.main().getByRole('listitem').filter({ hasText: from })
    const before = await row.getByRole('link').innerText()
    await page.getByRole('button', { name: `Hand over contacts of ${from}` }).click()
    await drawer(crm).getByRole('combobox').click()
    await page.getByRole('option', { name: /Eleanor Whitcombe/ }).click()
    await drawer(crm)
      .getByRole('button', { name: /^Change \d+ contacts?$/ })
      .click()
    await expect(drawer(crm).getByText(/contacts? changed\./)).toBeVisible({ timeout: 30_000 })
    await drawer(crm).getByRole('button', { name: 'Close' }).click()
    await expect(row).toContainText('no contacts')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(crm.main().getByText(/^Undone\./)).toBeVisible({ timeout: 30_000 })
    await page.reload()
    await expect(row.getByRole('link')).toHaveText(before)
  })
})

test.describe('settings: audit', () => {
  test('the log is read and checked by an admin, and closed to a rep', async ({ crm }) => {
    await crm.open('/settings/audit', people.admin)
    await crm.page.getByRole('button', { name: 'Check the log' }).click()
    await expect(crm.main().getByText(/^Intact: [\d,]+ entr/)).toBeVisible()
    await crm.page.getByLabel('What').selectOption('audit')
    const log = crm.main().getByRole('list', { name: 'Audit', exact: true })
    await expect(log.getByRole('listitem').first()).toContainText(/audit\.(read|checked)/)
  })

  test('a rep reads who may see it', async ({ crm }) => {
    await crm.open('/settings/audit', people.rep)
    await expect(crm.main().getByText('Only admins or data protection officers can see this.')).toBeVisible()
  })
})

test.describe('settings: merging', () => {
  const text = 'Merge contacts each night that are beyond doubt the same person'

  test('ME-19 is off, is turned on by a manager, and a rep can only look', async ({ crm }) => {
    const manager = 'eleanor.whitcombe@halden-optics.example'
    const before = await crm.api('/merge-settings')
    expect(before.mergeAutomatically).toBe(false)
    const refused = await crm.call('PUT', '/merge-settings', { mergeAutomatically: true })
    expect(refused.status()).toBe(403)
    expect((await refused.json()).detail).toBeTruthy()

    await crm.open('/settings/merging', people.manager)
    const box = crm.main().getByRole('switch', { name: text })
    await expect(box).not.toBeChecked()
    await box.press('Space')
    await crm.main().getByRole('button', { name: 'Save' }).press('Enter')
    await expect(crm.main().getByText('Saved. The next night is the first.')).toBeVisible()
    await expect(crm.main().getByText('Last changed by Eleanor Whitcombe')).toBeVisible()
    expect((await crm.api('/merge-settings')).mergeAutomatically).toBe(true)
    await crm.page.reload()
    await expect(box).toBeChecked()
    await crm.call('PUT', '/merge-settings', { mergeAutomatically: false }, manager)
  })

  test('a rep reads who may change it', async ({ crm }) => {
    await crm.open('/settings/merging', people.rep)
    await expect(crm.main().getByText('only managers or admins can change it')).toBeVisible()
    await expect(crm.main().getByRole('switch', { name: text })).toBeDisabled()
    await expect(crm.main().getByRole('button', { name: 'Save' })).toBeHidden()
  })
})

test.describe('settings: everywhere', () => {
  const paths = ['', '/custom-fields', '/scoring', '/tags', '/merging', '/consent-rules', '/users', '/audit']
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 360],
  ] as const) {
    test(`no page fails the accessibility check or runs over, ${colorScheme} at ${width} px`, async ({ crm }) => {
      test.setTimeout(180_000)
      await crm.page.emulateMedia({ colorScheme })
      await crm.page.setViewportSize({ width, height: 780 })
      for (const path of paths) {
        await crm.open(`/settings${path}`, people.admin)
        await expect(crm.main().getByRole('heading', { level: 1 })).toBeVisible()
        await expect(crm.page.locator('.fui-Skeleton')).toHaveCount(0)
        const over = await crm.main().evaluate((main) => main.scrollWidth - main.clientWidth)
        expect(over, path).toBeLessThanOrEqual(0)
        expect(await violations(crm.page), path).toEqual([])
      }
    })
  }
})
