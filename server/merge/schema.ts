import { z } from 'zod'
import { Contact } from '../contacts/schema.ts'
import { Id, Instant, PageQuery } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

/** Fields of which one value stays; addresses, tags, segments and everything on the timeline are united instead. */
export const mergedFields = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'mobile',
  'jobTitle',
  'department',
  'companyId',
  'role',
  'status',
  'ownerId',
  'linkedin',
  'twitter',
  'country',
] as const
export type MergedField = (typeof mergedFields)[number]

/** Contacts to be made one: the primary keeps its id; the others become it. */
export const MergeContacts = z.strictObject({
  primaryId: Id,
  otherIds: z.array(Id).min(1).max(49),
  fields: z
    .record(z.string().max(100), Id)
    .default({})
    .describe(
      'Whose value a field keeps, by the id of the contact: the fields of `mergedFields`, or `customFields.<key>`. Absent: the primary’s, and where it has none the first other’s that has one.',
    ),
  versions: z
    .record(Id, z.int())
    .optional()
    .describe('The versions that were looked at; another one is refused with 409 `stale-version`.'),
})
export type MergeContacts = z.infer<typeof MergeContacts>
export type MergeContactsInput = z.input<typeof MergeContacts>

/** One contact to be merged into that of the address. */
export const MergeInto = MergeContacts.omit({ primaryId: true, otherIds: true }).extend({ duplicateId: Id })

/** A field in which the contacts differ, and what the merge would keep. */
export const FieldChoice = z.object({
  field: z.string().describe('A field of `mergedFields`, or `customFields.<key>`.'),
  label: z.string(),
  values: z.array(
    z.object({
      contactIds: z.array(Id),
      text: z.string().describe('As people read it.'),
    }),
  ),
  chosen: Id.nullable().describe('Whose value stays; null when all are empty.'),
  asks: z.boolean().describe('Whether a person should decide: the owners differ.'),
})
export type FieldChoice = z.infer<typeof FieldChoice>

/** What a merge would do. Nothing is changed. */
export const MergePreview = z.object({
  primaryId: Id,
  fields: z.array(FieldChoice).describe('Every field that has a value anywhere, in the order of the form.'),
  addresses: z.array(z.object({ address: z.string(), from: Id, primary: z.boolean() })),
  tags: z.array(z.string()),
  consent: z.object({
    status: Contact.shape.consent.shape.status,
    text: z.string().describe('What will hold, and whose entry decides it, in words.'),
  }),
  moves: z.object({
    activities: z.int(),
    consentEntries: z.int(),
    segments: z.int(),
    deals: z.int(),
    forms: z.int().describe('Submissions of forms.'),
    trackedMails: z.int(),
    changes: z.int(),
  }),
  knownAs: z.array(z.object({ field: z.string(), text: z.string() })).describe('Values that give way.'),
  warnings: z.array(z.string()),
})
export type MergePreview = z.infer<typeof MergePreview>

export const Merge = z.object({
  id: Id,
  survivorId: Id,
  formerIds: z.array(Id),
  formerNames: z.array(z.string()),
  knownAs: z.array(z.object({ field: z.string(), text: z.string() })),
  inBulk: z.boolean(),
  mergedBy: UserReference.nullable().describe('Null: they were merged automatically, at night.'),
  createdAt: Instant,
  undoableUntil: Instant.nullable().describe('Null when it cannot be undone (any more).'),
  undoneAt: Instant.nullable(),
  conflicts: z.array(z.string()).describe('What an undo left with the survivor, and why.'),
})
export type Merge = z.infer<typeof Merge>

export const MergeResult = z.object({ merge: Merge, contact: Contact })
export type MergeResult = z.infer<typeof MergeResult>

export const MergeListQuery = PageQuery.extend({ contactId: Id.optional() })
export type MergeListQuery = z.infer<typeof MergeListQuery>
export const MergeList = z.object({ items: z.array(Merge), nextCursor: z.string().nullable() })
export type MergeList = z.infer<typeof MergeList>

/** Merges groups without a look at each: those that are certain. */
export const StartBulkMerge = z.strictObject({
  groupIds: z.array(Id).min(1).max(1_000).optional().describe('These groups; absent: all that are certain.'),
})
export type StartBulkMerge = z.infer<typeof StartBulkMerge>
export const BulkMergeStarted = z.object({
  jobId: Id,
  groups: z.int().describe('What is merged.'),
  waiting: z
    .int()
    .describe('Certain groups that are left for somebody: their owners differ, or two of them were called different.'),
})
export type BulkMergeStarted = z.infer<typeof BulkMergeStarted>

/** Whether what is beyond doubt is merged at night. */
export const MergeSettings = z.object({
  mergeAutomatically: z
    .boolean()
    .describe(
      'Whether contacts that have the very same mailbox and compatible names, with nothing against it, are merged each night.',
    ),
  updatedAt: Instant.nullable(),
  updatedBy: UserReference.pick({ id: true, name: true }).nullable(),
})
export type MergeSettings = z.infer<typeof MergeSettings>
export const WriteMergeSettings = z.strictObject({ mergeAutomatically: z.boolean() })
export type WriteMergeSettings = z.infer<typeof WriteMergeSettings>

/** What was merged automatically since the reader put the last report away; of the last thirty days. */
export const AutomaticReport = z.object({
  merged: z.int().describe('How many merges; 0: nothing to report.'),
  until: Instant.nullable().describe('When the latest of them was made.'),
})
export type AutomaticReport = z.infer<typeof AutomaticReport>
export const ReportSeen = z.strictObject({ until: Instant.describe('That of the report.') })
