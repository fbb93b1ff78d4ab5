import { StringDecoder } from 'node:string_decoder'
import iconv from 'iconv-lite'
import type { Reading } from './schema.ts'

export interface Decoder {
  write(bytes: Buffer): string
  end(): string
}

const MARK = '\u{FEFF}'

/** Turns bytes into text, piece by piece; a mark at the beginning is not part of the text. */
export function decoderFor(encoding: Reading['encoding']): Decoder {
  const decoder: Decoder = encoding === 'utf-8' ? new StringDecoder('utf8') : fromIconv(encoding)
  let first = true
  return {
    write(bytes) {
      const text = decoder.write(bytes)
      if (!first || text === '') return text
      first = false
      return text.startsWith(MARK) ? text.slice(1) : text
    },
    end: () => decoder.end(),
  }
}

function fromIconv(encoding: string): Decoder {
  const decoder = iconv.getDecoder(encoding, { stripBOM: false })
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' }
}
