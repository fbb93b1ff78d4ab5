import { Coercion, htmlToText } from '../mail/text.ts'
import { type CallTable, call, draftOf, messageOf, OutlookError, OutlookErrorCode } from './call.ts'
import { draftBody, fieldOf } from './compose-calls.ts'
import { toGraphId } from './ids.ts'
import { itemPeople } from './initial-data.ts'
import type { CallContext, MessageForm } from './item.ts'
import { loadCustomProperties, saveCustomProperties, saveRoamingSettings } from './stores.ts'

interface NewMessageParams {
  toRecipients?: string[]
  ccRecipients?: string[]
  bccRecipients?: string[]
  subject?: string
  htmlBody?: string
}

const reply = (all: boolean) => (context: CallContext, form: MessageForm | undefined) => {
  messageOf(context)
  context.window.reply(form ?? {}, all)
}

const newMessage = ({ window }: CallContext, form: NewMessageParams) =>
  window.newMessage({
    to: form.toRecipients ?? [],
    cc: form.ccRecipients ?? [],
    bcc: form.bccRecipients ?? [],
    subject: form.subject ?? '',
    htmlBody: form.htmlBody ?? '',
  })

const openMessage = ({ window }: CallContext, { itemId }: { itemId: string }) => window.openMessage(toGraphId(itemId))

/** Exchange Online has ended the tokens of the time before nested sign-in, in every tenant. */
const legacyToken = () => {
  throw new OutlookError(OutlookErrorCode.legacyTokenDenied)
}

const categoriesOf = (names: string[] | null | undefined) =>
  (names ?? []).map((displayName) => ({ displayName, color: 'None' }))

async function changeCategories(context: CallContext, change: (names: string[]) => string[]) {
  const message = messageOf(context)
  const updated = await context.mailbox.update(message.id ?? '', { categories: change(message.categories ?? []) })
  message.categories = updated.categories ?? []
}

/** Calls of items in either form, of the mailbox and of the window. Numbers are the dispatch ids of office.js. */
export const itemCalls: CallTable = {
  2: call('mailbox.getUserIdentityTokenAsync', legacyToken),
  3: call('item.loadCustomPropertiesAsync', loadCustomProperties, (customProperties) => ({ customProperties })),
  4: call('customProperties.saveAsync', saveCustomProperties),
  5: call(
    'mailbox.makeEwsRequestAsync',
    () => '',
    () => ({ wasProxySuccessful: false, errorMessage: 'EWS is switched off.' }),
  ),
  8: call('mailbox.displayMessageForm', openMessage),
  10: call('item.displayReplyForm', reply(false)),
  11: call('item.displayReplyAllForm', reply(true)),
  12: call('mailbox.getCallbackTokenAsync', legacyToken),
  14: call('body.getTypeAsync', () => 'html'),
  15: call('recipients.getAsync', (context, params: { recipientField: number }) => {
    const field = fieldOf(params)
    if (context.item?.kind === 'compose') return context.item.draft.fields()[field]
    return itemPeople(messageOf(context)[`${field}Recipients`], context.mailbox.person)
  }),
  30: call('item.displayReplyForm', reply(false)),
  31: call('item.displayReplyAllForm', reply(true)),
  37: call('body.getAsync', (context, { coercionType }: { coercionType: number }) => {
    if (context.item?.kind === 'compose') return draftBody(context.item.draft.bodyHtml(), coercionType)
    const { body } = messageOf(context)
    const content = body?.content ?? ''
    return coercionType === Coercion.html || body?.contentType === 'text' ? content : htmlToText(content)
  }),
  41: call('item.close', ({ window }) => window.closeItem()),
  42: call('mailbox.closeApp', ({ window }) => window.closePane()),
  44: call('mailbox.displayNewMessageForm', newMessage),
  99: call('item.getInitializationContextAsync', () => ''),
  149: call('item.getAttachmentsAsync', (context) => {
    draftOf(context)
    return []
  }),
  150: call('item.getAttachmentContentAsync', async (context, { id }: { id: string }) => {
    const { contentBytes } = await context.mailbox.attachment(messageOf(context).id ?? '', toGraphId(id))
    if (contentBytes === undefined) throw new OutlookError(OutlookErrorCode.serverError)
    return { content: contentBytes, format: 'base64' }
  }),
  157: call('categories.getAsync', (context) =>
    context.item?.kind === 'compose' ? [] : categoriesOf(messageOf(context).categories),
  ),
  158: call('categories.addAsync', (context, { categories }: { categories: string[] }) =>
    changeCategories(context, (names) => [...new Set([...names, ...categories])]),
  ),
  159: call('categories.removeAsync', (context, { categories }: { categories: string[] }) =>
    changeCategories(context, (names) => names.filter((name) => !categories.includes(name))),
  ),
  160: call('masterCategories.getAsync', () => []),
  166: call('delayDeliveryTime.getAsync', () => 0),
  168: call('item.getAllInternetHeadersAsync', (context) => context.mailbox.headers(messageOf(context).id ?? '')),
  178: call('mailbox.displayNewMessageFormAsync', newMessage),
  179: call('mailbox.displayMessageFormAsync', openMessage),
  181: call('item.displayReplyFormAsync', reply(false)),
  182: call('item.displayReplyAllFormAsync', reply(true)),
  183: call('item.displayReplyFormAsync', reply(false)),
  184: call('item.displayReplyAllFormAsync', reply(true)),
  403: call('window.open', ({ window }, { launchUrl }: { launchUrl: string }) => window.openUrl(launchUrl)),
  404: call('roamingSettings.saveAsync', saveRoamingSettings),
}
