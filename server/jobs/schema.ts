import { z } from 'zod'
import { Id, Instant } from '../platform/schema.ts'

export const Job = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(['queued', 'active', 'completed', 'failed', 'cancelled']),
  progress: z.object({ done: z.int(), total: z.int().nullable() }),
  error: z.string().nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  completedAt: Instant.nullable(),
})
export type Job = z.infer<typeof Job>
