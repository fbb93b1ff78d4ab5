import type { Address, Header, StoredAttachment, StoredMessage } from './model.ts'
import { textToHtml } from './text.ts'

interface Part {
  headers: Header[]
  /** Bytes as latin1 characters, still in their transfer encoding. */
  body: string
}

/**
 * Reads the base64 MIME that `sendMail` and `POST messages` take as text/plain: headers, the HTML or text body and
 * file attachments. Enough of RFC 5322 and 2045 for what mail programs write; nothing here judges the content.
 */
export function readMime(base64: string): Partial<StoredMessage> {
  const whole = readPart(Buffer.from(base64, 'base64').toString('latin1'))
  const header = (name: string) => headerOf(whole, name)
  const leaves = leavesOf(whole)
  const html = leaves.find((part) => typeOf(part).type === 'text/html' && !fileName(part))
  const plain = leaves.find((part) => typeOf(part).type === 'text/plain' && !fileName(part))
  const sensitivity = ['', 'personal', 'private', 'company-confidential'].indexOf(header('Sensitivity').toLowerCase())
  const from = readAddresses(header('From'))[0]
  return {
    subject: decodeWords(header('Subject')),
    html: html ? textOf(html) : textToHtml(plain ? textOf(plain) : ''),
    ...(from ? { from } : {}),
    to: readAddresses(header('To')),
    cc: readAddresses(header('Cc')),
    bcc: readAddresses(header('Bcc')),
    replyTo: readAddresses(header('Reply-To')),
    ...(header('Message-ID') ? { internetMessageId: header('Message-ID') } : {}),
    inReplyTo: header('In-Reply-To') || null,
    references: header('References').split(/\s+/).filter(Boolean),
    sensitivity: Math.max(0, sensitivity) as 0 | 1 | 2 | 3,
    headers: whole.headers.filter(({ name }) => /^(x-|list-|precedence$|auto-submitted$|feedback-id$)/i.test(name)),
    attachments: leaves.filter(fileName).map(readFile),
  }
}

function readPart(raw: string): Part {
  const gap = raw.match(/\r?\n\r?\n/)
  const head = gap ? raw.slice(0, gap.index) : raw
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const headers = lines.flatMap((text) => {
    const colon = text.indexOf(':')
    return colon > 0 ? [{ name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() }] : []
  })
  return { headers, body: gap ? raw.slice((gap.index ?? 0) + gap[0].length) : '' }
}

function leavesOf(part: Part): Part[] {
  const { type, parameters } = typeOf(part)
  if (!type.startsWith('multipart/') || !parameters.boundary) return [part]
  const pieces = `\n${part.body}`.split(
    new RegExp(`\\r?\\n--${escapePattern(parameters.boundary)}(?:--)?[ \\t]*(?=\\r?\\n|$)`),
  )
  return pieces
    .slice(1)
    .filter((piece) => piece.trim() !== '')
    .flatMap((piece) => leavesOf(readPart(piece.replace(/^\r?\n/, ''))))
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const headerOf = (part: Part, name: string) =>
  part.headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value ?? ''

function typeOf(part: Part) {
  return readParameters(headerOf(part, 'Content-Type') || 'text/plain')
}

function readParameters(value: string): { type: string; parameters: Record<string, string> } {
  const [type = '', ...rest] = value.split(';')
  const pairs = rest.join(';').matchAll(/([\w*-]+)\s*=\s*(?:"([^"]*)"|([^;\s]+))/g)
  const parameters = Object.fromEntries([...pairs].map((pair) => [pair[1]?.toLowerCase(), pair[2] ?? pair[3] ?? '']))
  return { type: type.trim().toLowerCase(), parameters }
}

function fileName(part: Part): string {
  const disposition = readParameters(headerOf(part, 'Content-Disposition'))
  return decodeWords(disposition.parameters.filename ?? (disposition.type === 'attachment' ? 'attachment' : ''))
}

const readFile = (part: Part): StoredAttachment => ({
  id: '',
  name: fileName(part),
  contentType: typeOf(part).type,
  content: bytesOf(part).toString('base64'),
  inline: headerOf(part, 'Content-Disposition').toLowerCase().startsWith('inline'),
})

function textOf(part: Part): string {
  const charset = typeOf(part).parameters.charset ?? 'utf-8'
  return new TextDecoder(charset).decode(bytesOf(part))
}

function bytesOf(part: Part): Buffer {
  const encoding = headerOf(part, 'Content-Transfer-Encoding').toLowerCase()
  if (encoding === 'base64') return Buffer.from(part.body, 'base64')
  if (encoding === 'quoted-printable') return Buffer.from(unquote(part.body.replace(/=\r?\n/g, '')), 'latin1')
  return Buffer.from(part.body, 'latin1')
}

const unquote = (text: string) =>
  text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** RFC 2047 encoded words; raw UTF-8 headers (RFC 6532) are read as such. */
function decodeWords(text: string): string {
  return Buffer.from(text, 'latin1')
    .toString('utf8')
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?([\w-]+)\?([bq])\?([^?]*)\?=/gi, (_, charset: string, kind: string, word: string) => {
      const bytes =
        kind.toLowerCase() === 'b'
          ? Buffer.from(word, 'base64')
          : Buffer.from(unquote(word.replaceAll('_', ' ')), 'latin1')
      return new TextDecoder(charset).decode(bytes)
    })
}

function readAddresses(text: string): Address[] {
  return [...text.matchAll(/(?:"((?:[^"\\]|\\.)*)"|([^<>,;]*))\s*<([^<>\s]+)>|([^\s<>,;]+@[^\s<>,;]+)/g)].map(
    (match) => {
      const address = match[3] ?? match[4] ?? ''
      const name = decodeWords((match[1] ?? match[2] ?? '').replaceAll('\\', '').trim())
      return { name: name || address, address }
    },
  )
}
