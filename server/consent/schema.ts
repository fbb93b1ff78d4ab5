import { z } from 'zod'
import { choice, Id, Instant } from '../platform/schema.ts'
import { UserReference } from '../users/schema.ts'

export const consentPurposes = ['marketing', 'tracking'] as const
export const consentStatuses = ['opted_in', 'opted_out', 'pending', 'unknown'] as const
export const consentTypes = ['explicit', 'implied', 'imported'] as const
export const gdprBases = ['consent', 'legitimate_interest', 'contract'] as const
export const lawBases = ['contact', 'company', 'phone'] as const
/** What begins implied consent. Purchases and contracts last longer than inquiries (CASL). */
export const consentEvents = [
  'purchase',
  'contract',
  'inquiry',
  'application',
  'published_address',
  'relationship',
] as const

export const ConsentStatus = z.enum(consentStatuses)
export const ConsentType = z.enum(consentTypes)
export const GdprBasis = z.enum(gdprBases)

/** The consent block of a contact: a projection of the ledger, plus the country that decides the law. */
export const Consent = z.object({
  status: ConsentStatus.describe('Implied consent that has run out is `unknown`, from that instant.'),
  type: ConsentType.nullable(),
  date: Instant.nullable(),
  source: z.string().nullable(),
  gdprBasis: GdprBasis.nullable(),
  country: z.string().length(2).nullable().describe('ISO 3166-1 alpha-2, of the contact itself.'),
  jurisdiction: z.string().nullable().describe('The law that applies; null when no country is known.'),
  jurisdictionBasis: z
    .object({ country: z.string(), from: z.enum(lawBases) })
    .nullable()
    .describe('The country the law was taken from, and what told it: the contact, its company, its phone number.'),
  expiresAt: Instant.nullable().describe('When implied consent ends, or ended, by itself.'),
  proven: z.boolean().describe('False: an opt-in without evidence, which counts as none.'),
  tracking: z.enum(['granted', 'refused']).nullable().describe('Consent to individual open and click tracking.'),
  objected: z.boolean().describe('Objected to direct marketing, profiling included (GDPR Art. 21).'),
})
export type Consent = z.infer<typeof Consent>

/** May this person be sent marketing email now? One answer, made in one place: server/consent/may-receive-marketing.ts. */
export const MarketingAnswer = z.object({
  decision: z.enum(['allow', 'block']),
  reason: z.string().describe('Stable code, for example `opted_out`, `implied_expired`, `unknown_country`.'),
  text: z.string().describe('The reason in words, with dates.'),
  law: z.string().nullable(),
  lawSource: z.string().nullable(),
  until: Instant.nullable().describe('When the answer changes by itself.'),
  oneToOne: z
    .enum(['fine', 'inform'])
    .describe('Mail written by hand is never blocked; `inform` shows the reason beside it.'),
  tracking: z.enum(['individual', 'aggregate']),
  trackingReason: z.string(),
})
export type MarketingAnswer = z.infer<typeof MarketingAnswer>

const evidence = z.object({
  text: z.string().trim().max(5000).optional().describe('The wording shown, or what was said.'),
  textVersion: z.string().trim().max(100).optional(),
  url: z.string().trim().max(2000).optional(),
  form: z.string().trim().max(200).optional(),
  ip: z.string().trim().max(64).optional(),
  agent: z.string().trim().max(500).optional(),
  spoken: z.boolean().optional().describe('Told to a colleague (CO-16); then `note` says how.'),
  note: z.string().trim().max(5000).optional(),
  confirmedAt: Instant.optional().describe('Double opt-in: when the link was confirmed.'),
})
export const ConsentEvidence = evidence
export type ConsentEvidence = z.infer<typeof ConsentEvidence>

export const ConsentEntry = z.object({
  id: Id,
  purpose: z.enum(consentPurposes),
  address: z.string().nullable(),
  status: ConsentStatus,
  type: ConsentType.nullable(),
  gdprBasis: GdprBasis.nullable(),
  effectiveAt: Instant,
  source: z.string().nullable(),
  event: z.enum(consentEvents).nullable(),
  eventAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  objection: z.boolean(),
  proven: z.boolean(),
  evidence: z.record(z.string(), z.unknown()),
  recordedBy: UserReference.nullable(),
  route: z.enum(['person', 'import', 'sync', 'merge', 'api', 'public']),
  createdAt: Instant,
})
export type ConsentEntry = z.infer<typeof ConsentEntry>

/** Everything the panel shows: the block, the answer, the clocks, the ledger (newest first). */
export const ConsentPanel = z.object({
  consent: Consent,
  marketing: MarketingAnswer,
  clock: z
    .object({
      event: z.enum(consentEvents),
      eventAt: Instant,
      expiresAt: Instant,
      daysLeft: z.int(),
      askBefore: z.boolean(),
    })
    .nullable()
    .describe('The running clock of implied consent; `askBefore`: asking for express consent is still lawful.'),
  entries: z.array(ConsentEntry),
  disclaimer: z.string().describe('Not legal advice.'),
})
export type ConsentPanel = z.infer<typeof ConsentPanel>

/** A new entry of the ledger, by a person. An explicit opt-in needs evidence; lifting an opt-out needs it always (CO-08). */
export const RecordConsent = z.strictObject({
  purpose: z.enum(consentPurposes).default('marketing'),
  status: choice(consentStatuses),
  type: choice(consentTypes).nullable().optional(),
  gdprBasis: choice(gdprBases).nullable().optional(),
  effectiveAt: Instant.optional().describe('Now, when absent; never in the future.'),
  source: z.string().trim().max(200).optional(),
  event: choice(consentEvents).optional(),
  eventAt: Instant.optional(),
  objection: z.boolean().optional(),
  address: z.string().max(320).optional(),
  evidence: evidence.optional(),
  drawnFor: z.string().max(1000).optional().describe('Message-ID of the mail the pane showed when this was written.'),
})
export type RecordConsent = z.infer<typeof RecordConsent>
export type RecordConsentInput = z.input<typeof RecordConsent>

export const marketingRules = ['opt_in', 'opt_in_or_relation', 'opt_out'] as const

export const Jurisdiction = z.object({
  country: z.string().length(2),
  law: z.string(),
  businessRule: z.enum(marketingRules),
  personalRule: z.enum(marketingRules).describe('For free-mail addresses: consumers and sole traders.'),
  purchaseMonths: z.int().nullable(),
  inquiryMonths: z.int().nullable(),
  tracking: z.enum(['individual', 'consent', 'aggregate']),
  optOutWithin: z.string().nullable(),
  note: z.string().nullable(),
  source: z.string(),
  reviewedOn: z.iso.date(),
  changed: z.boolean().describe('An administrator changed it; it can be put back.'),
  contacts: z.int(),
  version: z.int(),
})
export type Jurisdiction = z.infer<typeof Jurisdiction>
export const JurisdictionList = z.object({
  items: z.array(Jurisdiction),
  unknown: z
    .object({ contacts: z.int(), rule: z.enum(marketingRules) })
    .describe('Contacts whose country nobody knows, and the rule for them.'),
})
export type JurisdictionList = z.infer<typeof JurisdictionList>

const rule = {
  law: z.string().trim().min(1).max(100),
  businessRule: choice(marketingRules),
  personalRule: choice(marketingRules),
  purchaseMonths: z.int().min(1).max(120).nullable(),
  inquiryMonths: z.int().min(1).max(120).nullable(),
  tracking: choice(['individual', 'consent', 'aggregate']),
  optOutWithin: z.string().trim().max(200).nullable(),
  note: z.string().trim().max(2000).nullable(),
  source: z.string().trim().min(1, 'Name the source of the rule.').max(1000),
  reviewedOn: z.iso.date(),
}
/** The fields that change, and the version that was read. */
export const EditJurisdiction = z.strictObject({ ...rule, version: z.int().min(1) }).partial()
export type EditJurisdiction = z.infer<typeof EditJurisdiction>
/** The rule for a country that has none yet. */
export const AddJurisdiction = z.strictObject({
  ...rule,
  purchaseMonths: rule.purchaseMonths.default(null),
  inquiryMonths: rule.inquiryMonths.default(null),
  optOutWithin: rule.optOutWithin.default(null),
  note: rule.note.default(null),
})
export type AddJurisdiction = z.infer<typeof AddJurisdiction>
/** Without a version the rule is put back whatever somebody made of it. */
export const ResetJurisdiction = z.strictObject({ version: z.int().min(1).optional() }).nullish()
/** A country of the table as it stands in the address: ISO 3166-1 alpha-2. */
export const Country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'Write the country as two letters, for example DE.')
  .transform((value) => value.toUpperCase())

/**
 * What the owner of a contact must know in time: `ends`, implied consent that ends soon (60, 30, 7 days before), while
 * asking is still lawful; `law_changed`, no marketing any more because another country's law counts since `expiresAt`.
 */
export const ConsentWarnings = z.object({
  items: z.array(
    z.object({
      id: Id,
      contact: z.object({ id: Id, name: z.string() }),
      kind: z.enum(['ends', 'law_changed']),
      expiresAt: Instant,
      daysBefore: z.int().describe('60, 30 or 7; 0 with `law_changed`.'),
      createdAt: Instant,
    }),
  ),
})
export type ConsentWarnings = z.infer<typeof ConsentWarnings>
