import { z } from 'zod'
import { CompanyReference } from '../companies/schema.ts'
import { contactRoles } from '../contacts/schema.ts'
import { Id, Instant, PageQuery } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

/** What a stage means: the deal goes on, or it ended. Of the two ends there is one stage each. */
export const dealOutcomes = ['open', 'won', 'lost'] as const
export type DealOutcome = (typeof dealOutcomes)[number]

export const DealRole = z.enum(contactRoles)
export type DealRole = z.infer<typeof DealRole>

const Amount = z
  .union([z.string().trim(), z.number()])
  .transform(String)
  .pipe(
    z
      .string()
      .regex(
        /^\d{1,14}(\.\d{1,4})?$/,
        'Write the amount with digits and a point, for example 1200.50, without a currency.',
      ),
  )
  .describe('In units of the currency, for example "1200.50": exact, so it is answered as text.')

const Currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'Write the currency as three letters, for example EUR.')
  .describe('Of ISO 4217 and in use. A deal keeps one that was withdrawn since.')

export const DealStageReference = z.object({ id: Id, name: z.string(), outcome: z.enum(dealOutcomes) })
export type DealStageReference = z.infer<typeof DealStageReference>

export const DealContact = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  role: DealRole.nullable().describe('What the person is in this deal; apart from the role of the contact.'),
})
export type DealContact = z.infer<typeof DealContact>

export const Deal = z.object({
  id: Id,
  name: z.string(),
  companyId: Id.nullable(),
  company: CompanyReference.nullable(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  stageId: Id,
  stage: DealStageReference,
  stageSince: Instant,
  ownerId: Id.nullable(),
  owner: UserReference.nullable(),
  expectedClose: z.iso.date().nullable(),
  closedAt: Instant.nullable().describe('When it was won or lost; null while it is open.'),
  closeReason: z.string().nullable(),
  contacts: z.array(DealContact),
  createdBy: UserReference.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int().describe('Send it back with an edit; a stale one is refused.'),
})
export type Deal = z.infer<typeof Deal>

export const DealParticipant = z.strictObject({ contactId: Id, role: DealRole.nullable().default(null) })
export type DealParticipant = z.infer<typeof DealParticipant>
const Participants = z.array(DealParticipant).max(100, 'A deal has at most 100 contacts.')

const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.normalize('NFKC').trim() || null)
    .nullable()

const editable = {
  name: z.string().normalize('NFKC').trim().min(1, 'A deal needs a name.').max(200),
  companyId: Id.nullable(),
  company: text(200).describe('Name of the company instead of its id: found without regard to case, or made.'),
  amount: Amount.nullable(),
  currency: Currency.nullable(),
  stageId: Id,
  ownerId: Id.nullable(),
  expectedClose: z.iso.date('Write the day as 2026-01-31.').nullable(),
  closeReason: text(1000).describe('Why it was won or lost. A lost deal needs one.'),
}

export const CreateDeal = z.strictObject({
  ...z.object(editable).partial().shape,
  name: editable.name,
  stageId: Id.optional().describe('The first stage, when absent.'),
  ownerId: Id.nullable().optional().describe('Whoever adds it, when absent.'),
  contacts: Participants.default([]),
})
export type CreateDeal = z.infer<typeof CreateDeal>
export type CreateDealInput = z.input<typeof CreateDeal>

export const EditDeal = z.strictObject({ ...editable, version: z.int().min(1) }).partial()
export type EditDeal = z.infer<typeof EditDeal>
export type EditDealInput = z.input<typeof EditDeal>

export const PutDealContacts = z.strictObject({ version: z.int().min(1).optional(), contacts: Participants })
export type PutDealContactsInput = z.input<typeof PutDealContacts>

/** Columns the list sorts by; `-` before one turns it round. */
export const dealSorts = ['updatedAt', 'name', 'amount', 'stage', 'expectedClose', 'closedAt', 'createdAt'] as const

const narrowedBy = {
  search: z.string().max(200).optional().describe('Words in the name of the deal or of its company.'),
  owner: Id.optional(),
  company: Id.optional(),
  contact: Id.optional().describe('Deals this contact takes part in.'),
}
const closedWithinDays = z.coerce.number().int().min(1).max(3650)

export const DealListQuery = PageQuery.extend({
  ...narrowedBy,
  stage: Id.optional(),
  state: z.enum(dealOutcomes).optional(),
  closedWithinDays: closedWithinDays
    .optional()
    .describe('Leaves out deals that were closed longer ago; open ones stay.'),
  sort: z
    .string()
    .max(40)
    .optional()
    .describe('`-updatedAt` when absent; also `name`, `amount`, `stage`, `expectedClose`, `closedAt`, `createdAt`.'),
})
export type DealListQuery = z.infer<typeof DealListQuery>

export const DealList = z.object({
  items: z.array(Deal),
  nextCursor: z.string().nullable(),
  total: z.object({ count: z.int(), exact: z.boolean() }),
})
export type DealList = z.infer<typeof DealList>

export const DealBoardQuery = z.object({
  ...narrowedBy,
  closedWithinDays: closedWithinDays.default(30),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type DealBoardQuery = z.infer<typeof DealBoardQuery>

export const DealSum = z.object({ currency: z.string(), amount: z.string(), deals: z.int() })
export type DealSum = z.infer<typeof DealSum>

export const DealColumn = z.object({
  stage: DealStageReference,
  count: z.int(),
  sums: z.array(DealSum).describe('One a currency: amounts of different currencies are not added up.'),
  items: z.array(Deal),
  nextCursor: z
    .string()
    .nullable()
    .describe('For `GET /deals` with the same query and this `stage`, sorted by `-updatedAt`.'),
})
export type DealColumn = z.infer<typeof DealColumn>

export const DealBoard = z.object({ columns: z.array(DealColumn), closedWithinDays: z.int() })
export type DealBoard = z.infer<typeof DealBoard>

export const DealHistory = z.object({
  items: z.array(
    z.object({
      at: Instant,
      by: UserReference.nullable(),
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      route: z.enum(['person', 'import', 'sync', 'merge', 'api']),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type DealHistory = z.infer<typeof DealHistory>

/** `details` of the entries of a deal. They say what was so then, and stay when the deal is deleted. */
export const DealEntryDetails = z.object({
  dealId: Id,
  dealName: z.string(),
  stage: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  reason: z.string().nullable(),
})
export type DealEntryDetails = z.infer<typeof DealEntryDetails>

export const DealStage = DealStageReference.extend({
  position: z.int().describe('From the left, from 1. Won and Lost are the last two.'),
  deals: z.int().describe('How many deals are in it.'),
})
export type DealStage = z.infer<typeof DealStage>
export const DealStageList = z.object({ items: z.array(DealStage) })

const stageName = z.string().normalize('NFKC').trim().min(1, 'A stage needs a name.').max(60)
const position = z.int().min(1).max(100)

export const CreateDealStage = z.strictObject({
  name: stageName,
  position: position.optional().describe('Where it comes; the last of the open stages, when absent.'),
})
export const EditDealStage = z.strictObject({ name: stageName, position }).partial()
export type EditDealStage = z.infer<typeof EditDealStage>

export const DeleteDealStageQuery = z.object({
  moveTo: Id.optional().describe('The open stage that takes the deals over; needed where there are any.'),
})
