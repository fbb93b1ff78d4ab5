import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeFailure } from '../../../../server/mail/bounce-cause.ts'
import { type ReportHeaders, readDeliveryReport } from '../../../../server/mail/delivery-report.ts'
import { readMime } from '../../../../server/mail/mime.ts'

const nothing: ReportHeaders = { failed: [], originals: [] }
const read = (lines: string[], known = nothing) => readDeliveryReport(lines.join('\r\n'), known)

const report = (status: string[], returned: string[] = ['Message-ID: <ours@halden.example>'], top: string[] = []) => [
  'From: postmaster@x.example',
  ...top,
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status;',
  '\tboundary="=_b 1"',
  '',
  'This is a MIME message.',
  '--=_b 1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Your mail to somebody.else@x.example could not be delivered.',
  '--=_b 1',
  'Content-Type: message/delivery-status',
  '',
  ...status,
  '--=_b 1',
  'Content-Type: text/rfc822-headers',
  '',
  ...returned,
  '--=_b 1--',
]

describe('delivery reports', () => {
  it('of Exchange Online', () => {
    const { failures, originals } = read(
      report([
        'Reporting-MTA: dns;AM0PR02MB.eurprd02.prod.outlook.com',
        'Received-From-MTA: dns;AM0PR02MB.eurprd02.prod.outlook.com',
        '',
        'Final-Recipient: rfc822;tom@pennine.example',
        'Action: failed',
        'Status: 5.1.10',
        'Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not',
        ' found by SMTP address lookup',
        'X-Display-Name: Tom',
      ]),
    )
    expect(failures).toEqual([
      {
        addresses: ['tom@pennine.example'],
        status: '5.1.10',
        diagnostic: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
      },
    ])
    expect(originals).toEqual(['ours@halden.example'])
  })

  it('of Google, with the mail itself in place of its headers', () => {
    const { failures, originals } = read([
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      'X-Failed-Recipients: gone@gmail.example',
      'In-Reply-To: <ours@halden.example>',
      'References: <older@halden.example> <ours@halden.example>',
      'Content-Type: multipart/report; boundary=000; report-type=delivery-status',
      '',
      '--000',
      'Content-Type: multipart/related; boundary=001',
      '',
      '--001',
      'Content-Type: text/html; charset="UTF-8"',
      '',
      '<p>Address not found</p>',
      '--001--',
      '--000',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; googlemail.com',
      'Arrival-Date: Mon, 02 Feb 2026 01:02:03 -0800 (PST)',
      '',
      'Final-Recipient: rfc822; gone@gmail.example',
      'Action: failed',
      'Status: 5.1.1',
      'Remote-MTA: dns; gmail-smtp-in.l.google.com. (142.250.1.26, the server for the domain gmail.example.)',
      'Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.',
      '--000',
      'Content-Type: message/rfc822',
      '',
      'Message-ID: <ours@halden.example>',
      'Subject: Offer',
      '',
      'Message-ID: <not-a-header@halden.example>',
      '--000--',
    ])
    expect(failures).toMatchObject([{ addresses: ['gone@gmail.example'], status: '5.1.1' }])
    expect(originals).toEqual(['ours@halden.example', 'older@halden.example'])
  })

  it('of Postfix, with several recipients, the original address beside the one it was handed on to', () => {
    const { failures } = read(
      report([
        'Reporting-MTA: dns; mail.x.example',
        'X-Postfix-Queue-ID: 4F1',
        '',
        'Final-Recipient: rfc822; inner@host.x.example',
        'Original-Recipient: rfc822;ann@x.example',
        'Action: failed',
        'Status: 5.0.0',
        'Diagnostic-Code: smtp; 552 5.2.2 Mailbox full',
        '',
        'Final-Recipient: RFC822; <bob@x.example>',
        'Action: delayed',
        'Status: 4.4.1',
        '',
        'Final-Recipient: utf-8; zoë@x.example',
        'Action: Failed (given up)',
        'Status: 5.4.4',
        '',
        'Final-Recipient: rfc822; fine@x.example',
        'Action: relayed',
        'Status: 2.0.0',
      ]),
    )
    expect(failures.map(({ addresses, status }) => [addresses, status])).toEqual([
      [['ann@x.example', 'inner@host.x.example'], '5.2.2'],
      [['zoë@x.example'], '5.4.4'],
    ])
  })

  it('a delay is no failure, whatever the headers say', () => {
    const delayed = report([
      'Reporting-MTA: dns; x',
      '',
      'Final-Recipient: rfc822; ann@x.example',
      'Action: delayed',
      'Status: 4.4.7',
    ])
    expect(read(delayed, { failed: ['ann@x.example'], originals: [] }).failures).toEqual([])
  })

  it('of qmail, in words', () => {
    const { failures, originals } = read([
      'From: MAILER-DAEMON@x.example',
      'Subject: failure notice',
      '',
      'Hi. This is the qmail-send program at x.example.',
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      "This is a permanent error; I've given up. Sorry it didn't work out.",
      '',
      '<gone@x.example>:',
      'Sorry, no mailbox here by that name. (#5.1.1)',
      '',
      '<full@x.example>:',
      '192.0.2.1 does not like recipient.',
      'Remote host said: 452 4.2.2 over quota',
      "I'm not going to try again; this message has been in the queue too long.",
      '',
      '--- Below this line is a copy of the message.',
      '',
      'Return-Path: <us@halden.example>',
      'Message-ID: <ours@halden.example>',
      '<trap@x.example>:',
      'Sorry (#5.1.1)',
    ])
    expect(failures.map(({ addresses, status }) => [addresses[0], status])).toEqual([
      ['gone@x.example', '5.1.1'],
      ['full@x.example', '4.2.2'],
    ])
    expect(originals).toEqual(['ours@halden.example'])
  })

  it('in base64 and quoted-printable', () => {
    const fields =
      'Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; ann@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n'
    const make = (encoding: string, body: string) => [
      'Content-Type: multipart/report; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      body,
      '--b--',
    ]
    for (const lines of [
      make('base64', Buffer.from(fields).toString('base64')),
      make('quoted-printable', fields.replace('ann@x', 'ann=40=\r\nx')),
    ])
      expect(read(lines).failures).toMatchObject([{ addresses: ['ann@x.example'], status: '5.1.1' }])
  })

  it('whatever comes, reading ends soon and throws nothing', () => {
    const line = fc.constantFrom(
      '--b',
      '--b--',
      '',
      'Content-Type: multipart/report; boundary=b',
      'Content-Type: message/delivery-status',
      'Final-Recipient: rfc822; a@b',
      ':',
      '\0',
      'Status: 5.1.1',
      ' x',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 60 }), (lines) => {
        expect(read(lines).failures.length).toBeLessThanOrEqual(100)
      }),
    )
    const bomb = [
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...Array.from({ length: 40_000 }, () => '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n'),
    ]
    const started = performance.now()
    readMime(bomb.join('\r\n'))
    read(['Content-Type: text/plain', '', '<a@b>:\n'.repeat(60_000)])
    read([`X-Failed-Recipients: ${'a@b,'.repeat(100_000)}`, '', '-'.repeat(400_000)])
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('the code of a failure', () => {
  const inWords = (...lines: string[]) =>
    read(['', ...lines], { failed: ['kim@x.example'], originals: [] }).failures.map(({ status }) => status)
  const inFields = (status: string, diagnostic: string) =>
    read(
      report([
        'Reporting-MTA: dns;x',
        '',
        'Final-Recipient: rfc822;k@x.example',
        'Action: failed',
        `Status: ${status}`,
        `Diagnostic-Code: smtp; ${diagnostic}`,
      ]),
    ).failures[0]?.status

  it('is not taken from an address on the Internet or a version', () => {
    expect(inWords('  host mx.x.example [5.9.12.34]: Connection timed out')).toEqual([null])
    expect(inWords('  host mx.x.example [185.4.66.2]', '    550 5.1.1 No such user')).toEqual(['5.1.1'])
    expect(inWords('  mailer 5.8.3 at mx.x.example says: 550 5.1.1 No such user')).toEqual(['5.1.1'])
    expect(inFields('4.0.0', '451 try again later, your host 5.1.1.9 is greylisted')).toBe('4.0.0')
  })

  it('is refined by the words only within the class that was reported', () => {
    expect(inFields('5.0.0', '550-5.1.1 no such user')).toBe('5.1.1')
    expect(inFields('4.0.0', '451 4.7.1 greylisted')).toBe('4.7.1')
    expect(inFields('4.0.0', '451 the other side said 550 5.1.1 once')).toBe('4.0.0')
  })
})

describe('what a failure means', () => {
  it.each([
    ['5.1.1', '550 User unknown', 'unknown_address', true],
    ['5.1.10', '', 'unknown_address', true],
    ['5.1.2', '', 'unknown_domain', true],
    ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied', 'unknown_address', true],
    ['5.4.310', 'DNS domain does not exist', 'unknown_domain', true],
    ['5.2.1', '', 'mailbox_disabled', true],
    ['5.2.2', '', 'mailbox_full', false],
    ['4.2.2', '', 'mailbox_full', false],
    ['5.0.0', '552 mailbox for this user is full', 'mailbox_full', false],
    ['5.0.0', '550 no such user', 'unknown_address', true],
    ['5.3.4', '', 'too_large', false],
    ['5.1.20', 'multiple From addresses', 'refused', false],
    ['5.1.90', 'Your message can’t be sent because you’ve reached your daily limit', 'refused', false],
    ['5.2.122', 'The recipient has exceeded their limit', 'refused', false],
    ['5.4.14', 'Hop count exceeded', 'refused', false],
    ['5.4.300', 'Message expired', 'gave_up', false],
    ['5.4.316', 'Message expired, connection refused', 'gave_up', false],
    ['5.4.6', 'Routing loop', 'unreachable', false],
    ['5.0.0', '550 blocked as spam', 'refused', false],
    ['5.0.0', '550 failed', 'other', true],
    ['5.7.1', 'rejected as spam', 'refused', false],
    ['5.0.0', '552 Requested mail action aborted: exceeded storage allocation', 'mailbox_full', false],
    ['5.0.0', '552 sorry, your message would exceed the recipient quota', 'mailbox_full', false],
    ['5.0.0', '550 Postfach voll', 'mailbox_full', false],
    ['5.0.0', '550 Boite aux lettres pleine', 'mailbox_full', false],
    ['5.0.0', '552 Buzón lleno', 'mailbox_full', false],
    ['5.0.0', '552 please try later', 'mailbox_full', false],
    ['5.0.0', '552 Message size exceeds fixed maximum message size', 'too_large', false],
    ['5.3.0', 'Message exceeds maximum fixed size', 'too_large', false],
    ['5.2.1', '550-5.2.1 The user you are trying to contact is receiving mail at a rate that', 'refused', false],
    ['5.0.0', '554 Message contains a virus', 'content', false],
    ['5.0.0', '550 Relaying denied', 'refused', false],
    ['5.0.0', '550 Sender verify failed', 'refused', false],
    ['5.1.0', '550 5.1.0 <rita@ours.example> sender rejected', 'refused', false],
    ['5.1.0', '550 5.1.0 Recipient rejected', 'unknown_address', true],
    ['5.5.3', 'too many recipients', 'refused', false],
    ['5.5.0', 'Requested action not taken: mailbox unavailable', 'unknown_address', true],
    [null, 'Connection timed out: retry timeout exceeded', 'gave_up', false],
    ['4.4.7', '', 'gave_up', false],
    ['4.4.1', '', 'unreachable', false],
    [null, null, 'other', false],
  ] as const)('%s %s: %s', (status, diagnostic, cause, permanent) => {
    expect(judgeFailure({ status, diagnostic })).toMatchObject({ cause, permanent })
  })
})
