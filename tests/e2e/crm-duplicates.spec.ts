import { violations } from './axe.ts'
import { expect, people, test } from './crm.ts'
import { groupHeading, groupOf, idNow, make, manager, review, suggested, suggestionsOf, twins } from './duplicates.ts'

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
