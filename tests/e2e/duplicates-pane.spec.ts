import { violations } from './axe.ts'
import { Crm } from './crm.ts'
import { idNow, make, rareName } from './duplicates.ts'
import { expect, type Preview, test } from './preview.ts'

/** A mail from somebody unknown who is, by name and company, somebody known. */
async function mailFromNamesake(preview: Preview) {
  const crm = new Crm(preview.page)
  const name = rareName()
  const at = `${name.toLowerCase()}.example`
  const known = await make(crm, { firstName: 'Mina', lastName: name, email: `mina.${name}@${at}`.toLowerCase() })
  const address = `m.${name}@${at}`.toLowerCase()
  const typed = { firstName: 'Mina', lastName: name, email: address }
  const check = async () => (await (await crm.call('POST', '/duplicates/check', typed)).json()).items.length
  await expect.poll(check, { timeout: 30_000 }).toBe(1)
  await preview.page.request.post('/demo/deliver', {
    data: {
      to: ['maren.lindqvist@halden-optics.example'],
      from: { name: `Mina ${name}`, address },
      subject: `About ${name}`,
    },
  })
  await preview.open()
  await preview.select(`Mina ${name}`)
  await expect(preview.pane.getByRole('heading', { name: 'Not a contact yet' })).toBeVisible()
  const card = preview.pane.getByRole('region', { name: 'Already here?' })
  await expect(card).toContainText(`Mina ${name}`)
  return { crm, card, known, address, name }
}

test.describe('ME-20 adding somebody in the pane who is here already', () => {
  test('Open shows that contact', async ({ preview }) => {
    const { card, name, known } = await mailFromNamesake(preview)
    await card.getByRole('button', { name: `Open Mina ${name}` }).click()
    await expect(preview.contact(`Mina ${name}`)).toBeVisible()
    await expect(preview.pane.getByRole('link', { name: known.email ?? '' }).first()).toBeVisible()
  })

  test('their new address becomes one more of theirs', async ({ preview }) => {
    const { crm, card, known, address, name } = await mailFromNamesake(preview)
    await card.getByRole('button', { name: /^Add this address to them/ }).click()
    await expect(preview.contact(`Mina ${name}`)).toBeVisible()
    await expect.poll(async () => (await crm.api(`/contacts/${known.id}`)).aliases).toEqual([address])
  })

  test('Create anyway makes another contact, after the server asked once more', async ({ preview }) => {
    const { crm, known, address, name } = await mailFromNamesake(preview)
    await preview.pane.getByRole('button', { name: 'Add contact' }).click()
    const refused = preview.pane.getByRole('region', { name: 'Not added: this may be somebody you have already' })
    await expect(refused).toBeVisible()
    await refused.getByRole('button', { name: 'Create anyway' }).click()
    await expect(preview.contact(`Mina ${name}`)).toBeVisible()
    const made = await crm.api(`/contacts/lookup?email=${encodeURIComponent(address)}`)
    expect(made.id).not.toBe(known.id)
    expect(made).toMatchObject({ email: address, lastName: name })
  })
})

test('Actions > Merge works in 320 pixels', async ({ preview }) => {
  const crm = new Crm(preview.page)
  const name = rareName()
  const other = await make(crm, { firstName: 'Sea', lastName: name, department: `Dock ${name}` })
  await preview.open()
  await preview.select('Priya Raman')
  await expect(preview.contact('Priya Raman')).toBeVisible()
  await preview.pane.getByRole('button', { name: 'Actions' }).click()
  await preview.pane.getByRole('menuitem', { name: 'Merge…' }).click()
  const drawer = preview.pane.getByRole('dialog', { name: 'Merge contacts' })
  await drawer.getByRole('combobox', { name: 'Search contacts' }).fill(name)
  await drawer.getByRole('option', { name: `Sea ${name}` }).click()
  await expect(drawer.getByRole('group', { name: 'Last name' })).toContainText('Raman')
  const overflow = await preview.pane.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth)
  expect(overflow).toBeLessThanOrEqual(1)
  expect(await violations(preview.page, '[data-testid="addin-pane"] iframe')).toEqual([])
  await drawer.getByRole('group', { name: 'First name' }).getByRole('radio', { name: 'Priya' }).check()
  await drawer.getByRole('button', { name: 'Merge 2 contacts' }).click()
  await expect(preview.pane.getByText(`Merged into Priya Raman: Sea ${name}.`).first()).toBeVisible()
  expect(await idNow(crm, other.id)).not.toBe(other.id)
  await preview.pane.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(preview.pane.getByText('The merge was undone.').first()).toBeVisible()
  expect(await idNow(crm, other.id)).toBe(other.id)
})
