import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import { decoderFor } from './decode.ts'
import { encodings, type Reading } from './schema.ts'

/** What the bytes of a whole file say about its letters, gathered while it is stored. */
export interface ByteFacts {
  mark: 'utf-8' | 'utf-16le' | 'utf-16be' | null
  /** Whether all of it is UTF-8; false where a single byte is not. */
  utf8: boolean
  zeros: number
  /** Where the first byte beyond ASCII stands; null in a plain file. */
  firstBeyondAscii: number | null
}

/** Reads the facts off a stream of pieces. */
export class ByteWatch {
  readonly facts: ByteFacts = { mark: null, utf8: true, zeros: 0, firstBeyondAscii: null }
  #at = 0
  #rest: Buffer = Buffer.alloc(0)

  see(piece: Buffer): void {
    if (this.#at === 0) this.facts.mark = markOf(piece)
    if (this.#at < 65_536) for (const byte of piece.subarray(0, 65_536)) if (byte === 0) this.facts.zeros += 1
    if (this.facts.firstBeyondAscii === null) {
      const found = piece.findIndex((byte) => byte > 127)
      if (found >= 0) this.facts.firstBeyondAscii = this.#at + found
    }
    if (this.facts.utf8 && this.facts.firstBeyondAscii !== null) this.#checkUtf8(piece)
    this.#at += piece.length
  }

  end(): ByteFacts {
    if (this.#rest.length > 0) this.facts.utf8 = false
    return this.facts
  }

  /** A letter may be cut by the end of a piece: what has begun waits for the next one. */
  #checkUtf8(piece: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece
    const end = bytes.length - unfinished(bytes)
    this.facts.utf8 = isUtf8(bytes.subarray(0, end))
    this.#rest = Buffer.from(bytes.subarray(end))
  }
}

function markOf(bytes: Buffer): ByteFacts['mark'] {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

/** How many bytes at the end begin a letter of UTF-8 that goes on behind it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}

/**
 * The encoding of a text file (IM-01): by its mark, else by its bytes (all of them, not the first few), else by a guess.
 * In the West single letters lie beyond ASCII, whole words elsewhere: only those are worth a closer look by `chardet`.
 * @param sample bytes around the first letter beyond ASCII
 */
export function detectEncoding(facts: ByteFacts, sample: Buffer): Pick<Reading, 'encoding' | 'encodingFrom'> {
  if (facts.mark) return { encoding: facts.mark, encodingFrom: 'mark' }
  if (facts.zeros > 0) {
    const wide = wideWithoutMark(sample)
    if (wide) return { encoding: wide, encodingFrom: 'bytes' }
  }
  if (facts.utf8) return { encoding: 'utf-8', encodingFrom: 'bytes' }
  return { encoding: guess(sample), encodingFrom: 'guess' }
}

/** UTF-16 of mostly Latin letters: every second byte is zero. */
function wideWithoutMark(sample: Buffer): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(sample.length, 4096)
  const zeros = [...sample.subarray(0, length).entries()].filter(([, byte]) => byte === 0)
  const even = zeros.filter(([at]) => at % 2 === 0).length
  const odd = zeros.length - even
  if (odd > length * 0.3 && even < length * 0.02) return 'utf-16le'
  return even > length * 0.3 && odd < length * 0.02 ? 'utf-16be' : null
}

function guess(sample: Buffer): Reading['encoding'] {
  const beyond = sample.reduce((count, byte) => count + (byte > 127 ? 1 : 0), 0)
  const runs = [...sample.toString('latin1').matchAll(/[\u{80}-\u{FF}]{3,}/gu)].reduce(
    (sum, [run]) => sum + run.length,
    0,
  )
  if (runs > beyond * 0.5) {
    const found = chardet.detect(sample)?.toLowerCase().replace('iso-8859-5', 'windows-1251').replace('_', '-')
    const name = found === 'shift-jis' ? 'shift_jis' : found
    if (name && name !== 'utf-8' && (encodings as readonly string[]).includes(name)) return name as Reading['encoding']
  }
  return looksLikeMac(sample) ? 'macintosh' : 'windows-1252'
}

/** Letters of the old Macintosh are signs of Windows-1252, so words full of signs give them away. */
function looksLikeMac(sample: Buffer): boolean {
  const inWords = (encoding: Reading['encoding']) =>
    (
      decoderFor(encoding)
        .write(sample)
        .match(/\p{L}(?!\p{L})[\u{80}-\u{10FFFF}]\p{L}/gu) ?? []
    ).length
  const windows = inWords('windows-1252')
  return windows > 2 && inWords('macintosh') === 0
}
