import { z } from 'zod'
import { CompanyReference } from '../companies/schema.ts'
import { Consent } from '../consent/schema.ts'
import { CustomValues } from '../custom-fields/schema.ts'
import { FilterText, TimeZone } from '../filter/schema.ts'
import { choice, Id, Instant, PageQuery } from '../platform/schema.ts'
import { TagName } from '../tags/schema.ts'
import { TimelinePage } from '../timeline/schema.ts'
import { UserReference } from '../users/schema.ts'

export const contactRoles = ['decision_maker', 'influencer', 'champion', 'blocker', 'end_user', 'other'] as const
export const contactStatuses = ['active', 'inactive', 'unsubscribed', 'bounced'] as const

export const Contact = z.object({
  id: Id,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  displayName: z.string().describe('The name, else the address, else the phone number.'),
  email: z.string().nullable().describe('The primary address.'),
  aliases: z.array(z.string()).describe('Further addresses of the same person.'),
  bouncedAddresses: z
    .array(z.object({ address: z.string(), since: Instant }))
    .describe('Those of the addresses that refuse mail for good. When all do, the status is `bounced`.'),
  phone: z.string().nullable().describe('E.164 (with `;ext=`) where the number is valid, else as typed.'),
  phoneDisplay: z.string().nullable().describe('The same as people read it.'),
  mobile: z.string().nullable(),
  mobileDisplay: z.string().nullable(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  companyId: Id.nullable(),
  company: CompanyReference.nullable(),
  role: z.enum(contactRoles).nullable(),
  status: z.enum(contactStatuses),
  leadScore: z.int().min(0).max(100).nullable().describe('Null: the person objected to profiling.'),
  source: z.string().nullable(),
  ownerId: Id.nullable(),
  owner: UserReference.nullable(),
  tags: z.array(z.string()),
  customFields: CustomValues,
  linkedin: z.string().nullable(),
  twitter: z.string().nullable(),
  consent: Consent,
  createdAt: Instant,
  updatedAt: Instant,
  lastContactedAt: Instant.nullable(),
  lastActivityAt: Instant.nullable(),
  version: z.int().describe('Send it back with an edit; a stale one is refused.'),
})
export type Contact = z.infer<typeof Contact>

const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.normalize('NFKC').trim() || null)
    .nullable()

/** RFC 5321: at most 64 bytes before the @, which may stand in quotes; no dot at the end of the domain. */
const address = z
  .string()
  .trim()
  .max(320)
  .regex(
    /^(?:[^\s@<>"(),:;[\]\\]{1,64}|"(?:[^"\\\p{Cc}]|\\[^\p{Cc}]){1,62}")@[^\s@<>"(),:;[\]\\]*[^\s@<>"(),:;[\]\\.]$/u,
    'Not an email address. Write it as name@example.com.',
  )

interface Site {
  name: string
  hosts: RegExp
  handle: RegExp
  path: RegExp
  address(handle: string): string
}

const linkedIn: Site = {
  name: 'LinkedIn',
  hosts: /(^|\.)linkedin\.com$/,
  handle: /^@?(?:in\/)?([\p{L}\p{N}_-]{3,100})$/u,
  path: /^\/(?:in|pub|company|school)\/[^/]+/,
  address: (handle) => `https://www.linkedin.com/in/${handle}`,
}

const twitter: Site = {
  name: 'X (Twitter)',
  hosts: /(^|\.)(twitter|x)\.com$/,
  handle: /^@?(\w{1,15})$/,
  path: /^\/\w{1,15}/,
  address: (handle) => `https://x.com/${handle}`,
}

/** A profile as people paste it: its link with whatever hangs on it, its handle, or @handle (CR-10). */
const profile = ({ name, hosts, handle, path, address }: Site) =>
  z
    .string()
    .max(500)
    .transform((typed, context) => {
      const text = typed.normalize('NFKC').trim()
      if (text === '') return null
      const short = handle.exec(text)?.[1]
      if (short) return address(short)
      const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`)
      const found =
        url && /^https?:$/.test(url.protocol) && hosts.test(url.hostname) && !url.username && path.exec(url.pathname)
      if (url && found) return new URL(found[0], address('')).href
      context.addIssue({ code: 'custom', message: `Not a ${name} profile. Paste its https:// link, or the handle.` })
      return z.NEVER
    })
    .nullable()

const editable = {
  firstName: text(200),
  lastName: text(200),
  email: address.nullable(),
  aliases: z.array(address).max(50),
  phone: text(100),
  mobile: text(100),
  jobTitle: text(200),
  department: text(200),
  companyId: Id.nullable(),
  company: z
    .union([z.string(), z.object({ name: z.string() })])
    .transform((value) => (typeof value === 'string' ? value : value.name).normalize('NFKC').trim() || null)
    .pipe(z.string().max(200).nullable())
    .nullable()
    .describe('Name of the company: found without regard to case, or made.'),
  role: choice(contactRoles).nullable(),
  status: choice(['active', 'inactive']),
  source: text(200),
  ownerId: Id.nullable(),
  ownerEmail: address.nullable().describe('The owner by address, instead of `ownerId`.'),
  tags: z.array(TagName).max(100),
  linkedin: profile(linkedIn),
  twitter: profile(twitter),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'Write the country as two letters, for example DE.')
    .transform((value) => value.toUpperCase())
    .nullable(),
  customFields: CustomValues.describe('Only the fields that change; null empties one.'),
}

/** A new contact: at least a name, an email or a phone number. */
export const CreateContact = z
  .strictObject({
    ...editable,
    duplicates: z
      .enum(['refuse', 'allow'])
      .describe('`refuse` (when absent) answers 409 `possible-duplicate` where the person is likely here already.'),
  })
  .partial()
export type CreateContact = z.infer<typeof CreateContact>
export type CreateContactInput = z.input<typeof CreateContact>

/** An edit: the fields that change, and the version that was read (or its ETag in If-Match). */
export const EditContact = z.strictObject({ ...editable, version: z.int().min(1) }).partial()
export type EditContact = z.infer<typeof EditContact>
export type EditContactInput = z.input<typeof EditContact>

export const LookupQuery = z.object({ email: z.string().min(1).max(500), limit: PageQuery.shape.limit })

/** An address of the contact that mail reaches after all. */
export const AddressWorks = z.strictObject({ address: z.string().min(3).max(320) })

/** The contact with its first timeline page. */
export const ContactWithTimeline = Contact.extend({ timeline: TimelinePage })
export type ContactWithTimeline = z.infer<typeof ContactWithTimeline>

/** Who the addresses on a message are. */
export const ResolvePeople = z.strictObject({ addresses: z.array(z.string().max(500)).min(1).max(500) })
export const ResolvedPerson = z.object({
  address: z.string().describe('As it was asked for.'),
  kind: z.enum(['contact', 'colleague', 'unknown']),
  contact: Contact.pick({ id: true, displayName: true, jobTitle: true, company: true, status: true })
    .extend({ consentStatus: Consent.shape.status })
    .nullable(),
  earlierMessages: z
    .int()
    .nonnegative()
    .describe('Mails with an unknown person that would come in with a new contact.'),
})
export type ResolvedPerson = z.infer<typeof ResolvedPerson>
export const ResolvedPeople = z.object({ people: z.array(ResolvedPerson) })

/** Columns the list sorts by; `-` before one turns it round. Custom fields: `custom.<key>`. */
export const contactSorts = [
  'name',
  'email',
  'company',
  'jobTitle',
  'department',
  'role',
  'status',
  'leadScore',
  'source',
  'owner',
  'consentStatus',
  'country',
  'createdAt',
  'updatedAt',
  'lastContactedAt',
  'lastActivityAt',
] as const
export type ContactSort = (typeof contactSorts)[number]

export const ContactListQuery = PageQuery.extend({
  search: z.string().max(200).optional().describe('Parts of name, address, company or phone number, in any order.'),
  filter: FilterText.optional().describe('A filter expression as JSON (see the schema Filter).'),
  sort: z
    .string()
    .max(80)
    .regex(/^-?[A-Za-z][\w.]*$/)
    .optional()
    .describe('Newest first when absent; with a search, the best match first.'),
  timeZone: TimeZone.default('UTC').describe('Whose days the filter means.'),
})
export type ContactListQuery = z.infer<typeof ContactListQuery>
export const ContactList = z.object({
  items: z.array(Contact),
  nextCursor: z.string().nullable(),
  total: z.object({ count: z.int(), exact: z.boolean() }).describe('Exact up to 10,000, an estimate above.'),
  didYouMean: z.string().nullable().describe('Nothing matched as typed; this is what the items match.'),
})
export type ContactList = z.infer<typeof ContactList>

export const ContactHistory = z.object({
  items: z.array(
    z.object({
      at: Instant,
      by: UserReference.nullable(),
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      route: z.enum(['person', 'import', 'sync', 'merge', 'api', 'public']),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type ContactHistory = z.infer<typeof ContactHistory>
