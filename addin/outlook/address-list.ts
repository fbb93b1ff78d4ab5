import type { Address } from './selection.ts'

const mailbox = /(?:"((?:[^"\\]|\\.)*)"|([^",<>]*))\s*<([^<>\s]+@[^<>\s]+)>|([^\s<>,;"]+@[^\s<>,;"]+)/g

/** Reads the mailboxes of an address header (RFC 5322 §3.4; comments and group names are passed over). */
export function parseAddressList(header: string): Address[] {
  return [...header.matchAll(mailbox)].map(([, quoted, plain, angled, bare]) => {
    const name = decodeWords((quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '').trim())
    return { name: name || null, address: (angled ?? bare ?? '').trim() }
  })
}

/** Decodes RFC 2047 encoded words, of which blanks in between are no part. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/(\?=)\s+(=\?)/g, '$1$2')
    .replaceAll(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (whole, charset: string, encoding: string, data: string) => {
      try {
        return new TextDecoder(charset).decode(encoding.toLowerCase() === 'b' ? fromBase64(data) : fromQ(data))
      } catch {
        return whole
      }
    })
}

function fromBase64(data: string): Uint8Array {
  return Uint8Array.from(atob(data), (char) => char.charCodeAt(0))
}

function fromQ(data: string): Uint8Array {
  const bytes = data
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Uint8Array.from(bytes, (char) => char.charCodeAt(0))
}
