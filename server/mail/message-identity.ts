import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'

export interface StoredMessage {
  internetMessageId: string
  direction: 'sent' | 'received'
  kind: string
  sender: string
  sentAt: string
  subjectKey: string
}

interface Row extends Record<string, unknown> {
  id: string
  internet_message_id: string
  variant: number
  sender: string
  sent_at: string
  subject_key: string
}

const DAY = 24 * 3_600_000
const ONE_MOMENT = 5_000

/**
 * Whether two mails with one Message-ID are one mail. Copies differ a little: gateways change subjects, clocks err. Careless
 * senders use a Message-ID again for other content: that stays two (TL-01).
 */
export function isSameMail(
  a: Pick<StoredMessage, 'sender' | 'sentAt' | 'subjectKey'>,
  b: Pick<StoredMessage, 'sender' | 'sentAt' | 'subjectKey'>,
): boolean {
  if (a.sender !== b.sender) return false
  const apart = Math.abs(Date.parse(a.sentAt) - Date.parse(b.sentAt))
  return apart <= ONE_MOMENT || (apart <= DAY && a.subjectKey === b.subjectKey)
}

/**
 * Gives each mail the id of its message, storing those nobody stored before. The rows stay locked until the end of the
 * transaction, in order of their key, so that two mailboxes bringing the same mail take turns.
 */
export async function identifyMessages(tx: Tx, wanted: StoredMessage[]): Promise<Map<StoredMessage, string>> {
  const ids = new Map<StoredMessage, string>()
  const ordered = [...wanted].sort((a, b) => (a.internetMessageId < b.internetMessageId ? -1 : 1))
  await insert(
    tx,
    firstOfEach(ordered).map((message) => ({ ...message, variant: 0 })),
  )
  for (let variant = 0; ids.size < ordered.length; variant++) {
    const stored = await variantsOf(tx, ordered)
    for (const message of ordered) {
      const same = stored.get(message.internetMessageId)?.find((row) => isSameMail(message, asMessage(row)))
      if (same) ids.set(message, same.id)
    }
    const others = firstOfEach(ordered.filter((message) => !ids.has(message)))
    await insert(
      tx,
      others.map((message) => ({ ...message, variant: stored.get(message.internetMessageId)?.length ?? variant })),
    )
  }
  return ids
}

const firstOfEach = (messages: StoredMessage[]): StoredMessage[] => [
  ...new Map(messages.toReversed().map((message) => [message.internetMessageId, message])).values(),
]

const asMessage = (row: Row) => ({ sender: row.sender, sentAt: row.sent_at, subjectKey: row.subject_key })

async function insert(tx: Tx, messages: (StoredMessage & { variant: number })[]) {
  if (messages.length === 0) return
  const inOrder = messages.toSorted((a, b) => (a.internetMessageId < b.internetMessageId ? -1 : 1))
  await tx.execute(sql`insert into messages (internet_message_id, variant, direction, kind, sender, sent_at, subject_key)
    select "internetMessageId", variant, direction, kind, sender, "sentAt", "subjectKey"
      from jsonb_to_recordset(${JSON.stringify(inOrder)}::jsonb) as r("internetMessageId" text, variant smallint,
        direction text, kind text, sender text, "sentAt" timestamptz, "subjectKey" text)
    on conflict (internet_message_id, variant) do nothing`)
}

async function variantsOf(tx: Tx, messages: StoredMessage[]): Promise<Map<string, Row[]>> {
  const keys = [...new Set(messages.map((message) => message.internetMessageId))]
  const rows = await tx.execute<Row>(sql`
    select id, internet_message_id, variant, sender, sent_at, subject_key from messages
     where internet_message_id in (select value from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
     order by internet_message_id, variant for no key update`)
  return Map.groupBy(rows, (row) => row.internet_message_id)
}
