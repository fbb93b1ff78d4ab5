import { createHmac, timingSafeEqual } from 'node:crypto'

/** Keyed hashes from the one SECRET_KEY, a separate key for each purpose, so that no hash serves for another. */
export interface Secrets {
  hash(purpose: string, text: string): Buffer
  equal(purpose: string, text: string, claimed: string): boolean
}

export function secretsFrom(secretKey: string): Secrets {
  const hash = (purpose: string, text: string) => createHmac('sha256', `${purpose}\0${secretKey}`).update(text).digest()
  return {
    hash,
    equal(purpose, text, claimed) {
      const expected = Buffer.from(hash(purpose, text).toString('base64url'))
      const given = Buffer.from(claimed)
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
  }
}
