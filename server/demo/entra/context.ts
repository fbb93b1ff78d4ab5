import type { Directory } from '../directory.ts'
import type { SigningKey } from './keys.ts'

export interface Entra {
  tenantId: string
  clientId: string
  clientSecret: string
  /** Base address without tenant, for example `https://localhost:8443`. */
  authority: string
  /** Name under which the tenant may also be addressed, as in Entra. */
  domain: string
  key: SigningKey
  directory: Directory
  /** Seals codes and refresh tokens. */
  sealKey: Uint8Array
  /** Authorisation codes that were redeemed, by their id. */
  usedCodes: Set<string>
  now(): Date
}

export const issuerOf = (entra: Entra) => `${entra.authority}/${entra.tenantId}/v2.0`

/** The tenant by id or domain; `common` and `organizations` lead here too, since there is no other. */
export const isTenant = (entra: Entra, name: string) =>
  [entra.tenantId, entra.domain, 'common', 'organizations'].includes(name.toLowerCase())
