import type { DraftFields, RecipientField } from '../mail/draft.ts'
import { Coercion, coercedHtml, htmlToText } from '../mail/text.ts'
import { type CallTable, call, draftOf, OutlookError, OutlookErrorCode } from './call.ts'
import { toEwsId } from './ids.ts'
import { type ItemPerson, itemPerson } from './initial-data.ts'

const FIELDS: readonly RecipientField[] = ['to', 'cc', 'bcc']

interface RecipientParams {
  recipientField: number
  recipientArray: ({ address?: string; name?: string } | string)[]
}
interface BodyParams {
  data: string
  coercionType: number
}

/** Calls of the compose form. Numbers are the dispatch ids of office.js. */
export const composeCalls: CallTable = {
  13: call('body.setSelectedDataAsync', (context, { data, coercionType }: BodyParams) => {
    draftOf(context).editBody((body) => body.insert(coercedHtml(data, coercionType)))
  }),
  17: call('subject.setAsync', (context, { subject }: { subject: string }) => draftOf(context).change({ subject })),
  18: call('subject.getAsync', (context) => draftOf(context).fields().subject),
  21: call('recipients.setAsync', (context, params: RecipientParams) => {
    const field = fieldOf(params)
    draftOf(context).change(only(field, people(context.mailbox.person, params)))
  }),
  22: call('recipients.addAsync', (context, params: RecipientParams) => {
    const field = fieldOf(params)
    const present = draftOf(context).fields()[field]
    draftOf(context).change(only(field, [...present, ...people(context.mailbox.person, params)]))
  }),
  23: call('body.prependAsync', (context, { data, coercionType }: BodyParams) => {
    draftOf(context).editBody((body) => body.prepend(coercedHtml(data, coercionType)))
  }),
  28: call('item.getSelectedDataAsync', (context, { coercionType }: { coercionType: number }) => {
    const data = draftOf(context).selectedText()
    return { data: coercionType === Coercion.html ? coercedHtml(data, Coercion.text) : data, sourceProperty: 'body' }
  }),
  29: call('item.setSelectedDataAsync', (context, { data, coercionType }: BodyParams) => {
    draftOf(context).editBody((body) => body.insert(coercedHtml(data, coercionType)))
  }),
  32: call('item.saveAsync', async (context) => toEwsId(await draftOf(context).save())),
  38: call('body.setAsync', (context, { data, coercionType }: BodyParams) => {
    draftOf(context).editBody((body) => body.setHtml(coercedHtml(data, coercionType)))
  }),
  100: call('body.appendOnSendAsync', (context, params: { appendTxt: string | null; coercionType: number }) => {
    draftOf(context).appendOnSend = params.appendTxt ? coercedHtml(params.appendTxt, params.coercionType) : ''
  }),
  107: call('from.getAsync', ({ mailbox: { person } }) =>
    itemPerson({ name: person.name, address: person.email }, person),
  ),
  151: call('internetHeaders.getAsync', (context, { internetHeaderKeys }: { internetHeaderKeys: string[] }) => {
    const headers = draftOf(context).internetHeaders
    return Object.fromEntries(
      internetHeaderKeys.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)]] : [])),
    )
  }),
  152: call('internetHeaders.setAsync', (context, params: { internetHeaderNameValuePairs: Record<string, string> }) => {
    for (const [name, value] of Object.entries(params.internetHeaderNameValuePairs)) {
      draftOf(context).internetHeaders.set(name, value)
    }
  }),
  153: call('internetHeaders.removeAsync', (context, { internetHeaderKeys }: { internetHeaderKeys: string[] }) => {
    for (const name of internetHeaderKeys) draftOf(context).internetHeaders.delete(name)
  }),
  164: call('item.getItemIdAsync', (context) => {
    const id = draftOf(context).id()
    if (!id) throw new OutlookError(OutlookErrorCode.itemNotSaved)
    return toEwsId(id)
  }),
  173: call('body.setSignatureAsync', (context, { data, coercionType }: BodyParams) => {
    draftOf(context).editBody((body) => body.append(`<div id="Signature">${coercedHtml(data, coercionType)}</div>`))
  }),
  174: call('item.getComposeTypeAsync', (context) => ({
    composeType: draftOf(context).composeType,
    coercionType: 'html',
  })),
  175: call('item.isClientSignatureEnabledAsync', () => false),
  176: call('item.disableClientSignatureAsync', () => undefined),
  185: call('sessionData.setAsync', (context, { name, value }: { name: string; value: string }) => {
    draftOf(context).sessionData.set(name, value)
  }),
  186: call('sessionData.getAsync', (context, { name }: { name: string }) => {
    const value = draftOf(context).sessionData.get(name)
    if (value === undefined) throw new OutlookError(OutlookErrorCode.sessionKeyNotFound)
    return value
  }),
  187: call('sessionData.getAllAsync', (context) => Object.fromEntries(draftOf(context).sessionData)),
  188: call('sessionData.clearAsync', (context) => draftOf(context).sessionData.clear()),
  189: call('sessionData.removeAsync', (context, { name }: { name: string }) => {
    if (!draftOf(context).sessionData.delete(name)) throw new OutlookError(OutlookErrorCode.sessionKeyNotFound)
  }),
}

/** Body of a message being written. */
export function draftBody(html: string, coercionType: number): string {
  return coercionType === Coercion.html ? html : htmlToText(html)
}

export function fieldOf({ recipientField }: { recipientField: number }): RecipientField {
  const field = FIELDS[recipientField]
  if (!field) throw new OutlookError(OutlookErrorCode.invalidParameter)
  return field
}

const only = (field: RecipientField, value: ItemPerson[]): Partial<DraftFields> => ({ [field]: value })

function people(reader: Parameters<typeof itemPerson>[1], { recipientArray }: RecipientParams): ItemPerson[] {
  return recipientArray.flatMap((entry) => {
    const address =
      typeof entry === 'string' ? { address: entry } : { address: entry.address ?? '', name: entry.name ?? null }
    return itemPerson(address, reader) ?? []
  })
}
