import { z } from 'zod'
import { Id, Instant } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

/** one_to_one: from a rep to a person. marketing: asks for consent before it goes out. */
export const MailPurpose = z.enum(['one_to_one', 'marketing'])
export type MailPurpose = z.infer<typeof MailPurpose>

export const Template = z.object({
  id: Id,
  name: z.string(),
  purpose: MailPurpose,
  subject: z.string(),
  body: z.string().describe('HTML, cleaned; with merge fields such as `{{firstName|there}}`.'),
  shared: z.boolean().describe('Whether colleagues see it.'),
  owner: UserReference,
  fields: z.array(z.string()).describe('The merge fields in subject and body.'),
  version: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  archivedAt: Instant.nullable(),
})
export type Template = z.infer<typeof Template>

export const TemplateList = z.object({ items: z.array(Template) })
export const TemplateListQuery = z.object({
  archived: z.enum(['true', 'false']).default('false').describe('Also those that were put away.'),
})

const text = {
  name: z.string().trim().min(1, 'Give the template a name.').max(120),
  purpose: MailPurpose,
  subject: z.string().max(400, 'A subject has at most 400 characters.'),
  body: z.string().min(1, 'Write what the template says.').max(200_000, 'A template holds at most 200,000 characters.'),
  shared: z.boolean(),
}
export const CreateTemplate = z.strictObject({
  ...text,
  purpose: text.purpose.default('one_to_one'),
  subject: text.subject.default(''),
  shared: text.shared.default(true),
})
export type CreateTemplate = z.infer<typeof CreateTemplate>

export const EditTemplate = z.strictObject({
  version: z.int().min(1),
  ...z.object(text).partial().shape,
  archived: z.boolean().optional(),
})
export type EditTemplate = z.infer<typeof EditTemplate>

export const MergeField = z.object({ field: z.string(), label: z.string(), example: z.string() })
export type MergeField = z.infer<typeof MergeField>
export const MergeFieldList = z.object({ items: z.array(MergeField) })

/** Whom to fill a template for; a person who is no contact is known by the address alone. */
export const FillTemplate = z.strictObject({
  contactId: Id.nullable().default(null),
  address: z.string().max(320).nullable().default(null),
})
export type FillTemplate = z.infer<typeof FillTemplate>

export const FilledTemplate = z.object({
  subject: z.string(),
  html: z.string(),
  purpose: MailPurpose,
  wayOut: z
    .string()
    .nullable()
    .describe('HTML for below marketing, for this one person: mail sent from here gets it by itself. Null for others.'),
  missing: z
    .array(z.object({ field: z.string(), label: z.string() }))
    .describe('Merge fields without a value and without a fallback: nothing stands in their place.'),
})
export type FilledTemplate = z.infer<typeof FilledTemplate>
