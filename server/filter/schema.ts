import { z } from 'zod'
import { ActivityType } from '../timeline/schema.ts'

/**
 * The one filter language, of the list, segments, scoring rules, bulk actions, exports and audiences: a tree of `and`,
 * `or`, `not` over conditions. A condition names a field, an operator and, where the operator takes one, a value.
 *
 * @example {"and":[{"field":"status","op":"any_of","value":["active"]},{"field":"leadScore","op":"gte","value":50}]}
 */

/** What a field holds decides which operators it knows. */
export type FieldKind = 'text' | 'choice' | 'reference' | 'set' | 'number' | 'instant' | 'date' | 'flag'

/**
 * The fields of the record. `choice` values are the wire's enum values, `reference` and `set` values are ids (for tags the
 * name will do), `flag` knows true and false. `dealStage` looks at all deals of a contact, `dealAmount` at the amounts of the
 * open ones, each in its own currency: one that fits is enough. Custom fields follow as `custom.<key>`, by their type.
 */
export const filterFields = {
  name: 'text',
  firstName: 'text',
  lastName: 'text',
  email: 'text',
  phone: 'text',
  jobTitle: 'text',
  department: 'text',
  company: 'reference',
  companyName: 'text',
  role: 'choice',
  status: 'choice',
  source: 'text',
  owner: 'reference',
  ownerActive: 'flag',
  tags: 'set',
  segments: 'set',
  leadScore: 'number',
  hasOpenDeal: 'flag',
  dealStage: 'set',
  dealAmount: 'number',
  consentStatus: 'choice',
  consentType: 'choice',
  gdprBasis: 'choice',
  trackingConsent: 'choice',
  jurisdiction: 'choice',
  country: 'choice',
  linkedin: 'text',
  twitter: 'text',
  createdAt: 'instant',
  updatedAt: 'instant',
  lastContactedAt: 'instant',
  lastActivityAt: 'instant',
  consentDate: 'instant',
  consentExpiresAt: 'instant',
} as const satisfies Record<string, FieldKind>
export type FilterField = keyof typeof filterFields

/** Which operators a kind knows. `in_last_days` and `not_in_last_days` count whole days of the viewer's zone, today included. */
export const operators = {
  text: ['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'empty', 'not_empty'],
  choice: ['any_of', 'none_of', 'empty', 'not_empty'],
  reference: ['any_of', 'none_of', 'empty', 'not_empty'],
  set: ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'],
  number: ['eq', 'gte', 'lte', 'between', 'empty', 'not_empty'],
  instant: [
    'on_or_after',
    'on_or_before',
    'between',
    'in_last_days',
    'not_in_last_days',
    'in_next_days',
    'empty',
    'not_empty',
  ],
  date: [
    'on_or_after',
    'on_or_before',
    'between',
    'in_last_days',
    'not_in_last_days',
    'in_next_days',
    'empty',
    'not_empty',
  ],
  flag: ['is_true', 'is_false'],
} as const satisfies Record<FieldKind, readonly string[]>
export type Operator = (typeof operators)[FieldKind][number]

const operatorNames = [...new Set(Object.values(operators).flat())] as [Operator, ...Operator[]]

const Day = z.iso.date()

/**
 * Text for text, a list of values for choices and references, a number, a day `YYYY-MM-DD` in the viewer's zone, a count
 * of days, or both ends (inclusive) of a range.
 */
export const ConditionValue = z.union([
  z.string().max(500),
  z.number(),
  z.array(z.string().max(200)).max(500),
  z.tuple([z.number(), z.number()]),
  z.tuple([Day, Day]),
])
export type ConditionValue = z.infer<typeof ConditionValue>

export const Condition = z.strictObject({
  field: z.string().min(1).max(80).describe('A field of the record, or `custom.<key>`.'),
  op: z.enum(operatorNames),
  value: ConditionValue.optional(),
})
export type Condition = z.infer<typeof Condition>

/** How often something happened: `atLeast` or `atMost` so many activities of these types, in the last `withinDays` days. */
export const ActivityCondition = z.strictObject({
  activity: z.strictObject({
    types: z.array(ActivityType).min(1).max(20),
    atLeast: z.int().min(1).max(1000).optional(),
    atMost: z.int().min(0).max(1000).optional(),
    withinDays: z.int().min(1).max(3650).optional(),
  }),
})
export type ActivityCondition = z.infer<typeof ActivityCondition>

export type Filter = Condition | ActivityCondition | { and: Filter[] } | { or: Filter[] } | { not: Filter }

/** How deep and how large a tree may be: more is nothing a person made. Checked in compile.ts. */
export const filterLimits = { depth: 10, conditions: 200 } as const

export const Filter: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      Condition,
      ActivityCondition,
      z.strictObject({ and: z.array(Filter).max(100) }),
      z.strictObject({ or: z.array(Filter).max(100) }),
      z.strictObject({ not: Filter }),
    ]),
  )
  .meta({ id: 'Filter' })

/** The filter as it stands in an address: JSON text. */
export const FilterText = z
  .string()
  .max(20_000)
  .transform((text, context): Filter | undefined => {
    if (text.trim() === '') return undefined
    try {
      const parsed = Filter.safeParse(JSON.parse(text))
      if (parsed.success) return parsed.data
      context.addIssue({
        code: 'custom',
        message: `Not a filter: ${parsed.error.issues[0]?.message ?? 'unknown form'}`,
      })
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'Not a filter: write it as JSON, for example {"field":"status","op":"any_of","value":["active"]}.',
      })
    }
    return z.NEVER
  })

/** An IANA time zone by name; relative dates and days mean its days. Offsets mean the opposite to PostgreSQL (POSIX). */
export const TimeZone = z
  .string()
  .max(60)
  .refine((zone) => {
    if (/^[+-]/.test(zone)) return false
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone })
      return true
    } catch {
      return false
    }
  }, 'Unknown time zone. Write it as Europe/Berlin.')
