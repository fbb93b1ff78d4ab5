import { z } from 'zod'
import { choice, Id, Instant, PageQuery } from '../platform/schema.ts'
import { TagName } from '../tags/schema.ts'
import { UserReference } from '../users/schema.ts'

export const formLanguages = ['en', 'de', 'fr', 'es'] as const
export const FormLanguage = z.enum(formLanguages)
export type FormLanguage = z.infer<typeof FormLanguage>

/** The fields of a contact that a form may ask for, and `message`, which stands on the timeline alone. */
export const standardFields = [
  'email',
  'firstName',
  'lastName',
  'phone',
  'jobTitle',
  'company',
  'country',
  'message',
] as const
export type StandardField = (typeof standardFields)[number]

/** Text without control characters; lines stay. */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .normalize('NFC')
        .replaceAll(/[^\P{Cc}\n\t]/gu, '')
        .trim(),
    )

const httpsAddress = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text)
    return url?.protocol === 'https:' && !url.username
  }, 'Write an address that begins with https://')

const FormField = z.strictObject({
  key: z
    .string()
    .regex(
      new RegExp(`^(${standardFields.join('|')}|custom\\.[a-z][a-zA-Z0-9_]{0,58})$`),
      'Choose a field of the contact, or a custom one as custom.<key>.',
    ),
  label: words(200),
  required: z.boolean().default(false),
  placeholder: words(200).default(''),
  help: words(500).default(''),
})
export type FormField = z.infer<typeof FormField>

export const doubleOptIns = ['always', 'where_expected', 'never'] as const

/** What a form says and does. A draft may be unfinished; publishing asks for what is missing. */
export const FormDefinition = z.strictObject({
  language: FormLanguage,
  title: words(200),
  intro: words(2000).default(''),
  fields: z
    .array(FormField)
    .max(40)
    .refine((fields) => new Set(fields.map(({ key }) => key)).size === fields.length, 'Each field stands here once.'),
  submitLabel: words(60).default(''),
  privacyUrl: httpsAddress.nullable().default(null),
  consent: z
    .strictObject({ wording: words(2000), required: z.boolean().default(false) })
    .nullable()
    .default(null)
    .describe('The box that asks for marketing email. It is never ticked beforehand.'),
  tracking: z
    .strictObject({ wording: words(2000) })
    .nullable()
    .default(null)
    .describe('A box of its own for consent to individual open and click tracking.'),
  doubleOptIn: choice(doubleOptIns)
    .default('where_expected')
    .describe('where_expected: where the law takes nothing else for proof, and where the country is not known.'),
  confirmation: z
    .strictObject({ mailboxId: Id.nullable(), subject: words(200).default(''), text: words(4000).default('') })
    .default({ mailboxId: null, subject: '', text: '' })
    .describe('The mail that asks to confirm, and the mailbox it is sent from.'),
  thanks: z
    .strictObject({ text: words(2000).default(''), url: httpsAddress.nullable().default(null) })
    .default({ text: '', url: null }),
  tags: z.array(TagName).max(20).default([]),
  sites: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^https:\/\/(\*\.)?[a-z0-9.-]{1,253}(:\d{1,5})?$/, 'Write a site as https://www.example.com'),
    )
    .max(20)
    .default([])
    .describe('Where the form may be embedded; anywhere, when empty.'),
})
export type FormDefinition = z.infer<typeof FormDefinition>
export type FormDefinitionInput = z.input<typeof FormDefinition>

const formStates = ['draft', 'open', 'closed'] as const

const counts = z.object({ accepted: z.int(), pending: z.int(), spam: z.int() })

export const FormSummary = z.object({
  id: Id,
  publicId: z.string(),
  name: z.string(),
  state: z.enum(formStates),
  address: z.string().describe('The hosted page.'),
  publishedVersion: z.int().nullable(),
  changed: z.boolean().describe('The draft is not what visitors see.'),
  owner: UserReference.nullable(),
  submissions: counts,
  lastSubmissionAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int().describe('Send it back with an edit; a stale one is refused.'),
})
export type FormSummary = z.infer<typeof FormSummary>
export const FormList = z.object({ items: z.array(FormSummary) })
export type FormList = z.infer<typeof FormList>

/** A form with its draft and the snippet that shows it elsewhere. */
export const Form = FormSummary.extend({ draft: FormDefinition, snippet: z.string() })
export type Form = z.infer<typeof Form>

const name = z.string().trim().min(1, 'Give the form a name.').max(200)
export const CreateForm = z.strictObject({
  name,
  language: FormLanguage.default('en'),
  copyOf: Id.optional().describe('The form whose draft it begins with.'),
})
export type CreateForm = z.infer<typeof CreateForm>
export const EditForm = z
  .strictObject({ name, ownerId: Id.nullable(), draft: FormDefinition, version: z.int().min(1) })
  .partial()
export type EditForm = z.infer<typeof EditForm>

export const FormPreview = z.object({ html: z.string().describe('The page as visitors will see it.') })
export const PreviewForm = z.strictObject({ draft: FormDefinition })

export const submissionStates = ['pending', 'accepted', 'spam', 'expired'] as const
export const FormSubmission = z.object({
  id: Id,
  version: z.int().describe('Of the form, as it was when it was filled in.'),
  state: z.enum(submissionStates),
  reason: z.string().nullable().describe('Why it was taken for spam.'),
  values: z.array(z.object({ label: z.string(), value: z.string() })),
  email: z.string().nullable(),
  contact: z.object({ id: Id, name: z.string() }).nullable(),
  pageUrl: z.string().nullable(),
  receivedAt: Instant,
  confirmedAt: Instant.nullable(),
  expiresAt: Instant.nullable().describe('When it is forgotten, unless it is confirmed or accepted.'),
  mail: z
    .object({ state: z.enum(['waiting', 'sent', 'failed']), error: z.string().nullable() })
    .nullable()
    .describe('The mail that asks to confirm.'),
})
export type FormSubmission = z.infer<typeof FormSubmission>
export const SubmissionQuery = PageQuery.extend({ state: z.enum(submissionStates).optional() })
export type SubmissionQuery = z.infer<typeof SubmissionQuery>
export const SubmissionPage = z.object({ items: z.array(FormSubmission), nextCursor: z.string().nullable() })
export type SubmissionPage = z.infer<typeof SubmissionPage>
