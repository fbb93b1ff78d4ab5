import type { Address, Header, StoredMessage } from '../model.ts'

/**
 * The Internet headers Exchange would show for a message. A draft has none; what left the mailbox keeps only the
 * custom `x-` headers it was given, since the others are written on the way out.
 */
export function internetHeaders(message: StoredMessage): Header[] {
  if (message.isDraft) return []
  if (message.outgoing) return message.headers.filter(({ name }) => /^x-/i.test(name))
  return [...travelHeaders(message), ...messageHeaders(message)]
}

/** From, To, Date and so on, as the message itself carries them. */
export function messageHeaders(message: StoredMessage): Header[] {
  const own: [string, string | null][] = [
    ['From', message.from && mailbox(message.from)],
    ['Sender', message.sender && message.sender.address !== message.from?.address ? mailbox(message.sender) : null],
    ['To', list(message.to)],
    ['CC', list(message.cc)],
    ['Reply-To', list(message.replyTo)],
    ['Subject', message.subject ? encodedWords(message.subject) : null],
    ['Date', new Date(message.sent).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', message.internetMessageId],
    ['In-Reply-To', message.inReplyTo],
    ['References', message.references.join(' ') || null],
    ['Sensitivity', ['', 'Personal', 'Private', 'Company-Confidential'][message.sensitivity] || null],
    ['MIME-Version', '1.0'],
  ]
  const given = new Set(message.headers.map(({ name }) => name.toLowerCase()))
  return [
    ...own.flatMap(([name, value]) => (value && !given.has(name.toLowerCase()) ? [{ name, value }] : [])),
    ...message.headers,
    ...(given.has('content-type') ? [] : [{ name: 'Content-Type', value: contentType(message) }]),
  ]
}

function travelHeaders(message: StoredMessage): Header[] {
  const domain = message.from?.address.split('@')[1] ?? 'localhost.example'
  const arrived = new Date(message.received).toUTCString().replace('GMT', '+0000')
  return [
    {
      name: 'Received',
      value: `from mail.${domain} (198.51.100.25) by mx1.halden-optics.example with ESMTPS; ${arrived}`,
    },
    { name: 'Return-Path', value: message.report ? '<>' : (message.from?.address ?? '<>') },
    { name: 'Authentication-Results', value: `spf=pass smtp.mailfrom=${domain}; dkim=pass header.d=${domain}` },
    { name: 'X-MS-Exchange-Organization-SCL', value: '1' },
  ]
}

export const boundaryOf = (message: StoredMessage) => `_000_demo${message.key.toString(16).padStart(10, '0')}_`

function contentType(message: StoredMessage): string {
  const boundary = boundaryOf(message)
  if (message.report) return `multipart/report; report-type=delivery-status; boundary="${boundary}"`
  const kind = message.attachments.length > 0 ? 'mixed' : 'alternative'
  return `multipart/${kind}; boundary="${boundary}"`
}

const list = (addresses: Address[]) => (addresses.length > 0 ? addresses.map(mailbox).join(', ') : null)

const mailbox = ({ name, address }: Address) =>
  name && name !== address ? `${quoted(name)} <${address}>` : `<${address}>`

const quoted = (name: string) =>
  /[^\x20-\x7e]/.test(name) ? encodedWords(name) : /^[\w .'-]+$/.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`

/** RFC 2047 words of at most 75 characters, cut between characters, never inside one. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const words = ['']
  for (const char of text) {
    const longer = (words.at(-1) ?? '') + char
    if (Buffer.byteLength(longer) > 42) words.push(char)
    else words[words.length - 1] = longer
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}
