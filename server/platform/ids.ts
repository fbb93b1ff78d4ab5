import { randomFillSync } from 'node:crypto'

/** Random bytes are fetched some thousand ids at once: asking for ten costs as much as asking for all. */
const pool = Buffer.alloc(10 * 2048)
let used = pool.length

function randomTen(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 10
  return pool.subarray(used - 10, used)
}

/** A UUIDv7: 48 bits of milliseconds, then random bits (RFC 9562, 5.7). */
export function v7(now = Date.now(), random = randomTen()): string {
  const hex = now.toString(16).padStart(12, '0') + random.toString('hex')
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
