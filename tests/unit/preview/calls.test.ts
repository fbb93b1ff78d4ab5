import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DOMParser } from '@xmldom/xmldom'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sendAnswer } from '../../../addin/preview/host/event-runtime.ts'
import type { CallContext } from '../../../addin/preview/host/item.ts'
import { eventActivation } from '../../../addin/preview/host/manifest.ts'
import { answerNaa } from '../../../addin/preview/host/naa.ts'
import { executeMethod } from '../../../addin/preview/host/outlook-calls.ts'
import { executeShared } from '../../../addin/preview/host/shared-calls.ts'
import { openDraft } from '../../../addin/preview/mail/draft.ts'
import type { Mailbox } from '../../../addin/preview/mail/mailbox.ts'
import { itemNotices } from '../../../addin/preview/mail/notices.ts'

const person = { name: 'Ann Lee', email: 'ann@halden.example', jobTitle: 'Rep', roles: ['Rep'], oid: '1' }

function fakes() {
  const sent: unknown[] = []
  const mailbox = {
    person,
    create: async () => ({ id: 'AAMk-new' }),
    update: async (id: string) => ({ id }),
    sendNew: async (message: unknown) => void sent.push(message),
    headers: async () => 'From: bob@b.example',
  } as unknown as Mailbox
  const asked: unknown[] = []
  const note =
    (name: string) =>
    (...values: unknown[]) =>
      void asked.push([name, ...values])
  const window = {
    reply: note('reply'),
    newMessage: note('newMessage'),
    openMessage: note('openMessage'),
    closeItem: note('closeItem'),
    closePane: note('closePane'),
    leavePane: note('leavePane'),
    openUrl: note('openUrl'),
  }
  return { mailbox, window, asked, sent }
}

const execute = (context: CallContext, id: number, params?: unknown) =>
  executeMethod(context, { ApiParams: params, MethodData: { DispatchId: id } })

afterEach(() => void vi.restoreAllMocks())

describe('calls on a message being read', () => {
  const reading = () => {
    const { mailbox, window, asked } = fakes()
    const message = { id: 'AAMk-1', body: { contentType: 'html' as const, content: '<p>Hello</p>' } }
    return {
      asked,
      context: { item: { kind: 'read', message, notices: itemNotices() }, mailbox, window } as CallContext,
    }
  }

  it('give the body and the headers', async () => {
    const { context } = reading()
    expect(await execute(context, 37, { coercionType: 3 })).toMatchObject({ wasSuccessful: true, data: '<p>Hello</p>' })
    expect(await execute(context, 168)).toMatchObject({ data: 'From: bob@b.example' })
  })

  it('keep notices by key, with the errors of Outlook', async () => {
    const { context } = reading()
    const notice = { key: 'k', message: 'Logged', type: 0, icon: 'icon', persistent: false }
    expect(await execute(context, 33, notice)).toMatchObject({ wasSuccessful: true })
    expect(await execute(context, 33, notice)).toMatchObject({ wasSuccessful: false, errorCode: 9023 })
    expect(await execute(context, 36, { key: 'other' })).toMatchObject({ errorCode: 9024 })
    expect(await execute(context, 34)).toMatchObject({
      data: [{ key: 'k', type: 'informationalMessage', message: 'Logged' }],
    })
  })

  it('refuse what only a draft has, and the tokens of the past', async () => {
    const { context } = reading()
    expect(await execute(context, 17, { subject: 'x' })).toMatchObject({ errorCode: 9032 })
    expect(await execute(context, 12, { isRest: true })).toMatchObject({ errorCode: 9018 })
  })

  it('open forms and messages in the window', async () => {
    const { context, asked } = reading()
    await execute(context, 31, { htmlBody: 'Hi' })
    await execute(context, 44, { toRecipients: ['bob@b.example'], subject: 'Offer' })
    await execute(context, 8, { itemId: 'AAMk/2' })
    expect(asked).toEqual([
      ['reply', { htmlBody: 'Hi' }, true],
      ['newMessage', { to: ['bob@b.example'], cc: [], bcc: [], subject: 'Offer', htmlBody: '' }],
      ['openMessage', 'AAMk-2'],
    ])
  })

  it('are shouted about when unknown, and answered all the same', async () => {
    const shout = vi.spyOn(console, 'error').mockReturnValue()
    expect(await execute(reading().context, 999)).toMatchObject({ wasSuccessful: false, errorCode: 9032 })
    expect(executeShared(fakes().window, { DdaMethod: { DispatchId: 999 } })).toEqual({ Version: 1, Error: 5001 })
    expect(shout).toHaveBeenCalledTimes(2)
  })
})

describe('calls on a message being written', () => {
  const writing = () => {
    const { mailbox, window, sent } = fakes()
    const draft = openDraft(mailbox, 'newMail')
    return { draft, sent, context: { item: { kind: 'compose', draft }, mailbox, window } as CallContext }
  }

  it('change recipients, and say which field changed', async () => {
    const { context, draft } = writing()
    const changes: unknown[] = []
    draft.onRecipientsChanged((changed) => changes.push(changed))
    await execute(context, 21, { recipientField: 0, recipientArray: [{ address: 'bob@b.example', name: 'Bob' }] })
    await execute(context, 22, { recipientField: 1, recipientArray: ['cy@halden.example'] })
    expect(await execute(context, 15, { recipientField: 1 })).toMatchObject({
      data: [{ name: 'cy@halden.example', address: 'cy@halden.example', recipientType: 2 }],
    })
    expect(changes).toEqual([
      { to: true, cc: false, bcc: false },
      { to: false, cc: true, bcc: false },
    ])
  })

  it('write the body around what is there', async () => {
    const { context, draft } = writing()
    await execute(context, 38, { data: 'a < b\nnext', coercionType: 0 })
    await execute(context, 23, { data: '<b>first</b>', coercionType: 3 })
    expect(draft.bodyHtml()).toBe('<b>first</b>a &lt; b<br>next')
  })

  it('have no id before they are saved', async () => {
    const { context } = writing()
    expect(await execute(context, 164)).toMatchObject({ errorCode: 9046 })
    expect(await execute(context, 32)).toMatchObject({ data: 'AAMk/new' })
    expect(await execute(context, 164)).toMatchObject({ data: 'AAMk/new' })
  })

  it('keep session data and headers until the message goes', async () => {
    const { context, draft, sent } = writing()
    await execute(context, 185, { name: 'verdict', value: 'ok' })
    expect(await execute(context, 186, { name: 'verdict' })).toMatchObject({ data: 'ok' })
    expect(await execute(context, 186, { name: 'other' })).toMatchObject({ errorCode: 9050 })
    await execute(context, 152, { internetHeaderNameValuePairs: { 'x-throughline': '1' } })
    await execute(context, 100, { appendTxt: '<p>Sent with care</p>', coercionType: 3 })
    await draft.send()
    expect(sent).toMatchObject([
      { internetMessageHeaders: [{ name: 'x-throughline', value: '1' }], body: { content: '<p>Sent with care</p>' } },
    ])
  })
})

describe('event handlers', () => {
  it('tell how they ended: with an answer, or because the add-in has no such function', () => {
    const heard: unknown[] = []
    const said = (data: object) =>
      executeShared(fakes().window, { ...data, DdaMethod: { DispatchId: 94 } }, (...told) => heard.push(told))
    const event = { type: 'OnMessageSend', completedContext: { allowEvent: false, errorMessage: 'No.' } }
    expect(said({ 0: 'a', 1: 0, 2: JSON.stringify(event) })).toEqual({ Version: 1, Error: 0 })
    said({ 0: 'b', 1: 11101 })
    expect(heard).toEqual([
      ['a', { status: 0, allowEvent: false, errorMessage: 'No.' }],
      ['b', { status: 11101 }],
    ])
  })

  it.each([
    ['allowed', { status: 0, allowEvent: true }, 'SoftBlock', { kind: 'send' }],
    [
      'softly blocked',
      { status: 0, allowEvent: false, errorMessage: 'No.' },
      'SoftBlock',
      { kind: 'alert', text: 'No.', mayOverrule: false },
    ],
    [
      'asked about',
      { status: 0, allowEvent: false, errorMessage: 'Sure?' },
      'PromptUser',
      { kind: 'alert', text: 'Sure?', mayOverrule: true },
    ],
    ['unavailable under a soft block', undefined, 'SoftBlock', { kind: 'alert', mayOverrule: true }],
    ['unavailable under a block', undefined, 'Block', { kind: 'alert', mayOverrule: false }],
    ['without the function', { status: 11101 }, 'SoftBlock', { kind: 'alert', mayOverrule: true }],
  ] as const)('decide as in Outlook what becomes of a message that is %s', (_, completion, mode, answer) => {
    expect(sendAnswer(completion, mode)).toMatchObject(answer)
  })

  it('are those the manifest asks for, as far as the host knows them', async () => {
    vi.stubGlobal('DOMParser', DOMParser)
    const manifest = await readFile(join(import.meta.dirname, '../../../manifest.xml'), 'utf8')
    expect(eventActivation(manifest, '1.12')).toEqual({
      page: '/events.html',
      events: new Map([
        ['OnNewMessageCompose', { functionName: 'onNewMessageCompose', sendMode: 'SoftBlock' }],
        ['OnMessageCompose', { functionName: 'onMessageCompose', sendMode: 'SoftBlock' }],
        ['OnMessageRecipientsChanged', { functionName: 'onMessageRecipientsChanged', sendMode: 'SoftBlock' }],
        ['OnMessageSend', { functionName: 'onMessageSend', sendMode: 'SoftBlock' }],
      ]),
    })
    const since = (mailbox: string) => [...(eventActivation(manifest, mailbox)?.events.keys() ?? [])]
    expect(since('1.11')).toEqual(['OnNewMessageCompose', 'OnMessageRecipientsChanged'])
    expect(since('1.10')).toEqual(['OnNewMessageCompose'])
    expect(eventActivation(manifest, '1.8')).toBeNull()
    vi.unstubAllGlobals()
  })
})

describe('nested app authentication', () => {
  const token = {
    access_token: 'at',
    id_token: 'it',
    expires_in: 3600,
    scope: 'api://c/access_as_user',
    account: {
      homeAccountId: '1.t',
      environment: 'localhost',
      tenantId: 't',
      username: person.email,
      localAccountId: '1',
      name: 'Ann',
    },
  }
  const ask = async (method: string, mode: Parameters<typeof answerNaa>[2]) => {
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json(token))
    const answer = await answerNaa(JSON.stringify({ method, requestId: 'r' }), person, mode)
    return answer === undefined ? undefined : JSON.parse(answer)
  }

  it('answers with the token and the account of the mailbox', async () => {
    expect(await ask('GetToken', 'works')).toMatchObject({
      messageType: 'NestedAppAuthResponse',
      requestId: 'r',
      success: true,
      token: { access_token: 'at', expires_in: 3600 },
      account: { username: person.email, idToken: 'it' },
    })
    expect(await ask('GetInitContext', 'works')).toMatchObject({
      initContext: { accountContext: { homeAccountId: '1.t' } },
    })
  })

  it('misbehaves as it is told', async () => {
    expect(await ask('GetToken', 'asks')).toMatchObject({ error: { status: 'USER_INTERACTION_REQUIRED' } })
    expect(await ask('GetTokenPopup', 'asks')).toMatchObject({ success: true })
    expect(await ask('GetTokenPopup', 'cancel')).toMatchObject({ error: { status: 'USER_CANCEL' } })
    expect(await ask('GetToken', 'fails')).toMatchObject({ error: { status: 'ACCOUNT_UNAVAILABLE' } })
    expect(await ask('GetToken', 'silence')).toBeUndefined()
  })

  it('tells of a server that is gone', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
    const answer = JSON.parse((await answerNaa('{"method":"GetToken","requestId":"r"}', person, 'works')) ?? '{}')
    expect(answer).toMatchObject({ success: false, error: { status: 'NO_NETWORK' } })
  })
})
