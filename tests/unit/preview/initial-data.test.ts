import { describe, expect, it } from 'vitest'
import { toEwsId, toGraphId } from '../../../addin/preview/host/ids.ts'
import {
  isReport,
  itemClassOf,
  itemPerson,
  type MailMessage,
  messageData,
  normalizedSubject,
} from '../../../addin/preview/host/initial-data.ts'
import { DEFAULT_SETTINGS } from '../../../addin/preview/host/settings.ts'
import { themeEventData } from '../../../addin/preview/host/theme.ts'

const reader = { name: 'Ann Lee', email: 'ann@halden.example', jobTitle: 'Rep', roles: ['Rep'], oid: '1' }
const message: MailMessage = {
  id: 'AAMk-_1',
  internetMessageId: '<1@b.example>',
  conversationId: 'AAQk_2',
  subject: 'AW: Angebot',
  from: { emailAddress: { name: 'Bob', address: 'bob@b.example' } },
  toRecipients: [{ emailAddress: { name: 'Ann Lee', address: 'ann@halden.example' } }, { emailAddress: {} }],
  createdDateTime: '2026-05-06T10:30:00Z',
  attachments: [{ id: 'at-1', name: 'q2.xlsx', size: 4096, contentType: 'application/vnd.ms-excel', isInline: false }],
}

Object.assign(globalThis, { window: { innerWidth: 1280 } })

describe('a Graph message as Outlook hands it to an add-in', () => {
  it('carries ids in the alphabet of Exchange, instants in milliseconds, people flat', () => {
    const data = messageData(reader, DEFAULT_SETTINGS, message)
    expect(data).toMatchObject({
      itemType: 1,
      permissionLevel: 3,
      id: 'AAMk/+1',
      conversationId: 'AAQk+2',
      internetMessageId: '<1@b.example>',
      normalizedSubject: 'Angebot',
      from: { name: 'Bob', address: 'bob@b.example', recipientType: 3 },
      to: [{ name: 'Ann Lee', address: 'ann@halden.example', recipientType: 2 }],
      dateTimeCreated: Date.UTC(2026, 4, 6, 10, 30),
      userEmailAddress: 'ann@halden.example',
    })
    expect(data.attachments).toEqual([
      {
        id: 'at/1',
        name: 'q2.xlsx',
        size: 4096,
        attachmentType: 0,
        contentType: 'application/vnd.ms-excel',
        isInline: false,
      },
    ])
  })

  it('is a meeting request where Graph says so, with its times in UTC', () => {
    const request: MailMessage = {
      ...message,
      '@odata.type': '#microsoft.graph.eventMessageRequest',
      startDateTime: { dateTime: '2026-05-07T09:00:00.0000000', timeZone: 'UTC' },
    }
    expect(messageData(reader, DEFAULT_SETTINGS, request)).toMatchObject({
      itemType: 3,
      itemClass: 'IPM.Schedule.Meeting.Request',
      start: Date.UTC(2026, 4, 7, 9),
    })
  })

  it('is a report where its class says so: no add-in runs on those', () => {
    const report = {
      ...message,
      singleValueExtendedProperties: [
        { id: 'String 0x1a', value: 'x' },
        { id: 'String 0x001a', value: 'REPORT.IPM.Note.NDR' },
      ],
    }
    expect([isReport(report), isReport(message), itemClassOf(message)]).toEqual([true, false, 'IPM.Note'])
  })

  it('survives a message without sender, subject, ids', () => {
    expect(messageData(reader, DEFAULT_SETTINGS, {})).toMatchObject({ id: '', subject: '', to: [], attachments: [] })
    expect(itemPerson({ name: 'Nobody' }, reader)).toBeUndefined()
  })

  it('strips one prefix of the subject only', () => {
    expect(['RE: x', 'Re:Fw: x', 'Notice: x', 'Ré: x', 'x'].map(normalizedSubject)).toEqual([
      'x',
      'Fw: x',
      'Notice: x',
      'x',
      'x',
    ])
  })
})

it('ids go to Exchange and back', () => {
  expect(toGraphId(toEwsId('AAMk-a_b='))).toBe('AAMk-a_b=')
})

it('theme events carry colours as integers', () => {
  expect(JSON.parse(themeEventData('dark')[0])).toMatchObject({
    bodyBackgroundColor: 0x1f1f1f,
    bodyForegroundColor: 0xffffff,
  })
})
