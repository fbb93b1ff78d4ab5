import { z } from 'zod'
import { Id } from '../platform/schema.ts'

/** 1 to 50 characters of any script; case does not tell tags apart, the spelling is kept (TG-01). */
export const TagName = z
  .string()
  .transform((name) => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' '))
  .pipe(z.string().min(1, 'A tag needs a name.').max(50, 'A tag has at most 50 characters.'))

export const Tag = z.object({ id: Id, name: z.string(), contacts: z.int().describe('How many contacts carry it.') })
export type Tag = z.infer<typeof Tag>
export const TagList = z.object({ items: z.array(Tag) })
export type TagList = z.infer<typeof TagList>
export const WriteTag = z.strictObject({ name: TagName })

/** Where a tag is used, before it is deleted. */
export const TagUses = z.object({
  contacts: z.int(),
  segments: z.array(z.object({ id: Id, name: z.string() })),
  scoringRules: z.array(z.object({ id: Id, name: z.string() })),
})
export type TagUses = z.infer<typeof TagUses>

/** All contacts of this tag get the other one, and this one goes. */
export const MergeTag = z.strictObject({ into: Id })
