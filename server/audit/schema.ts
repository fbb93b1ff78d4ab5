import { z } from 'zod'
import { Instant, PageQuery } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

export const AuditEntry = z.object({
  number: z.int(),
  at: Instant,
  by: UserReference.nullable(),
  action: z.string().describe('For example `contact.exported`, `roles.changed`.'),
  subjectKind: z.string(),
  subjectId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditQuery = PageQuery.extend({
  action: z.string().max(80).optional(),
  subjectId: z.string().max(80).optional(),
})
export const AuditPage = z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() })
export const AuditCheck = z.object({
  entries: z.int(),
  intact: z.boolean(),
  brokenAt: z.int().nullable().describe('The first entry whose hash does not fit the one before.'),
})
