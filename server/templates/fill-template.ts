import type postgres from 'postgres'
import type { Database } from '#db/client.ts'
import type { Actor } from '../platform/actor.ts'
import { type LinkContext, wayOutOf } from '../tracking/unsubscribe.ts'
import { fillPlaceholders } from './merge-fields.ts'
import { mergeFields, mergeValues } from './merge-values.ts'
import type { FilledTemplate, FillTemplate } from './schema.ts'
import { readTemplate } from './templates.ts'
import { escapeHtml } from './text-of-html.ts'

/**
 * A template for one person: values of the record in the place of merge fields, else the fallback, else nothing and the
 * field is named.
 * @throws NotFound, ContactNotFound
 */
export async function fillTemplate(
  context: LinkContext & { db: Database; sql: postgres.Sql },
  actor: Actor,
  id: string,
  to: FillTemplate,
): Promise<FilledTemplate> {
  const { subject, body, purpose } = await readTemplate(context.db, actor, id)
  const values = await mergeValues(context, actor, to)
  const missing = new Set<string>()
  const filled = {
    subject: fillPlaceholders(subject, values, missing).replaceAll(/\s+/g, ' ').trim(),
    html: fillPlaceholders(body, values, missing, escapeHtml),
  }
  const labels = new Map((await mergeFields(context.db)).map(({ field, label }) => [field, label]))
  const wayOut = purpose === 'marketing' && to.address ? ((await wayOutOf(context, to.address))?.html ?? null) : null
  return {
    ...filled,
    purpose,
    wayOut,
    missing: [...missing].map((field) => ({ field, label: labels.get(field) ?? field })),
  }
}
