import { z } from 'zod'

export const suppressionReasons = ['erased', 'suppressed'] as const

export const Suppression = z.object({
  reason: z
    .enum(suppressionReasons)
    .describe('erased: removed on request, and not to come back unnoticed; suppressed: never to be contacted.'),
})
export type Suppression = z.infer<typeof Suppression>

export const WriteSuppression = z.strictObject({
  email: z.string().trim().min(3).max(320),
  reason: z.enum(suppressionReasons).default('suppressed'),
})
export type WriteSuppression = z.infer<typeof WriteSuppression>

export const SuppressionQuery = z.object({ email: z.string().min(3).max(320) })
export const LiftSuppression = z.strictObject({
  email: z.string().trim().min(3).max(320),
  why: z.string().trim().min(5, 'Say what the person did to come back.').max(1000),
})

/** How many addresses are on the list. They themselves are not kept. */
export const Suppressions = z.object({ erased: z.int(), suppressed: z.int() })
export type Suppressions = z.infer<typeof Suppressions>
