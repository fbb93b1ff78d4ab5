import { z } from 'zod'
import { Selection } from '../bulk/schema.ts'
import { CompanyListQuery } from '../companies/schema.ts'
import { ConsentEntry, ConsentStatus, ConsentType, consentEvents, GdprBasis } from '../consent/schema.ts'
import { ContactListQuery, contactRoles, contactStatuses } from '../contacts/schema.ts'
import { CustomFieldType } from '../custom-fields/schema.ts'
import { Id, Instant } from '../platform/schema.ts'
import { ScoreExplanation } from '../scoring/schema.ts'
import { ActivityType, Attachment } from '../timeline/schema.ts'
import { Role } from '../users/schema.ts'

export const ExportQuery = z.object({
  others: z
    .enum(['masked', 'shown'])
    .default('masked')
    .describe('Names and addresses of other people; `shown` is for Admin and DataProtection.'),
})
export type ExportQuery = z.infer<typeof ExportQuery>

const ColumnId = z.string().max(80)

/** The list as a file: its own query, and which of its columns, in their order. */
export const ContactListExport = ContactListQuery.omit({ cursor: true, limit: true }).extend({
  columns: z
    .string()
    .max(32_000)
    .transform((text) =>
      text
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean),
    )
    .pipe(z.array(ColumnId).min(1))
    .optional()
    .describe('Columns of the list, with commas between them; `custom.<key>` for custom fields. All when absent.'),
})
export const CompanyListExport = CompanyListQuery.omit({ cursor: true, limit: true })

export const ExportChosen = z.strictObject({
  selection: Selection,
  columns: z.array(ColumnId).min(1).max(1000).optional(),
  sort: ContactListQuery.shape.sort,
  format: z.enum(['csv', 'xlsx']),
})

/** Somebody in the file. `[self]` is the person it is about; name and address of others are null where masked. */
const Party = z.object({
  label: z
    .string()
    .regex(/^\[(self|employee|system|person \d+)\]$/)
    .describe('The same number is the same person throughout the file.'),
  name: z.string().nullable(),
  address: z.string().nullable(),
})
export type Party = z.infer<typeof Party>

const Processing = z
  .object({
    source: z.string(),
    purpose: z.string(),
    legalBasis: GdprBasis.nullable().describe('As recorded for this person; null: none is recorded.'),
    retention: z.string(),
  })
  .describe('Where the data of a heading comes from, what it is for, and how long it is kept.')

const Identity = z.object({
  id: Id,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phone: z.string().nullable(),
  phoneAsShown: z.string().nullable(),
  mobile: z.string().nullable(),
  mobileAsShown: z.string().nullable(),
  countryOfPhone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  company: z.string().nullable(),
  role: z.enum(contactRoles).nullable(),
  status: z.enum(contactStatuses),
  chosenStatus: z
    .enum(contactStatuses)
    .describe('As a person set it; the status follows from it, consent and bounces.'),
  source: z.string().nullable(),
  owner: Party.nullable(),
  linkedin: z.string().nullable(),
  twitter: z.string().nullable(),
  country: z.string().nullable(),
  lawOf: z
    .object({ country: z.string(), from: z.string().nullable() })
    .nullable()
    .describe('The country whose law on marketing counts, and what told it.'),
  consent: z
    .object({
      status: ConsentStatus,
      type: ConsentType.nullable(),
      date: Instant.nullable(),
      source: z.string().nullable(),
      gdprBasis: GdprBasis.nullable(),
      expiresAt: Instant.nullable(),
      proven: z.boolean(),
      tracking: z.enum(['granted', 'refused']).nullable(),
      objectedAt: Instant.nullable(),
    })
    .describe('What follows from the ledger under `consent`.'),
  createdBy: Party.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
})

const Address = z.object({
  address: z.string().describe('As written.'),
  normalised: z.string().describe('The form that is compared.'),
  withoutTag: z.string().nullable(),
  primary: z.boolean(),
  bouncedAt: Instant.nullable(),
  since: Instant,
})

const LedgerEntry = ConsentEntry.pick({
  purpose: true,
  address: true,
  status: true,
  type: true,
  gdprBasis: true,
  effectiveAt: true,
  source: true,
  event: true,
  eventAt: true,
  expiresAt: true,
  objection: true,
  evidence: true,
  route: true,
  createdAt: true,
}).extend({ channel: z.string(), event: z.enum(consentEvents).nullable(), recordedBy: Party.nullable() })

const Warning = z.object({
  consentEnds: Instant,
  daysBefore: z.int(),
  told: Party.nullable().describe('Whom the warning went to.'),
  at: Instant,
  seenAt: Instant.nullable(),
})

const CustomFieldValue = z.object({
  key: z.string(),
  label: z.string().nullable().describe('Null: the field itself is gone.'),
  type: CustomFieldType.nullable(),
  value: z.unknown().describe('Labels of choices, a person for a user, else as stored.'),
  sensitive: z.boolean(),
  archived: z.boolean().describe('The field is deleted and can still be restored.'),
})

const Segment = z.object({
  name: z.string(),
  kind: z.enum(['dynamic', 'static']),
  why: z.string(),
  filter: z.unknown().describe('Dynamic: the conditions the record meets. Static: null.'),
  since: Instant.nullable(),
  addedBy: Party.nullable(),
})

const Adjustment = z.object({
  points: z.number(),
  reason: z.string(),
  by: Party,
  at: Instant,
  expiresAt: Instant,
  removedAt: Instant.nullable(),
})

const ScoreLine = ScoreExplanation.shape.lines.element
  .pick({ name: true, part: true, points: true, capped: true, count: true })
  .extend({
    evidence: ScoreExplanation.shape.lines.element.shape.evidence,
    by: Party.nullable(),
    expiresAt: Instant.nullable(),
  })

const Score = z.object({
  score: z.int().nullable().describe('0 to 100; null: the person objected to profiling.'),
  scoredAt: Instant.nullable(),
  dueAt: Instant.nullable().describe('When it is worked out anew.'),
  lastContactedAt: Instant.nullable(),
  lastActivityAt: Instant.nullable(),
  lines: z.array(ScoreLine).describe('The rules that gave points, with what they count.'),
  adjustments: z.array(Adjustment).describe('Points given by hand, those that ended included.'),
})

const Mail = z.object({
  messageId: z.string().nullable(),
  kind: z.string().nullable(),
  direction: z.enum(['sent', 'received']),
  sentAt: Instant,
  preview: z.string().nullable().describe('All of the text that is stored.'),
  from: Party.nullable(),
  to: z.array(Party),
  cc: z.array(Party),
  hasAttachments: z.boolean(),
  attachments: z.array(Attachment).describe('By name; what lies in them was never kept. Withheld with the preview.'),
  sentUnchecked: z.boolean().describe('It went out before it could be asked what its recipients had agreed to.'),
  mailboxes: z.array(z.object({ mailbox: Party, since: Instant, leftFolderAt: Instant.nullable() })),
  storedAt: Instant,
})

const ActivityItem = z.object({
  type: ActivityType,
  occurredAt: Instant,
  source: z.string(),
  summary: z.string().nullable().describe('Subject of a mail, text of a note.'),
  actor: Party,
  blindCopied: z.boolean(),
  with: z.array(Party).describe('The other contacts on whose timeline it stands.'),
  mail: Mail.nullable(),
  details: z.record(z.string(), z.unknown()),
  withheld: z
    .array(z.enum(['summary', 'preview', 'details']))
    .describe(
      'Kept private by the owner of the mailbox; data protection decides and may export it. Details: where a click led, and what was said of a mail that came back.',
    ),
  storedAt: Instant,
})

const Change = z.object({
  at: Instant,
  by: Party.nullable(),
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  route: z.string(),
})

const BulkChange = z.object({
  at: Instant,
  by: Party,
  action: z.unknown(),
  outcome: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  undoneAt: Instant.nullable(),
})

const ImportedRow = z.object({
  at: Instant,
  by: Party,
  file: z.string().describe('The name of the file.'),
  row: z.int(),
  outcome: z.string(),
  changes: z.unknown().describe('What the row changed, with the values before and after.'),
  issues: z.unknown().describe('What was found about the row.'),
  cells: z.array(z.string()).nullable().describe('As in the file, where they are kept: with a warning.'),
})

const MergedIn = z.object({
  at: Instant,
  by: Party.nullable(),
  formerIds: z.array(Id).describe('Ids that were given up; they answer with this record. None once it is undone.'),
  knownAs: z.array(z.object({ field: z.string(), text: z.string() })).describe('Values that gave way.'),
  inBulk: z.boolean().describe('Made without a look at it, because it was certain.'),
  undoneAt: Instant.nullable(),
  left: z.array(z.string()).describe('What undoing it could not put back.'),
})

const TakenOff = z.object({
  type: ActivityType,
  occurredAt: Instant,
  reason: z.string(),
  at: Instant,
  by: Party.nullable(),
})

const DealPart = z.object({
  name: z.string(),
  company: z.string().nullable(),
  role: z.string().nullable(),
  stage: z.string(),
  outcome: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  expectedClose: z.string().nullable(),
  closedAt: Instant.nullable(),
  closeReason: z.string().nullable(),
  owner: Party.nullable(),
  since: Instant,
})

const TrackedMail = z.object({
  preparedAt: Instant,
  sentAt: Instant.nullable(),
  by: Party,
  recipients: z.int(),
  links: z.array(z.string()),
  linksWithheld: z
    .boolean()
    .describe('The owner of the mailbox keeps the text of the mail private, and with it the links.'),
  events: z.array(
    z.object({
      kind: z.string(),
      at: Instant,
      link: z.string().nullable(),
      class: z.string().describe('What the hit was taken for; only `person` is counted.'),
      reason: z.string(),
      network: z.string().nullable(),
      agent: z.string().nullable(),
    }),
  ),
})

const Submission = z.object({
  form: z.string(),
  formVersion: z.int(),
  state: z.string(),
  values: z.unknown(),
  pageUrl: z.string().nullable(),
  network: z.string().nullable(),
  agent: z.string().nullable(),
  receivedAt: Instant,
  confirmedAt: Instant.nullable(),
})

const MailPlace = z
  .object({ mailbox: Party, occurredAt: Instant, blindCopied: z.boolean(), keptUntil: Instant })
  .describe('A keyed hash of an address of the person, with the place of a mail: nothing of the mail itself.')

const Block = z
  .object({ address: z.string(), by: Party.nullable(), since: Instant })
  .describe('Mail with this address is not stored.')

const Source = z.object({ of: ExportPart(), source: z.string(), items: z.int(), first: Instant, last: Instant })
const Recipient = z
  .object({ at: Instant, roles: z.array(Role), others: z.enum(['masked', 'shown']) })
  .describe('An earlier export of this kind, and the role of who made it.')

function ExportPart() {
  return z.enum(['record', 'addresses', 'consent', 'activities', 'changes'])
}

/** What stands under each heading; the headings are those of db/references.ts. */
export const sections = {
  identity: Identity,
  addresses: z.array(Address),
  consent: z.array(LedgerEntry).describe('The ledger, oldest first, with the evidence of each entry.'),
  consentWarnings: z.array(Warning),
  customFields: z.array(CustomFieldValue),
  tags: z.array(z.object({ name: z.string() })),
  segments: z.array(Segment),
  score: Score,
  activities: z.array(ActivityItem).describe('Oldest first.'),
  takenOff: z.array(TakenOff).describe('Entries that were taken off the timeline.'),
  deals: z.array(DealPart),
  tracking: z.array(TrackedMail).describe('Mail whose opens and clicks were looked at.'),
  forms: z.array(Submission).describe('What the person sent in forms.'),
  changes: z.array(Change).describe('Change history of the record, oldest first.'),
  bulkChanges: z.array(BulkChange),
  imports: z.array(ImportedRow).describe('Rows of imported files that made or changed the contact.'),
  merges: z.array(MergedIn).describe('Records of the person that were made one with this.'),
  mailPlaces: z.array(MailPlace),
  blocks: z.array(Block),
  sources: z.array(Source),
  recipients: z.array(Recipient),
}

export const EXPORT_FORMAT = 'throughline-contact-export'
export const EXPORT_VERSION = 1

/** Everything held about one person, as one file (GDPR Art. 15). */
export const ContactExport = z.object({
  format: z.literal(EXPORT_FORMAT),
  formatVersion: z.literal(EXPORT_VERSION),
  schema: z.url().describe('Where the JSON Schema of this format is published.'),
  generatedAt: Instant.describe('All of the file is as it stood at this instant.'),
  generatedBy: z.object({ roles: z.array(Role) }),
  others: ExportQuery.shape.others.unwrap(),
  processing: z.object({
    identity: Processing,
    addresses: Processing,
    consent: Processing,
    consentWarnings: Processing,
    customFields: Processing,
    tags: Processing,
    segments: Processing,
    score: Processing,
    activities: Processing,
    takenOff: Processing,
    deals: Processing,
    tracking: Processing,
    forms: Processing,
    changes: Processing,
    bulkChanges: Processing,
    imports: Processing,
    merges: Processing,
    mailPlaces: Processing,
    blocks: Processing,
    sources: Processing,
    recipients: Processing,
  } satisfies Record<keyof typeof sections, typeof Processing>),
  ...sections,
  complete: z.literal(true).describe('The last member: the file was written to its end.'),
})
export type ContactExport = z.infer<typeof ContactExport>
