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
  version: z.string(),
})
export type ClientConfig = z.infer<typeof ClientConfig>
