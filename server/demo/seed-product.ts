import { contacts, type DemoContact } from './seed/people.ts'
import type { DemoPerson } from './tenant.ts'

export interface ProductApi {
  /** Where the product serves, without `/api/v1`. */
  baseUrl: string
  /** Access token of an administrator. */
  token: string
}

interface Mailbox {
  id: string
  address?: string
  email?: string
  enabled?: boolean
  state?: string
}

/**
 * Fills the product as an administrator would, through its public API only: the contacts, then the mailboxes of
 * `people`. What is there already stays as it is, so it may run at every start.
 * @throws Error when the API answers anything but success or "already there".
 */
export async function seedThroughApi(api: ProductApi, people: DemoPerson[]): Promise<void> {
  for (const contact of contacts) await request(api, 'POST', '/contacts', bodyOf(contact), [409])
  const { items } = (await request(api, 'GET', '/mailboxes')) as { items: Mailbox[] }
  const wanted = new Set(people.map(({ email }) => email))
  for (const mailbox of items) {
    if (!wanted.has(mailbox.address ?? mailbox.email ?? '') || isEnabled(mailbox)) continue
    await request(api, 'POST', `/mailboxes/${mailbox.id}/sync`)
  }
}

const isEnabled = (mailbox: Mailbox) => mailbox.enabled ?? (mailbox.state !== undefined && mailbox.state !== 'off')

function bodyOf(contact: DemoContact) {
  const {
    firstName,
    lastName,
    email,
    aliases,
    phone,
    mobile,
    jobTitle,
    department,
    role,
    source,
    ownerEmail,
    tags,
    linkedin,
  } = contact
  return {
    firstName,
    lastName,
    email,
    aliases,
    phone,
    ...(mobile ? { mobile } : {}),
    jobTitle,
    department,
    company: { name: contact.companyName },
    role,
    source,
    ownerEmail,
    tags,
    ...(linkedin ? { linkedin } : {}),
  }
}

async function request(
  api: ProductApi,
  method: string,
  path: string,
  body?: object,
  accepted: number[] = [],
): Promise<unknown> {
  const response = await fetch(`${api.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  if (!response.ok && !accepted.includes(response.status)) {
    throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
  }
  return text === '' ? undefined : JSON.parse(text)
}
