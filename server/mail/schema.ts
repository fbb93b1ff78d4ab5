import { z } from 'zod'
import { Id } from '../platform/schema.ts'

export const WhyQuery = z.object({
  messageId: z.string().min(3).max(1000).describe('Message-ID of the mail, with or without brackets.'),
})

/** Why a mail is, or is not, on the timeline. */
export const WhyAnswer = z.object({
  reason: z.enum([
    'stored',
    'draft',
    'blocked',
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

export const AddBlock = z.strictObject({
  kind: z.enum(['domain', 'address', 'subject']),
  pattern: z.string().min(2).max(320).describe('A domain with all below it, an address, or words in a subject.'),
})
export type AddBlock = z.infer<typeof AddBlock>
export const MailBlock = AddBlock.extend({ id: Id })
export type MailBlock = z.infer<typeof MailBlock>
export const MailBlockList = z.object({ items: z.array(MailBlock), nextCursor: z.null() })
