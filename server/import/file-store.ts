import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from '#db/client.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type ByteFacts, ByteWatch } from './detect-encoding.ts'
import { EmptyFile, FileTooLarge } from './problems.ts'

/** Bytes of a part before it is packed. Parts are all of this size but the last: any place is found without a search. */
export const PART = 1024 * 1024
export const LARGEST_FILE = 1024 * 1024 * 1024

/** A file that lies in the database, where every process finds it. */
export interface StoredFile {
  importId: string
  edition: number
  bytes: number
}

export interface Store {
  db: Database
  secrets: Secrets
}

/**
 * Keeps a file in parts, packed and encrypted with a key of its own (IM-18); one part is in memory at a time.
 * @returns its size, and what its bytes say about its letters
 * @throws FileTooLarge, EmptyFile; the parts that came are the caller's to remove
 */
export async function storeFile(
  store: Store,
  importId: string,
  edition: number,
  pieces: AsyncIterable<Buffer>,
): Promise<{ bytes: number; facts: ByteFacts }> {
  const watch = new ByteWatch()
  let bytes = 0
  let part = 0
  for await (const piece of inParts(pieces)) {
    bytes += piece.length
    if (bytes > LARGEST_FILE) throw new FileTooLarge(LARGEST_FILE)
    watch.see(piece)
    await store.db.execute(sql`insert into import_file_parts (import_id, edition, part, bytes)
      values (${importId}::uuid, ${edition}, ${part}, ${sealed(store.secrets, importId, edition, part, piece)})`)
    part += 1
  }
  if (bytes === 0) throw new EmptyFile()
  return { bytes, facts: watch.end() }
}

async function* inParts(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < PART) continue
    const whole = Buffer.concat(waiting)
    let at = 0
    for (; at + PART <= whole.length; at += PART) yield whole.subarray(at, at + PART)
    waiting = [whole.subarray(at)]
    length = whole.length - at
  }
  if (length > 0) yield Buffer.concat(waiting)
}

/** The bytes of a file from a place on, in the order they stand. */
export async function* readFile(store: Store, file: StoredFile, from = 0, to = file.bytes): AsyncGenerator<Buffer> {
  const last = Math.floor((to - 1) / PART)
  const load = (part: number) => (part <= last ? readPart(store, file, part) : null)
  let next = to > from ? load(Math.floor(from / PART)) : null
  for (let part = Math.floor(from / PART); next; part += 1) {
    const bytes = await next
    next = load(part + 1)
    next?.catch(() => {}) // heard when it is waited for
    yield bytes.subarray(Math.max(0, from - part * PART), Math.min(bytes.length, to - part * PART))
  }
}

async function readPart({ db, secrets }: Store, { importId, edition }: StoredFile, part: number): Promise<Buffer> {
  const [row] = await db.execute<{ bytes: Buffer }>(sql`select bytes from import_file_parts
    where import_id = ${importId}::uuid and edition = ${edition} and part = ${part}`)
  if (!row) throw new Error(`Part ${part} of the file is gone.`)
  return opened(secrets, importId, edition, part, row.bytes)
}

export const forgetFile = (tx: Tx, importId: string, keepEdition = 0) =>
  tx.execute(sql`delete from import_file_parts where import_id = ${importId}::uuid and edition <> ${keepEdition}`)

const placeOf = (importId: string, edition: number, part: number) => Buffer.from(`${importId} ${edition} ${part}`)

/** AES-256-GCM; the place is part of what is vouched for, so that parts cannot be swapped. */
function sealed(secrets: Secrets, importId: string, edition: number, part: number, bytes: Buffer): Buffer {
  const start = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secrets.hash('import file', importId), start)
  cipher.setAAD(placeOf(importId, edition, part))
  const body = Buffer.concat([cipher.update(zstdCompressSync(bytes)), cipher.final()])
  return Buffer.concat([start, cipher.getAuthTag(), body])
}

function opened(secrets: Secrets, importId: string, edition: number, part: number, kept: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secrets.hash('import file', importId), kept.subarray(0, 12))
  decipher.setAAD(placeOf(importId, edition, part))
  decipher.setAuthTag(kept.subarray(12, 28))
  return zstdDecompressSync(Buffer.concat([decipher.update(kept.subarray(28)), decipher.final()]))
}
