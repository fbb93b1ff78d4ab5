import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { writePrivate } from '../files.ts'

export interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  publicJwk: JWK
}

/** The tenant's RS256 key, made at the first start and kept in `dataDir`. */
export async function signingKey(dataDir: string): Promise<SigningKey> {
  const file = join(dataDir, 'demo-signing-key.json')
  if (!existsSync(file)) {
    const pair = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 })
    writePrivate(file, JSON.stringify(await exportJWK(pair.privateKey)))
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK
  const { kty, n, e } = jwk
  const publicJwk = { kty, n, e } as JWK
  return {
    kid: await calculateJwkThumbprint(publicJwk, 'sha256'),
    privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey,
    publicKey: (await importJWK(publicJwk, 'RS256')) as CryptoKey,
    publicJwk,
  }
}
