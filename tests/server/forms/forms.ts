import { expect } from 'vitest'
import type { Form, FormDefinitionInput } from '../../../server/forms/schema.ts'
import { admin, rep, type TestApi } from '../api.ts'

/** A form as an admin makes it. */
export async function makeForm(
  api: TestApi,
  draft: Partial<FormDefinitionInput> = {},
  name = 'Newsletter',
): Promise<Form> {
  const made = await api.as(admin)({ method: 'POST', url: '/api/v1/forms', payload: { name } })
  expect(made.status).toBe(201)
  return edit(api, made.body, draft)
}

export async function edit(api: TestApi, form: Form, draft: Partial<FormDefinitionInput>): Promise<Form> {
  const { body, status } = await api.as(admin)({
    method: 'PATCH',
    url: `/api/v1/forms/${form.id}`,
    payload: { version: form.version, draft: { ...form.draft, ...draft } },
  })
  expect([status, body.detail]).toEqual([200, undefined])
  return body
}

export async function publish(api: TestApi, form: Form): Promise<Form> {
  const { body, status } = await api.as(admin)({ method: 'POST', url: `/api/v1/forms/${form.id}/publish` })
  expect([status, body.detail]).toEqual([200, undefined])
  return body
}

/** A form that is open to visitors; nobody is asked to confirm unless `draft` says so. */
export const openForm = async (api: TestApi, draft: Partial<FormDefinitionInput> = {}, name?: string): Promise<Form> =>
  publish(api, await makeForm(api, { doubleOptIn: 'never', ...draft }, name))

export interface Page {
  status: number
  html: string
  headers: Record<string, unknown>
  /** The values of the hidden fields. */
  hidden: Record<string, string>
}

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

export async function view(api: TestApi, path: string): Promise<Page> {
  const answer = await api.app.inject({ url: path })
  return pageOf(answer.statusCode, answer.body, answer.headers)
}

const pageOf = (status: number, html: string, headers: Record<string, unknown>): Page => ({
  status,
  html,
  headers,
  hidden: Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name as string,
      unescaped(value as string),
    ]),
  ),
})

type Filled = Record<string, string | string[]>

/** Sends a form as a browser does. */
export async function send(
  api: TestApi,
  path: string,
  filled: Filled,
  headers: Record<string, string> = {},
): Promise<Page> {
  const parts = Object.entries(filled).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as [string, string]),
  )
  const answer = await api.app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(parts).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Mozilla/5.0 (test)', ...headers },
  })
  return pageOf(answer.statusCode, answer.body, answer.headers)
}

/** Opens the form, waits as long as a person, fills it in and sends it. */
export async function fill(api: TestApi, form: Form, filled: Filled, wait = 5000): Promise<Page> {
  const { hidden } = await view(api, `/f/${form.publicId}`)
  later(api, wait)
  return send(api, `/f/${form.publicId}`, { ...hidden, ...filled })
}

/** Moves the clock of the server on. */
export function later(api: TestApi, milliseconds: number): void {
  const before = api.services.now
  api.services.now = () => new Date(before().getTime() + milliseconds)
}

export const submissions = async (api: TestApi, form: Form, query = '') =>
  (await api.as(admin)({ url: `/api/v1/forms/${form.id}/submissions${query}` })).body.items

export const lookup = (api: TestApi, email: string) =>
  api.as(rep)({ url: `/api/v1/contacts/lookup?email=${encodeURIComponent(email)}` })

export const ledger = async (api: TestApi, id: string) =>
  (await api.as(rep)({ url: `/api/v1/contacts/${id}/consent` })).body
