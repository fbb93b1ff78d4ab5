import { z } from 'zod'
import { choice, Id, Instant } from '../platform/schema.ts'

export const customFieldTypes = [
  'text',
  'long_text',
  'number',
  'date',
  'yes_no',
  'single_choice',
  'multi_choice',
  'url',
  'email',
  'phone',
  'user',
] as const
export const CustomFieldType = z.enum(customFieldTypes)
export type CustomFieldType = z.infer<typeof CustomFieldType>

export const customFieldEntities = ['contact', 'company'] as const
/** How many fields the pane shows at most. */
export const paneFields = 8

export const CustomFieldEntity = z.enum(customFieldEntities)
export type CustomFieldEntity = z.infer<typeof CustomFieldEntity>

/** A choice keeps its id for good: renaming it renames it everywhere. */
export const CustomChoice = z.object({
  id: z.string().min(1).max(40),
  label: z.string().trim().min(1).max(100),
  archived: z.boolean().optional().describe('Kept where it is used, not offered any more.'),
})
export type CustomChoice = z.infer<typeof CustomChoice>

/**
 * What a record may hold in a field, as it stands in `customFields` under the field's key: text, number, `YYYY-MM-DD`,
 * true or false, the id of a choice or user, or a list of choice ids. Null and absence mean empty.
 */
export const CustomValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
export type CustomValue = z.infer<typeof CustomValue>
export const CustomValues = z.record(z.string().max(60), CustomValue)
export type CustomValues = z.infer<typeof CustomValues>

export const CustomField = z.object({
  id: Id,
  entity: CustomFieldEntity,
  key: z.string().describe('Fixed once made.'),
  label: z.string(),
  type: CustomFieldType,
  required: z.boolean(),
  unique: z.boolean(),
  defaultValue: CustomValue,
  help: z.string().nullable(),
  position: z.int(),
  choices: z.array(CustomChoice),
  inPane: z.boolean().describe('Shown in the pane; at most 8 fields are.'),
  personalData: z.boolean(),
  sensitive: z.boolean(),
  archivedAt: Instant.nullable().describe('Since when it is deleted; for 30 days it can be restored.'),
  restorableUntil: Instant.nullable(),
  uses: z
    .int()
    .describe(
      'How many records hold a value; an estimate above 50,000 values, unless deleted fields are asked for too.',
    ),
  version: z.int(),
})
export type CustomField = z.infer<typeof CustomField>

const label = z.string().trim().min(1, 'Give the field a name.').max(100)
const settings = {
  label,
  required: z.boolean(),
  unique: z.boolean(),
  defaultValue: CustomValue,
  help: z.string().trim().max(500).nullable(),
  position: z.int().min(0).max(10_000),
  choices: z
    .array(
      z.object({
        id: z.string().min(1).max(40).optional(),
        label: CustomChoice.shape.label,
        archived: z.boolean().optional(),
      }),
    )
    .max(500)
    .describe('Without `id`: a new choice. A choice that is left out is archived, if records hold it.'),
  inPane: z.boolean(),
  personalData: z.boolean(),
  sensitive: z.boolean(),
}

export const CreateCustomField = z.strictObject({
  ...z.object(settings).partial().shape,
  entity: choice(customFieldEntities),
  label,
  type: choice(customFieldTypes),
  key: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9_]{0,58}$/, 'A key starts with a small letter; then letters, digits and _ follow.')
    .optional()
    .describe('Made from the label when absent.'),
})
export type CreateCustomField = z.infer<typeof CreateCustomField>
export type CreateCustomFieldInput = z.input<typeof CreateCustomField>

export const EditCustomField = z.strictObject({ ...settings, version: z.int().min(1) }).partial()
export type EditCustomField = z.infer<typeof EditCustomField>

export const CustomFieldQuery = z.object({
  entity: CustomFieldEntity.optional(),
  archived: z.enum(['true', 'false']).default('false').describe('With those that are deleted and can be restored.'),
})
export type CustomFieldQuery = z.infer<typeof CustomFieldQuery>

/** A value that several records hold, as `custom-field-collisions` lists them. */
export interface Collision {
  value: string
  records: { id: string; name: string }[]
}
export const CustomFieldList = z.object({ items: z.array(CustomField) })

/** Changing the type: what would become of the values. With `apply` it is done, and only if nothing fails. */
export const ConvertCustomField = z.strictObject({ type: choice(customFieldTypes), apply: z.boolean().default(false) })
export type ConvertCustomField = z.infer<typeof ConvertCustomField>
export const Conversion = z.object({
  type: CustomFieldType,
  possible: z.boolean().describe('False: no way leads from one type to the other. Make a new field and copy.'),
  converts: z.int(),
  fails: z.int(),
  failures: z
    .array(z.object({ recordId: Id, name: z.string(), value: CustomValue, reason: z.string() }))
    .describe('The first 100.'),
  applied: z.boolean(),
  field: CustomField,
})
export type Conversion = z.infer<typeof Conversion>

/** Merging one choice into another, or deleting it with its replacement. */
export const ReplaceChoice = z.strictObject({ from: z.string(), to: z.string().nullable() })
export type ReplaceChoice = z.infer<typeof ReplaceChoice>
export const Replaced = z.object({ field: CustomField, records: z.int() })
