import { z } from 'zod'

/** RFC 9457 problem body. `type` is stable: clients switch on it. Further members depend on the type. */
export const Problem = z.looseObject({
  type: z.string().describe('Stable name of the problem, for example `contact-not-found`.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What went wrong and what to do.'),
  requestId: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>

/** An instant, ISO 8601; ours are in UTC with milliseconds. Years that no calendar of people has are refused. */
export const Instant = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear()
  return year >= 1900 && year < 3000
}, 'Write an instant between the years 1900 and 3000, for example 2026-01-31T09:00:00Z.')

export const Id = z.uuid()

/** Keyset paging: hand `nextCursor` back unchanged; null at the end. */
export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(25),
})

/** Reads `Decision Maker`, `decision-maker` and `decision_maker` alike. */
export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .trim()
            .toLowerCase()
            .replaceAll(/[\s-]+/g, '_')
        : value,
    z.enum(values),
  )
}

/** Headers of a create that may be sent again when its answer was lost. */
export const IdempotencyKey = z.looseObject({ 'idempotency-key': z.string().min(8).max(200).optional() })
