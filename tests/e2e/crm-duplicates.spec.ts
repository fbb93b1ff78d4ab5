import type { Page } from '@playwright/test'
import type { Contact } from '../../server/contacts/schema.ts'
import { violations } from './axe.ts'
import { Crm, expect, people, test } from './crm.ts'
import { expect as expectInPane, test as inPane, type Preview } from './preview.ts'

const manager = 'eleanor.whitcombe@halden-optics.example'

/** A name nobody else has, without digits, as names are. */
const rareName = () => `Qu${Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.random() * 26)).join('')}`

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

async function make(crm: Crm, fields: Record<string, unknown>, user?: string): Promise<Contact> {
  const answer = await crm.call('POST', '/contacts', { duplicates: 'allow', ...fields }, user)
  expect(answer.status(), await answer.text()).toBe(201)
  return answer.json()
}

interface Twins {
  name: string
  first: Contact
  second: Contact
}

/** Two contacts with one mailbox and one rare name, which is certain; suggested by the time it is done. */
async function twins(
  crm: Crm,
  first: Record<string, unknown> = {},
  second: Record<string, unknown> = {},
): Promise<Twins> {
  const name = rareName()
  const at = `${name.toLowerCase()}.example`
  const made = [
    await make(crm, { firstName: 'Mina', lastName: name, email: `mina.${name}@${at}`, ...first }),
    await make(crm, { firstName: 'Mina', lastName: name, email: `mina.${name}+fair@${at}`, ...second }),
  ]
  const [one, other] = made as [Contact, Contact]
  await suggested(crm, one.id, other.id)
  return { name, first: one, second: other }
}

/** Waits until one contact is suggested for another. */
async function suggested(crm: Crm, id: string, otherId: string): Promise<void> {
  await expect.poll(() => suggestionsOf(crm, id), { timeout: 30_000 }).toContain(otherId)
}

async function suggestionsOf(crm: Crm, id: string): Promise<string[]> {
  const { items } = await crm.api(`/contacts/${id}/duplicates`)
  return items.map(({ contact }: { contact: Contact }) => contact.id)
}

async function groupOf(crm: Crm, id: string): Promise<string> {
  const { items } = await crm.api(`/contacts/${id}/duplicates`)
  expect(items[0].groupId).not.toBeNull()
  return items[0].groupId
}

/** Opens the queue at the group of a contact. */
async function review(crm: Crm, { first, name }: Twins, person = people.rep): Promise<void> {
  await crm.open(`/duplicates?group=${await groupOf(crm, first.id)}`, person)
  await expect(crm.page.getByRole('heading', { level: 2, name: new RegExp(name) })).toBeVisible()
  await expect(crm.page.getByRole('button', { name: 'Merge 2 contacts' })).toBeEnabled()
}

const groupHeading = (page: Page) =>
  page.getByRole('region', { name: 'Are these the same person?' }).getByRole('heading', { level: 2 })

/** Where a contact is found now: its own id, or that of the one it was merged into. */
const idNow = async (crm: Crm, id: string): Promise<string> => (await crm.api(`/contacts/${id}`)).id

test.describe('working through the queue by keyboard alone', () => {
  test('a group is merged with Enter, taken back with Z; the focus goes on to the next one', async ({ crm, page }) => {
    const next = await twins(crm)
    const group = await twins(crm)
    await review(crm, group)
    await page.keyboard.press('Enter')
    await expect(page.getByText(`Merged into Mina ${group.name}: Mina ${group.name}.`).first()).toBeVisible()
    const kept = await idNow(crm, group.first.id)
    expect([group.first.id, group.second.id]).toContain(kept)
    expect(await idNow(crm, group.second.id)).toBe(kept)
    await expect(groupHeading(page)).toBeFocused()
    await expect(groupHeading(page)).not.toContainText(group.name)

    await page.keyboard.press('z')
    await expect(page.getByText('The merge was undone.').first()).toBeVisible()
    expect(await idNow(crm, group.first.id)).toBe(group.first.id)
    expect(await idNow(crm, group.second.id)).toBe(group.second.id)
    expect(await suggestionsOf(crm, next.first.id)).toEqual([next.second.id])
  })

  test('N says that they are different people; nobody is asked again', async ({ crm, page }) => {
    await twins(crm)
    const group = await twins(crm)
    await review(crm, group)
    await page.keyboard.press('n')
    await expect(groupHeading(page)).toBeFocused()
    await expect(groupHeading(page)).not.toContainText(group.name)
    await expect.poll(() => suggestionsOf(crm, group.first.id)).toEqual([])
    expect(await idNow(crm, group.second.id)).toBe(group.second.id)
    await page.reload()
    await expect(page.getByRole('list', { name: 'Groups to review' })).toBeVisible()
    await expect(page.getByText(group.name)).toHaveCount(0)
  })

  test('J and K, and the arrows, walk the queue; the address follows', async ({ crm, page }) => {
    await twins(crm)
    await twins(crm)
    await crm.open('/duplicates')
    const rows = page.getByRole('list', { name: 'Groups to review' }).getByRole('button')
    const here = (place: number) => expect(rows.nth(place)).toHaveAttribute('aria-current', 'true')
    await expect(page.getByRole('button', { name: 'Merge 2 contacts' })).toBeVisible()
    await here(0)
    await page.keyboard.press('j')
    await here(1)
    await expect(groupHeading(page)).toBeFocused()
    await expect(page).toHaveURL(/group=/)
    await page.keyboard.press('k')
    await here(0)
    await page.keyboard.press('ArrowDown')
    await here(1)
    await page.keyboard.press('ArrowUp')
    await here(0)
  })

  test('the question mark lists the keys, and keys rest while a dialog is open or somebody types', async ({
    crm,
    page,
  }) => {
    const group = await twins(crm)
    await review(crm, group)
    await page.keyboard.press('?')
    const help = page.getByRole('heading', { name: 'Work through by keyboard' })
    await expect(help).toBeVisible()
    await page.keyboard.press('n')
    await page.keyboard.press('Escape')
    await expect(help).toBeHidden()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump to' }).pressSequentially('nnz')
    await page.keyboard.press('Escape')
    await expect(groupHeading(page)).toContainText(group.name)
    expect(await suggestionsOf(crm, group.first.id)).toEqual([group.second.id])
  })
})

test.describe('side by side', () => {
  test('ME-04 the primary and the values that are chosen stay; what gives way is listed and kept', async ({
    crm,
    page,
  }) => {
    const group = await twins(crm, { jobTitle: 'Buyer', phone: '+49 30 1234567' }, { jobTitle: 'Head of Buying' })
    await review(crm, group)
    const columns = page.getByRole('columnheader')
    const second = await columns.evaluateAll(
      (cells, id) => cells.findIndex((cell) => cell.querySelector(`[data-primary="${id}"]`)),
      group.second.id,
    )
    await page.keyboard.press(String(second))
    await expect(page.locator(`[data-primary="${group.second.id}"]`)).toBeChecked()
    await expect(page.getByRole('radio', { name: 'Job title: Head of Buying' })).toBeChecked()
    await page.getByRole('radio', { name: 'Job title: Buyer' }).check()
    const outcome = page.getByRole('region', { name: 'After the merge' })
    await expect(outcome).toContainText('Job title: Head of Buying')
    await expect(outcome).toContainText(`mina.${group.name}@`)
    await page.keyboard.press('Enter')
    await expect(page.getByText(/^Merged into/).first()).toBeVisible()
    const survivor = await crm.api(`/contacts/${group.first.id}`)
    expect(survivor).toMatchObject({ id: group.second.id, jobTitle: 'Buyer', phoneDisplay: '+49 30 1234567' })
    expect(survivor.aliases).toContain(group.first.email)
    const { items } = await crm.api(`/merges?contactId=${group.second.id}`)
    expect(items[0].knownAs).toContainEqual(expect.objectContaining({ text: 'Head of Buying' }))
  })

  test('equal fields are folded, those that differ are marked in words', async ({ crm, page }) => {
    const group = await twins(crm, { jobTitle: 'Buyer' }, { jobTitle: 'CPO' })
    await review(crm, group)
    const table = page.getByRole('table', { name: 'Contacts side by side' })
    await expect(table.getByRole('rowheader', { name: /Job title.*The values differ/ })).toBeVisible()
    await expect(table.getByRole('rowheader', { name: 'Last name' })).toHaveCount(0)
    await page.getByRole('button', { name: /^Show \d+ equal fields/ }).click()
    await expect(table.getByRole('rowheader', { name: 'Last name' })).toBeVisible()
  })

  test('ME-09 owners that differ are asked about before anything is merged', async ({ crm, page }) => {
    const owner = (await crm.api('/me', manager)).id
    const group = await twins(crm, {}, { ownerId: owner })
    await review(crm, group)
    await page.keyboard.press('Enter')
    await expect(page.getByText('The owners differ. Choose whose contact it will be.')).toBeVisible()
    expect(await idNow(crm, group.second.id)).toBe(group.second.id)
    // The focus is at the question: one key answers it, the next merges.
    await expect(page.getByRole('radio', { name: /^Owner: / }).first()).toBeFocused()
    await page.getByRole('radio', { name: `Owner: ${people.manager}` }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/^Merged into/).first()).toBeVisible()
    expect((await crm.api(`/contacts/${group.first.id}`)).owner.name).toBe(people.manager)
  })

  test('ME-16 nothing is merged over a change that was not seen: it is shown, then the merge goes through', async ({
    crm,
    page,
  }) => {
    const group = await twins(crm, { jobTitle: 'Buyer' })
    await review(crm, group)
    await crm.call('PATCH', `/contacts/${group.first.id}`, { jobTitle: 'CFO', version: group.first.version })
    await page.keyboard.press('Enter')
    await expect(page.getByText('Changed in the meantime, so nothing was merged.')).toBeVisible()
    await expect(page.getByText(`Mina ${group.name}, Job title: Buyer → CFO`)).toBeVisible()
    expect(await idNow(crm, group.second.id)).toBe(group.second.id)
    await expect(page.getByRole('button', { name: 'Merge 2 contacts' })).toBeEnabled()
    await page.keyboard.press('Enter')
    await expect(page.getByText(/^Merged into/).first()).toBeVisible()
    expect((await crm.api(`/contacts/${group.second.id}`)).jobTitle).toBe('CFO')
  })

  test('of three, one is taken out: only the others are merged, and it stays in the queue', async ({ crm, page }) => {
    const group = await twins(crm)
    const third = await make(crm, {
      firstName: 'Mina',
      lastName: group.name,
      email: `mina.${group.name}+shop@${group.name.toLowerCase()}.example`,
    })
    await suggested(crm, third.id, group.first.id)
    await crm.open(`/duplicates?group=${await groupOf(crm, third.id)}`)
    await expect(page.getByRole('columnheader').filter({ hasText: group.name })).toHaveCount(3)
    const column = page.getByRole('columnheader').filter({ has: page.locator(`[data-primary="${third.id}"]`) })
    await column.getByRole('checkbox', { name: /^Merge Mina/ }).uncheck()
    await page.getByRole('button', { name: 'Merge 2 contacts' }).click()
    await expect(page.getByText(/^Merged into/).first()).toBeVisible()
    expect(await idNow(crm, third.id)).toBe(third.id)
    expect(await idNow(crm, group.second.id)).toBe(await idNow(crm, group.first.id))
    await expect(page.getByRole('columnheader').filter({ hasText: group.name })).toHaveCount(2)
  })

  test('of three, one is said to be somebody else: the other two stay together', async ({ crm, page }) => {
    const group = await twins(crm)
    const third = await make(crm, {
      firstName: 'Mina',
      lastName: group.name,
      email: `mina.${group.name}+shop@${group.name.toLowerCase()}.example`,
    })
    await suggested(crm, third.id, group.first.id)
    await crm.open(`/duplicates?group=${await groupOf(crm, third.id)}`)
    const column = page.getByRole('columnheader').filter({ has: page.locator(`[data-primary="${third.id}"]`) })
    await column.getByRole('button', { name: /^Not a duplicate/ }).click()
    await expect(page.getByRole('columnheader').filter({ hasText: group.name })).toHaveCount(2)
    await expect.poll(() => suggestionsOf(crm, third.id)).toEqual([])
    expect(await suggestionsOf(crm, group.first.id)).toEqual([group.second.id])
  })
})

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

test.describe('who may do what', () => {
  test('data protection reads: no merge, no judgement, no keys for them', async ({ crm, page }) => {
    const { name, first, second } = await twins(crm, { jobTitle: 'Buyer' }, { jobTitle: 'CPO' })
    await crm.open(`/duplicates?group=${await groupOf(crm, first.id)}`, people.dataProtection)
    await expect(groupHeading(page)).toContainText(name)
    await expect(page.getByText(/^You can look at this\. Only reps, managers and admins/)).toBeVisible()
    await expect(page.getByRole('cell', { name: 'CPO' })).toBeVisible()
    await expect(page.getByRole('radio')).toHaveCount(0)
    for (const label of [/^Merge/, /duplicate/, 'Scan now']) {
      await expect(crm.main().getByRole('button', { name: label })).toHaveCount(0)
    }
    await page.keyboard.press('Enter')
    await page.keyboard.press('n')
    await page.waitForTimeout(1_000)
    expect(await idNow(crm, second.id)).toBe(second.id)
    expect(await suggestionsOf(crm, first.id)).toEqual([second.id])
    await crm.open(`/contacts/${first.id}`, people.dataProtection)
    await page.getByRole('button', { name: 'Actions' }).click()
    await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: 'Merge…' })).toHaveCount(0)
  })

  test('a rep merges group by group, but not many at once', async ({ crm, page }) => {
    await review(crm, await twins(crm))
    await expect(page.getByRole('button', { name: /^Merge all certain/ })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Scan now' })).toHaveCount(0)
  })
})

test.describe('looks', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`WCAG 2.2 AA in ${scheme}, at 1280 and 360 pixels`, async ({ crm, page }) => {
      test.slow()
      await page.emulateMedia({ colorScheme: scheme })
      const group = await twins(crm, { jobTitle: 'Buyer', tags: ['fair'] }, { jobTitle: 'CPO', country: 'DE' })
      const queue = `/duplicates?group=${await groupOf(crm, group.first.id)}`
      for (const path of [queue, '/duplicates/merged', `/contacts/${group.first.id}`]) {
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 })
          await crm.open(path)
          if (path === queue) await expect(page.getByRole('button', { name: 'Merge 2 contacts' })).toBeEnabled()
          await page.waitForTimeout(1_000)
          expect(await violations(page), `${path} at ${width}`).toEqual([])
          const overflow = await crm.main().evaluate((main) => main.scrollWidth - main.clientWidth)
          expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(1)
        }
      }
    })
  }

  test('where there is little room the list and the group take turns', async ({ crm, page }) => {
    const { name } = await twins(crm)
    await page.setViewportSize({ width: 360, height: 800 })
    await crm.open('/duplicates')
    await expect(groupHeading(page)).toHaveCount(0)
    await page
      .getByRole('list', { name: 'Groups to review' })
      .getByRole('button', { name: new RegExp(name) })
      .click()
    await expect(groupHeading(page)).toContainText(name)
    await page.getByRole('button', { name: 'All groups' }).click()
    await expect(page.getByRole('list', { name: 'Groups to review' })).toBeVisible()
  })
})

/** A mail from somebody unknown who is, by name and company, somebody known. */
async function mailFromNamesake(preview: Preview) {
  const crm = new Crm(preview.page)
  const name = rareName()
  const at = `${name.toLowerCase()}.example`
  const known = await make(crm, { firstName: 'Mina', lastName: name, email: `mina.${name}@${at}`.toLowerCase() })
  const address = `m.${name}@${at}`.toLowerCase()
  const typed = { firstName: 'Mina', lastName: name, email: address }
  const check = async () => (await (await crm.call('POST', '/duplicates/check', typed)).json()).items.length
  await expectInPane.poll(check, { timeout: 30_000 }).toBe(1)
  await preview.page.request.post('/demo/deliver', {
    data: {
      to: ['maren.lindqvist@halden-optics.example'],
      from: { name: `Mina ${name}`, address },
      subject: `About ${name}`,
    },
  })
  await preview.open()
  await preview.select(`Mina ${name}`)
  await expectInPane(preview.pane.getByRole('heading', { name: 'Not a contact yet' })).toBeVisible()
  const card = preview.pane.getByRole('region', { name: 'Already here?' })
  await expectInPane(card).toContainText(`Mina ${name}`)
  return { crm, card, known, address, name }
}

inPane.describe('ME-20 adding somebody in the pane who is here already', () => {
  inPane('Open shows that contact', async ({ preview }) => {
    const { card, name, known } = await mailFromNamesake(preview)
    await card.getByRole('button', { name: `Open Mina ${name}` }).click()
    await expectInPane(preview.contact(`Mina ${name}`)).toBeVisible()
    await expectInPane(preview.pane.getByRole('link', { name: known.email ?? '' }).first()).toBeVisible()
  })

  inPane('their new address becomes one more of theirs', async ({ preview }) => {
    const { crm, card, known, address, name } = await mailFromNamesake(preview)
    await card.getByRole('button', { name: /^Add this address to them/ }).click()
    await expectInPane(preview.contact(`Mina ${name}`)).toBeVisible()
    await expectInPane.poll(async () => (await crm.api(`/contacts/${known.id}`)).aliases).toEqual([address])
  })

  inPane('Create anyway makes another contact, after the server asked once more', async ({ preview }) => {
    const { crm, known, address, name } = await mailFromNamesake(preview)
    await preview.pane.getByRole('button', { name: 'Add contact' }).click()
    const refused = preview.pane.getByRole('region', { name: 'Not added: this may be somebody you have already' })
    await expectInPane(refused).toBeVisible()
    await refused.getByRole('button', { name: 'Create anyway' }).click()
    await expectInPane(preview.contact(`Mina ${name}`)).toBeVisible()
    const made = await crm.api(`/contacts/lookup?email=${encodeURIComponent(address)}`)
    expect(made.id).not.toBe(known.id)
    expect(made).toMatchObject({ email: address, lastName: name })
  })
})

inPane('Actions > Merge works in 320 pixels', async ({ preview }) => {
  const crm = new Crm(preview.page)
  const name = rareName()
  const other = await make(crm, { firstName: 'Sea', lastName: name, department: `Dock ${name}` })
  await preview.open()
  await preview.select('Priya Raman')
  await expectInPane(preview.contact('Priya Raman')).toBeVisible()
  await preview.pane.getByRole('button', { name: 'Actions' }).click()
  await preview.pane.getByRole('menuitem', { name: 'Merge…' }).click()
  const drawer = preview.pane.getByRole('dialog', { name: 'Merge contacts' })
  await drawer.getByRole('combobox', { name: 'Search contacts' }).fill(name)
  await drawer.getByRole('option', { name: `Sea ${name}` }).click()
  await expectInPane(drawer.getByRole('group', { name: 'Last name' })).toContainText('Raman')
  const overflow = await preview.pane.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth)
  expectInPane(overflow).toBeLessThanOrEqual(1)
  expectInPane(await violations(preview.page, '[data-testid="addin-pane"] iframe')).toEqual([])
  await drawer.getByRole('group', { name: 'First name' }).getByRole('radio', { name: 'Priya' }).check()
  await drawer.getByRole('button', { name: 'Merge 2 contacts' }).click()
  await expectInPane(preview.pane.getByText(`Merged into Priya Raman: Sea ${name}.`).first()).toBeVisible()
  expectInPane(await idNow(crm, other.id)).not.toBe(other.id)
  await preview.pane.getByRole('button', { name: 'Undo', exact: true }).click()
  await expectInPane(preview.pane.getByText('The merge was undone.').first()).toBeVisible()
  expectInPane(await idNow(crm, other.id)).toBe(other.id)
})

test.describe('many at once', () => {
  test('a manager has everybody compared', async ({ crm, page }) => {
    await crm.open('/duplicates', people.manager)
    const before = (await crm.api('/duplicates/scans/latest', manager)).scan
    await page.getByRole('button', { name: 'Scan now' }).click()
    await expect(page.getByText(/^Everybody compared/)).toBeVisible({ timeout: 60_000 })
    const { scan } = await crm.api('/duplicates/scans/latest', manager)
    expect(scan.id).not.toBe(before?.id)
    expect(scan).toMatchObject({ state: 'done', requestedBy: { name: people.manager } })
    await expect(page.getByText(`${scan.contacts.toLocaleString('en-GB')} contacts`)).toBeVisible()
  })

  test('ME-19 all certain groups are merged after a question that names the number; each has its way back', async ({
    crm,
    page,
  }) => {
    const group = await twins(crm)
    await crm.open('/duplicates', people.manager)
    await expect(page.getByRole('list', { name: 'Groups to review' })).toBeVisible()
    const { counts } = await crm.api('/duplicates')
    await page.getByRole('button', { name: `Merge all certain (${counts.certain})` }).click()
    const question = page.getByRole('dialog')
    await expect(question).toContainText(`Merge ${counts.certain} certain group`)
    await question.getByRole('button', { name: new RegExp(`^Merge ${counts.certain} group`) }).click()
    await expect(page.getByText(/groups? (was|were) worked through/).last()).toBeVisible({ timeout: 30_000 })
    const kept = await idNow(crm, group.first.id)
    expect(await idNow(crm, group.second.id)).toBe(kept)

    await page.getByRole('link', { name: 'See what was merged' }).click()
    const entry = page.getByRole('listitem').filter({ hasText: group.name })
    await expect(entry).toContainText('in bulk')
    await entry.getByRole('button', { name: /^Undo the merge/ }).click()
    await expect(entry.getByText(/^Undone/)).toBeVisible()
    expect(await idNow(crm, group.second.id)).toBe(group.second.id)
    expect(await idNow(crm, group.first.id)).toBe(group.first.id)
  })
})
