import { expect } from 'vitest'
import type { MergeResult } from '../../../server/merge/schema.ts'
import type { Answer, TestApi } from '../api.ts'
import { rep } from '../api.ts'
import type { TestPerson } from '../entra.ts'

type Call = ReturnType<TestApi['as']>

/** Adds a contact as a rep does. @returns its id */
export async function add({ as }: TestApi, payload: object): Promise<string> {
  const answer = await as(rep)({
    method: 'POST',
    url: '/api/v1/contacts',
    payload: { duplicates: 'allow', ...payload },
  })
  expect([answer.status, answer.body.detail]).toEqual([201, undefined])
  return answer.body.id
}

export const read = async (call: Call, id: string) => (await call({ url: `/api/v1/contacts/${id}` })).body

export const mergeCall = (
  { as }: TestApi,
  primaryId: string,
  otherIds: string[],
  more: object = {},
  { person = rep, headers = {} }: { person?: TestPerson; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  as(person)({ method: 'POST', url: '/api/v1/merges', payload: { primaryId, otherIds, ...more }, headers })

export async function merge(...args: Parameters<typeof mergeCall>): Promise<MergeResult> {
  const { status, body } = await mergeCall(...args)
  expect([status, body.detail]).toEqual([200, undefined])
  return body
}

export const undoCall = ({ as }: TestApi, id: string, person: TestPerson = rep): Promise<Answer> =>
  as(person)({ method: 'POST', url: `/api/v1/merges/${id}/undo` })

export async function undo(...args: Parameters<typeof undoCall>): Promise<MergeResult> {
  const { status, body } = await undoCall(...args)
  expect([status, body.detail]).toEqual([200, undefined])
  return body
}

export const preview = async ({ as }: TestApi, primaryId: string, otherIds: string[], more: object = {}) =>
  (await as(rep)({ method: 'POST', url: '/api/v1/merges/preview', payload: { primaryId, otherIds, ...more } })).body
