import { QuoteType, Tokenizer } from 'htmlparser2'
import type { Database } from '#db/client.ts'
import { mayBeTracked, prepareTracked, type TrackingContext } from './prepare.ts'
import type { NotTracked } from './schema.ts'

interface Mail {
  userId: string
  recipients: readonly { address: string }[]
  html: string
  outgoingMailId?: string | null
}

interface TrackedHtml {
  html: string
  /** Null: the mail goes out as it was, and `notTracked` says why. */
  trackedMailId: string | null
  notTracked: NotTracked[]
}

/**
 * Puts the image and the tracked links into the HTML of a mail. Everything else of it stays as it is, letter for letter;
 * what it quotes of earlier mail keeps its links and loses our own earlier images, which would count for the wrong mail.
 */
export async function trackHtml(context: TrackingContext & { db: Database }, mail: Mail): Promise<TrackedHtml> {
  const { publicUrl } = context.config
  const found = readHtml(mail.html, publicUrl)
  const prepared = await context.db.transaction((tx) =>
    prepareTracked(tx, context, {
      userId: mail.userId,
      recipients: mail.recipients,
      links: found.links.map(({ url }) => url).slice(0, MOST_LINKS),
      outgoingMailId: mail.outgoingMailId ?? null,
    }),
  )
  const removals = removalsOf(found)
  if (!prepared.id || !prepared.pixel || !prepared.trap) {
    return { html: spliced(mail.html, removals), trackedMailId: null, notTracked: prepared.reasons }
  }
  const tracked = new Map(prepared.links.map((link) => [link.url, link.tracked]))
  const replaced = found.links.flatMap(({ start, end, url, quote }) => {
    const address = tracked.get(url)
    return address ? [{ start, end, text: `${quote}${address}${quote}` }] : []
  })
  const added = { start: found.end, end: found.end, text: hidden(prepared.pixel, prepared.trap) }
  return {
    html: spliced(mail.html, [...removals, ...replaced, added]),
    trackedMailId: prepared.id,
    notTracked: [],
  }
}

/** A mail that is not tracked, without images of ours in what it quotes: they would count for the mail that is quoted. */
export const withoutOwnImages = (html: string, publicUrl: string): string =>
  spliced(html, removalsOf(readHtml(html, publicUrl)))

const removalsOf = ({ images }: Found): Splice[] => images.map(({ start, end }) => ({ start, end, text: '' }))

const MOST_LINKS = 200

/** The trap is for machines alone: not shown, not read out, not reached by keyboard. */
const hidden = (pixel: string, trap: string): string =>
  `<a href="${trap}" aria-hidden="true" tabindex="-1" style="display:none;font-size:0;line-height:0;max-height:0;overflow:hidden;mso-hide:all"></a>` +
  `<img src="${pixel}" width="1" height="1" alt="" role="presentation" style="border:0;width:1px;height:1px">`

interface Splice {
  start: number
  end: number
  text: string
}

function spliced(html: string, splices: readonly Splice[]): string {
  let result = ''
  let at = 0
  for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at) continue
    result += html.slice(at, start) + text
    at = end
  }
  return result + html.slice(at)
}

interface FoundLink {
  /** From the first letter of the value, or its quote, to the last. */
  start: number
  end: number
  quote: string
  url: string
}

interface Found {
  links: FoundLink[]
  /** Our own images in what is quoted, as whole tags. */
  images: { start: number; end: number }[]
  /** Where what we add belongs: before the end of the body, before anything that is quoted. */
  end: number
}

interface Attribute {
  name: string
  value: string
  start: number
  end: number
  quote: string
}

/** How Outlook, Gmail, Apple Mail and Thunderbird begin what they quote. */
const QUOTE_MARKS = /^(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)$/
const QUOTE_CLASSES = /(?:^|\s)(?:gmail_quote\S*|moz-cite-prefix|yahoo_quoted)(?:\s|$)/

/** Reads tags and attributes with their places; htmlparser2 knows HTML as browsers do, unclosed and unquoted parts too. */
function readHtml(html: string, publicUrl: string): Found {
  const found: Found = { links: [], images: [], end: -1 }
  let quoted = -1
  let bodyEnd = -1
  let tag = { name: '', start: 0, attributes: [] as Attribute[] }
  let attribute: Attribute | null = null
  const finish = (end: number) => {
    const value = (name: string) => tag.attributes.find((one) => one.name === name)
    if (quoted < 0 && beginsQuote(tag.name, value('id')?.value, value('class')?.value)) quoted = tag.start
    const href = value('href')
    if (quoted < 0 && (tag.name === 'a' || tag.name === 'area') && href) {
      const url = href.value.trim()
      if (mayBeTracked(url, publicUrl)) found.links.push({ ...href, url })
    }
    if (tag.name === 'img' && value('src')?.value.trim().startsWith(`${publicUrl}/t/o/`))
      found.images.push({ start: tag.start, end: end + 1 })
  }
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = { name: html.slice(start, end).toLowerCase(), start: start - 1, attributes: [] }
      },
      onattribname(start, end) {
        attribute = { name: html.slice(start, end).toLowerCase(), value: '', start: -1, end: -1, quote: '"' }
      },
      onattribdata(start, end) {
        if (!attribute) return
        if (attribute.start < 0) attribute.start = start
        attribute.value += html.slice(start, end)
      },
      onattribentity(codepoint) {
        if (attribute) attribute.value += String.fromCodePoint(codepoint)
      },
      onattribend(quote, end) {
        if (attribute) tag.attributes.push(placed(html, attribute, quote, end))
        attribute = null
      },
      onopentagend: finish,
      onselfclosingtag: finish,
      onclosetag(start, end) {
        if (html.slice(start, end).toLowerCase() === 'body') bodyEnd = start - 2
      },
      ontext() {},
      ontextentity() {},
      oncomment() {},
      oncdata() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  const last = bodyEnd < 0 ? html.length : bodyEnd
  found.end = quoted < 0 ? last : Math.min(quoted, last)
  return found
}

const beginsQuote = (name: string, id = '', className = ''): boolean =>
  name === 'blockquote' || QUOTE_MARKS.test(id) || QUOTE_CLASSES.test(className)

/** Where the value stands, its quotes included. */
function placed(html: string, attribute: Attribute, quote: QuoteType, end: number): Attribute {
  if (quote !== QuoteType.Double && quote !== QuoteType.Single) return { ...attribute, end }
  const mark = quote === QuoteType.Double ? '"' : "'"
  return { ...attribute, start: html.lastIndexOf(mark, end - 2), end, quote: mark }
}
