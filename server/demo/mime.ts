import { boundaryOf, messageHeaders } from './graph/headers.ts'
import type { StoredMessage } from './model.ts'
import { htmlToText } from './text.ts'

const CRLF = '\r\n'

/** A message as MIME: text and HTML alternatives, attachments, or a delivery report with the returned headers. */
export function mimeOf(message: StoredMessage): string {
  const headers = messageHeaders(message).map(({ name, value }) => `${name}: ${value}`)
  const boundary = boundaryOf(message)
  const parts = message.report ? reportParts(message) : letterParts(message)
  return [...headers, '', ...parts.flatMap((part) => [`--${boundary}`, part]), `--${boundary}--`, ''].join(CRLF)
}

function letterParts(message: StoredMessage): string[] {
  const alternatives = [
    base64Part('text/plain; charset="utf-8"', htmlToText(message.html)),
    base64Part('text/html; charset="utf-8"', message.html),
  ]
  if (message.attachments.length === 0) return alternatives
  const inner = `${boundaryOf(message)}alt`
  const body = [`--${inner}`, alternatives[0], `--${inner}`, alternatives[1], `--${inner}--`]
  return [
    [`Content-Type: multipart/alternative; boundary="${inner}"`, '', ...body].join(CRLF),
    ...message.attachments.map(({ name, contentType, content, inline }) =>
      [
        `Content-Type: ${contentType}; name="${name}"`,
        `Content-Disposition: ${inline ? 'inline' : 'attachment'}; filename="${name}"`,
        'Content-Transfer-Encoding: base64',
        '',
        folded(content),
      ].join(CRLF),
    ),
  ]
}

/** RFC 3464: words for people, fields for programs, and the headers of what came back. */
function reportParts(message: StoredMessage): string[] {
  const report = message.report
  if (!report) return []
  return [
    base64Part('text/plain; charset="utf-8"', htmlToText(message.html)),
    [
      'Content-Type: message/delivery-status',
      '',
      `Reporting-MTA: dns;${report.recipient.split('@')[1] ?? 'mx1.halden-optics.example'}`,
      '',
      `Final-Recipient: rfc822;${report.recipient}`,
      'Action: failed',
      `Status: ${report.status}`,
      `Diagnostic-Code: smtp;${report.diagnostic}`,
    ].join(CRLF),
    [
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${report.originalMessageId}`,
      `To: <${report.recipient}>`,
    ].join(CRLF),
  ]
}

const base64Part = (type: string, text: string) =>
  [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    '',
    folded(Buffer.from(text, 'utf8').toString('base64')),
  ].join(CRLF)

const folded = (base64: string) => base64.match(/.{1,76}/g)?.join(CRLF) ?? ''
