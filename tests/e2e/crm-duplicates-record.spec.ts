import { violations } from './axe.ts'
import { expect, test } from './crm.ts'
import { heading, idNow, make, rareName, twins } from './duplicates.ts'

test.describe('the contact page', () => {
  test('Actions > Merge: search, compare, merge; a link of the one that was merged leads to the other', async ({
    crm,
    page,
  }) => {
    const name = rareName()
    const one = await make(crm, { firstName: 'Ann', lastName: name, email: `ann@${name.toLowerCase()}.example` })
    const other = await make(crm, { firstName: 'Berta', lastName: `${name}son`, jobTitle: 'CTO' })
    await crm.open(`/contacts/${one.id}`)
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Merge…' }).click()
    const drawer = page.getByRole('dialog', { name: 'Merge contacts' })
    await drawer.getByRole('combobox', { name: 'Search contacts' }).fill(`${name}son`)
    await drawer.getByRole('option', { name: `Berta ${name}son` }).click()
    await drawer.getByRole('radio', { name: 'First name: Berta' }).check()
    await drawer.getByRole('button', { name: 'Merge 2 contacts' }).click()
    await expect(heading(page, `Berta ${name}`)).toBeVisible()
    await expect(page.getByText(`Merged into Berta ${name}: Berta ${name}son.`).first()).toBeVisible()
    expect(await crm.api(`/contacts/${one.id}`)).toMatchObject({ firstName: 'Berta', lastName: name, jobTitle: 'CTO' })

    await crm.open(`/contacts/${other.id}`)
    await expect(page).toHaveURL(new RegExp(`#/contacts/${one.id}$`))
    await expect(page.getByText('The contact you asked for was merged into this one.')).toBeVisible()

    const from = page.getByRole('region', { name: 'Merged from' })
    await expect(from).toContainText(`Berta ${name}son`)
    await from.getByRole('button', { name: `Undo the merge of Berta ${name}son` }).click()
    await expect(from.getByText(/^Undone/)).toBeVisible()
    expect(await idNow(crm, other.id)).toBe(other.id)
    await expect(heading(page, `Ann ${name}`)).toBeVisible()
  })

  test('says quietly who it may be the same as, and compares', async ({ crm, page }) => {
    const { name, first, second } = await twins(crm)
    await crm.open(`/contacts/${first.id}`)
    const notice = page.getByRole('region', { name: 'Possible duplicate' })
    await expect(notice).toContainText(`May be the same as Mina ${name}`)
    await notice.getByRole('button', { name: 'Compare' }).click()
    const drawer = page.getByRole('dialog', { name: 'Merge contacts' })
    await drawer
      .getByRole('radio', { name: `Primary: Mina ${name}` })
      .nth(1)
      .check()
    await drawer.getByRole('button', { name: 'Merge 2 contacts' }).click()
    await expect(page).toHaveURL(new RegExp(`#/contacts/${second.id}$`))
    await expect(notice).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(page.getByText('The merge was undone.').first()).toBeVisible()
    expect(await idNow(crm, first.id)).toBe(first.id)
  })
})

test.describe('while creating in the pages', () => {
  test('ME-20 who is here already stands below the form; the server asks too; create anyway makes another', async ({
    crm,
    page,
  }) => {
    const name = rareName()
    const at = `${name.toLowerCase()}.example`
    const known = await make(crm, { firstName: 'Mina', lastName: name, email: `mina.${name}@${at}` })
    await crm.open('/contacts')
    await page.getByRole('button', { name: 'Add contact' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add contact' })
    const fields = dialog.getByRole('textbox', { name: 'First name' })
    // The dialog grows while it opens.
    await dialog.evaluate((element) =>
      Promise.all(element.getAnimations({ subtree: true }).map((animation) => animation.finished)),
    )
    const top = (await fields.boundingBox())?.y
    await fields.fill('Mina')
    await dialog.getByRole('textbox', { name: 'Last name' }).fill(name)
    await dialog.getByRole('textbox', { name: 'Email' }).fill(`mina.${name}+fair@${at}`)
    const card = dialog.getByRole('region', { name: 'Already here?' })
    await expect(card).toContainText(`Mina ${name}`)
    await expect(dialog.getByRole('status').filter({ hasText: 'may be the same person' })).toHaveCount(1)
    expect((await fields.boundingBox())?.y).toBe(top)
    expect(await violations(page, '[role="dialog"]')).toEqual([])

    await dialog.getByRole('button', { name: 'Add contact' }).click()
    const refused = dialog.getByRole('region', { name: 'Not added: this may be somebody you have already' })
    await expect(refused).toBeVisible()
    await refused.getByRole('button', { name: 'Create anyway' }).click()
    await expect(heading(page, `Mina ${name}`)).toBeVisible()
    await expect(page).not.toHaveURL(new RegExp(known.id))
  })

  test('an edit that makes somebody look like another one says so', async ({ crm, page }) => {
    const name = rareName()
    const known = await make(crm, { firstName: 'Mina', lastName: name, phone: '+49 30 7654321', jobTitle: 'CTO' })
    const edited = await make(crm, { firstName: 'Mina', lastName: 'Unrelated', phone: '+49 30 7654321' })
    await crm.open(`/contacts/${edited.id}`)
    await page.getByRole('button', { name: 'Edit Last name' }).click()
    await page.getByRole('form', { name: 'Last name' }).getByRole('textbox').fill(name)
    const card = page.getByRole('region', { name: 'Somebody else looks like this' })
    await expect(card).toContainText(`Mina ${name}`)
    await card.getByRole('button', { name: `Open Mina ${name}` }).click()
    await expect(page).toHaveURL(new RegExp(known.id))
  })
})
