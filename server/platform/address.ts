import { domainToASCII } from 'node:url'

export interface Address {
  /** The form addresses are compared by: NFKC, lower case, domain in ASCII. */
  normal: string
  /** The same without a plus tag, or null when there is none. */
  untagged: string | null
  domain: string
}

/**
 * The one normaliser of email addresses, for form, sync, import and the unique index.
 * Accepts `Ana <ana@x.y>` as people paste it. Answers null for what is not an address, such as the X.500 names
 * (`/O=EXCHANGELABS…`) that Graph shows for some senders inside the organisation.
 */
export function parseAddress(text: string | null | undefined): Address | null {
  if (!text) return null
  const inBrackets = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text
  const plain = inBrackets
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase()
  const at = plain.lastIndexOf('@')
  // Blanks are allowed in quotes only (RFC 5321, 4.1.2).
  if (at < 1 || /[\s\p{Cc}]/u.test(plain.replace(/^"[^"\p{Cc}]*"(?=@)/u, ''))) return null
  const domain = domainToASCII(plain.slice(at + 1).replace(/\.$/, ''))
  if (!domain) return null
  const local = plain.slice(0, at)
  const plus = local.indexOf('+')
  return {
    normal: `${local}@${domain}`,
    untagged: plus > 0 ? `${local.slice(0, plus)}@${domain}` : null,
    domain,
  }
}

export const normalAddress = (text: string | null | undefined): string | null => parseAddress(text)?.normal ?? null
