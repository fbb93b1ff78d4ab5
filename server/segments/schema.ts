import { z } from 'zod'
import { Filter, TimeZone } from '../filter/schema.ts'
import { Id, Instant } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

export const Segment = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullable(),
  kind: z.enum(['dynamic', 'static']),
  filter: Filter.nullable(),
  timeZone: z.string(),
  owner: UserReference.nullable(),
  size: z.object({ count: z.int(), exact: z.boolean() }).nullable().describe('Null when it is paused.'),
  paused: z.string().nullable().describe('Why it matches nobody now: something its filter names is gone (SG-05).'),
  usedBy: z.array(z.object({ kind: z.enum(['segment', 'scoring_rule']), id: Id, name: z.string() })),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
})
export type Segment = z.infer<typeof Segment>
export const SegmentList = z.object({ items: z.array(Segment) })

const name = z.string().trim().min(1, 'Give the segment a name.').max(100)
const description = z.string().trim().max(1000).nullable()
export const CreateSegment = z.union([
  z.strictObject({
    name,
    description: description.optional(),
    kind: z.literal('dynamic'),
    filter: Filter,
    timeZone: TimeZone.optional(),
  }),
  z.strictObject({
    name,
    description: description.optional(),
    kind: z.literal('static'),
    filter: Filter.optional().describe('Its matches of this moment become the members.'),
    search: z.string().max(200).optional(),
    contactIds: z.array(Id).max(10_000).optional(),
    timeZone: TimeZone.optional(),
  }),
])
export type CreateSegment = z.infer<typeof CreateSegment>
export const EditSegment = z
  .strictObject({ name, description, filter: Filter, timeZone: TimeZone, version: z.int().min(1) })
  .partial()
export type EditSegment = z.infer<typeof EditSegment>

export const SegmentMembers = z.strictObject({ contactIds: z.array(Id).min(1).max(10_000) })

/** Why a contact is in a segment, or is not: each condition with what it found (SG-03). */
export const Membership = z.object({
  member: z.boolean(),
  addedAt: Instant.nullable().describe('Static segments: since when.'),
  addedBy: UserReference.nullable(),
  conditions: z.array(z.object({ path: z.string(), condition: Filter, holds: z.boolean() })),
})
export type Membership = z.infer<typeof Membership>
