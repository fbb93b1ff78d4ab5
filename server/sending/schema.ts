import { z } from 'zod'
import { ConsentStatus, MarketingAnswer } from '../consent/schema.ts'
import { Contact } from '../contacts/schema.ts'
import { Id, Instant } from '../platform/schema.ts'
import { MailPurpose } from '../templates/schema.ts'

const Recipient = z.object({
  address: z.string().trim().min(3).max(320),
  name: z.string().max(400).nullable().optional(),
})

/** A mail that is being written: asked again and again while it changes. */
export const CheckMail = z.strictObject({
  recipients: z.array(Recipient).max(500, 'Exchange takes at most 500 recipients.'),
  templateId: Id.nullable().optional(),
  purpose: MailPurpose.optional().describe('Of the template, when absent.'),
})
export type CheckMail = z.infer<typeof CheckMail>

export const CheckedRecipient = z.object({
  address: z.string(),
  own: z.boolean().describe('One of our own people.'),
  contact: z
    .object({
      id: Id,
      displayName: z.string(),
      jobTitle: z.string().nullable(),
      company: z.object({ id: Id, name: z.string() }).nullable(),
      status: Contact.shape.status,
    })
    .nullable(),
  lastContactedAt: Instant.nullable(),
  consentStatus: ConsentStatus.nullable(),
  marketing: z
    .object({ decision: MarketingAnswer.shape.decision, text: z.string() })
    .nullable()
    .describe('Null for our own people; for strangers the strictest law counts.'),
  oneToOne: z.string().nullable().describe('What to know before a personal mail; null when nothing.'),
  tracking: z.object({ allowed: z.boolean(), text: z.string() }),
})
export type CheckedRecipient = z.infer<typeof CheckedRecipient>

export const CheckedMail = z.object({
  recipients: z.array(CheckedRecipient),
  tracking: z.object({
    enabled: z.boolean().describe('Whether an administrator turned tracking on.'),
    allowed: z.boolean(),
    text: z.string(),
  }),
  verdict: z.object({
    action: z.enum(['allow', 'warn', 'block']).describe('`block` is for marketing only.'),
    text: z.string().nullable(),
  }),
})
export type CheckedMail = z.infer<typeof CheckedMail>

export const SendMail = z.strictObject({
  to: z.array(Recipient).min(1, 'Name at least one recipient.').max(500),
  cc: z.array(Recipient).max(500).default([]),
  bcc: z.array(Recipient).max(500).default([]),
  subject: z.string().max(400),
  html: z.string().min(1, 'Write something.').max(500_000),
  purpose: MailPurpose.default('one_to_one').describe('What holds a marketing template is marketing all the same.'),
  templateId: Id.nullable().default(null),
  track: z.boolean().default(false),
})
export type SendMail = z.infer<typeof SendMail>

export const outgoingStates = ['preparing', 'drafted', 'sending', 'unsure', 'sent', 'failed'] as const

/** A mail on its way. `unsure`: Microsoft gave no answer, and it is being looked up; it is never sent a second time. */
export const OutgoingMail = z.object({
  id: Id,
  state: z.enum(outgoingStates),
  purpose: MailPurpose,
  tracked: z.boolean(),
  notTracked: z.array(z.object({ address: z.string(), reason: z.string() })).describe('Why the mail is not tracked.'),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
})
export type OutgoingMail = z.infer<typeof OutgoingMail>
