import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'

/** Keyed hashes from the one SECRET_KEY, a separate key for each purpose, so that no hash serves for another. */
export interface Secrets {
  hash(purpose: string, text: string): Buffer
  equal(purpose: string, text: string, claimed: string): boolean
}

export function secretsFrom(secretKey: string): Secrets {
  const keys = new Map<string, KeyObject>()
  const keyFor = (purpose: string): KeyObject => {
    const known = keys.get(purpose) ?? createSecretKey(Buffer.from(`${purpose}\0${secretKey}`))
    keys.set(purpose, known)
    return known
  }
  const hash = (purpose: string, text: string) => createHmac('sha256', keyFor(purpose)).update(text).digest()
  return {
    hash,
    equal(purpose, text, claimed) {
      const expected = Buffer.from(hash(purpose, text).toString('base64url'))
      const given = Buffer.from(claimed)
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
  }
}
