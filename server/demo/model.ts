/** What the demo tenant keeps: its directory, and per mailbox folders and messages as Exchange would hold them. */

type Role = 'Rep' | 'Manager' | 'Admin' | 'DataProtection'

export interface DemoPerson {
  name: string
  /** Primary SMTP address, also the user principal name. */
  email: string
  jobTitle: string
  roles: Role[]
  oid: string
}

export interface DirectoryUser {
  oid: string
  kind: 'user' | 'shared' | 'guest'
  givenName: string
  surname: string
  displayName: string
  userPrincipalName: string
  mail: string
  /** Further addresses of the same mailbox: aliases, former names. */
  aliases: string[]
  jobTitle: string | null
  department: string | null
  businessPhone: string | null
  mobilePhone: string | null
  officeLocation: string | null
  country: string | null
  preferredLanguage: string
  roles: Role[]
  /** Oids of users with full access; shared mailboxes only. */
  delegates: string[]
}

export interface Mailbox {
  oid: string
  address: string
  /** Every address that delivers here, lower case. */
  addresses: string[]
}

export interface Address {
  name: string
  address: string
}

export interface StoredFolder {
  id: string
  mailbox: string
  parent: string | null
  displayName: string
  wellKnown: string | null
  hidden: boolean
}

export interface StoredAttachment {
  id: string
  name: string
  contentType: string
  /** Base64. */
  content: string
  inline: boolean
}

export interface Meeting {
  start: string
  end: string
  location: string
}

/** What a non-delivery report says about one recipient (RFC 3464). */
export interface DeliveryReport {
  recipient: string
  status: string
  diagnostic: string
  originalMessageId: string
}

export interface Header {
  name: string
  value: string
}

export interface ExtendedProperty {
  id: string
  value: string
}

export interface StoredMessage {
  /** Item number, unique in the tenant and never used again. */
  key: number
  mailbox: string
  folder: string
  /** How often it moved: the ordinary (mutable) id changes with it. */
  moves: number
  /** How often anything of it changed: makes changeKey and ETag. */
  version: number
  internetMessageId: string | null
  /** Names the conversation within its mailbox. */
  conversation: string
  subject: string
  html: string
  from: Address | null
  sender: Address | null
  to: Address[]
  cc: Address[]
  bcc: Address[]
  replyTo: Address[]
  /** Instants, ISO 8601 UTC to the second as Exchange keeps them. */
  created: string
  modified: string
  sent: string
  received: string
  /** Left this mailbox, rather than arrived in it. */
  outgoing: boolean
  isRead: boolean
  isDraft: boolean
  importance: 'low' | 'normal' | 'high'
  focused: boolean
  flagged: boolean
  categories: string[]
  inReplyTo: string | null
  references: string[]
  headers: Header[]
  /** PidTagSensitivity: 0 normal, 1 personal, 2 private, 3 confidential. */
  sensitivity: 0 | 1 | 2 | 3
  messageClass: string
  extended: ExtendedProperty[]
  attachments: StoredAttachment[]
  meeting: Meeting | null
  report: DeliveryReport | null
}
