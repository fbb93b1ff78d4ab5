import type { ThemeName } from '../host/theme.ts'
import { BODY_COLOURS } from './theme.ts'

/** A frame that the page may measure and edit, in which no script runs. */
export const SILENT_FRAME = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** Mail that brings colours of its own is shown on white, as it was designed. */
const bringsColours = (html: string) =>
  /\bbgcolor\s*=|background(-color)?\s*:|[^-]\bcolor\s*:\s*(?!inherit)/i.test(html)

/** A whole document for a frame's `srcdoc`. */
export function bodyDocument(html: string, theme: ThemeName, editable = false): string {
  const { paper, ink, link } = BODY_COLOURS[theme !== 'light' && bringsColours(html) ? 'light' : theme]
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
