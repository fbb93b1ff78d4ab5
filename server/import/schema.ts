import { z } from 'zod'
import { consentStatuses, consentTypes, gdprBases } from '../consent/schema.ts'
import { contactStatuses } from '../contacts/schema.ts'
import { customFieldTypes } from '../custom-fields/schema.ts'
import { choice, Id, Instant, PageQuery } from '../platform/schema.ts'
import { TagName } from '../tags/schema.ts'
import { UserReference } from '../users/schema.ts'

export const importFormats = ['csv', 'xlsx', 'vcard'] as const

export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const
export const delimiters = [',', ';', '\t', '|'] as const
export const quotes = ['"', "'", ''] as const
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const
export const decimalMarks = ['.', ','] as const

/** How the bytes are read: found out at the upload, shown with a sample, and yours to correct (IM-01). */
export const Reading = z.object({
  encoding: z.enum(encodings),
  /** What told the encoding: a mark at the beginning, the bytes of the whole file, or a guess from its letters. */
  encodingFrom: z.enum(['mark', 'bytes', 'guess', 'person', 'format']),
  delimiter: z.enum(delimiters),
  quote: z.enum(quotes).describe('Empty: no quotes.'),
  headerLine: z.int().min(0).describe('The line of the file the headers begin at, counted from 1; 0: there are none.'),
  sheet: z.string().nullable().describe('XLSX: the sheet that is read.'),
  sheets: z.array(z.string()),
})
export type Reading = z.infer<typeof Reading>

export const ChangeReading = z
  .strictObject({
    encoding: z.enum(encodings),
    delimiter: z.enum(delimiters),
    quote: z.enum(quotes),
    headerLine: z.int().min(0).max(1000),
    sheet: z.string().max(200),
  })
  .partial()
export type ChangeReading = z.infer<typeof ChangeReading>

/** Where a column goes. `custom.<key>` beside these; `new` makes a custom field of the column. */
export const importTargets = [
  'ignore',
  'note',
  'id',
  'firstName',
  'lastName',
  'fullName',
  'email',
  'aliases',
  'phone',
  'mobile',
  'jobTitle',
  'department',
  'company',
  'role',
  'status',
  'source',
  'owner',
  'tags',
  'linkedin',
  'twitter',
  'country',
  'createdAt',
  'bouncedAt',
  'consent.status',
  'consent.type',
  'consent.date',
  'consent.source',
  'consent.basis',
  'consent.optedOut',
  'consent.optedOutAt',
  'consent.confirmedAt',
  'consent.ip',
  'consent.evidence',
  'deleted',
  'new',
] as const
export type ImportTarget = (typeof importTargets)[number] | `custom.${string}`

const Target = z
  .string()
  .max(80)
  .refine(
    (target) => (importTargets as readonly string[]).includes(target) || /^custom\.\w{1,60}$/.test(target),
    'No such target. See importTargets, or custom.<key>.',
  )

export const columnPolicies = ['overwrite', 'fill', 'never'] as const

/** What to do with a value that is not among the choices of a field (IM-10), once for each distinct value. */
export const ChoiceDecision = z.union([
  z.strictObject({ choice: z.string().max(40) }).describe('The id of the choice, or the value of a built-in list.'),
  z.strictObject({ create: z.string().trim().min(1).max(100) }).describe('A new choice of this label.'),
  z.enum(['empty', 'refuse']),
])
export type ChoiceDecision = z.infer<typeof ChoiceDecision>

export const ColumnMapping = z.strictObject({
  target: Target,
  policy: z
    .enum(columnPolicies)
    .optional()
    .describe('For a contact that exists; the policy of the import when absent.'),
  blank: z.enum(['keep', 'clear']).optional().describe('What an empty cell does to a contact that exists: keep.'),
  list: z.enum(['add', 'replace']).optional().describe('Tags, aliases and multiple choices: add.'),
  dateOrder: z.enum(dateOrders).optional(),
  decimal: z.enum(decimalMarks).optional(),
  choices: z.record(z.string().max(500), ChoiceDecision).optional(),
  /** The column whose cell names the kind of the number or address beside it, as Google writes them. */
  kindColumn: z.int().min(0).optional(),
  field: z
    .strictObject({
      label: z.string().trim().min(1).max(100),
      type: z.enum(customFieldTypes),
      unique: z.boolean().optional(),
    })
    .optional()
    .describe('With target `new`: the field to make.'),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const ImportDefaults = z
  .strictObject({
    ownerId: Id.nullable(),
    source: z.string().trim().max(200),
    tags: z.array(TagName).max(50),
    status: choice(['active', 'inactive']),
    country: z.string().regex(/^[A-Z]{2}$/),
    consentStatus: choice(consentStatuses),
    consentType: choice(consentTypes),
    consentSource: z.string().trim().max(200),
  })
  .partial()
export type ImportDefaults = z.infer<typeof ImportDefaults>

export const matchPolicies = ['skip', 'fill', 'overwrite', 'create'] as const

export const Mapping = z.strictObject({
  columns: z.array(ColumnMapping).max(2000),
  matchBy: z
    .array(z.string().regex(/^(id|email|linkedin|custom\.\w{1,60})$/))
    .max(10)
    .default(['email'])
    .describe('In this order: the first that finds a contact counts. `email` looks at aliases too.'),
  onMatch: z.enum(matchPolicies).default('fill').describe('For rows that match a contact.'),
  onNew: z.enum(['create', 'skip']).default('create').describe('For rows that match nobody.'),
  invalid: z
    .enum(['leave_out', 'refuse'])
    .default('leave_out')
    .describe('A value that cannot be stored: left out with a warning, or the row is refused.'),
  defaults: ImportDefaults.default({}),
  attestation: z
    .strictObject({
      text: z.string().trim().min(10, 'Say how these people agreed: where, when, to what wording.').max(5000),
      source: z.string().trim().min(1).max(200),
      date: z.iso.date(),
    })
    .optional()
    .describe('Signed by you, a manager or administrator: evidence for rows that say Opted In.'),
  remember: z.boolean().default(true).describe('Propose this mapping for files with the same headers.'),
})
export type Mapping = z.infer<typeof Mapping>
export type MappingInput = z.input<typeof Mapping>

export const ImportColumn = z.object({
  name: z.string().describe('The header; made one of a kind where it repeats, made up where it is empty.'),
  header: z.string(),
  samples: z.array(z.string()).describe('Up to five different values.'),
  filled: z.int().describe('In how many of the sampled rows it holds something.'),
  kind: z.enum(['empty', 'text', 'email', 'phone', 'date', 'number', 'yes_no', 'url', 'choice']),
  dateOrder: z.enum(dateOrders).nullable().describe('What the data settle; null: nothing, or no dates.'),
  damage: z
    .array(z.enum(['scientific_number', 'date_serial', 'lost_zeros']))
    .describe('What a spreadsheet did to it (IM-03).'),
  examples: z
    .array(z.object({ raw: z.string(), read: z.string().nullable() }))
    .describe('How five values will be read.'),
})
export type ImportColumn = z.infer<typeof ImportColumn>

/** What must be answered before the file is imported. */
export const ImportQuestion = z.object({
  column: z.int(),
  question: z.enum(['date_order']),
  detail: z.string(),
})
export type ImportQuestion = z.infer<typeof ImportQuestion>

export const rowOutcomes = ['created', 'updated', 'unchanged', 'skipped', 'refused'] as const
export type RowOutcome = (typeof rowOutcomes)[number]

export const ImportCounts = z.object({
  rows: z.int().describe('Read; always the sum of the others but `warned`.'),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  refused: z.int(),
  warned: z.int().describe('Rows that came in with a warning.'),
})
export type ImportCounts = z.infer<typeof ImportCounts>

/** What was found in a row: an error refuses it, a warning does not. */
export const RowIssue = z.object({
  code: z.string().describe('Stable, for example `not-an-email`, `suppressed`, `same-as-row`.'),
  severity: z.enum(['error', 'warning', 'info']),
  column: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string().describe('What is wrong and what to do.'),
})
export type RowIssue = z.infer<typeof RowIssue>

/** As in the change history of a contact, with companies and owners by name; a field yet to be made is `customFields.new_<column>`. */
export const FieldChange = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })

export const ImportRow = z.object({
  row: z.int().describe('Counted from 1, after the headers.'),
  line: z.int().describe('The line of the file it begins at.'),
  outcome: z.enum(rowOutcomes),
  contact: z.object({ id: Id, name: z.string() }).nullable(),
  cells: z.array(z.string()).describe('As in the file.'),
  issues: z.array(RowIssue),
  changes: z.array(FieldChange),
})
export type ImportRow = z.infer<typeof ImportRow>

export const ImportPreview = z.object({
  counts: ImportCounts,
  samples: z.array(ImportRow).describe('Rows to look at, up to 20 of each outcome.'),
  issues: z
    .array(
      z.object({
        code: z.string(),
        severity: RowIssue.shape.severity,
        column: z.string().nullable(),
        message: z.string(),
        rows: z.int(),
        examples: z.array(z.object({ row: z.int(), value: z.string().nullable() })),
      }),
    )
    .describe('What was found in rows, by kind and column, the most frequent first.'),
  unknownChoices: z
    .array(
      z.object({
        column: z.int(),
        values: z.array(z.object({ value: z.string(), rows: z.int() })),
      }),
    )
    .describe('Values that are not among the choices of their field: decide in `mapping.columns[].choices`.'),
  fields: z
    .array(z.object({ field: z.string(), set: z.int(), changed: z.int() }))
    .describe('How many contacts get a value where they had none, and how many another value.'),
  companies: z.int().describe('How many companies would be made.'),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const importStates = [
  'uploaded',
  'previewing',
  'previewed',
  'running',
  'paused',
  'cancelled',
  'done',
  'failed',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof importStates)[number]

export const Import = z.object({
  id: Id,
  name: z.string().describe('Of the file.'),
  bytes: z.int(),
  format: z.enum(importFormats),
  state: z.enum(importStates),
  source: z.string().describe('What new contacts get as their source where the file says none.'),
  tag: z.string().describe('Every contact that this import makes or changes gets it.'),
  reading: Reading,
  columns: z.array(ImportColumn),
  sample: z
    .array(z.array(z.string()))
    .describe('The first rows, then up to three with quotes or letters beyond ASCII.'),
  mapping: Mapping,
  mappingFrom: z.enum(['saved', 'known', 'headers', 'person']),
  /** The program whose export it looks like. */
  knownAs: z.string().nullable(),
  questions: z.array(ImportQuestion),
  notices: z.array(z.string()).describe('What was found about the file as a whole.'),
  preview: ImportPreview.nullable(),
  counts: ImportCounts.describe('So far; of the preview while it runs, then of the import.'),
  total: z.int().nullable().describe('How many rows there are; null until the file was read once.'),
  progress: z.object({
    phase: z.enum(['checking', 'writing', 'undoing']).nullable(),
    rows: z.int(),
    of: z.int().nullable(),
    rowsPerSecond: z.number().nullable(),
    waiting: z.boolean().describe('Another import is running; this one goes on after it.'),
  }),
  undo: z
    .object({
      removed: z.int(),
      restored: z.int(),
      left: z.array(z.object({ contact: z.object({ id: Id, name: z.string() }), reasons: z.array(z.string()) })),
      leftCount: z.int(),
    })
    .nullable(),
  undoableUntil: Instant.nullable(),
  fileKeptUntil: Instant.nullable(),
  error: z.string().nullable(),
  requestedBy: UserReference,
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
})
export type Import = z.infer<typeof Import>

export const ImportSummary = Import.pick({
  id: true,
  name: true,
  bytes: true,
  format: true,
  state: true,
  tag: true,
  counts: true,
  total: true,
  progress: true,
  undoableUntil: true,
  error: true,
  requestedBy: true,
  createdAt: true,
  finishedAt: true,
})
export type ImportSummary = z.infer<typeof ImportSummary>
export const ImportList = z.object({ items: z.array(ImportSummary), nextCursor: z.string().nullable() })

export const ImportRowsQuery = PageQuery.extend({
  outcome: z.enum([...rowOutcomes, 'warned']).optional(),
})
export const ImportRows = z.object({ items: z.array(ImportRow), nextCursor: z.string().nullable() })
export type ImportRows = z.infer<typeof ImportRows>

export const ReportQuery = z.object({ outcome: z.enum([...rowOutcomes, 'warned']).optional() })

/** Values the built-in lists take; custom choices come with their fields. */
export const builtInChoices = {
  role: ['decision_maker', 'influencer', 'champion', 'blocker', 'end_user', 'other'],
  status: contactStatuses,
  'consent.status': consentStatuses,
  'consent.type': consentTypes,
  'consent.basis': gdprBases,
} as const
