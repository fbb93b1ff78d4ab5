import { makeStyles, mergeClasses, Spinner, Subtitle1, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import type { MailMessage } from '../host/initial-data.ts'
import { listGroup } from './format.ts'
import { MessageRow, ROW_HEIGHT } from './MessageRow.tsx'
import type { useMessages } from './use-mail.ts'

const GROUP_HEIGHT = 32
/** Rows before the end at which the next page is asked for. */
const FETCH_AHEAD = 12

const useStyles = makeStyles({
  pane: {
    width: '308px',
    flex: 'none',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    outline: `1px solid ${tokens.colorTransparentStroke}`, // seen in high contrast only
    overflow: 'hidden',
  },
  head: {
    '& h2': { margin: 0 },
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
  },
  scroll: {
    flex: 1,
    overflowY: 'auto',
    position: 'relative',
    outline: 'none',
    ':focus-visible:not(:has([aria-selected="true"]))': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
    ':focus-visible [aria-selected="true"]': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
  },
  row: { position: 'absolute', left: 0, right: 0, top: 0 },
  group: {
    height: `${GROUP_HEIGHT}px`,
    lineHeight: `${GROUP_HEIGHT}px`,
    paddingLeft: tokens.spacingHorizontalL,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  empty: { padding: tokens.spacingHorizontalXXL, textAlign: 'center', color: tokens.colorNeutralForeground3 },
})

type Entry = { kind: 'group'; name: string } | { kind: 'message'; message: MailMessage; index: number }

/** Folders whose mail is our own: the list shows the recipients. */
const OWN_MAIL = new Set(['sentitems', 'drafts'])

interface MessageListProps {
  folder: string
  title: string
  messages: ReturnType<typeof useMessages>
  selected: readonly string[]
  onSelect(id: string): void
  onSelectSeveral(ids: readonly string[]): void
}

export function MessageList({ folder, title, messages, selected, onSelect, onSelectSeveral }: MessageListProps) {
  const styles = useStyles()
  const scroll = useRef<HTMLDivElement>(null)
  const listed = useMemo(() => messages.data ?? [], [messages.data])
  const entries = useMemo(() => withGroups(listed), [listed])
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (entries[index]?.kind === 'group' ? GROUP_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => keyOf(entries[index]),
    overscan: 8,
  })
  const visible = rows.getVirtualItems()
  useNextPage(messages, (visible.at(-1)?.index ?? 0) >= entries.length - FETCH_AHEAD)

  function move(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const from = listed.findIndex(({ id }) => id === selected[0])
    const next = listed[Math.max(0, Math.min(listed.length - 1, from + step))]
    if (!next?.id) return
    onSelect(next.id)
    rows.scrollToIndex(entries.findIndex((entry) => entry.kind === 'message' && entry.message === next))
  }

  function click(id: string, event: MouseEvent) {
    scroll.current?.focus() // the row may scroll away and be unmounted, and the keyboard with it
    if (!event.ctrlKey && !event.metaKey) return onSelect(id)
    const kept = selected.filter((other) => other !== id && other !== '')
    const ids = selected.includes(id) ? kept : [...kept, id]
    if (ids.length > 1) onSelectSeveral(ids)
    else onSelect(ids[0] ?? '')
  }

  return (
    <section className={styles.pane} aria-label="Messages">
      <div className={styles.head}>
        <Subtitle1 as="h2">{title}</Subtitle1>
      </div>
      {messages.isPending && <Spinner size="small" label="Fetching mail" />}
      {messages.isError && <div className={styles.empty}>{messages.error.message}</div>}
      {messages.isSuccess && listed.length === 0 && <div className={styles.empty}>Nothing in this folder</div>}
      <div
        ref={scroll}
        className={styles.scroll}
        role="listbox"
        aria-label="Message list"
        aria-multiselectable
        aria-activedescendant={selected[0] ? rowId(selected[0]) : undefined}
        tabIndex={0}
        onKeyDown={move}
        data-testid="message-list"
      >
        <div role="presentation" style={{ height: rows.getTotalSize() }}>
          {visible.map((row) => {
            const entry = entries[row.index]
            if (!entry) return null
            return (
              <div
                key={row.key}
                role="presentation"
                className={mergeClasses(styles.row, entry.kind === 'group' && styles.group)}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {entry.kind === 'group' ? (
                  entry.name
                ) : (
                  <MessageRow
                    id={rowId(entry.message.id ?? '')}
                    message={entry.message}
                    own={OWN_MAIL.has(folder)}
                    selected={selected.includes(entry.message.id ?? '')}
                    position={entry.index + 1}
                    onClick={(event) => click(entry.message.id ?? '', event)}
                  />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}

const rowId = (id: string) => `message-${id}`

function keyOf(entry: Entry | undefined): string {
  if (!entry) return ''
  return entry.kind === 'group' ? `group ${entry.name}` : (entry.message.id ?? '')
}

function withGroups(messages: readonly MailMessage[]): Entry[] {
  const now = new Date()
  let group = ''
  return messages.flatMap((message, index): Entry[] => {
    const name = listGroup(message.receivedDateTime, now)
    const entry: Entry = { kind: 'message', message, index }
    if (name === group) return [entry]
    group = name
    return [{ kind: 'group', name }, entry]
  })
}

function useNextPage({ hasNextPage, isFetchingNextPage, fetchNextPage }: MessageListProps['messages'], near: boolean) {
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [near, hasNextPage, isFetchingNextPage, fetchNextPage])
}
