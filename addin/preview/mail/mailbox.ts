import type { MailFolder, Message } from '@microsoft/microsoft-graph-types'
import type { MailMessage } from '../host/initial-data.ts'
import { type Person, requestToken } from '../people.ts'

/** Where the preview reaches Microsoft Graph: the demo's own, on the page's origin. */
const GRAPH = '/demo/graph/v1.0'
const PAGE_SIZE = 50

const LIST_FIELDS =
  'id,subject,bodyPreview,from,toRecipients,receivedDateTime,sentDateTime,isRead,isDraft,hasAttachments,importance'
const MESSAGE_FIELDS =
  'id,conversationId,internetMessageId,subject,from,sender,toRecipients,ccRecipients,bccRecipients,createdDateTime,receivedDateTime,sentDateTime,lastModifiedDateTime,hasAttachments,importance,isRead,isDraft,body,categories'
const MESSAGE_CLASS = "singleValueExtendedProperties($filter=id eq 'String 0x001A')"

export interface MessagePage {
  value: MailMessage[]
  '@odata.nextLink'?: string
}

export type Folder = MailFolder & { id: string; depth: number }
export type DraftKind = 'createReply' | 'createReplyAll' | 'createForward'

/** One person's mail through delegated Graph calls. */
export type Mailbox = ReturnType<typeof openMailbox>

export function openMailbox(person: Person) {
  let token: { value: string; until: number } | undefined

  async function bearer(): Promise<string> {
    if (!token || token.until < Date.now()) {
      const { access_token, expires_in } = await requestToken(person.email, 'graph')
      token = { value: access_token, until: Date.now() + (expires_in - 60) * 1000 }
    }
    return token.value
  }

  async function call(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(GRAPH + path, {
      method,
      headers: {
        authorization: `Bearer ${await bearer()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.status === 401) token = undefined
    if (!response.ok) throw new Error(await problemOf(response))
    return response
  }

  const read = async <T>(path: string): Promise<T> => (await call('GET', path)).json()
  const message = (id: string) => `/me/messages/${encodeURIComponent(id)}`

  async function childFolders(parent: string, depth: number): Promise<Folder[]> {
    const { value } = await read<{ value: MailFolder[] }>(`${parent}?$top=100`)
    const nested = await Promise.all(
      value.map(async (folder): Promise<Folder[]> => {
        const id = folder.id ?? ''
        const children = folder.childFolderCount
          ? await childFolders(`/me/mailFolders/${encodeURIComponent(id)}/childFolders`, depth + 1)
          : []
        return [{ ...folder, id, depth }, ...children]
      }),
    )
    return nested.flat()
  }

  return {
    person,
    folders: () => childFolders('/me/mailFolders', 0),

    /** `next`: the link of the page before, whose host is the demo Graph's own and is exchanged for ours. */
    messages: (folder: string, next?: string): Promise<MessagePage> =>
      read(
        next
          ? next.slice(next.indexOf('/v1.0/') + '/v1.0'.length)
          : `/me/mailFolders/${encodeURIComponent(folder)}/messages?$select=${LIST_FIELDS}&$top=${PAGE_SIZE}&$orderby=receivedDateTime desc`,
      ),

    async message(id: string): Promise<MailMessage> {
      const found = await read<MailMessage>(`${message(id)}?$select=${MESSAGE_FIELDS}&$expand=${MESSAGE_CLASS}`)
      // Pictures in the text count as no attachments.
      if (!found.hasAttachments && !/cid:/i.test(found.body?.content ?? '')) return found
      const { value } = await read<Required<Pick<Message, 'attachments'>> & { value: Message['attachments'] }>(
        `${message(id)}/attachments`,
      )
      return { ...found, attachments: value ?? [] }
    },

    /** Name and value lines, as a message source begins with. */
    async headers(id: string): Promise<string> {
      const { internetMessageHeaders } = await read<Message>(`${message(id)}?$select=internetMessageHeaders`)
      return (internetMessageHeaders ?? []).map(({ name, value }) => `${name}: ${value}`).join('\r\n')
    },

    attachment: (id: string, attachmentId: string): Promise<{ contentBytes?: string; name?: string }> =>
      read(`${message(id)}/attachments/${encodeURIComponent(attachmentId)}`),

    update: async (id: string, change: Partial<Message>): Promise<MailMessage> =>
      (await call('PATCH', message(id), change)).json(),
    create: async (draft: Partial<Message>): Promise<MailMessage> => (await call('POST', '/me/messages', draft)).json(),
    createFrom: async (id: string, kind: DraftKind): Promise<MailMessage> =>
      (await call('POST', `${message(id)}/${kind}`, {})).json(),
    async send(id: string) {
      await call('POST', `${message(id)}/send`)
    },
    async sendNew(draft: Partial<Message>) {
      await call('POST', '/me/sendMail', { message: draft, saveToSentItems: true })
    },
    async moveToDeleted(id: string) {
      await call('POST', `${message(id)}/move`, { destinationId: 'deleteditems' })
    },
    async remove(id: string) {
      await call('DELETE', message(id))
    },
  }
}

/** Graph's own words where it refused. */
async function problemOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as { error?: { message?: string } } | undefined
  return body?.error?.message ?? `Graph answered ${response.status}.`
}

/** Lets a new mail arrive in one mailbox of the demo. */
export async function deliverMail(to: string): Promise<void> {
  const response = await fetch('/demo/deliver', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: [to] }),
  })
  if (!response.ok) throw new Error(`No mail could be delivered (${response.status}).`)
}
