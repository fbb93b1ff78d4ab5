import type { Tx } from '#db/client.ts'
import type { Role } from '../users/schema.ts'
import { fieldDefinitions, type StoredField } from './fields.ts'
import type { CustomFieldEntity } from './schema.ts'

const mayHaveSensitive: readonly Role[] = ['Manager', 'Admin', 'DataProtection']

/** The fields that are in use, and which columns a reader may have in a file: sensitive ones are not for reps. */
export async function exportedFields(
  tx: Tx,
  entity: CustomFieldEntity,
  roles: readonly Role[],
): Promise<{ fields: StoredField[]; mayHave: (column: { id: string }) => boolean }> {
  const fields = (await fieldDefinitions(tx, entity)).filter(({ archived }) => !archived)
  const all = roles.some((role) => mayHaveSensitive.includes(role))
  const hidden = new Set(fields.filter(({ sensitive }) => sensitive && !all).map(({ key }) => `custom.${key}`))
  return { fields, mayHave: ({ id }) => !hidden.has(id) }
}
