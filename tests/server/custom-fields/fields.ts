import { expect } from 'vitest'
import type { CreateCustomFieldInput, CustomField } from '../../../server/custom-fields/schema.ts'
import { admin, type TestApi } from '../api.ts'

/** Adds a field as an administrator does. */
export async function makeField(
  { as }: TestApi,
  field: Omit<CreateCustomFieldInput, 'entity'> & { entity?: 'contact' | 'company' },
): Promise<CustomField> {
  const { status, body } = await as(admin)({
    method: 'POST',
    url: '/api/v1/custom-fields',
    payload: { entity: 'contact', ...field },
  })
  expect([status, body.detail]).toEqual([201, undefined])
  return body
}
