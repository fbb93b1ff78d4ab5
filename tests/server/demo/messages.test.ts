import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IMMUTABLE, openStage, personOf, type Stage } from './fixture.ts'

describe('mail in the demo Graph', () => {
  let stage: Stage
  let maren: string
  const to = (address: string) => ({ emailAddress: { address } })
  const post = (path: string, body?: unknown) =>
    stage.ask(path, { method: 'POST', body: body ?? {}, headers: IMMUTABLE })
  const find = async (user: string, internetMessageId: string) => {
    const filter = encodeURIComponent(`internetMessageId eq '${internetMessageId}'`)
    return (await stage.ask(`/users/${user}/messages?$filter=${filter}`, { headers: IMMUTABLE })).body.value
  }
  const inFolder = async (user: string, folder: string, subject: string) =>
    (await stage.ask(`/users/${user}/mailFolders/${folder}/messages?$filter=subject eq '${subject}'`)).body.value

  beforeAll(async () => {
    stage = await openStage()
    maren = personOf(stage, 'maren').oid
  })
  afterAll(() => stage.close())

  it('accepts sendMail with 202 and nothing, saves to Sent Items, and delivers inside with the same Message-ID', async () => {
    const message = {
      subject: 'Sent at once',
      body: { contentType: 'text', content: 'Hello\n\nthere' },
      toRecipients: [to('ingrid.sandvik@bergstrom-timber.example'), to('tomas@halden.example')],
      bccRecipients: [to('sabine.keller@halden-optics.example')],
      internetMessageHeaders: [{ name: 'x-crm-send', value: 'abc' }],
    }
    const { status, body } = await post(`/users/${maren}/sendMail`, { message })
    expect([status, body]).toEqual([202, ''])
    const [sent] = await inFolder(maren, 'sentitems', 'Sent at once')
    expect(sent.bccRecipients).toHaveLength(1)
    expect(sent.from.emailAddress.address).toBe('maren.lindqvist@halden-optics.example')
    for (const local of ['tomas', 'sabine']) {
      const [copy] = await find(personOf(stage, local).oid, sent.internetMessageId)
      expect(copy).toMatchObject({ subject: 'Sent at once', isRead: false, bccRecipients: [] })
    }
  })

  it('does not keep what should not be saved', async () => {
    const message = { subject: 'Unsaved', toRecipients: [to('x@y.example')] }
    await post(`/users/${maren}/sendMail`, { message, saveToSentItems: false })
    expect(await inFolder(maren, 'sentitems', 'Unsaved')).toEqual([])
  })

  it('sends a draft under the immutable id it had, and finds it by its extended property', async () => {
    const id = 'String {6F1B2C3D-1111-4222-8333-444455556666} Name CrmSendId'
    const draft = await post(`/users/${maren}/messages`, {
      subject: 'From a draft',
      toRecipients: [to('priya.raman@kestrel-foods.example')],
      singleValueExtendedProperties: [{ id, value: 'send-1' }],
    })
    expect(draft.body).toMatchObject({ isDraft: true })
    expect(draft.body.internetMessageId).toMatch(/^<.+@halden-optics\.example>$/)
    expect((await post(`/users/${maren}/messages/${draft.body.id}/send`)).status).toBe(202)
    const sent = await stage.ask(
      `/users/${maren}/messages/${draft.body.id}?$expand=singleValueExtendedProperties($filter=id eq '${id}')`,
      { headers: IMMUTABLE },
    )
    const folder = await stage.ask(`/users/${maren}/mailFolders/sentitems`)
    expect(sent.body).toMatchObject({
      isDraft: false,
      parentFolderId: folder.body.id,
      internetMessageId: draft.body.internetMessageId,
    })
    expect(sent.body.singleValueExtendedProperties[0].value).toBe('send-1')
    const filter = encodeURIComponent(
      `singleValueExtendedProperties/Any(ep: ep/id eq 'String {6f1b2c3d-1111-4222-8333-444455556666} Name CrmSendId' and ep/value eq 'send-1')`,
    )
    const found = await stage.ask(`/users/${maren}/messages?$filter=${filter}`, { headers: IMMUTABLE })
    expect(found.body.value.map((one: { id: string }) => one.id)).toEqual([draft.body.id])
  })

  it('lists attachments with what all kinds have, and refuses to select what only files have', async () => {
    const file = {
      name: 'Plan.pdf',
      contentType: 'application/pdf',
      contentBytes: Buffer.from('12345').toString('base64'),
    }
    const message = {
      subject: 'With a plan',
      body: { contentType: 'html', content: '<p>Here</p><img src="cid:logo.png@demo">' },
      toRecipients: [to('ingrid.sandvik@bergstrom-timber.example')],
      attachments: [file, { ...file, name: 'logo.png', contentType: 'image/png', isInline: true }],
    }
    await post(`/users/${maren}/sendMail`, { message })
    const [sent] = await inFolder(maren, 'sentitems', 'With a plan')
    expect(sent.hasAttachments).toBe(true)
    const list = `/users/${maren}/messages/${sent.id}/attachments`
    const { body } = await stage.ask(`${list}?$select=id,name,contentType,size,isInline`)
    const common = { '@odata.type': '#microsoft.graph.fileAttachment', id: expect.any(String), size: 5 }
    expect(body.value).toEqual([
      { ...common, name: 'Plan.pdf', contentType: 'application/pdf', isInline: false },
      { ...common, name: 'logo.png', contentType: 'image/png', isInline: true },
    ])
    const first = (await stage.ask(`${list}?$select=name&$top=1`)).body
    expect([first.value.length, first['@odata.nextLink']]).toEqual([1, expect.stringContaining('$skip=1')])
    for (const stranger of ['contentId', 'contentBytes']) {
      const refused = await stage.ask(`${list}?$select=id,${stranger}`)
      expect([refused.status, refused.body.error.code]).toEqual([400, 'RequestBroker--ParseUri'])
    }
    expect((await stage.ask(list)).body.value[1]).toMatchObject({
      contentId: 'logo.png@demo',
      contentBytes: file.contentBytes,
    })
  })

  it('has mails with files, mails with a picture in their signature, and says of the second that they have none', async () => {
    const [bare, picture] = [new Set<string>(), new Set<string>()]
    const { body } = await stage.ask(`/users/${maren}/mailFolders/inbox/messages?$top=1000&$expand=attachments`)
    for (const { hasAttachments, attachments, body: text } of body.value) {
      for (const { name, isInline, contentId, size } of attachments) {
        expect(size).toBeGreaterThan(50)
        if (isInline) expect(text.content).toContain(`cid:${contentId}`)
        ;(isInline ? picture : bare).add(name)
      }
      expect(hasAttachments).toBe(attachments.some(({ isInline }: { isInline: boolean }) => !isInline))
    }
    expect([...bare].filter((name) => name.endsWith('.pdf')).length).toBeGreaterThan(3)
    expect(picture.size).toBeGreaterThan(1)
  })

  it('takes MIME, and gives MIME back', async () => {
    const mime = [
      'To: Sabine Keller <sabine.keller@halden-optics.example>',
      'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
      'Message-ID: <mime-1@halden-optics.example>',
      'In-Reply-To: <earlier@elsewhere.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'plain',
      '--b1',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>gr=C3=BCn</p>',
      '--b1--',
      '',
    ].join('\r\n')
    expect(
      (await stage.ask(`/users/${maren}/sendMail`, { method: 'POST', body: Buffer.from(mime).toString('base64') }))
        .status,
    ).toBe(202)
    const sabine = personOf(stage, 'sabine').oid
    const [copy] = await find(sabine, '<mime-1@halden-optics.example>')
    expect([copy.subject, copy.body.content]).toEqual(['Grüße', '<p>grün</p>'])
    const source = (await stage.ask(`/users/${sabine}/messages/${copy.id}/$value`)).body as string
    expect(source).toContain('Message-ID: <mime-1@halden-optics.example>')
    expect(source).toContain('In-Reply-To: <earlier@elsewhere.example>')
    expect(source).toContain(Buffer.from('<p>grün</p>').toString('base64'))
  })

  it('replies to all but oneself, with the headers of a thread', async () => {
    const { copies, internetMessageId } = await stage.tenant.deliver({
      to: ['maren.lindqvist@halden-optics.example'],
      from: { name: 'Priya Raman', address: 'priya.raman@kestrel-foods.example' },
      cc: [{ name: 'Gareth', address: 'gareth.pugh@kestrel-foods.example' }],
      subject: 'Question',
      text: 'Well?',
    })
    const { status, body } = await post(`/users/${maren}/messages/${copies[0]?.id}/createReplyAll`, { comment: 'Yes.' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      subject: 'RE: Question',
      isDraft: true,
      toRecipients: [{ emailAddress: { name: 'Priya Raman' } }],
    })
    expect(body.ccRecipients).toMatchObject([{ emailAddress: { name: 'Gareth' } }])
    expect(body.body.content).toContain('Well?')
    const ids = "$expand=singleValueExtendedProperties($filter=id eq 'String 0x1042')"
    const draft = await stage.ask(`/users/${maren}/messages/${body.id}?${ids}`, { headers: IMMUTABLE })
    expect(draft.body.singleValueExtendedProperties).toEqual([{ id: 'String 0x1042', value: internetMessageId }])
  })

  it('gives Internet headers, sensitivity and message class only when asked', async () => {
    const path = `/users/${maren}/messages?$top=1000`
    const plain = await stage.ask(`${path}&$filter=subject eq 'Privat: Bewerbung'`)
    expect(plain.body.value[0]).not.toHaveProperty('internetMessageHeaders')
    const query =
      "$select=subject,internetMessageHeaders&$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x36' or id eq 'String 0x001A')"
    const asked = await stage.ask(`${path}&${query}&$filter=subject eq 'Privat: Bewerbung'`)
    expect(asked.body.value[0].singleValueExtendedProperties).toEqual([
      { id: 'Integer 0x36', value: '2' },
      { id: 'String 0x1a', value: 'IPM.Note' },
    ])
    expect(asked.body.value[0].internetMessageHeaders).toContainEqual({ name: 'Sensitivity', value: 'Private' })
  })

  it('holds bounces that say which address failed, and how', async () => {
    const all = await stage.ask(
      `/users/${maren}/messages?$top=1000&$select=subject&$expand=singleValueExtendedProperties($filter=id eq 'String 0x001A')`,
    )
    type Row = { id: string; singleValueExtendedProperties: { value: string }[] }
    const reports = (all.body.value as Row[]).filter(
      (one) => one.singleValueExtendedProperties[0]?.value === 'REPORT.IPM.NOTE.NDR',
    )
    expect(reports.length).toBeGreaterThan(3)
    const source = (await stage.ask(`/users/${maren}/messages/${reports[0]?.id}/$value`)).body as string
    expect(source).toMatch(/Content-Type: multipart\/report; report-type=delivery-status/)
    expect(source).toMatch(/Final-Recipient: rfc822;\S+@\S+\r\nAction: failed\r\nStatus: [45]\.\d\.\d/)
    expect(source).toMatch(/text\/rfc822-headers\r\n\r\nMessage-ID: <.+>/)
  })

  it.each([
    [
      'more than five custom headers',
      { internetMessageHeaders: Array.from({ length: 6 }, (_, i) => ({ name: `x-${i}`, value: '1' })) },
      'InvalidInternetMessageHeaderCollection',
    ],
    [
      'a header that is not custom',
      { internetMessageHeaders: [{ name: 'Precedence', value: 'bulk' }] },
      'InvalidInternetMessageHeaderCollection',
    ],
    [
      'somebody else’s address in from',
      { from: { emailAddress: { address: 'tomas.echeverria@halden-optics.example' } } },
      'ErrorSendAsDenied',
    ],
    ['no recipient', { toRecipients: [] }, 'ErrorInvalidRecipients'],
  ])('refuses to send with %s', async (_, change, code) => {
    const message = { subject: 'Refused', toRecipients: [to('x@y.example')], ...change }
    const { status, body } = await post(`/users/${maren}/sendMail`, { message })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body.error.code).toBe(code)
  })

  it('sends as the shared mailbox for those who may', async () => {
    const message = { subject: 'From info', from: to('info@halden-optics.example'), toRecipients: [to('x@y.example')] }
    await post(`/users/${maren}/sendMail`, { message })
    const [sent] = await inFolder(maren, 'sentitems', 'From info')
    expect([sent.from.emailAddress.address, sent.sender.emailAddress.address]).toEqual([
      'info@halden-optics.example',
      'maren.lindqvist@halden-optics.example',
    ])
  })

  it('pages folders by ten, hides hidden ones, and names them in the mailbox’s language', async () => {
    const first = await stage.ask(`/users/${maren}/mailFolders`)
    expect(first.body.value).toHaveLength(10)
    const second = await stage.ask(first.body['@odata.nextLink'])
    const names = [...first.body.value, ...second.body.value].map((one: { displayName: string }) => one.displayName)
    expect(names).toContain('Sent Items')
    expect(names).not.toContain('Sync Issues')
    const jonas = await stage.ask(`/users/${personOf(stage, 'jonas').oid}/mailFolders/inbox`)
    expect(jonas.body.displayName).toBe('Posteingang')
    const children = await stage.ask(`/users/${maren}/mailFolders/inbox/childFolders`)
    expect(children.body.value[0]).toMatchObject({ displayName: 'Projects', childFolderCount: 1 })
  })

  it('demands that ordered properties come first in a filter', async () => {
    const options = (filter: string) => `/users/${maren}/messages?$orderby=receivedDateTime desc&$filter=${filter}`
    const wrong = await stage.ask(options('isRead eq false'))
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'InefficientFilter'])
    const right = await stage.ask(options('receivedDateTime ge 2020-01-01T00:00:00Z and isRead eq false'))
    expect(right.status).toBe(200)
    expect(right.body.value.every((one: { isRead: boolean }) => !one.isRead)).toBe(true)
  })

  it('translates ids between Exchange’s formats and back', async () => {
    const { body } = await stage.ask(`/users/${maren}/messages?$top=3&$select=id`)
    const ids = body.value.map((one: { id: string }) => one.id)
    const translate = async (inputIds: string[], sourceIdType: string, targetIdType: string) =>
      (await post(`/users/${maren}/translateExchangeIds`, { inputIds, sourceIdType, targetIdType })).body.value.map(
        (one: { targetId: string }) => one.targetId,
      )
    for (const form of ['restImmutableEntryId', 'ewsId', 'entryId', 'immutableEntryId']) {
      const there = await translate(ids, 'restId', form)
      expect(there).not.toEqual(ids)
      expect(await translate(there, form, 'restId')).toEqual(ids)
    }
    const malformed = await post(`/users/${maren}/translateExchangeIds`, {
      inputIds: ['x'],
      sourceIdType: 'restId',
      targetIdType: 'ewsId',
    })
    expect(malformed.body.value[0]).toMatchObject({ targetId: null, errorDetails: { code: 'InvalidMailboxItemId' } })
  })

  it('runs a batch: a status for each part, dependencies, at most twenty', async () => {
    const part = (id: string, url: string, more = {}) => ({ id, method: 'GET', url, ...more })
    const { status, body } = await post('/$batch', {
      requests: [
        part('1', '/organization'),
        part('2', `/users/${maren}/messages/nonsense`),
        part('3', '/users', { dependsOn: ['2'] }),
        ...Array.from({ length: 10 }, (_, i) => part(`m${i}`, `/users/${maren}/messages?$top=1`)),
      ],
    })
    expect(status).toBe(200)
    const statuses = Object.fromEntries(
      body.responses.map((one: { id: string; status: number }) => [one.id, one.status]),
    )
    expect(statuses).toMatchObject({ 1: 200, 2: 400, 3: 424, m0: 200, m9: 200 })
    const many = await post('/$batch', {
      requests: Array.from({ length: 21 }, (_, i) => part(String(i), '/organization')),
    })
    expect(many.status).toBe(400)
  })

  it('answers errors as Graph does', async () => {
    const anonymous = await stage.ask('/users', { token: 'nonsense', headers: { 'client-request-id': 'mine' } })
    expect([anonymous.status, anonymous.body.error.code]).toEqual([401, 'InvalidAuthenticationToken'])
    expect(anonymous.body.error.innerError['client-request-id']).toBe('mine')
    expect((await stage.ask('/me')).status).toBe(400)
    expect((await stage.ask('/nothing')).status).toBe(400)
    expect((await stage.ask('/organization', { method: 'DELETE' })).status).toBe(405)
    expect((await stage.ask('/users/nobody@halden-optics.example')).body.error.code).toBe('Request_ResourceNotFound')
    expect((await stage.ask(`/users/${maren}/messages?$select=sensitivity`)).body.error.message).toContain(
      "named 'sensitivity'",
    )
  })

  it('shows a message where its web link leads', async () => {
    const { body } = await stage.ask(`/users/${maren}/messages?$filter=subject eq 'Privat: Bewerbung'&$select=webLink`)
    const page = await (await fetch(body.value[0].webLink)).text()
    expect(page).toContain('<h1 style="font-size:1.3rem">Privat: Bewerbung</h1>')
  })

  it('lists people with all their addresses, the guest among them', async () => {
    const { body } = await stage.ask('/users?$select=mail,userType,accountEnabled,proxyAddresses&$top=999')
    type Row = { mail: string; userType: string; proxyAddresses: string[] }
    const row = (body.value as Row[]).find(({ mail }) => mail.startsWith('maren'))
    expect(row?.proxyAddresses).toContain('smtp:maren.vogt@halden-optics.example')
    expect((body.value as Row[]).filter(({ userType }) => userType === 'Guest')).toHaveLength(1)
    const { body: organization } = await stage.ask('/organization')
    expect(organization.value[0].verifiedDomains.map((one: { name: string }) => one.name)).toEqual([
      'halden-optics.example',
      'halden.example',
    ])
  })
})
