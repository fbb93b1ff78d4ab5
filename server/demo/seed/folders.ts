import { folderId } from '../ids.ts'
import type { Mailbox, StoredFolder } from '../model.ts'
import { INFO, JONAS, MAREN, SABINE, TOMAS } from './organisation.ts'

/** Well-known folders as Exchange creates them, with their display names by mailbox language. */
const WELL_KNOWN: [name: string, hidden: boolean, en: string, de: string, es: string][] = [
  ['inbox', false, 'Inbox', 'Posteingang', 'Bandeja de entrada'],
  ['drafts', false, 'Drafts', 'Entwürfe', 'Borradores'],
  ['sentitems', false, 'Sent Items', 'Gesendete Elemente', 'Elementos enviados'],
  ['deleteditems', false, 'Deleted Items', 'Gelöschte Elemente', 'Elementos eliminados'],
  ['junkemail', false, 'Junk Email', 'Junk-E-Mail', 'Correo no deseado'],
  ['archive', false, 'Archive', 'Archiv', 'Archivo'],
  ['outbox', false, 'Outbox', 'Postausgang', 'Bandeja de salida'],
  [
    'conversationhistory',
    false,
    'Conversation History',
    'Aufgezeichnete Unterhaltungen',
    'Historial de conversaciones',
  ],
  ['syncissues', true, 'Sync Issues', 'Synchronisierungsprobleme', 'Problemas de sincronización'],
  ['scheduled', true, 'Scheduled', 'Geplant', 'Programado'],
]

/** Folders people made: key, parent (key or well-known name), display name. */
const OWN: Record<string, [key: string, parent: string, displayName: string][]> = {
  [MAREN.mail]: [
    ['projects', 'inbox', 'Projects'],
    ['project-arvika', 'projects', 'Arvika retrofit'],
    ['trade-fairs', 'msgfolderroot', 'Trade fairs'],
    ['travel', 'msgfolderroot', 'Travel'],
    ['suppliers', 'msgfolderroot', 'Suppliers'],
    ['templates', 'msgfolderroot', 'Templates'],
  ],
  [TOMAS.mail]: [
    ['clients', 'inbox', 'Clientes'],
    ['travel', 'msgfolderroot', 'Viajes'],
  ],
  [JONAS.mail]: [['alerts', 'inbox', 'Warnungen']],
  [SABINE.mail]: [['requests', 'msgfolderroot', 'Auskunftsersuchen']],
  [INFO.mail]: [['done', 'inbox', 'Answered']],
}

const COLUMN: Record<string, 2 | 3 | 4> = { [JONAS.mail]: 3, [SABINE.mail]: 3, [TOMAS.mail]: 4 }

export const foldersOf = (mailbox: Mailbox): StoredFolder[] => {
  const root = folder(mailbox, 'msgfolderroot', null, 'Top of Information Store', true, false)
  const known = WELL_KNOWN.map((row) =>
    folder(mailbox, row[0], 'msgfolderroot', row[COLUMN[mailbox.address] ?? 2], true, row[1]),
  )
  const own = (OWN[mailbox.address] ?? []).map(([key, parent, name]) =>
    folder(mailbox, key, parent, name, false, false),
  )
  return [root, ...known, ...own]
}

const folder = (
  mailbox: Mailbox,
  key: string,
  parent: string | null,
  displayName: string,
  known: boolean,
  hidden: boolean,
): StoredFolder => ({
  id: folderId(mailbox.oid, key),
  mailbox: mailbox.oid,
  parent: parent === null ? null : folderId(mailbox.oid, parent),
  displayName,
  wellKnown: known ? key : null,
  hidden,
})
