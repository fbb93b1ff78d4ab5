import { expect } from 'vitest'
import { rep, type TestApi } from '../api.ts'
import type { TestPerson } from '../entra.ts'

export const other: TestPerson = {
  ...rep,
  oid: '22222222-0000-4000-8000-000000000011',
  name: 'Otto Other',
  email: 'otto@ours.example',
}
export const manager: TestPerson = {
  ...rep,
  oid: '22222222-0000-4000-8000-000000000012',
  name: 'Mia Manager',
  email: 'mia@ours.example',
  roles: ['Manager'],
}
export const reader: TestPerson = {
  ...rep,
  oid: '22222222-0000-4000-8000-000000000013',
  name: 'Dora Data',
  email: 'dora@ours.example',
  roles: ['DataProtection'],
}

type Headers = Record<string, string>

export const post = (payload: object, headers: Headers = {}) => ({
  method: 'POST' as const,
  url: '/api/v1/deals',
  payload,
  headers,
})
export const patch = (id: string, payload: object, headers: Headers = {}) => ({
  method: 'PATCH' as const,
  url: `/api/v1/deals/${id}`,
  payload,
  headers,
})
export const putContacts = (id: string, version: number, contacts: object[]) => ({
  method: 'PUT' as const,
  url: `/api/v1/deals/${id}/contacts`,
  payload: { version, contacts },
})

/** A deal as it was answered. */
export async function addDeal(api: TestApi, payload: object) {
  const { status, body } = await api.as(rep)(post({ name: 'Deal', ...payload }))
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

export async function addContact(api: TestApi, firstName: string, more: object = {}): Promise<string> {
  const { status, body } = await api.as(rep)({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { duplicates: 'allow', firstName, email: `${firstName.toLowerCase()}@deals.example`, ...more },
  })
  expect(status).toBe(201)
  return body.id
}

export async function addCompany(api: TestApi, name: string): Promise<string> {
  return (await api.as(rep)({ method: 'POST', url: '/api/v1/companies', payload: { name } })).body.id
}

/** The stages by name. */
export async function stagesOf(api: TestApi): Promise<Record<string, string>> {
  const { body } = await api.as(rep)({ url: '/api/v1/deal-stages' })
  return Object.fromEntries(body.items.map(({ id, name }: { id: string; name: string }) => [name, id]))
}

export interface TestEntry {
  id: string
  type: string
  occurredAt: string
  summary: string
  details: Record<string, unknown>
  actor: { kind: string; name: string | null }
}

/** The entries of deals on a timeline, the oldest first. */
export async function entriesOf(
  api: TestApi,
  id: string,
  of: 'contacts' | 'companies' = 'contacts',
): Promise<TestEntry[]> {
  const { status, body } = await api.as(rep)({
    url: `/api/v1/${of}/${id}/timeline`,
    query: { order: 'asc', type: 'deal_created,deal_won,deal_lost,deal_reopened', limit: '100' },
  })
  expect(status).toBe(200)
  return body.items
}

export const typesOf = async (api: TestApi, id: string): Promise<string[]> =>
  (await entriesOf(api, id)).map(({ type }) => type)
