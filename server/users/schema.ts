import { z } from 'zod'
import { Id } from '../platform/schema.ts'

export const Role = z.enum(['Rep', 'Manager', 'Admin', 'DataProtection'])
export type Role = z.infer<typeof Role>

export const UserReference = z.object({ id: Id, name: z.string(), email: z.string().nullable() })
export type UserReference = z.infer<typeof UserReference>

/** Who is signed in, and what they may do. */
export const Me = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(Role),
  organisation: z.object({ tenantId: z.string(), name: z.string(), domains: z.array(z.string()) }),
  version: z.string().describe('Version of the server, shown in the pane.'),
})
export type Me = z.infer<typeof Me>

/** What a client needs before anyone signed in; holds nothing secret. */
export const ClientConfig = z.object({
  clientId: z.string(),
  tenantId: z.string(),
  authority: z.string().describe('Authority with tenant, for MSAL.'),
  knownAuthorities: z.array(z.string()),
  scope: z.string().describe('Scope to ask a token for: `api://<client id>/access_as_user`.'),
  endpoints: z
    .object({ authorization: z.string(), token: z.string() })
    .optional()
    .describe('Where a browser reaches the authority, if not at its own address; may be relative.'),
  version: z.string(),
})
export type ClientConfig = z.infer<typeof ClientConfig>

/** Somebody of the organisation, as owners are chosen and roles are given. */
export const User = UserReference.extend({
  active: z.boolean().describe('False: has left, or was disabled in Entra. Keeps history and contacts.'),
  roles: z.array(Role).describe('All that count: those of Entra and those granted here.'),
  grantedRoles: z.array(Role).describe('Given here, besides those of Entra.'),
  contacts: z.int().describe('How many contacts this person owns.'),
  lastSeenAt: z.iso.datetime({ offset: true }).nullable(),
})
export type User = z.infer<typeof User>
export const UserList = z.object({ items: z.array(User) })
export const GrantRoles = z.strictObject({ grantedRoles: z.array(Role).max(4) })

/** How the reader likes the pages; free-form, at most 32 kB a key. */
export const Settings = z.object({ value: z.unknown() })
export const SettingKey = z.object({
  key: z.string().regex(/^[a-z-]{1,40}$/, 'A key is made of small letters and hyphens, at most 40.'),
})
