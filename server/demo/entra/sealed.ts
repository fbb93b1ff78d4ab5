import { randomUUID } from 'node:crypto'
import { EncryptJWT, type JWTPayload, jwtDecrypt } from 'jose'
import type { Entra } from './context.ts'

/** Content of a code or a refresh token: encrypted, so that it is opaque to clients and needs no table. */
export interface Grant extends JWTPayload {
  oid: string
  client: string
  scope: string
}

export interface CodeGrant extends Grant {
  redirectUri: string
  challenge: string
  nonce?: string
}

const CODE_LIFE = '10 minutes'
/** Single-page applications get 24 hours; the demo makes no difference between clients. */
const REFRESH_LIFE = '24 hours'

export const sealCode = (entra: Entra, grant: CodeGrant) => seal(entra, 'code', grant, CODE_LIFE)
export const sealRefresh = (entra: Entra, grant: Grant) => seal(entra, 'refresh', grant, REFRESH_LIFE)

/** @returns undefined when it is forged, of another kind or expired. */
export const openCode = (entra: Entra, text: string) => open<CodeGrant>(entra, 'code', text)
export const openRefresh = (entra: Entra, text: string) => open<Grant>(entra, 'refresh', text)

function seal(entra: Entra, kind: string, grant: Grant, life: string): Promise<string> {
  return new EncryptJWT(grant)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setSubject(kind)
    .setJti(randomUUID())
    .setIssuedAt(entra.now())
    .setExpirationTime(life)
    .encrypt(entra.sealKey)
}

async function open<G extends Grant>(entra: Entra, kind: string, text: string): Promise<G | undefined> {
  return jwtDecrypt<G>(text, entra.sealKey, { subject: kind, currentDate: entra.now() }).then(
    ({ payload }) => payload,
    () => undefined,
  )
}
