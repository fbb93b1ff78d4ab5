const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Plain text of a mail's HTML, block by block, as Exchange offers it for `outlook.body-content-type="text"`. */
export function htmlToText(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/[\t\r\n ]+/g, ' ')
    .replace(/<hr[^>]*>/gi, '\n________________________________\n')
    .replace(/<br[^>]*>/gi, '\n')
    .replace(/<\/(p|div|tr|li|h\d|blockquote|table)>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => decodeEntity(name) ?? whole)
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Graph's bodyPreview: the first 255 characters of the text. */
export const bodyPreview = (html: string): string => htmlToText(html).replace(/\n+/g, '\r\n').slice(0, 255)

export const textToHtml = (text: string): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${text
    .split(/\r?\n\r?\n/)
    .map((part) => `<p>${escapeHtml(part).replaceAll(/\r?\n/g, '<br>')}</p>`)
    .join('')}</body></html>`

function decodeEntity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : undefined
}
