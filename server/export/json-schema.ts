import { z } from 'zod'
import { ContactExport } from './schema.ts'

export const SCHEMA_PATH = '/schemas/contact-export.json'

/** The published JSON Schema (2020-12) of the file; `id` is its own address. */
export const contactExportSchema = (id: string): object => {
  const { $schema, ...schema } = z.toJSONSchema(ContactExport, { target: 'draft-2020-12' })
  return { $schema, $id: id, title: 'Everything held about one contact', ...schema }
}
