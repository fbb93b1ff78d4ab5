import { describe, expect, it } from 'vitest'
import { isDark } from '../../../addin/outlook/theme.ts'

describe('Outlook theme', () => {
  it.each([
    ['#ffffff', false],
    ['#f0f0f0', false],
    ['#fff', false],
    ['#1b1a19', true],
    ['#292929', true],
    ['#444', true],
  ])('body background %s is dark: %s', (colour, dark) => {
    expect(isDark(colour)).toBe(dark)
  })
})
