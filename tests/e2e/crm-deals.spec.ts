import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { type Crm, expect, people, test } from './crm.ts'
import { test as paneTest } from './preview.ts'

const admin = 'jonas.brandt@halden-optics.example'

/** A name no other run has used: deals stay in the database. */
const fresh = (name: string) => `${name} ${Date.now().toString(36)}`

const column = (page: Page, stage: string) => page.getByRole('region', { name: stage, exact: true })
const card = (page: Page, stage: string, name: string) =>
  column(page, stage)
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name, exact: true }) })

async function stagesOf(crm: Crm): Promise<Record<string, string>> {
  const { items } = await crm.api('/deal-stages')
  return Object.fromEntries(items.map(({ id, name }: { id: string; name: string }) => [name, id]))
}

async function addDeal(crm: Crm, deal: object) {
  const answer = await crm.call('POST', '/deals', deal)
  expect(answer.status()).toBe(201)
  return answer.json()
}

const contactCalled = async (crm: Crm, name: string): Promise<{ id: string; companyId: string }> =>
  (await crm.api(`/contacts?search=${encodeURIComponent(name)}&limit=1`)).items[0]

// Each of these is a whole way through several pages.
test.describe.configure({ timeout: 150_000 })

test.describe('the board of deals', () => {
  test('a deal is added, moved by keyboard and menu, won with a reason, and opened again', async ({ crm }) => {
    const { page } = crm
    const name = fresh('Prism order')
    await crm.open('/deals')
    await expect(column(page, 'Qualification')).toBeVisible()
    await page.getByRole('button', { name: 'Add deal', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('Amount').fill('12,500.5')
    await dialog.getByLabel('Currency').selectOption('USD')
    await dialog.getByLabel('Expected close').fill('2031-03-31')
    await dialog.getByRole('button', { name: 'Add deal' }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(crm.main()).toContainText('US$12,500.50')

    await crm.open(`/deals?search=${encodeURIComponent(name)}`)
    await expect(column(page, 'Qualification')).toContainText('US$12,500.50')
    await expect(column(page, 'Qualification')).toContainText('1 deal')
    const link = page.getByRole('link', { name, exact: true })
    await link.focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(card(page, 'Proposal', name)).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: `${name} is in Proposal now.` })).toBeAttached()
    await expect(link).toBeFocused()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(card(page, 'Negotiation', name)).toBeVisible()

    await page.getByRole('button', { name: `Move ${name} to…` }).click()
    await page.getByRole('menuitem', { name: 'Won…' }).click()
    await dialog.getByLabel('Why it was won').fill('Fastest samples')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Mark as won' }).click()
    await expect(card(page, 'Won', name)).toContainText('Fastest samples')
    await expect(dialog).toBeHidden()
    await expect(column(page, 'Negotiation')).not.toContainText(name)

    await page.getByRole('button', { name: `Move ${name} to…` }).click()
    await page.getByRole('menuitem', { name: 'Reopen in Proposal' }).click()
    await expect(card(page, 'Proposal', name)).toBeVisible()
    const [deal] = (await crm.api(`/deals?search=${encodeURIComponent(name)}`)).items
    expect(deal).toMatchObject({ closedAt: null, closeReason: null, stage: { name: 'Proposal' } })
  })

  test('a card is dragged into another column; a lost one is asked for its reason', async ({ crm }) => {
    const { page } = crm
    const name = fresh('Dragged')
    await addDeal(crm, { name })
    await page.setViewportSize({ width: 1600, height: 900 })
    await crm.open(`/deals?search=${encodeURIComponent(name)}`)
    await card(page, 'Qualification', name).dragTo(column(page, 'Negotiation'))
    await expect(card(page, 'Negotiation', name)).toBeVisible()
    await card(page, 'Negotiation', name).dragTo(column(page, 'Lost'))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Mark as lost' }).click()
    await expect(dialog).toContainText('Write why it was lost')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(card(page, 'Negotiation', name)).toBeVisible()
    await card(page, 'Negotiation', name).dragTo(column(page, 'Lost'))
    await dialog.getByLabel('Why it was lost').fill('No budget')
    await dialog.getByRole('button', { name: 'Mark as lost' }).click()
    await expect(card(page, 'Lost', name)).toContainText('No budget')
  })

  test('arrow keys go from card to card, and the board reads well to everybody', async ({ crm }) => {
    const { page } = crm
    const word = fresh('walk')
    const stages = await stagesOf(crm)
    await addDeal(crm, { name: `${word} lower`, amount: '5', currency: 'EUR' })
    await addDeal(crm, { name: `${word} upper`, amount: '7.5', currency: 'CHF' })
    await addDeal(crm, { name: `${word} right`, stageId: stages.Negotiation })
    await crm.open(`/deals?search=${encodeURIComponent(word)}`)
    const link = (name: string) => page.getByRole('link', { name: `${word} ${name}`, exact: true })
    await link('upper').focus()
    await page.keyboard.press('ArrowDown')
    await expect(link('lower')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(link('right')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(link('upper')).toBeFocused()
    await expect(column(page, 'Qualification').getByRole('list').first()).toHaveText(/€5.*CHF\s?7\.50|CHF\s?7\.50.*€5/s)
    expect(await violations(page)).toEqual([])
  })

  test('CR-11 who moved it meanwhile wins, and it is said', async ({ crm }) => {
    const { page } = crm
    const name = fresh('Contested')
    const deal = await addDeal(crm, { name })
    const stages = await stagesOf(crm)
    await crm.open(`/deals?search=${encodeURIComponent(name)}`)
    await expect(card(page, 'Qualification', name)).toBeVisible()
    await crm.call(
      'PATCH',
      `/deals/${deal.id}`,
      { version: 1, stageId: stages.Negotiation, name: `${name} indeed` },
      admin,
    )
    await page.getByRole('link', { name, exact: true }).focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(page.getByText(`Somebody else moved ${name} indeed to Negotiation meanwhile.`)).toBeVisible()
    await expect(card(page, 'Negotiation', `${name} indeed`)).toBeVisible()
  })

  test('the list narrows, sorts and stands in the address; who only reads is offered no change', async ({ crm }) => {
    const { page } = crm
    const word = fresh('list')
    await addDeal(crm, { name: `${word} small`, amount: '5', currency: 'EUR' })
    await addDeal(crm, { name: `${word} large`, amount: '500', currency: 'EUR' })
    await crm.open(`/deals?view=list&search=${encodeURIComponent(word)}`, people.dataProtection)
    const rows = page.getByRole('table', { name: 'Deals' }).getByRole('row')
    await expect(page.getByText('2 deals')).toBeVisible()
    await page.getByRole('button', { name: 'Amount' }).click()
    await expect(rows.nth(1)).toContainText('small')
    await page.getByRole('button', { name: 'Amount' }).click()
    await expect(rows.nth(1)).toContainText('large')
    await expect(page).toHaveURL(/sort=-amount/)
    await page.getByLabel('Which').selectOption('won')
    await expect(page.getByRole('heading', { name: 'No deal matches' })).toBeVisible()
    await page.getByRole('button', { name: 'Show all deals' }).click()
    await expect(rows.nth(2)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Add deal' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^Move / })).toHaveCount(0)
    expect(await violations(page)).toEqual([])
  })
})

test.describe('one deal', () => {
  test('its fields are edited in place, contacts join with a role, timelines tell of it, and it is deleted', async ({
    crm,
  }) => {
    const { page } = crm
    const name = fresh('Mirrors')
    const contact = await contactCalled(crm, 'Freja Holm')
    const deal = await addDeal(crm, { name })
    await crm.open(`/deals/${deal.id}`)
    await page.getByRole('button', { name: 'Show empty fields' }).click()
    await page.getByRole('button', { name: 'Edit Amount' }).click()
    await page.getByRole('textbox', { name: 'Amount' }).fill('1.5')
    await page.getByLabel('Currency').selectOption('JPY')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('JPY has no decimals.').first()).toBeVisible()
    await page.getByRole('textbox', { name: 'Amount' }).fill('150,000')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(crm.main()).toContainText('JP¥150,000')

    await page.getByRole('button', { name: 'Add contact' }).click()
    await page.getByRole('combobox', { name: 'Find a contact' }).fill('Freja Holm')
    await page.getByRole('option', { name: /Freja Holm/ }).click()
    await page.getByLabel('Role of Freja Holm').selectOption('champion')
    await expect(page.getByRole('status').filter({ hasText: 'The role of Freja Holm was changed.' })).toBeAttached()
    await expect(page.getByText('Contacts', { exact: true }).first()).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Lost', exact: true }).click()
    await page.getByLabel('Why it was lost').fill('They make their own')
    await page.getByRole('button', { name: 'Mark as lost' }).click()
    await expect(crm.main()).toContainText('They make their own')

    await page.getByRole('link', { name: 'Freja Holm' }).click()
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByRole('button', { name: new RegExp(`Deal lost.*${name}`, 's') }).click()
    await expect(timeline).toContainText('They make their own')
    const panel = page.getByRole('region', { name: 'Deals' })
    await expect(panel.getByRole('link', { name })).toBeVisible()
    await timeline.getByRole('link', { name: 'Open the deal' }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(page).toHaveURL(/#\/deals$/)
    await crm.open(`/deals/${deal.id}`)
    await expect(page.getByRole('heading', { name: 'This deal is not here' })).toBeVisible()
    const { items } = await crm.api(`/contacts/${contact.id}/timeline?type=deal_lost`)
    expect(items[0].details).toMatchObject({ dealName: name, reason: 'They make their own' })
  })

  test('a company shows its deals, and the palette finds and adds them', async ({ crm }) => {
    const { page } = crm
    const name = fresh('Etalon')
    const { companyId } = await contactCalled(crm, 'Matthias Oehler')
    await crm.open(`/companies/${companyId}`)
    const panel = page.getByRole('region', { name: 'Deals' })
    await panel.getByRole('button', { name: 'Add deal' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('combobox', { name: 'Company' })).toHaveValue('Weissach Präzision GmbH')
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Add deal' }).click()
    await expect(panel.getByRole('link', { name })).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump to' }).fill(name)
    await page
      .getByRole('group', { name: 'Deals' })
      .getByRole('option', { name: new RegExp(name) })
      .click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump to' }).fill('add deal')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').getByLabel('Name')).toBeVisible()
  })
})

test('settings: stages are added, put in order by keyboard, renamed and deleted with their deals', async ({ crm }) => {
  const { page } = crm
  const name = fresh('Trial')
  const deal = fresh('In trial')
  await crm.open('/settings/stages', people.admin)
  await page.getByLabel('New stage').fill(name)
  await page.getByRole('button', { name: 'Add stage' }).click()
  await expect(page.getByText(`The stage “${name}” was added.`)).toBeVisible()
  await page.getByRole('button', { name: `Move ${name} up` }).press('Enter')
  await expect(page.getByText(`“${name}” is number 3 now.`)).toBeVisible()
  await expect(page.getByRole('button', { name: `Move ${name} up` })).toBeFocused()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: `Rename ${name}` }).click()
  await page.getByLabel('New name').fill(`${name} run`)
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await expect(page.getByRole('rowheader', { name: `${name} run` })).toBeVisible()
  const stages = await stagesOf(crm)
  const made = await addDeal(crm, { name: deal, stageId: stages[`${name} run`] })
  await page.reload()
  await page.getByRole('button', { name: `Delete ${name} run` }).click()
  await expect(page.getByRole('dialog')).toContainText('1 deal is in this stage.')
  await page.getByLabel('Stage that takes over').selectOption('Negotiation')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText(`The stage “${name} run” was deleted.`)).toBeVisible()
  expect((await crm.api(`/deals/${made.id}`)).stage.name).toBe('Negotiation')
  await crm.open('/settings/stages', people.rep)
})

paneTest('the pane shows the deals of a contact, adds one and marks it as won', async ({ preview }) => {
  const { pane } = preview
  const name = fresh('Pane deal')
  await preview.open()
  await preview.select('Katrin Berger')
  await expect(preview.contact('Katrin Berger')).toBeVisible()
  await pane.getByRole('button', { name: 'Deals', exact: true }).click()
  await pane.getByRole('button', { name: 'Add deal' }).click()
  const dialog = pane.getByRole('dialog')
  await expect(dialog.getByRole('combobox', { name: 'Company' })).toHaveValue('Weissach Präzision GmbH')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Amount').fill('990')
  await dialog.getByLabel('Role of Katrin Berger in it').selectOption('champion')
  await dialog.getByRole('button', { name: 'Add deal' }).click()
  await expect(pane.getByRole('link', { name })).toHaveAttribute('href', /\/#\/deals\//)
  await expect(preview.timeline()).toContainText(name)
  await pane.getByRole('button', { name: `Move ${name} to…` }).click()
  await pane.getByRole('menuitem', { name: 'Won…' }).click()
  await dialog.getByRole('button', { name: 'Mark as won' }).click()
  await expect(pane.getByRole('listitem').filter({ hasText: name }).first()).toContainText('Won')
  await expect(preview.timeline()).toContainText('Deal won')
  expect(await violations(preview.page, '[data-testid=addin-pane]')).toEqual([])
})
