import type { Database } from '#db/client.ts'
import { formPage } from './page.ts'
import type { FormDefinition } from './schema.ts'
import { shownFields } from './shown-fields.ts'

/** A draft as visitors would see it, by the same code that shows them the form. It can be sent nowhere. */
export async function previewForm(db: Database, definition: FormDefinition): Promise<{ html: string }> {
  const fields = await shownFields(db, definition)
  return { html: formPage({ definition, fields, token: '', pageUrl: '', embedded: false, action: '' }) }
}
