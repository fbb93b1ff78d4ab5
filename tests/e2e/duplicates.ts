import type { Page } from '@playwright/test'
import type { Contact } from '../../server/contacts/schema.ts'
import { type Crm, expect, people } from './crm.ts'

export const manager = 'eleanor.whitcombe@halden-optics.example'

/** A name nobody else has, without digits, as names are. */
export const rareName = () =>
  `Qu${Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.random() * 26)).join('')}`

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

export async function make(crm: Crm, fields: Record<string, unknown>, user?: string): Promise<Contact> {
  const answer = await crm.call('POST', '/contacts', { duplicates: 'allow', ...fields }, user)
  expect(answer.status(), await answer.text()).toBe(201)
  return answer.json()
}

export interface Twins {
  name: string
  first: Contact
  second: Contact
}

/** Two contacts with one mailbox and one rare name, which is certain; suggested by the time it is done. */
export async function twins(
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
export async function suggested(crm: Crm, id: string, otherId: string): Promise<void> {
  await expect.poll(() => suggestionsOf(crm, id), { timeout: 30_000 }).toContain(otherId)
}

export async function suggestionsOf(crm: Crm, id: string): Promise<string[]> {
  const { items } = await crm.api(`/contacts/${id}/duplicates`)
  return items.map(({ contact }: { contact: Contact }) => contact.id)
}

export async function groupOf(crm: Crm, id: string): Promise<string> {
  const { items } = await crm.api(`/contacts/${id}/duplicates`)
  expect(items[0].groupId).not.toBeNull()
  return items[0].groupId
}

/** Opens the queue at the group of a contact. */
export async function review(crm: Crm, { first, name }: Twins, person = people.rep): Promise<void> {
  await crm.open(`/duplicates?group=${await groupOf(crm, first.id)}`, person)
  await expect(crm.page.getByRole('heading', { level: 2, name: new RegExp(name) })).toBeVisible()
  await expect(crm.page.getByRole('button', { name: 'Merge 2 contacts' })).toBeEnabled()
}

export const groupHeading = (page: Page) =>
  page.getByRole('region', { name: 'Are these the same person?' }).getByRole('heading', { level: 2 })

/** Where a contact is found now: its own id, or that of the one it was merged into. */
export const idNow = async (crm: Crm, id: string): Promise<string> => (await crm.api(`/contacts/${id}`)).id
