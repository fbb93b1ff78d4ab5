/** An attribute with the place of its value, without quotes, in the text. */
export interface Attribute {
  /** In lower case. */
  name: string
  start: number
  end: number
  quoted: boolean
}

export interface Tag {
  /** In lower case. */
  name: string
  start: number
  /** After the `>`. */
  end: number
  attributes: Attribute[]
}

/** In these there are no tags. */
const raw = ['style', 'script', 'title', 'textarea']

/**
 * The opening tags of some HTML in order, without a document to parse it in: comments and raw text are passed over, and
 * what is left open ends the walk. Each letter is looked at once, whatever the HTML is like.
 */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = []
  let at = html.indexOf('<')
  while (at >= 0) {
    let next = at + 1
    if (html.substr(at, 4) === '<!--') {
      const end = html.indexOf('-->', at + 4)
      if (end < 0) return tags
      next = end + 3
    } else if (isLetter(html.charCodeAt(at + 1))) {
      const tag = tagAt(html, at)
      if (!tag) return tags
      tags.push(tag)
      next = raw.indexOf(tag.name) < 0 ? tag.end : endOfRaw(html, tag)
      if (next < 0) return tags
    }
    at = html.indexOf('<', next)
  }
  return tags
}

/** The value of an attribute as it is meant; empty where the tag has none of that name. */
export function attributeOf(html: string, tag: Tag, name: string): string {
  const found = tag.attributes.filter((attribute) => attribute.name === name)[0]
  return found ? decodeText(html.slice(found.start, found.end)).trim() : ''
}

export function encodeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' }

function decodeText(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, (whole, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] || whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** @returns null where the tag does not end */
function tagAt(html: string, start: number): Tag | null {
  let at = start + 1
  const skip = (while_: (code: number) => boolean) => {
    while (at < html.length && while_(html.charCodeAt(at))) at += 1
  }
  skip((code) => !isSpace(code) && code !== slash && code !== greater)
  const name = html.slice(start + 1, at).toLowerCase()
  const attributes: Attribute[] = []
  while (at < html.length) {
    skip((code) => isSpace(code) || code === slash)
    if (html.charCodeAt(at) === greater) return { name, start, end: at + 1, attributes }
    const begin = at
    at += 1
    skip((code) => !isSpace(code) && code !== slash && code !== greater && code !== equals)
    const key = html.slice(begin, at).toLowerCase()
    skip(isSpace)
    if (html.charCodeAt(at) !== equals) continue
    at += 1
    skip(isSpace)
    const quote = html.charAt(at)
    if (quote === '"' || quote === "'") {
      const end = html.indexOf(quote, at + 1)
      if (end < 0) return null
      attributes.push({ name: key, start: at + 1, end, quoted: true })
      at = end + 1
    } else {
      const from = at
      skip((code) => !isSpace(code) && code !== greater)
      attributes.push({ name: key, start: from, end: at, quoted: false })
    }
  }
  return null
}

function endOfRaw(html: string, { name, end }: Tag): number {
  const closing = new RegExp(`</${name}`, 'gi')
  closing.lastIndex = end
  const found = closing.exec(html)
  return found ? found.index : -1
}

const slash = 47
const equals = 61
const greater = 62

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
