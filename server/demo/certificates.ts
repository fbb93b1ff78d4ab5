import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { writePrivate } from './files.ts'

export interface Tls {
  key: string
  cert: string
}

const DAY = 86_400_000
const CA_YEARS = 10
const SERVER_DAYS = 365
const RENEW_BEFORE_DAYS = 30

/**
 * The demo's own certificate authority and one loopback server certificate signed by it.
 * Both are kept in `dataDir`; each is made anew only when it is missing or nears its end.
 */
export async function loopbackCertificates(dataDir: string, now: Date): Promise<{ caFile: string; tls: Tls }> {
  const caFile = join(dataDir, 'demo-ca.pem')
  const ca = await kept(caFile, join(dataDir, 'demo-ca-key.pem'), now, () => newAuthority(now))
  const server = await kept(join(dataDir, 'demo-server.pem'), join(dataDir, 'demo-server-key.pem'), now, () =>
    newServer(ca, now),
  )
  // A server certificate outlives its authority only if somebody deleted the authority's file.
  const trusted = new X509Certificate(server.cert).verify(new X509Certificate(ca.cert).publicKey)
  return { caFile, tls: trusted ? server : await replaced(dataDir, ca, now) }
}

async function replaced(dataDir: string, ca: Tls, now: Date): Promise<Tls> {
  const made = await newServer(ca, now)
  writePrivate(join(dataDir, 'demo-server.pem'), made.cert)
  writePrivate(join(dataDir, 'demo-server-key.pem'), made.key)
  return made
}

async function kept(certFile: string, keyFile: string, now: Date, make: () => Promise<Tls>): Promise<Tls> {
  if (existsSync(certFile) && existsSync(keyFile)) {
    const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    if (daysLeft(pair.cert, now) > RENEW_BEFORE_DAYS) return pair
  }
  const made = await make()
  writePrivate(keyFile, made.key)
  writePrivate(certFile, made.cert)
  return made
}

const daysLeft = (pem: string, now: Date) => (Date.parse(new X509Certificate(pem).validTo) - now.getTime()) / DAY

async function newAuthority(now: Date): Promise<Tls> {
  const made = await generate(
    [
      { name: 'commonName', value: 'Throughline demo authority' },
      { name: 'organizationName', value: 'Throughline demo' },
    ],
    {
      ...life(now, CA_YEARS * 365),
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    },
  )
  return { key: made.private, cert: made.cert }
}

async function newServer(ca: Tls, now: Date): Promise<Tls> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...life(now, SERVER_DAYS),
    keyType: 'ec',
    algorithm: 'sha256',
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key: made.private, cert: made.cert }
}

/** Begins a day early, so that a machine whose clock was set back still trusts it. */
const life = (now: Date, days: number) => ({
  notBeforeDate: new Date(now.getTime() - DAY),
  notAfterDate: new Date(now.getTime() + days * DAY),
})
