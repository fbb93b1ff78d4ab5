/** A part of a message without parts of its own, decoded. */
export interface MimePart {
  /** Lower case, without parameters. */
  type: string
  headers: MimeHeaders
  text: string
}

/** By lower-case name; of a header that comes twice the first counts. */
export type MimeHeaders = ReadonlyMap<string, string>

export interface Mime {
  headers: MimeHeaders
  parts: MimePart[]
}

/** What is read at most: a report says what matters at its beginning, and the mail it returns may be of any size. */
const LONGEST = 512 * 1024
const DEEPEST = 8
const MOST_PARTS = 50

/**
 * Reads the parts of a message (RFC 5322, 2045, 2046). Bounded in size, depth and number, and it never throws: what is
 * broken is read as far as it goes. Returned messages (`message/rfc822`) are left as they are.
 */
export function readMime(raw: string): Mime {
  const whole = split(raw.slice(0, LONGEST).replaceAll('\r\n', '\n'))
  const parts: MimePart[] = []
  collect(whole, parts, 0)
  return { headers: whole.headers, parts }
}

interface Entity {
  headers: MimeHeaders
  body: string
}

function split(text: string): Entity {
  const gap = text.startsWith('\n') ? 0 : text.indexOf('\n\n')
  const head = gap < 0 ? text : text.slice(0, gap)
  return { headers: readHeaders(head), body: gap < 0 ? '' : text.slice(gap).replace(/^\n{1,2}/, '') }
}

/** Folded lines are one header. */
export function readHeaders(text: string): MimeHeaders {
  const headers = new Map<string, string>()
  for (const line of text.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return headers
}

function collect(entity: Entity, parts: MimePart[], depth: number): void {
  if (parts.length >= MOST_PARTS || depth > DEEPEST) return
  const contentType = entity.headers.get('content-type') ?? 'text/plain'
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const boundary = type.startsWith('multipart/') ? boundaryOf(contentType) : null
  if (boundary === null) {
    parts.push({ type, headers: entity.headers, text: decoded(entity) })
    return
  }
  for (const piece of piecesOf(entity.body, boundary)) collect(split(piece), parts, depth + 1)
}

const boundaryOf = (contentType: string): string | null => {
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2] ?? null
}

/** The end mark may be missing where a message was cut off. */
function piecesOf(body: string, boundary: string): string[] {
  const pieces: string[] = []
  let piece: string[] | null = null
  for (const line of body.split('\n')) {
    const mark = line.trimEnd()
    if (mark !== `--${boundary}` && mark !== `--${boundary}--`) {
      piece?.push(line)
      continue
    }
    if (piece) pieces.push(piece.join('\n'))
    piece = mark.endsWith(`${boundary}--`) ? null : []
    if (piece === null || pieces.length >= MOST_PARTS) return pieces
  }
  return piece ? [...pieces, piece.join('\n')] : pieces
}

function decoded({ headers, body }: Entity): string {
  const encoding = headers.get('content-transfer-encoding')?.trim().toLowerCase()
  if (encoding === 'base64') return text(Buffer.from(body, 'base64'))
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .split('\n')
    .map((line) => line.trimEnd())
    .map((line) => (line.endsWith('=') ? line.slice(0, -1) : `${line}\n`))
    .join('')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return /[^\0-\xff]/.test(bytes) ? bytes : text(Buffer.from(bytes, 'latin1'))
}

const text = (bytes: Buffer): string => bytes.toString('utf8').replaceAll('\r\n', '\n')
