import type { ThemeName } from '../host/theme.ts'
import { BODY_COLOURS } from './theme.ts'

/** A frame that the page may measure and edit, in which no script runs. */
export const SILENT_FRAME = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

const bringsPaper = (html: string) => /\bbgcolor\s*=|background(-color)?\s*:/i.test(html)
const bringsInk = (html: string) => /[^-]\bcolor\s*[:=]/i.test(html)

/**
 * Mail that was designed on a background of its own is shown on white. What is being written keeps its colours as they
 * will be sent, so it needs white for any colour.
 */
const needsWhite = (html: string, editable: boolean) => bringsPaper(html) || (editable && bringsInk(html))

/** On dark paper, text with a dark colour of its own takes the page's. */
export function liftDarkText(page: Document, theme: ThemeName) {
  if (theme === 'light' || bringsPaper(page.body.innerHTML)) return
  for (const element of page.body.querySelectorAll<HTMLElement>('*')) {
    const colour = page.defaultView?.getComputedStyle(element).color ?? ''
    if (brightness(colour) < 140) element.style.setProperty('color', 'inherit', 'important')
  }
}

/** 0 to 255, weighted as the eye does (ITU-R BT.601). Computed colours come as `rgb(r, g, b)`. */
function brightness(colour: string): number {
  const [red = 255, green = 255, blue = 255] = (colour.match(/\d+/g) ?? []).map(Number)
  return 0.299 * red + 0.587 * green + 0.114 * blue
}

/** A whole document for a frame's `srcdoc`. */
export function bodyDocument(html: string, theme: ThemeName, editable = false): string {
  const { paper, ink, link } = BODY_COLOURS[theme !== 'light' && needsWhite(html, editable) ? 'light' : theme]
  const edit = editable ? ' contenteditable="true" role="textbox" aria-multiline="true" aria-label="Message body"' : ''
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<style>
html { background: ${paper}; color: ${ink}; color-scheme: ${paper === '#ffffff' ? 'light' : 'dark'}; overflow-x: auto; }
body { margin: 0; padding: ${paper === BODY_COLOURS[theme].paper ? '0' : '12px'}; min-height: ${editable ? '100vh' : '0'};
  box-sizing: border-box; outline: none; font: 15px/1.45 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; }
body > :first-child { margin-top: 0; }
img { max-width: 100%; height: auto; }
img[src^="http" i] { display: none; }
a { color: ${link}; }
blockquote { margin: 0.8em 0 0.8em 0; padding-left: 0.8em; border-left: 2px solid #c8c8c8; }
</style></head><body${edit}>${html}</body></html>`
}
