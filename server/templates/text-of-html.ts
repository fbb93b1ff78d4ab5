import { Parser } from 'htmlparser2'

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What a piece of HTML says, tags left out and entities read. */
export function decodeEntities(html: string): string {
  let text = ''
  const parser = new Parser({
    ontext: (data) => {
      text += data
    },
  })
  parser.end(html)
  return text.replaceAll('\u00a0', ' ')
}
