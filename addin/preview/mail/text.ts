const BLOCKS = new Set([
  'ADDRESS',
  'ARTICLE',
  'BLOCKQUOTE',
  'DIV',
  'H1',
  'H2',
  'H3',
  'H4',
  'HR',
  'LI',
  'OL',
  'P',
  'PRE',
  'TABLE',
  'TR',
  'UL',
])
const SILENT = new Set(['HEAD', 'SCRIPT', 'STYLE', 'TEMPLATE', 'TITLE'])

/** Body text as Outlook gives it to add-ins that ask for text: blocks on lines of their own, lines ended by CR LF. */
export function htmlToText(html: string): string {
  const document = new DOMParser().parseFromString(html, 'text/html')
  return textOf(document.body)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .replaceAll('\n', '\r\n')
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.nodeValue ?? '').replace(/\s+/g, ' ')
  if (!(node instanceof Element) || SILENT.has(node.tagName)) return ''
  if (node.tagName === 'BR') return '\n'
  const inner = [...node.childNodes].map(textOf).join('')
  if (node.tagName === 'P') return `\n\n${inner.trim()}\n\n`
  return BLOCKS.has(node.tagName) ? `\n${inner.trim()}\n` : inner
}

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const textToHtml = (text: string) => escapeHtml(text).replace(/\r?\n/g, '<br>')

/** Coercion types as the host numbers them. */
export const Coercion = { text: 0, html: 3 } as const

/** What an add-in hands over for a body, as HTML. */
export const coercedHtml = (data: string, coercionType: number) =>
  coercionType === Coercion.html ? data : textToHtml(data)
