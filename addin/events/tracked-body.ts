import { attributeOf, encodeText, type Tag, tagsOf } from './html-tags.ts'
import type { Applied, TrackingPlan } from './mail-state.ts'

/** Bodies above this are sent as they are: reading them would keep the person waiting. */
const largest = 2_000_000

/** What stands in the writer's own part of a body. */
interface OwnPart {
  tags: Tag[]
  /** Where what others wrote begins. */
  end: number
  /** What stands in there. */
  quoted: Tag[]
}

interface Edit {
  start: number
  end: number
  text: string
}

/** The distinct web addresses that the writer's own part of a body leads to, as they were before `applied`. */
export function linksIn(html: string, applied: Applied | null = null): string[] {
  if (html.length > largest) return []
  const found: string[] = []
  for (const tag of ownPart(html).tags) {
    if (tag.name !== 'a') continue
    const url = attributeOf(html, tag, 'href')
    const original = originalOf(url, applied)
    const wanted = /^https?:\/\//i.test(original) && url !== applied?.trap
    if (wanted && found.indexOf(original) < 0) found.push(original)
  }
  return found
}

/**
 * Puts a plan into a body, after taking out what an earlier attempt to send had put there. Touches links of the
 * writer's own part and the marks, and nothing else: what is quoted stays as it came, but for the pixels of earlier mail,
 * which would count opens of this one for those.
 * @param plan null: only take out
 */
export function withTracking(html: string, plan: TrackingPlan | null, applied: Applied | null): string {
  if (html.length > largest) return html
  const own = ownPart(html)
  const edits: Edit[] = []
  for (const tag of own.tags) {
    const edit = removal(html, tag, applied) || oldPixel(html, tag) || redirection(html, tag, plan, applied)
    if (edit) edits.push(edit)
  }
  const old = own.quoted.map((tag) => oldPixel(html, tag)).filter((edit) => edit !== null)
  const at = own.end < html.length ? own.end : endOfBody(html)
  if (plan) edits.push({ start: at, end: at, text: marksOf(plan) })
  return edited(html, edits.concat(old))
}

/** Whether pixels of earlier mail stand in a body. */
export function hasOldPixels(html: string): boolean {
  return (
    html.length <= largest && html.indexOf('/t/o/') >= 0 && tagsOf(html).some((tag) => oldPixel(html, tag) !== null)
  )
}

function oldPixel(html: string, tag: Tag): Edit | null {
  const isOld = tag.name === 'img' && /\/t\/o\/[\w-]{44}\.gif$/.test(attributeOf(html, tag, 'src'))
  return isOld ? { start: tag.start, end: tag.end, text: '' } : null
}

/** A picture of one point, and a link that no person sees or reaches by keyboard. */
export function marksOf({ pixel, trap }: Pick<TrackingPlan, 'pixel' | 'trap'>): string {
  const picture = `<img src="${encodeText(pixel)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`
  const link = `<a href="${encodeText(trap || '')}" style="display:none" tabindex="-1" aria-hidden="true"></a>`
  return trap ? picture + link : picture
}

/** One of our marks goes, with its closing tag where it has one. */
function removal(html: string, tag: Tag, applied: Applied | null): Edit | null {
  if (!applied) return null
  const isPixel = tag.name === 'img' && attributeOf(html, tag, 'src') === applied.pixel
  const isTrap = tag.name === 'a' && applied.trap !== null && attributeOf(html, tag, 'href') === applied.trap
  if (!isPixel && !isTrap) return null
  const [closing] = isTrap ? /^\s*<\/a\s*>/i.exec(html.slice(tag.end, tag.end + 40)) || [''] : ['']
  return { start: tag.start, end: tag.end + closing.length, text: '' }
}

/** A link leads where the plan says, or where it led at first. */
function redirection(html: string, tag: Tag, plan: TrackingPlan | null, applied: Applied | null): Edit | null {
  const href = tag.name === 'a' ? tag.attributes.filter(({ name }) => name === 'href')[0] : undefined
  if (!href) return null
  const url = attributeOf(html, tag, 'href')
  const original = originalOf(url, applied)
  const link = plan ? plan.links.filter((one) => one.url === original)[0] : undefined
  const next = link ? link.tracked : original
  if (next === url) return null
  const text = encodeText(next)
  return { start: href.start, end: href.end, text: href.quoted ? text : `"${text}"` }
}

function originalOf(url: string, applied: Applied | null): string {
  const known = applied ? applied.links.filter(({ tracked }) => tracked === url)[0] : undefined
  return known ? known.url : url
}

function edited(html: string, edits: Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of edits) {
    text += html.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + html.slice(at)
}

/** Up to the mark that some mail program puts before what it quotes; a line drawn right above belongs to that. */
function ownPart(html: string): OwnPart {
  const all = tagsOf(html)
  const tags: Tag[] = []
  for (const tag of all) {
    if (startsQuote(html, tag)) {
      const before = tags[tags.length - 1]
      const ruled = before && before.name === 'hr' && /^\s*$/.test(html.slice(before.end, tag.start))
      return { tags, end: ruled ? before.start : tag.start, quoted: all.slice(tags.length) }
    }
    tags.push(tag)
  }
  return { tags, end: html.length, quoted: [] }
}

const markedIds = /^(?:x_)*(?:appendonsend|divRplyFwdMsg|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)$/
const markedClasses = /(?:^|\s)(?:gmail_quote|moz-cite-prefix|yahoo_quoted)(?:$|[\s_])/

/**
 * Outlook on the web and Windows mark replies by an id, the Word editor by a line above the header, other programs by
 * classes or a kind of quotation.
 */
function startsQuote(html: string, tag: Tag): boolean {
  if (tag.name !== 'div' && tag.name !== 'blockquote') return false
  if (tag.name === 'blockquote' && attributeOf(html, tag, 'type').toLowerCase() === 'cite') return true
  return (
    markedIds.test(attributeOf(html, tag, 'id')) ||
    markedClasses.test(attributeOf(html, tag, 'class')) ||
    /^border:\s*none;\s*border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)/i.test(attributeOf(html, tag, 'style'))
  )
}

function endOfBody(html: string): number {
  const end = html.search(/<\/body\s*>/i)
  return end < 0 ? html.length : end
}
