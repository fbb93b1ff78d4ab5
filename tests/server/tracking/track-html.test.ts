import { describe, expect, it } from 'vitest'
import { trackHtml } from '../../../server/tracking/track-html.ts'
import { rep, type TestApi, testApi } from '../api.ts'
import { addContact, turnOn } from './mails.ts'

const ours = 'https://crm.ours.example'

async function track(api: TestApi, html: string, addresses = ['ann@x.example']) {
  const [user] = await api.connection.sql<{ id: string }[]>`select id from users where entra_id = ${rep.oid}`
  return trackHtml(api.services, {
    userId: user?.id as string,
    recipients: addresses.map((address) => ({ address })),
    html,
  })
}

async function ready() {
  const api = await testApi()
  await turnOn(api)
  await addContact(api)
  return api
}

/** What we put in, named, so that the rest can be compared letter for letter. */
const plain = (html: string) =>
  html
    .replace(/<a href="[^"]*\/t\/c\/[\w-]{44}" aria-hidden="true"[^>]*><\/a>/, '[trap]')
    .replace(/<img src="[^"]*\/t\/o\/[\w-]{44}\.gif"[^>]*>/, '[pixel]')
    .replaceAll(/https:\/\/crm\.ours\.example\/t\/c\/[\w-]{44}/g, '[link]')

describe('tracked HTML', () => {
  it('TR-08 rewrites links to the web and nothing else, and leaves the rest letter for letter', async () => {
    const api = await ready()
    const html = `<!doctype html><HTML><body bgcolor=red>
<p>Hi Ann &amp; co, <A class=x HREF = "https://shop.example/a?x=1&amp;y=2" target=_blank>shop</A>
<a href='https://shop.example/b'>b</a> <a href=https://shop.example/c>c</a> <a href="https://shop.example/b">again</a>
<a href="mailto:ann@x.example">m</a><a href="tel:+1">t</a><a href="#top">top</a><a href="/here">r</a><a name="x">n</a>
<a href="javascript:alert(1)">j</a><a href="https://user:secret@shop.example/">u</a><a href="https://lists.example/unsubscribe?u=1">out</a>
<a href="${ours}/u/abc">out</a><!-- <a href="https://shop.example/comment"> --><style>a{}</style>
<map><area href="https://shop.example/area"></map></body></HTML>
`
    const { html: tracked, trackedMailId, notTracked } = await track(api, html)
    expect(notTracked).toEqual([])
    expect(trackedMailId).not.toBeNull()
    expect(plain(tracked)).toBe(
      html
        .replace('"https://shop.example/a?x=1&amp;y=2"', '"[link]"')
        .replace("'https://shop.example/b'", "'[link]'")
        .replace('=https://shop.example/c', '="[link]"')
        .replace('"https://shop.example/b"', '"[link]"')
        .replace('"https://shop.example/area"', '"[link]"')
        .replace('</body>', '[trap][pixel]</body>'),
    )
    expect(await api.connection.sql`select url, trap from tracked_links order by position`).toEqual([
      { url: 'https://shop.example/a?x=1&y=2', trap: false },
      { url: 'https://shop.example/b', trap: false },
      { url: 'https://shop.example/c', trap: false },
      { url: 'https://shop.example/area', trap: false },
      { url: `${ours}/`, trap: true },
    ])
  })

  it('TR-03 the trap is hidden from eyes, screen readers and the keyboard', async () => {
    const { html } = await track(await ready(), '<p>Hi</p>')
    expect(html).toMatch(/^<p>Hi<\/p><a href="[^"]+" aria-hidden="true" tabindex="-1" style="display:none;font-size:0;/)
    expect(html).toMatch(/<img src="[^"]+\.gif" width="1" height="1" alt="" role="presentation"/)
  })

  it.each([
    ['Outlook', '<div id="appendonsend"></div><div id="divRplyFwdMsg">'],
    ['Gmail', '<div class="gmail_quote gmail_quote_container">'],
    ['a quote', '<blockquote type="cite">'],
  ])('TR-16 what %s quotes keeps its links and loses our earlier image', async (_, mark) => {
    const api = await ready()
    const old = `<img width="1" src="${ours}/t/o/${'A'.repeat(44)}.gif">`
    const quoted = `${mark}<a href="https://quoted.example/">q</a><a href="${ours}/t/c/${'A'.repeat(44)}">q</a>`
    const { html } = await track(
      api,
      `<p><a href="https://shop.example/">new</a></p>${quoted}${old}<img src="https://x.example/logo.png">`,
    )
    expect(plain(html)).toContain('<p><a href="[link]">new</a></p>[trap][pixel]')
    expect(html).toContain(`${quoted}<img src="https://x.example/logo.png">`)
    expect(html).not.toContain(old)
  })

  it('mail that is not tracked goes out as it was, with the reason', async () => {
    const api = await ready()
    const html = '<p><a href="https://shop.example/">x</a></p>'
    expect(await track(api, html, ['who@knows.example'])).toEqual({
      html,
      trackedMailId: null,
      notTracked: [
        { address: 'who@knows.example', reason: 'This person is no contact, so no consent to tracking is known.' },
      ],
    })
  })

  it('survives HTML that is none', async () => {
    const api = await ready()
    for (const html of [
      '',
      'no tags at all',
      '<a href="https://shop.example/',
      '<a href=>',
      '<<<a href="https://a.example"',
      '<a href="https://ü.example/ß">',
    ])
      expect(plain((await track(api, html)).html).replace('[trap][pixel]', '')).toBe(
        html.replace('https://ü.example/ß', '[link]'),
      )
  })
})
