import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** Text in HTML, attributes included. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

const STYLE = `:root{color-scheme:light dark;--text:#242424;--quiet:#5c5c5c;--back:#fafafa;--card:#fff;--line:#d1d1d1;--brand:#0f6cbd;--on-brand:#fff;--brand-hover:#115ea3}
@media (prefers-color-scheme:dark){:root{--text:#fff;--quiet:#b8b8b8;--back:#1f1f1f;--card:#292929;--line:#666;--brand:#479ef5;--on-brand:#0a0a0a;--brand-hover:#62abf5}}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:var(--back);color:var(--text);font:16px/1.5 "Segoe UI","Segoe UI Web (West European)",-apple-system,system-ui,Roboto,"Helvetica Neue",sans-serif}
main{max-width:560px;margin:0 auto;padding:24px;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{margin:0 0 12px;font-size:24px;line-height:32px;font-weight:600}
p{margin:0 0 12px;overflow-wrap:anywhere}
.quiet{color:var(--quiet);font-size:14px}
form{margin-bottom:20px}
main>:last-child{margin-bottom:0}
fieldset{border:0;margin:16px 0;padding:0;display:grid;gap:12px}
legend{padding:0;margin-bottom:8px;font-weight:600}
label{display:grid;grid-template-columns:24px 1fr;gap:8px;align-items:start;min-height:24px}
input{width:20px;height:20px;margin:2px 0 0;accent-color:var(--brand)}
button{min-height:44px;padding:8px 20px;border:1px solid transparent;border-radius:4px;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:600;cursor:pointer}
button:hover{background:var(--brand-hover)}
:focus-visible{outline:3px solid var(--text);outline-offset:2px}`

const styleHash = createHash('sha256').update(STYLE).digest('base64')

/** No script, nothing from elsewhere, in nobody's frame; forms go back to us alone. The address goes to nobody. */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
}

interface PublicPage {
  language: string
  title: string
  /** HTML; whatever comes from outside is escaped already. */
  body: string
}

/** Answers with a small page for people who are not signed in. */
export function sendPublicPage(reply: FastifyReply, { language, title, body }: PublicPage, status = 200) {
  return reply
    .code(status)
    .headers(HEADERS)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
    )
}

const languages = ['en', 'de', 'fr', 'es'] as const
export type PageLanguage = (typeof languages)[number]

/** The first language of a browser that we speak (RFC 9110, 12.5.4); English when there is none. */
export function languageOf(acceptLanguage: string | undefined): PageLanguage {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean)
      return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return wanted.flatMap(({ language }) => languages.find((one) => one === language) ?? [])[0] ?? 'en'
}
