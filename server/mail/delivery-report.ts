import { type MimePart, readHeaders, readMime } from './mime.ts'

/** One recipient whom a mail did not reach. */
export interface Failure {
  /** The address the mail was sent to, then the one it was handed on to, where they differ. */
  addresses: string[]
  /** Enhanced status code (RFC 3463); null where the report tells none. */
  status: string | null
  diagnostic: string | null
}

export interface DeliveryReport {
  failures: Failure[]
  /** Message-IDs, without brackets, of the mail that came back: the likeliest first. */
  originals: string[]
}

const MOST_RECIPIENTS = 100
const LONGEST_DIAGNOSTIC = 500

/** What the headers of a report tell without its body. */
export interface ReportHeaders {
  /** `X-Failed-Recipients` (Google, Exim). */
  failed: string[]
  /** `In-Reply-To` and `References`. */
  originals: string[]
}

/**
 * Reads a non-delivery report: the fields for programs of RFC 3464 (also as Exchange Online, Google and Postfix write
 * them), else the words of qmail and its kind. A report that a mail is delayed, or was delivered, names no failure.
 */
export function readDeliveryReport(mime: string, known: ReportHeaders): DeliveryReport {
  const { headers, parts } = readMime(mime)
  const statuses = parts.filter(({ type }) => /^message\/(global-)?delivery-status$/.test(type))
  const told = headersOf(headers)
  const failed = known.failed.length > 0 ? known.failed : told.failed
  return {
    failures: statuses.length > 0 ? statuses.flatMap(({ text }) => failuresIn(text)) : failuresInWords(parts, failed),
    originals: [...new Set([...parts.flatMap(returnedIds), ...known.originals, ...told.originals])],
  }
}

/** All that is left where the body of a report cannot be had. */
export const reportFromHeaders = ({ failed, originals }: ReportHeaders): DeliveryReport => ({
  failures: failed.map((address) => ({ addresses: [address], status: null, diagnostic: null })),
  originals,
})

/** @param headers by lower-case name */
export function headersOf(headers: { get(name: string): string | null | undefined }): ReportHeaders {
  const references = messageIds(headers.get('references') ?? '')
  return {
    failed: (headers.get('x-failed-recipients') ?? '')
      .split(',')
      .map((address) => address.trim())
      .filter((address) => address.includes('@'))
      .slice(0, MOST_RECIPIENTS),
    originals: [...new Set([...messageIds(headers.get('in-reply-to') ?? ''), ...references.reverse()])].slice(0, 10),
  }
}

const messageIds = (text: string): string[] => [...text.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] ?? '')

/** Groups of fields with an empty line between them: the first is about the mail, each further one about a recipient. */
function failuresIn(text: string): Failure[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((group) => readHeaders(group.replace(/^\n+/, '')))
    .filter((fields) => fields.has('final-recipient') || fields.has('original-recipient'))
    .slice(0, MOST_RECIPIENTS)
    .flatMap((fields) => {
      const action = fields.get('action')?.split(/[\s(]/, 1)[0]?.toLowerCase()
      const diagnostic = fields.get('diagnostic-code')?.replace(/^[^;]{0,30};\s*/, '') ?? null
      const status = statusOf(fields.get('status') ?? '', diagnostic)
      const failed = action ? action === 'failed' : status?.startsWith('5')
      const addresses = [fields.get('original-recipient'), fields.get('final-recipient')].flatMap(recipientOf)
      return failed && addresses.length > 0
        ? [{ addresses: [...new Set(addresses)], status, diagnostic: shortened(diagnostic) }]
        : []
    })
}

/** `rfc822;ann@x.example`, `utf-8; <ann@x.example>` */
function recipientOf(field: string | undefined): string[] {
  const address = /^(?:[^;]*;)?\s*<?([^\s<>;]+@[^\s<>;]+)>?/.exec(field ?? '')?.[1]
  return address ? [address] : []
}

/** An enhanced code, and no part of an address on the Internet or of a version. */
const CODE = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)/
const CODES = new RegExp(CODE, 'g')
/** `550 5.1.1`, `550-5.1.1`, `#5.1.1`: the code stands with a reply of SMTP, or is marked as one. */
const REPLIED = /(?:\b[45][0-5]\d[ -]+|#)([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)/

/**
 * The server that refused often says more than the one that reports: 5.0.0 is only «some failure». What it says counts only
 * within the class that was reported: whether it was for good is told by the field.
 */
function statusOf(field: string, diagnostic: string | null): string | null {
  const told = CODE.exec(field)?.[0] ?? null
  if (told && !told.endsWith('.0.0')) return told
  return codeIn(diagnostic ?? '', told?.[0] ?? null) ?? told ?? smtpClass(diagnostic)
}

function codeIn(text: string, reported: string | null): string | null {
  const ofThatClass = (code: string | undefined) => code && (reported ? code[0] === reported : code[0] !== '2')
  const replied = REPLIED.exec(text)?.[1]
  if (replied && ofThatClass(replied)) return replied
  return [...text.matchAll(CODES)].map(([code]) => code).find(ofThatClass) ?? null
}

/** A reply of SMTP without an enhanced code tells the class alone (RFC 5321, 4.2.1). */
function smtpClass(text: string | null): string | null {
  const reply = /(?<![\d.])([45])[0-5]\d(?![\d.])/.exec(text ?? '')
  return reply ? `${reply[1]}.0.0` : null
}

const shortened = (text: string | null): string | null => text?.slice(0, LONGEST_DIAGNOSTIC) ?? null

/** `<ann@x.example>:` and below it what happened, as qmail writes; else the recipients of the header and any code. */
function failuresInWords(parts: readonly MimePart[], failed: readonly string[]): Failure[] {
  const lines = aboveTheCopy(parts.find(({ type }) => type === 'text/plain')?.text ?? '')
  const told: Failure[] = []
  for (const [at, line] of lines.entries()) {
    const address = ADDRESS_LINE.exec(line.slice(0, LONGEST_DIAGNOSTIC))?.[1]
    if (address && told.length < MOST_RECIPIENTS) told.push(inWords(address, paragraphAt(lines, at + 1)))
  }
  const others = failed.filter((address) => !told.some(({ addresses }) => addresses.includes(address)))
  return [...told, ...others.map((address) => inWords(address, others.length === 1 ? lines.join('\n') : ''))]
}

const ADDRESS_LINE = /^<([^<>\s]+@[^<>\s]+)>:\s*$/
const COPY_LINE = /^---.*(copy of the|original) message/i

function aboveTheCopy(text: string): string[] {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => COPY_LINE.test(line.slice(0, 200)))
  return end < 0 ? lines : lines.slice(0, end)
}

const LONGEST_PARAGRAPH = 20

function paragraphAt(lines: readonly string[], from: number): string {
  const paragraph = lines.slice(from, from + LONGEST_PARAGRAPH)
  const end = paragraph.findIndex((line) => line.trim() === '' || ADDRESS_LINE.test(line.slice(0, LONGEST_DIAGNOSTIC)))
  return paragraph.slice(0, end < 0 ? undefined : end).join('\n')
}

const inWords = (address: string, words: string): Failure => ({
  addresses: [address],
  status: statusOf('', words),
  diagnostic: words
    ? shortened(
        words
          .slice(0, 4 * LONGEST_DIAGNOSTIC)
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
    : null,
})

/** The mail that came back, or its headers, or its beginning below the words. */
function returnedIds({ type, text }: MimePart): string[] {
  if (!/^(message\/(rfc822|global|global-headers)|text\/(rfc822-headers|plain))$/.test(type)) return []
  const isPlain = type === 'text/plain'
  const found = isPlain
    ? /^message-id:\s*(<[^<>\s]+>)/im.exec(text)?.[1]
    : readHeaders(text.split('\n\n', 1)[0] ?? '').get('message-id')
  return messageIds(found ?? '')
}
