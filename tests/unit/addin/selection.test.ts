import { describe, expect, it } from 'vitest'
import { parseAddressList } from '../../../addin/outlook/address-list.ts'
import { readSelection } from '../../../addin/outlook/selection.ts'
import { guardedStorage } from '../../../addin/outlook/storage.ts'

const item = (parts: object) => ({
  userProfile: { emailAddress: 'maya@contoso.example' },
  item: {
    itemType: 'message',
    itemClass: 'IPM.Note',
    itemId: 'AAMk1',
    internetMessageId: '<1@acme.example>',
    subject: 'Hello',
    from: { displayName: 'Ann Smith', emailAddress: 'ann@acme.example' },
    to: [],
    cc: [],
    attachments: [],
    ...parts,
  },
})

describe('what is selected in Outlook', () => {
  it('reads a message', () => {
    expect(readSelection(item({}))).toMatchObject({
      kind: 'message',
      message: { key: '<1@acme.example>', subject: 'Hello', from: { name: 'Ann Smith', address: 'ann@acme.example' } },
    })
  })

  it.each([
    ['no mailbox', undefined, 'none'],
    ['a null item', { item: null }, 'none'],
    ['an undefined item', { item: undefined }, 'none'],
    ['an item without any id', item({ itemId: undefined, internetMessageId: undefined }), 'none'],
    ['an appointment', item({ itemType: 'appointment' }), 'appointment'],
    ['a message being written', item({ subject: { getAsync() {} } }), 'compose'],
    ['an encrypted message', item({ itemClass: 'IPM.Note.SMIME' }), 'protected'],
    ['a rights-protected message', item({ attachments: [{ name: 'message.rpmsg' }] }), 'protected'],
    ['a signed message', item({ itemClass: 'IPM.Note.SMIME.MultipartSigned' }), 'message'],
    ['a delivery report', item({ itemClass: 'REPORT.IPM.Note.NDR' }), 'system'],
    ['a read receipt', item({ itemClass: 'REPORT.IPM.Note.IPNRN' }), 'system'],
    ['a meeting request', item({ itemClass: 'IPM.Schedule.Meeting.Request' }), 'message'],
  ])('OP-01 knows %s', (_, mailbox, kind) => {
    expect(readSelection(mailbox).kind).toBe(kind)
  })

  it('survives properties that throw', () => {
    const broken = {
      get item(): unknown {
        throw new Error('not now')
      },
    }
    expect(readSelection(broken)).toEqual({ kind: 'none' })
  })

  it('falls back to the item id where a sent item has no Message-ID yet', () => {
    expect(readSelection(item({ internetMessageId: '' }))).toMatchObject({
      message: { key: 'AAMk1', internetMessageId: null },
    })
  })

  it('leaves out people without an address, and names that only repeat it', () => {
    const to = [
      { displayName: 'Undisclosed', emailAddress: '' },
      { displayName: 'bob@x.example', emailAddress: 'bob@x.example' },
      null,
    ]
    expect(readSelection(item({ to }))).toMatchObject({ message: { to: [{ name: null, address: 'bob@x.example' }] } })
  })
})

describe('Reply-To', () => {
  it.each([
    ['ann@acme.example', [{ name: null, address: 'ann@acme.example' }]],
    [
      '"Smith, Ann" <ann@acme.example>, bob@acme.example',
      [
        { name: 'Smith, Ann', address: 'ann@acme.example' },
        { name: null, address: 'bob@acme.example' },
      ],
    ],
    ['=?utf-8?Q?J=C3=BCrgen_Wei=C3=9F?= <j@x.example>', [{ name: 'Jürgen Weiß', address: 'j@x.example' }]],
    ['=?utf-8?B?SsO8cmdlbg==?= =?utf-8?B?IFdlacOf?= <j@x.example>', [{ name: 'Jürgen Weiß', address: 'j@x.example' }]],
    ['', []],
  ])('reads %s', (header, people) => {
    expect(parseAddressList(header)).toEqual(people)
  })
})

describe('storage', () => {
  it('works from memory where the browser refuses it', () => {
    const storage = guardedStorage(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    storage.setItem('a', '1')
    expect(storage.getItem('a')).toBe('1')
    storage.removeItem('a')
    expect(storage.getItem('a')).toBeNull()
  })
})
