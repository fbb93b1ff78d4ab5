import { z } from 'zod'
import { Id, Instant, PageQuery } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

export const AuditEntry = z.object({
  number: z.int(),
  at: Instant,
  by: UserReference.nullable().describe('Null: the server did it by itself.'),
  action: z.string().describe('For example `contact.exported`, `roles.changed`.'),
  subjectKind: z.string(),
  subjectId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditQuery = PageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'Unknown cursor. Leave it out to start at the beginning.')
    .optional(),
  action: z.string().max(80).optional().describe('The action, or its beginning up to a dot: `contact`.'),
  subjectId: z.string().max(80).optional(),
  userId: Id.optional().describe('Who did it.'),
  from: Instant.optional(),
  to: Instant.optional().describe('Up to this instant, itself left out.'),
})
export type AuditQuery = z.infer<typeof AuditQuery>
export const AuditPage = z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() })
export type AuditPage = z.infer<typeof AuditPage>
export const AuditCheck = z.object({
  entries: z.int(),
  intact: z.boolean(),
  brokenAt: z.int().nullable().describe('The first entry whose hash does not fit the one before.'),
  lastHash: z
    .string()
    .nullable()
    .describe('Hash of the newest entry. Who notes it elsewhere can show later that nothing was cut off the end.'),
})
export type AuditCheck = z.infer<typeof AuditCheck>
