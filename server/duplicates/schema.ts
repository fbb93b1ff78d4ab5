import { z } from 'zod'
import { Contact } from '../contacts/schema.ts'
import { Id, Instant, PageQuery } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

/** How sure it is that two contacts are one person. A name alone never makes more than `possible`. */
export const certainties = ['certain', 'likely', 'possible'] as const
export type Certainty = (typeof certainties)[number]

export const reasonKinds = [
  'address',
  'addressName',
  'name',
  'phone',
  'company',
  'domain',
  'linkedin',
  'country',
  'customField',
] as const

/** How two values of a kind relate. */
export const reasonDetails = [
  'same',
  'sameMailbox',
  'similar',
  'swapped',
  'nickname',
  'initial',
  'shared',
  'different',
] as const

/** One fact that was compared, with what it adds to the odds. */
export const Reason = z.object({
  kind: z.enum(reasonKinds),
  detail: z.enum(reasonDetails),
  text: z.string().describe('In words, for example “The same rare name: Anneke Vloet”.'),
  weight: z.number().describe('In bits: how much it raises the odds of one person (below zero: lowers them).'),
  values: z.array(z.string()).max(2).describe('The value of the first contact, and of the second where it differs.'),
  field: z.string().nullable().describe('Key of the custom field.'),
})
export type Reason = z.infer<typeof Reason>

const Judgement = z.object({
  score: z.number().min(0).max(1).describe('Probability that they are one person.'),
  certainty: z.enum(certainties),
  reasons: z.array(Reason).describe('What weighs most first.'),
})

export const DuplicatePair = Judgement.extend({ ids: z.tuple([Id, Id]) })
export type DuplicatePair = z.infer<typeof DuplicatePair>

/** A contact of a group, with what helps to choose. */
export const DuplicateContact = Contact.extend({
  activities: z.int().describe('Entries on its timeline.'),
})
export type DuplicateContact = z.infer<typeof DuplicateContact>

/** Contacts that are looked at together. */
export const DuplicateGroup = z.object({
  id: Id,
  score: z.number(),
  certainty: z.enum(certainties).describe('How sure it is that all of them are one person.'),
  contacts: z.array(DuplicateContact).describe('The proposed primary first.'),
  pairs: z.array(DuplicatePair),
  primary: z.object({
    id: Id,
    because: z.string().describe('Why this one is proposed, in words.'),
  }),
})
export type DuplicateGroup = z.infer<typeof DuplicateGroup>

export const DuplicateQuery = PageQuery.extend({
  certainty: z.enum(certainties).optional().describe('Only groups of this certainty.'),
})
export const DuplicateGroups = z.object({
  items: z.array(DuplicateGroup),
  nextCursor: z.string().nullable(),
  counts: z.object({ certain: z.int(), likely: z.int(), possible: z.int() }).describe('Open groups.'),
})
export type DuplicateGroups = z.infer<typeof DuplicateGroups>

/** Suggestions for one contact. */
export const DuplicatesOfContact = z.object({
  items: z.array(
    Judgement.extend({
      contact: Contact,
      groupId: Id.nullable(),
    }),
  ),
})
export type DuplicatesOfContact = z.infer<typeof DuplicatesOfContact>

/** What somebody is typing: compared with everybody before it is saved. */
export const CheckDuplicates = z.strictObject({
  firstName: z.string().max(200).nullish(),
  lastName: z.string().max(200).nullish(),
  email: z.string().max(320).nullish(),
  aliases: z.array(z.string().max(320)).max(50).optional(),
  phone: z.string().max(100).nullish(),
  mobile: z.string().max(100).nullish(),
  companyId: Id.nullish(),
  company: z.string().max(200).nullish(),
  linkedin: z.string().max(500).nullish(),
  country: z.string().max(2).nullish(),
  contactId: Id.optional().describe('The contact that is edited; it is no duplicate of itself.'),
})
export type CheckDuplicates = z.infer<typeof CheckDuplicates>

export const DuplicateMatch = Judgement.extend({
  contact: Contact.pick({
    id: true,
    displayName: true,
    email: true,
    phoneDisplay: true,
    jobTitle: true,
    company: true,
    owner: true,
    version: true,
    aliases: true,
  }),
})
export type DuplicateMatch = z.infer<typeof DuplicateMatch>
export const DuplicateMatches = z.object({ items: z.array(DuplicateMatch).describe('At most five, best first.') })
export type DuplicateMatches = z.infer<typeof DuplicateMatches>

/** These contacts are different people: none of their pairs is suggested again unless a new strong reason appears. */
export const DismissDuplicates = z.strictObject({ contactIds: z.array(Id).min(2).max(50) })
export type DismissDuplicates = z.infer<typeof DismissDuplicates>

export const DuplicateScan = z.object({
  id: Id,
  state: z.enum(['queued', 'running', 'done', 'failed']),
  step: z.enum(['reading', 'names', 'pairs', 'writing', 'fingerprints']).nullable(),
  contacts: z.int(),
  names: z.int(),
  namePairs: z.int(),
  candidates: z.int().describe('Pairs that passed a test; only counted.'),
  suggested: z.int(),
  error: z.string().nullable(),
  requestedBy: UserReference.nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
})
export type DuplicateScan = z.infer<typeof DuplicateScan>
export const LatestScan = z.object({ scan: DuplicateScan.nullable() })
