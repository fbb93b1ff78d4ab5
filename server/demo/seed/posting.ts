import type { Letter } from '../letters.ts'
import type { StoredMessage } from '../model.ts'

/** A letter and what became of it in the mailboxes it reached. */
export interface Posting {
  letter: Letter
  /** Folder by mailbox address, where it is not Inbox or Sent Items; a well-known name or one of `folders.ts`. */
  places?: Record<string, string>
  /** Changes to the received copies, such as a flag. */
  marks?: Partial<Pick<StoredMessage, 'isRead' | 'flagged' | 'categories'>>
  /** An unsent draft in the sender's mailbox. */
  draft?: boolean
}
