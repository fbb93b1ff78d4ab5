import { randomBytes } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

/** Nobody fills in a form faster; who reads aloud is slower. */
const FASTEST = 2000
const LONGEST = 24 * 3_600_000

/**
 * A token in each page of a form, signed: when the page was asked for, and which version of the form it showed. It holds
 * nothing of the visitor.
 */
export function formToken(secrets: Secrets, publicId: string, version: number, now: Date): string {
  const text = `${now.getTime().toString(36)}.${version}.${randomBytes(9).toString('base64url')}`
  return `${text}.${secrets.hash('form-page', `${publicId}.${text}`).toString('base64url')}`
}

export interface TokenReading {
  verdict: 'fine' | 'forged' | 'too_fast' | 'stale'
  /** The version of the form that was shown; null for a token that did not come from here. */
  version: number | null
}

/** What a token says about a submission. */
export function readToken(secrets: Secrets, publicId: string, token: string, now: Date): TokenReading {
  const [at = '', version = '', nonce = '', signature = ''] = token.split('.')
  if (!secrets.equal('form-page', `${publicId}.${at}.${version}.${nonce}`, signature))
    return { verdict: 'forged', version: null }
  const age = now.getTime() - Number.parseInt(at, 36)
  const verdict = age > LONGEST ? 'stale' : age < FASTEST ? 'too_fast' : 'fine'
  return { verdict, version: Number(version) }
}

/** A token for a page that is shown again after its own was too old: nobody waits a second time. */
export const freshToken = (secrets: Secrets, publicId: string, version: number, now: Date): string =>
  formToken(secrets, publicId, version, new Date(now.getTime() - FASTEST))

const uuidOf = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The id of a submission follows from its page and what was filled in: sent twice, it is one (double click, back). */
export const submissionId = (secrets: Secrets, token: string, values: unknown): string =>
  uuidOf(secrets.hash('form-submission', `${token}\0${JSON.stringify(values)}`).subarray(0, 16))

/** What the link of the confirmation mail carries. */
export const confirmToken = (secrets: Secrets, id: string): string =>
  `${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}.${secrets.hash('form-confirm', id).toString('base64url')}`

/** The submission a confirmation link is for; null for what did not come from here. */
export function confirmedId(secrets: Secrets, token: string): string | null {
  const [text = '', signature = ''] = token.split('.')
  const hex = Buffer.from(text, 'base64url').toString('hex')
  if (hex.length !== 32) return null
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return secrets.equal('form-confirm', id, signature) ? id : null
}
