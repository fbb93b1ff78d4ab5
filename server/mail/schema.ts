import { z } from 'zod'

export const WhyQuery = z.object({
  messageId: z.string().min(3).max(1000).describe('Message-ID of the mail, with or without brackets.'),
})

/** Why a mail is, or is not, on the timeline. */
export const WhyAnswer = z.object({
  reason: z.enum([
    'stored',
    'draft',
    'private',
    'before_start',
    'no_sender',
    'internal',
    'nobody_known',
    'set_aside',
    'folder_off',
    'paused',
    'not_enabled',
    'not_found',
    'waiting',
  ]),
  explanation: z.string(),
  remedy: z.string(),
})
export type WhyAnswer = z.infer<typeof WhyAnswer>
