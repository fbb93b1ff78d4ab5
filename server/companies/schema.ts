import { z } from 'zod'
import { CustomValues } from '../custom-fields/schema.ts'
import { Id, Instant, PageQuery } from '../platform/schema.ts'
import { Activity } from '../timeline/schema.ts'
import { UserReference } from '../users/schema.ts'

export const CompanyReference = z.object({ id: Id, name: z.string() })
export type CompanyReference = z.infer<typeof CompanyReference>

export const Company = z.object({
  id: Id,
  name: z.string(),
  domains: z.array(z.string()),
  phone: z.string().nullable(),
  phoneDisplay: z.string().nullable(),
  website: z.string().nullable(),
  country: z.string().nullable(),
  ownerId: Id.nullable(),
  owner: UserReference.nullable(),
  customFields: CustomValues,
  contacts: z.int().describe('How many contacts belong to it.'),
  lastActivityAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
})
export type Company = z.infer<typeof Company>

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u, 'Write the domain as example.com.')
const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.normalize('NFKC').trim() || null)
    .nullable()

const editable = {
  name: z.string().normalize('NFKC').trim().min(1, 'A company needs a name.').max(200),
  domains: z.array(domain).max(100),
  phone: text(100),
  website: z
    .url({ protocol: /^https?$/, error: 'Write the address of the site with https://.' })
    .max(500)
    .nullable(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'Write the country as two letters, for example DE.')
    .transform((value) => value.toUpperCase())
    .nullable(),
  ownerId: Id.nullable(),
  customFields: CustomValues,
}
export const CreateCompany = z.strictObject({ ...z.object(editable).partial().shape, name: editable.name })
export type CreateCompany = z.infer<typeof CreateCompany>
export const EditCompany = z.strictObject({ ...editable, version: z.int().min(1) }).partial()
export type EditCompany = z.infer<typeof EditCompany>
export type EditCompanyInput = z.input<typeof EditCompany>

/** Columns the list sorts by; `-` before one turns it round. */
export const companySorts = ['name', 'contacts', 'createdAt', 'lastActivityAt'] as const
export const CompanyListQuery = PageQuery.extend({
  search: z.string().max(200).optional().describe('In the name and the domains.'),
  owner: Id.optional(),
  country: z
    .string()
    .length(2)
    .transform((value) => value.toUpperCase())
    .optional(),
  sort: z
    .string()
    .max(40)
    .optional()
    .describe('`name`, or `-name` for the other way; also `contacts`, `createdAt`, `lastActivityAt`.'),
})
export type CompanyListQuery = z.infer<typeof CompanyListQuery>
export const CompanyList = z.object({
  items: z.array(Company),
  nextCursor: z.string().nullable(),
  total: z.object({ count: z.int(), exact: z.boolean() }),
})
export type CompanyList = z.infer<typeof CompanyList>

export const CompanyHistory = z.object({
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
export type CompanyHistory = z.infer<typeof CompanyHistory>

/** An entry of any contact of the company, with whom it is about. */
export const CompanyTimelinePage = z.object({ items: z.array(Activity), nextCursor: z.string().nullable() })
