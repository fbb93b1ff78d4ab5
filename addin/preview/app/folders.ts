import type { Folder } from '../mail/mailbox.ts'

/** Folders that every mailbox has, in Outlook's order: Graph's name for the address, Outlook's name on screen. */
const WELL_KNOWN = {
  inbox: 'Inbox',
  drafts: 'Drafts',
  sentitems: 'Sent Items',
  deleteditems: 'Deleted Items',
  junkemail: 'Junk Email',
  archive: 'Archive',
} as const
export type WellKnown = keyof typeof WELL_KNOWN

const HIDDEN = new Set(['Conversation History', 'Outbox', 'Sync Issues', 'RSS Feeds'])

export interface ListedFolder {
  /** What the address and Graph's paths call it. */
  key: string
  name: string
  depth: number
  unread: number
  total: number
  wellKnown: WellKnown | undefined
}

/** Well-known folders first (with what lies under them), then the others by name. */
export function listFolders(folders: readonly Folder[]): ListedFolder[] {
  const groups: { rank: number; name: string; folders: ListedFolder[] }[] = []
  for (const folder of folders) {
    const listed = listedFolder(folder)
    if (HIDDEN.has(listed.name)) continue
    if (folder.depth > 0) groups.at(-1)?.folders.push(listed)
    else groups.push({ rank: rankOf(listed), name: listed.name, folders: [listed] })
  }
  return groups.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name)).flatMap((group) => group.folders)
}

function listedFolder(folder: Folder): ListedFolder {
  const name = folder.displayName ?? ''
  const wellKnown =
    folder.depth === 0 ? (Object.keys(WELL_KNOWN) as WellKnown[]).find((key) => WELL_KNOWN[key] === name) : undefined
  return {
    key: wellKnown ?? folder.id,
    name,
    depth: folder.depth,
    unread: folder.unreadItemCount ?? 0,
    total: folder.totalItemCount ?? 0,
    wellKnown,
  }
}

function rankOf({ wellKnown }: ListedFolder): number {
  return wellKnown ? Object.keys(WELL_KNOWN).indexOf(wellKnown) : Object.keys(WELL_KNOWN).length
}
