import { type DemoDeal, deals } from './seed/deals.ts'
import { consents, contacts, type DemoConsent, type DemoContact } from './seed/people.ts'
import { templates } from './seed/templates.ts'
import { twins } from './seed/twins.ts'

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
  if (total.count === 0) {
    await addDeals(api, await addContacts(api))
    for (const template of templates) await request(api, 'POST', '/templates', template)
  }
  for (const mailbox of items) {
    if (addresses.includes(mailbox.address) && mailbox.state === 'available') {
      await request(api, 'POST', `/mailboxes/${mailbox.id}/sync`)
    }
  }
}

/** What the product answers about a contact it took, as far as deals need it. */
interface AddedContact {
  id: string
  ownerId?: string | null
  companyId?: string | null
}

async function addContacts(api: ProductApi): Promise<Map<string, AddedContact>> {
  const added = new Map<string, AddedContact>()
  for (const contact of contacts) {
    const answer = (await request(api, 'POST', '/contacts', bodyOf(contact))) as AddedContact
    added.set(contact.email, answer)
    for (const consent of consents.filter(({ email }) => email === contact.email)) {
      await request(api, 'POST', `/contacts/${answer.id}/consent`, consentOf(consent))
    }
    for (const { of, ...twin } of twins)
      if (of === contact.email) await request(api, 'POST', '/contacts', { ...twin, duplicates: 'allow' })
  }
  return added
}

interface Stage {
  id: string
  outcome: string
}

async function addDeals(api: ProductApi, people: ReadonlyMap<string, AddedContact>): Promise<void> {
  const { items } = (await request(api, 'GET', '/deal-stages')) as { items: Stage[] }
  for (const deal of deals) await request(api, 'POST', '/deals', dealBody(deal, items, people))
}

function dealBody(deal: DemoDeal, stages: Stage[], people: ReadonlyMap<string, AddedContact>) {
  const { name, amount, currency, stage, weeks, reason } = deal
  const taking = deal.people.flatMap(([email, role]) => {
    const contact = people.get(email)
    return contact ? [{ contact, role }] : []
  })
  const [lead] = taking
  const open = stages.filter(({ outcome }) => outcome === 'open')
  const place = typeof stage === 'number' ? open[stage - 1] : stages.find(({ outcome }) => outcome === stage)
  return {
    name,
    stageId: place?.id,
    ...(amount === null ? {} : { amount, currency }),
    ...(weeks === null ? {} : { expectedClose: dayIn(weeks) }),
    ...(reason ? { closeReason: reason } : {}),
    ownerId: lead?.contact.ownerId,
    companyId: lead?.contact.companyId,
    contacts: taking.map(({ contact, role }) => ({ contactId: contact.id, role })),
  }
}

const dayIn = (weeks: number): string => new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10)

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
