import type { Graph } from './graph/context.ts'
import { type Answer, type Call, html } from './http.ts'
import { readItemId } from './ids.ts'
import { escapeHtml } from './text.ts'

/** Where a message's `webLink` leads: the message on a page, since the demo has no Outlook on the web. */
export function webPage(graph: Graph, call: Call): Answer | undefined {
  if (call.path !== '/owa/') return undefined
  const id = call.query.get('ItemID') ?? ''
  const found = [...graph.store.mailboxes.keys()].map((mailbox) => readItemId(id, mailbox)).find((one) => one)
  const message = found && graph.store.message(found.key)
  if (!message) return html(404, '<!doctype html><title>Not found</title><p>This message is gone or has been moved.')
  const people = message.to.map(({ name, address }) => `${name} <${address}>`).join('; ')
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(message.subject)}</title></head>
<body style="font:14px/1.5 Segoe UI,system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem">
<h1 style="font-size:1.3rem">${escapeHtml(message.subject || '(no subject)')}</h1>
<p>${escapeHtml(`${message.from?.name ?? ''} <${message.from?.address ?? ''}>`)}<br>To: ${escapeHtml(people)}<br>${escapeHtml(message.sent)}</p>
<iframe sandbox title="Message" style="width:100%;height:70vh;border:1px solid #ddd" srcdoc="${escapeHtml(message.html)}"></iframe></body></html>`,
    { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'" },
  )
}
