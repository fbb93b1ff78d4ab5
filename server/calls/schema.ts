import { z } from 'zod'
import { choice, Id, Instant, PageQuery } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

/** A voice system that may post calls. */
export const CallSource = z.object({
  id: Id,
  name: z.string(),
  address: z.string().describe('Where it posts calls to.'),
  keyNumber: z.int().describe('Raised with each new signing key.'),
  revokedAt: Instant.nullable(),
  lastCallAt: Instant.nullable(),
  createdAt: Instant,
  createdBy: UserReference.nullable(),
})
export type CallSource = z.infer<typeof CallSource>
export const CallSourceList = z.object({ items: z.array(CallSource) })
export type CallSourceList = z.infer<typeof CallSourceList>

export const CreateCallSource = z.strictObject({
  name: z.string().trim().min(1, 'Give the source a name, for example that of the telephone system.').max(100),
})
export type CreateCallSource = z.infer<typeof CreateCallSource>

/** Only here, and only now, the key is shown. */
export const CallSourceWithKey = CallSource.extend({ signingKey: z.string().describe('Shown once. Keep it secret.') })
export type CallSourceWithKey = z.infer<typeof CallSourceWithKey>

/** Control characters are no text. */
const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .normalize('NFKC')
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim(),
    )

const https = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text)
    return url?.protocol === 'https:' && !url.username && !url.password
  }, 'Send an https:// address without a password in it.')
  .transform((text) => new URL(text).href)

/** A call as a voice system posts it. What is not named here is passed over. */
export const PostedCall = z.object({
  callId: line(200).optional().describe('The key of the delivery where no Idempotency-Key is sent.'),
  number: line(100).pipe(z.string().min(1, 'Send the number of the other side.')),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'Write the country as two letters, for example DE.')
    .transform((code) => code.toUpperCase())
    .nullish()
    .describe('Where a number without its country code is dialled.'),
  direction: choice(['inbound', 'outbound']),
  startedAt: Instant,
  durationSeconds: z.int().min(0).max(172_800).nullish(),
  outcome: line(100).nullish().describe('answered, missed, voicemail, busy, failed, declined, or words of your own.'),
  recordingUrl: https.nullish(),
  agentEmail: z.string().max(320).nullish().describe('Who of ours spoke.'),
})
export type PostedCall = z.infer<typeof PostedCall>

export const CallTaken = z.object({ id: Id.describe('The same for each delivery of the same call.') })
export type CallTaken = z.infer<typeof CallTaken>

const callStates = ['filed', 'waiting', 'shared'] as const

export const ReceivedCall = z.object({
  id: Id,
  source: z.object({ id: Id, name: z.string() }),
  direction: z.enum(['inbound', 'outbound']),
  number: z.string(),
  numberDisplay: z.string(),
  startedAt: Instant,
  durationSeconds: z.int().nullable(),
  outcome: z.string().nullable(),
  recordingUrl: z.string().nullable(),
  user: UserReference.nullable(),
  state: z
    .enum(callStates)
    .describe(
      'filed: on a timeline; waiting: nobody has the number yet; shared: too many contacts have it to say whose call it was.',
    ),
  holders: z.int().describe('How many contacts had the number when it was last looked up.'),
  contacts: z.array(z.object({ id: Id, name: z.string() })),
  receivedAt: Instant,
})
export type ReceivedCall = z.infer<typeof ReceivedCall>

export const ReceivedCallQuery = PageQuery.extend({ state: z.enum(callStates).optional() })
export type ReceivedCallQuery = z.infer<typeof ReceivedCallQuery>
export const ReceivedCallPage = z.object({ items: z.array(ReceivedCall), nextCursor: z.string().nullable() })
export type ReceivedCallPage = z.infer<typeof ReceivedCallPage>
