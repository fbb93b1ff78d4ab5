import { z } from 'zod'
import { Id, Instant } from '../platform/schema.ts'

/** What a hit was taken for. Only `person` is counted and scored. */
export const hitClasses = ['person', 'privacy_proxy', 'scanner', 'own', 'unknown'] as const
export const HitClass = z.enum(hitClasses)
export type HitClass = z.infer<typeof HitClass>

export const TrackingSettings = z.object({
  enabled: z.boolean().describe('Off until an administrator turns it on.'),
  keepDays: z.int().describe('How long single hits are kept; what stands on timelines stays.'),
  updatedAt: Instant.nullable(),
  updatedBy: z.object({ id: Id, name: z.string() }).nullable(),
})
export type TrackingSettings = z.infer<typeof TrackingSettings>

export const WriteTrackingSettings = z.strictObject({
  enabled: z.boolean(),
  keepDays: z
    .int('Write whole days.')
    .min(1, 'Keep hits for at least a day.')
    .max(730, 'Keep hits for at most 730 days.')
    .optional()
    .describe('As it was, when absent.'),
})
export type WriteTrackingSettings = z.infer<typeof WriteTrackingSettings>

/** Why a mail, or somebody it goes to, is not tracked. */
export const NotTracked = z.object({ address: z.string(), reason: z.string().describe('In words, to be shown.') })
export type NotTracked = z.infer<typeof NotTracked>

/** A mail that is being written elsewhere, such as in Outlook. */
export const PrepareTracked = z.strictObject({
  recipients: z
    .array(z.looseObject({ address: z.string().trim().min(3).max(320) }))
    .min(1, 'Name everybody the mail goes to: the law of each decides.')
    .max(500),
  links: z.array(z.string().max(2048)).max(200, 'At most 200 links of a mail are tracked.').default([]),
})
export type PrepareTracked = z.infer<typeof PrepareTracked>

export const PreparedMail = z.object({
  id: Id.nullable().describe('Null: the mail is not tracked, see `reasons`.'),
  pixel: z.url().nullable(),
  trap: z.url().nullable().describe('To be hidden in the mail: people never follow it, machines do.'),
  links: z.array(z.object({ url: z.string(), tracked: z.url().nullable() })).describe('In the order they were asked.'),
  reasons: z.array(NotTracked),
})
export type PreparedMail = z.infer<typeof PreparedMail>

export const MailSent = z.strictObject({
  internetMessageId: z.string().trim().max(1000).optional(),
  sentAt: Instant.optional().describe('Now, when absent.'),
})
export type MailSent = z.infer<typeof MailSent>

/** What is known of the opens and clicks of a mail on a timeline. */
export const TrackingSummary = z.object({
  state: z
    .enum(['not_tracked', 'not_measurable', 'opened', 'clicked'])
    .describe('`not_measurable`: nothing that was surely a person, which is not the same as not opened.'),
  recipients: z.int().describe('To how many one copy went; above 1 nobody in particular is meant.'),
  opens: z.int(),
  lastOpenAt: Instant.nullable(),
  clicks: z.int(),
  lastClickAt: Instant.nullable(),
  machines: z.int().describe('Hits that were not taken for a person.'),
  events: z
    .array(
      z.object({
        id: Id,
        kind: z.enum(['open', 'click']),
        at: Instant,
        class: HitClass,
        reason: z.string(),
        link: z.string().nullable(),
      }),
    )
    .describe('The newest hundred that are still kept.'),
})
export type TrackingSummary = z.infer<typeof TrackingSummary>
