import { consents, contacts, type DemoConsent, type DemoContact } from './seed/people.ts'

export interface ProductApi {
  /** Where the product serves, without `/api/v1`. */
  baseUrl: string
  /** Access token of an administrator. */
  token: string
}

interface Mailbox {
  id: string
  address: string
  state: string
}

/**
 * Fills the empty product as an administrator would, through its public API only: the contacts, then the mailboxes with
 * these addresses. What somebody changed or removed since stays so, however often the product starts.
 * @throws Error when the API refuses.
 */
export async function seedThroughApi(api: ProductApi, addresses: string[]): Promise<void> {
  const { items } = (await request(api, 'GET', '/mailboxes')) as { items: Mailbox[] }
  const { total } = (await request(api, 'GET', '/contacts?limit=1')) as { total: { count: number } }
  if (total.count === 0) await addContacts(api)
  for (const mailbox of items) {
    if (addresses.includes(mailbox.address) && mailbox.state === 'available') {
      await request(api, 'POST', `/mailboxes/${mailbox.id}/sync`)
    }
  }
}

async function addContacts(api: ProductApi): Promise<void> {
  for (const contact of contacts) {
    const { id } = (await request(api, 'POST', '/contacts', bodyOf(contact))) as { id: string }
    for (const consent of consents.filter(({ email }) => email === contact.email)) {
      await request(api, 'POST', `/contacts/${id}/consent`, consentOf(consent))
    }
  }
}

function consentOf({ email: _, monthsAgo, event, ...consent }: DemoConsent) {
  const at = new Date()
  at.setUTCMonth(at.getUTCMonth() - monthsAgo, 14)
  const effectiveAt = at.toISOString()
  return { ...consent, effectiveAt, ...(event ? { event, eventAt: effectiveAt } : {}) }
}

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
    country: contact.country,
    ...(linkedin ? { linkedin } : {}),
  }
}

async function request(api: ProductApi, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${api.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  if (!response.ok) {
    throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
  }
  return text === '' ? undefined : JSON.parse(text)
}
