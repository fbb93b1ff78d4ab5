import { folderId } from '../ids.ts'
import { draftCopy, type Letter, reached, receivedCopy, sentCopy } from '../letters.ts'
import type { MailEvent } from '../mailstore.ts'
import type { Mailbox, StoredMessage } from '../model.ts'
import { junkMail, newsletters } from './bulk.ts'
import { enquiries } from './enquiries.ts'
import { foldersOf } from './folders.ts'
import { internalMail } from './internal.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { robotMail } from './robots.ts'
import { specialMail } from './special.ts'
import { contactThreads, strangerThreads } from './threads.ts'
import { todaysMail } from './today.ts'

const DAY = 86_400_000
/** Received mail older than this was mostly read, and partly archived. */
const OLD = 200 * DAY
const FRESH = 2 * DAY

/** Everything the mailboxes hold at the first start, as the events that put it there, oldest first. */
export function seedEvents(mailboxes: Mailbox[], anchor: Date): MailEvent[] {
  const now = anchor.getTime()
  const postings = [
    ...contactThreads(now),
    ...strangerThreads(now),
    ...internalMail(now),
    ...newsletters(now),
    ...junkMail(now),
    ...enquiries(now),
    ...robotMail(now),
    ...specialMail(now),
    ...todaysMail(now),
  ].toSorted((a, b) => a.letter.sent.localeCompare(b.letter.sent))
  const folders = mailboxes.flatMap(foldersOf).map((folder) => ({ type: 'folder' as const, folder }))
  const random = new Random(1)
  let key = 0
  const messages = postings.flatMap((posting) => copiesOf(posting, mailboxes, now, random, () => ++key))
  return [...folders, ...messages.map((message) => ({ type: 'message' as const, message }))]
}

function copiesOf(
  posting: Posting,
  mailboxes: Mailbox[],
  now: number,
  random: Random,
  nextKey: () => number,
): StoredMessage[] {
  const { letter } = posting
  const sender = mailboxOf(letter, mailboxes)
  const place = (mailbox: Mailbox, usual: string) => folderId(mailbox.oid, posting.places?.[mailbox.address] ?? usual)
  if (posting.draft) return sender ? [draftCopy(letter, sender, place(sender, 'drafts'), nextKey())] : []
  const copies: StoredMessage[] = []
  if (sender) copies.push(sentCopy(letter, sender, place(sender, 'sentitems'), nextKey()))
  for (const mailbox of reached(letter, mailboxes)) {
    const age = now - Date.parse(letter.sent)
    const usual = age > OLD && random.chance(0.35) ? 'archive' : 'inbox'
    const isRead = age > FRESH || random.chance(0.4)
    copies.push({ ...receivedCopy(letter, mailbox, place(mailbox, usual), nextKey()), isRead, ...posting.marks })
  }
  return copies
}

function mailboxOf(letter: Letter, mailboxes: Mailbox[]): Mailbox | undefined {
  const address = letter.from?.address.toLowerCase() ?? ''
  return mailboxes.find((mailbox) => mailbox.addresses.includes(address))
}
