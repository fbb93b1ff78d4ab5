import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanHtml } from '../../../server/templates/clean-html.ts'
import { brokenPlaceholder, fieldsIn, fillPlaceholders } from '../../../server/templates/merge-fields.ts'
import { escapeHtml } from '../../../server/templates/text-of-html.ts'

const fill = (text: string, values: Record<string, string>) => {
  const missing = new Set<string>()
  return [fillPlaceholders(text, new Map(Object.entries(values)), missing, escapeHtml), [...missing]]
}

describe('merge fields', () => {
  it('are found each once, also where an editor put spaces or markup into the braces', () => {
    expect(fieldsIn('{{firstName}} {{ firstName }} {{&nbsp;company&nbsp;|you}} {{<b>email</b>}}')).toEqual([
      'firstName',
      'company',
      'email',
    ])
  })

  it('take the value, else the fallback, else nothing and are named', () => {
    expect(fill('Dear {{firstName|all}}, {{jobTitle}}!', { firstName: 'Ann' })).toEqual(['Dear Ann, !', ['jobTitle']])
    expect(fill('Dear {{firstName|all}}', { firstName: '  ' })).toEqual(['Dear all', []])
    expect(fill('{{firstName|}}', {})).toEqual(['', []])
  })

  it('braces that are none are shown with what stands around them', () => {
    expect(brokenPlaceholder('Dear {{firstName}}')).toBeNull()
    expect(brokenPlaceholder('Dear {{firstName}, welcome')).toContain('{{firstName}')
    expect(brokenPlaceholder('one } two }} three')).toContain('}}')
    expect(brokenPlaceholder('{ just } braces')).toBeNull()
  })

  it('a value never becomes markup or another merge field, whatever it holds', () => {
    const hostile = fc.array(
      fc.constantFrom('<b>', '</p>', '{{email}}', '"', "'", '&', 'javascript:', '<script>', 'x', ' '),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(hostile, (parts) => {
        const value = parts.join('')
        const [filled] = fill('<p>{{firstName|x}}</p>', { firstName: value, email: 'secret@x.example' })
        expect(String(filled).replaceAll(/^<p>|<\/p>$/g, '')).not.toMatch(/<|secret/)
      }),
    )
  })
})

describe('HTML of people', () => {
  it('loses what runs or loads by itself, whatever it is made of', () => {
    const part = fc.constantFrom(
      '<p>',
      '</p>',
      '<script>',
      '</script>',
      '<svg onload=x>',
      '<img src=x onerror=alert(1)>',
      '<a href="java&#115;cript:x">',
      '<iframe srcdoc="<script>">',
      '<style>@import url(//x)</style>',
      '<p style="background:url(//x)">',
      '<!--',
      '-->',
      'text',
      '<',
      '"',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = cleanHtml(parts.join(''))
        for (const html of [once, cleanHtml(once)]) {
          const tags = html.match(/<[^>]*>/g) ?? []
          expect(tags.join('')).not.toMatch(/<(script|iframe|svg|style|object|form)|\son\w+\s*=|href="j|url\(/i)
          expect(tags.reduce((text, tag) => text.replace(tag, ''), html)).not.toContain('<')
        }
      }),
    )
  })
})
