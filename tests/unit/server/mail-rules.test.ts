import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphFailure, retryAt } from '../../../server/graph/failure.ts'
import type { DeltaItem } from '../../../server/graph/mail.ts'
import { identityOf, isPartial, readMail, subjectKey } from '../../../server/mail/mail.ts'
import { isSameMail } from '../../../server/mail/message-identity.ts'
import { judge } from '../../../server/mail/rules.ts'
import { parseAddress } from '../../../server/platform/address.ts'
import { readCursor, writeCursor } from '../../../server/platform/cursor.ts'
import { v7 } from '../../../server/platform/ids.ts'
import type { OwnAddresses } from '../../../server/users/organisation.ts'

const at = (address: string) => ({ emailAddress: { name: '', address } })
const own: OwnAddresses = {
  isOwn: (address) => /@ours\.example$/i.test(address ?? '') || address?.startsWith('/') === true,
  userOf: () => null,
}

const nothing = { blocks: () => false }

const item = (parts: Partial<DeltaItem> = {}): DeltaItem => ({
  id: 'A',
  internetMessageId: '<a@x>',
  subject: 'Offer',
  bodyPreview: '',
  from: at('kim@client.example'),
  toRecipients: [at('anna@ours.example')],
  ccRecipients: [],
  bccRecipients: [],
  sentDateTime: '2026-01-01T10:00:00Z',
  receivedDateTime: '2026-01-01T10:00:05Z',
  isDraft: false,
  ...parts,
})

describe('addresses', () => {
  it('X-01 are compared in one form: trimmed, folded, domain in ASCII, as people paste them', () => {
    for (const text of [
      'Ana@Müller.example',
      ' ana@müller.EXAMPLE ',
      'Ana <ana@xn--mller-kva.example>',
      'mailto:ANA@müller.example',
      'ana@müller.example.',
    ]) {
      expect(parseAddress(text)?.normal).toBe('ana@xn--mller-kva.example')
    }
    expect(parseAddress('ann+news@x.example')).toMatchObject({
      normal: 'ann+news@x.example',
      untagged: 'ann@x.example',
    })
    for (const text of [
      '',
      null,
      'nobody',
      '@x',
      '/O=EXCHANGELABS/CN=ANNA',
      'a b@x.example',
      'a@',
      'a\u001fb@x.example',
      '"a\tb"@x.example',
    ])
      expect(parseAddress(text)).toBeNull()
  })

  it('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = parseAddress(address)?.normal
        expect(parseAddress(once)?.normal).toBe(once)
      }),
    )
  })
})

describe('what a mail is', () => {
  it('TL-09 tells people from machines by headers and message class', () => {
    const kind = (parts: Partial<DeltaItem>) => readMail(item(parts)).kind
    const headers = (name: string, value: string) => ({ internetMessageHeaders: [{ name, value }] })
    const messageClass = (value: string) => ({ singleValueExtendedProperties: [{ id: 'String 0x1a', value }] })
    expect(kind({})).toBe('person')
    expect(kind(headers('Auto-Submitted', 'no'))).toBe('person')
    expect(kind(headers('auto-submitted', 'auto-replied (vacation)'))).toBe('auto_reply')
    expect(kind(messageClass('IPM.Note.Rules.OofTemplate.Microsoft'))).toBe('auto_reply')
    for (const receipt of ['REPORT.IPM.NOTE.IPNRN', 'REPORT.IPM.Note.IPNNRN', 'REPORT.IPM.NOTE.DR'])
      expect(kind(messageClass(receipt))).toBe('auto_reply')
    expect(kind(headers('Content-Type', 'multipart/report; report-type=disposition-notification'))).toBe('auto_reply')
    for (const [name, value] of [
      ['X-Autoreply', 'yes'],
      ['X-Autorespond', 'Out of office'],
      ['Precedence', 'auto_reply'],
    ] as const)
      expect(kind(headers(name, value))).toBe('auto_reply')
    expect(kind(headers('List-Unsubscribe', '<https://x>'))).toBe('bulk')
    expect(kind(headers('Precedence', 'bulk'))).toBe('bulk')
    expect(kind({ toRecipients: Array.from({ length: 60 }, (_, n) => at(`p${n}@x.example`)) })).toBe('bulk')
    expect(kind(messageClass('REPORT.IPM.Note.NDR'))).toBe('bounce')
    expect(kind(headers('Content-Type', 'multipart/report; report-type=delivery-status; boundary=x'))).toBe('bounce')
    expect(kind({ '@odata.type': '#microsoft.graph.eventMessageRequest' })).toBe('calendar')
  })

  it('knows an item that carries only what changed', () => {
    expect(isPartial(item())).toBe(false)
    expect(isPartial({ id: 'A', parentFolderId: 'x' })).toBe(true)
  })

  it('the same mail without a Message-ID has one identity in every mailbox', () => {
    const mail = (id: string, subject: string) => identityOf(readMail(item({ id, internetMessageId: null, subject })))
    expect(mail('A', 'Offer')).toBe(mail('B', '[EXTERNAL] offer'))
    expect(mail('A', 'Offer')).not.toBe(mail('A', 'Other'))
    expect(subjectKey('AW: RE: [x] Angebot')).toBe(subjectKey('Angebot'))
  })

  it('TL-01 copies differ a little, other content under one Message-ID differs much', () => {
    const mail = (sentAt: string, subject: string, sender = 'a@x') => ({
      sender,
      sentAt,
      subjectKey: subjectKey(subject),
    })
    const first = mail('2026-01-01T10:00:00Z', 'Offer')
    expect(isSameMail(first, mail('2026-01-01T10:00:02Z', 'Translated by the gateway'))).toBe(true)
    expect(isSameMail(first, mail('2026-01-01T10:05:00Z', 'Invoice'))).toBe(false)
    expect(isSameMail(first, mail('2026-01-01T20:00:00Z', 'Re: Offer'))).toBe(true)
    expect(isSameMail(first, mail('2026-01-01T20:00:00Z', 'Invoice'))).toBe(false)
    expect(isSameMail(first, mail('2026-01-05T10:00:00Z', 'Offer'))).toBe(false)
    expect(isSameMail(first, mail('2026-01-01T10:00:00Z', 'Offer', 'b@x'))).toBe(false)
  })
})

describe('whether a mail is stored', () => {
  it('goes by the From address, wherever the mail lies', () => {
    expect(judge(readMail(item()), own, null, nothing)).toMatchObject({ store: true, direction: 'received' })
    const sent = item({ from: at('anna@ours.example'), toRecipients: [at('kim@client.example')] })
    expect(judge(readMail(sent), own, null, nothing)).toMatchObject({ store: true, direction: 'sent' })
    const onBehalf = item({ from: at('/O=EXCHANGELABS/CN=ANNA'), toRecipients: [at('kim@client.example')] })
    expect(judge(readMail(onBehalf), own, null, nothing)).toMatchObject({ store: true, direction: 'sent' })
  })

  it('keeps out what must not be stored, and names the rule', () => {
    const reason = (parts: Partial<DeltaItem>, from: Date | null = null) => {
      const verdict = judge(readMail(item(parts)), own, from, nothing)
      return verdict.store ? 'stored' : verdict.reason
    }
    expect(reason({ isDraft: true })).toBe('draft')
    expect(reason({ singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '2' }] })).toBe('private')
    expect(reason({ singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '0' }] })).toBe('stored')
    expect(reason({}, new Date('2026-02-01'))).toBe('before_start')
    expect(reason({ from: null, sender: null })).toBe('no_sender')
    expect(reason({ from: at('ben@ours.example') })).toBe('internal')
  })
})

describe('Graph refuses', () => {
  it('Retry-After is seconds or a date, and neither is ever read as sooner than now', () => {
    const now = new Date('2026-01-01T00:00:00Z')
    expect(retryAt('7', now)).toEqual(new Date('2026-01-01T00:00:07Z'))
    expect(retryAt('Thu, 01 Jan 2026 00:01:00 GMT', now)).toEqual(new Date('2026-01-01T00:01:00Z'))
    expect(retryAt('-5', now)).toEqual(now)
    expect(retryAt(null, now)).toBeNull()
    expect(retryAt('soon', now)).toBeNull()
  })

  it('TL-18 codes are compared without regard to case', () => {
    const failure = (status: number, code: string) => new GraphFailure(status, code, '', null, null)
    expect(failure(410, 'whatever').isResync).toBe(true)
    expect(failure(400, 'SyncStateNotFound').isResync).toBe(true)
    expect(failure(404, 'ErrorItemNotFound').isResync).toBe(false)
    expect(new GraphFailure(400, 'Bad', '', null, null, undefined, ['syncstatenotfound', 'other']).isResync).toBe(true)
    expect([429, 500, 503, 504, -1].every((status) => failure(status, 'x').isTransient)).toBe(true)
    expect([400, 401, 403, 404].some((status) => failure(status, 'x').isTransient)).toBe(false)
  })
})

describe('ids and cursors', () => {
  it('ids are UUIDv7 in order of time', () => {
    const ids = Array.from({ length: 50 }, (_, n) => v7(1_700_000_000_000 + n))
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    )
    expect([...ids].sort()).toEqual(ids)
  })

  it('a cursor comes back as it went, and noise is refused', () => {
    const position = { at: '2026-01-01T00:00:00.123Z', id: v7() }
    expect(readCursor(writeCursor(position))).toEqual(position)
    fc.assert(
      fc.property(fc.string(), (noise) => {
        expect(() => readCursor(noise)).toThrow(/cursor/)
      }),
    )
  })
})
