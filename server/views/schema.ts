import { z } from 'zod'
import { Filter } from '../filter/schema.ts'
import { Id, Instant } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

export const ViewQuery = z.strictObject({
  search: z.string().max(200).optional(),
  filter: Filter.optional(),
  sort: z.string().max(80).optional(),
  columns: z.array(z.string().max(80)).max(100).optional(),
})
export type ViewQuery = z.infer<typeof ViewQuery>

/** A saved list: search, filter, order and columns under a name; mine, or everyone's. */
export const SavedView = z.object({
  id: Id,
  name: z.string(),
  visibility: z.enum(['private', 'everyone']),
  query: ViewQuery,
  owner: UserReference,
  mine: z.boolean(),
  broken: z.string().nullable().describe('What its filter names and is gone (SE-11).'),
  updatedAt: Instant,
  version: z.int(),
})
export type SavedView = z.infer<typeof SavedView>
export const SavedViewList = z.object({ items: z.array(SavedView) })
export const CreateView = z.strictObject({
  name: z.string().trim().min(1, 'Give the view a name.').max(100),
  visibility: z.enum(['private', 'everyone']).default('private'),
  query: ViewQuery,
})
/** What is left out stays; a default here would make a shared view private. */
export const EditView = CreateView.extend({
  visibility: SavedView.shape.visibility,
  version: z.int().min(1),
}).partial()
