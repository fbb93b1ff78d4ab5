import { z } from 'zod'
import { contactRoles } from '../contacts/schema.ts'
import { Filter, TimeZone } from '../filter/schema.ts'
import { choice, Id, Instant } from '../platform/schema.ts'
import { TagName } from '../tags/schema.ts'
import { UserReference } from '../users/schema.ts'

/** These contacts, or everything that matches at the moment of the click, less those taken out by hand. */
export const Selection = z.union([
  z.strictObject({ ids: z.array(Id).min(1).max(10_000) }),
  z.strictObject({
    search: z.string().max(200).optional(),
    filter: Filter.optional(),
    except: z.array(Id).max(10_000).optional(),
    timeZone: TimeZone.optional(),
  }),
])
export type Selection = z.infer<typeof Selection>

export const BulkAction = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('add_tags'), tags: z.array(TagName).min(1).max(50) }),
  z.strictObject({ type: z.literal('remove_tags'), tags: z.array(TagName).min(1).max(50) }),
  z.strictObject({ type: z.literal('set_owner'), ownerId: Id.nullable() }),
  z.strictObject({ type: z.literal('set_status'), status: choice(['active', 'inactive']) }),
  z.strictObject({ type: z.literal('set_role'), role: choice(contactRoles).nullable() }),
  z.strictObject({ type: z.literal('add_to_segment'), segmentId: Id }),
  z.strictObject({ type: z.literal('remove_from_segment'), segmentId: Id }),
])
export type BulkAction = z.infer<typeof BulkAction>

export const StartBulk = z.strictObject({
  selection: Selection,
  action: BulkAction,
  dryRun: z.boolean().default(false).describe('Only counts, with a sample; changes nothing.'),
})
export type StartBulk = z.infer<typeof StartBulk>

/** What a dry run finds. */
export const BulkPreview = z.object({
  total: z.int(),
  changes: z.int().describe('How many of them would change.'),
  sample: z.array(z.object({ id: Id, name: z.string() })),
})
export type BulkPreview = z.infer<typeof BulkPreview>

export const BulkOperation = z.object({
  id: Id,
  action: BulkAction,
  state: z.enum(['queued', 'running', 'done', 'failed', 'undoing', 'undone']),
  total: z.int(),
  done: z.int(),
  changed: z.int(),
  skipped: z.int().describe('Already so, or changed by somebody since (when undone).'),
  error: z.string().nullable(),
  requestedBy: UserReference,
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  undoableUntil: Instant.nullable().describe('Null when it cannot be undone (any more).'),
})
export type BulkOperation = z.infer<typeof BulkOperation>
export const BulkList = z.object({ items: z.array(BulkOperation) })
