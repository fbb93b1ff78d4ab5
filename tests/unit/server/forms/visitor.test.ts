import { describe, expect, it } from 'vitest'
import { embedScript } from '../../../../server/forms/embed.ts'
import { confirmedId, confirmToken, formToken, freshToken, readToken } from '../../../../server/forms/form-token.ts'
import { html, paragraphs } from '../../../../server/forms/html.ts'
import { pageAddress } from '../../../../server/forms/visitor.ts'
import { wordsOf } from '../../../../server/forms/words.ts'
import { secretsFrom } from '../../../../server/platform/secrets.ts'

const secrets = secretsFrom('a key of the tests, long enough')
const now = new Date('2026-03-01T09:00:00Z')
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)

describe('a visitor of a form', () => {
  it('comes from a page, of which only the address is kept', () => {
    expect(pageAddress('https://www.ours.example/fair?email=ann@x.example#ann')).toBe('https://www.ours.example/fair')
    expect(pageAddress('https://ann:secret@www.ours.example/')).toBe('https://www.ours.example/')
    for (const wrong of [
      'javascript:alert(1)',
      'data:text/html,x',
      '/fair',
      '',
      undefined,
      ['https://x.example'],
      'x'.repeat(3000),
    ])
      expect(pageAddress(wrong)).toBeNull()
  })
})

describe('the token of a page', () => {
  it('tells how long the page was open and which version it showed', () => {
    const token = formToken(secrets, 'form-a', 3, now)
    expect(readToken(secrets, 'form-a', token, later(1999))).toEqual({ verdict: 'too_fast', version: 3 })
    expect(readToken(secrets, 'form-a', token, later(2000))).toEqual({ verdict: 'fine', version: 3 })
    expect(readToken(secrets, 'form-a', token, later(24 * 3_600_000 + 1))).toEqual({ verdict: 'stale', version: 3 })
    expect(readToken(secrets, 'form-a', freshToken(secrets, 'form-a', 3, now), now).verdict).toBe('fine')
  })

  it('counts for its form alone and cannot be made elsewhere', () => {
    const token = formToken(secrets, 'form-a', 3, now)
    const [at, version, nonce, signature] = token.split('.')
    const forged = [
      '',
      '...',
      token.slice(0, -1),
      `${token}A`,
      [at, '4', nonce, signature].join('.'),
      ['0', version, nonce, signature].join('.'),
      [at, version, 'x', signature].join('.'),
    ]
    for (const text of forged)
      expect(readToken(secrets, 'form-a', text, later(5000))).toEqual({ verdict: 'forged', version: null })
    expect(readToken(secrets, 'form-b', token, later(5000)).verdict).toBe('forged')
    expect(readToken(secretsFrom('another key of the tests, long'), 'form-a', token, later(5000)).verdict).toBe(
      'forged',
    )
    expect(new Set(Array.from({ length: 50 }, () => formToken(secrets, 'form-a', 3, now))).size).toBe(50)
  })

  it('of a confirmation link leads to its submission alone', () => {
    const id = '0192aaaa-1111-7222-8333-444455556666'
    const token = confirmToken(secrets, id)
    expect(confirmedId(secrets, token)).toBe(id)
    for (const wrong of [
      '',
      '.',
      token.slice(1),
      `${token}x`,
      `${confirmToken(secrets, id.replace('6666', '6667')).split('.')[0]}.${token.split('.')[1]}`,
    ])
      expect(confirmedId(secrets, wrong)).toBeNull()
  })
})

describe('the HTML of forms', () => {
  it('escapes everything but what it made itself', () => {
    const evil = `<b a='"'>&`
    expect(html`<p title="${evil}">${evil}${html`<i>${evil}</i>`}${[evil, null, false, undefined]}</p>`.text).toBe(
      '<p title="&lt;b a=&#39;&quot;&#39;&gt;&amp;">&lt;b a=&#39;&quot;&#39;&gt;&amp;<i>&lt;b a=&#39;&quot;&#39;&gt;&amp;</i>&lt;b a=&#39;&quot;&#39;&gt;&amp;</p>',
    )
    expect(paragraphs('a\nb\n\n<c>').map(String)).toEqual(['<p>a<br>b</p>', '<p>&lt;c&gt;</p>'])
  })

  it('a title closes no script of the snippet', () => {
    const title = `</script><script>alert("x")</script>\u2028`
    const script = embedScript({ publicId: 'abc', definition: { title } } as Parameters<typeof embedScript>[0])
    expect(script).not.toMatch(/<\/?script/)
    expect(script).toContain('\\u003c/script\\u003e')
    expect(() => new Function(script)).not.toThrow()
  })

  it('speaks four languages in full', () => {
    const english = Object.keys(wordsOf.en).sort()
    for (const words of Object.values(wordsOf)) {
      expect(Object.keys(words).sort()).toEqual(english)
      expect(Object.values(words.fields).every(Boolean)).toBe(true)
    }
  })
})
