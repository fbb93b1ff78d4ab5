import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from '../../../addin/preview/app/address.ts'

describe('the address of the preview', () => {
  it('reads everything a link can name', () => {
    const address = parseAddress(
      '#user=ann@a.example&folder=sentitems&message=AAMk-_%3D&theme=dark&pane=open&pinned=1&naa=cancel&language=de-DE',
    )
    expect(address).toMatchObject({ user: 'ann@a.example', folder: 'sentitems', message: 'AAMk-_=', theme: 'dark' })
    expect(address).toMatchObject({ pane: true, pinned: true, compose: '' })
    expect(address.settings).toMatchObject({ naa: 'cancel', language: 'de-DE', permission: 'ReadWriteItem' })
  })

  it('falls back where a value is unknown', () => {
    expect(parseAddress('#theme=pink&compose=novel&naa=maybe')).toEqual(parseAddress(''))
  })

  it('writes what it reads, and leaves out what is usual', () => {
    const hash = '#user=ann%40a.example&folder=inbox&compose=reply&theme=contrast&pane=open&speed=slow'
    expect(formatAddress(parseAddress(hash))).toBe(hash)
    expect(formatAddress(parseAddress(''))).toBe('#folder=inbox&theme=light')
  })
})
