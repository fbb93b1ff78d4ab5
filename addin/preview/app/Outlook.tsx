import { makeStyles, tokens, useToastController } from '@fluentui/react-components'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isReport } from '../host/initial-data.ts'
import type { HostWindow, OpenItem } from '../host/item.ts'
import { deliverMail, type Mailbox } from '../mail/mailbox.ts'
import { itemNotices } from '../mail/notices.ts'
import type { Person } from '../people.ts'
import { AddinPane } from './AddinPane.tsx'
import { ComposeForm } from './ComposeForm.tsx'
import { FolderPane } from './FolderPane.tsx'
import { listFolders } from './folders.ts'
import { MessageList } from './MessageList.tsx'
import { Notify, TOASTER } from './Notify.tsx'
import { ReadingPane } from './ReadingPane.tsx'
import { SmartAlert } from './SmartAlert.tsx'
import { Toolbar } from './Toolbar.tsx'
import { firstVisit, useAddress } from './use-address.ts'
import { isWritten, useDraft } from './use-draft.ts'
import { useFolders, useMessage, useMessages, useRead, useRefresh } from './use-mail.ts'
import { useSending } from './use-sending.ts'

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', height: '100%' },
  columns: {
    display: 'flex',
    flex: 1,
    minHeight: 0,
    gap: '6px',
    padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS}`,
  },
  reading: { flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
})

const DELIVERY_SETTLES_MS = 400

/** One open mailbox: folders, messages, the item, the add-in beside it. */
export function Outlook({ mailbox, people }: { mailbox: Mailbox; people: readonly Person[] }) {
  const styles = useStyles()
  const [address, change] = useAddress()
  const { dispatchToast } = useToastController(TOASTER)
  const tell = useCallback(
    (text: string, intent: 'success' | 'error' = 'success') =>
      dispatchToast(<Notify text={text} />, { intent, timeout: 4000 }),
    [dispatchToast],
  )
  const fail = useCallback(
    (error: unknown) => tell(error instanceof Error ? error.message : String(error), 'error'),
    [tell],
  )
  const refresh = useRefresh(mailbox)
  const folders = listFolders(useFolders(mailbox).data ?? [])
  const messages = useMessages(mailbox, address.folder)
  const loaded = useMessage(mailbox, address.message)
  const message = address.message ? loaded.data : undefined
  const { draft, begin } = useDraft(mailbox, address, change, fail)
  const [several, setSeveral] = useState<readonly string[]>([])
  const [reloads, setReloads] = useState(0)

  const current = message?.id === address.message ? message : undefined
  const notices = useMemo(() => ({ id: address.message, notices: itemNotices() }), [address.message]).notices
  const item = useMemo((): OpenItem | null => {
    if (draft) return { kind: 'compose', draft }
    return current && several.length === 0 ? { kind: 'read', message: current, notices } : null
  }, [draft, current, several, notices])

  const leaveItem = useCallback(
    (patch: Partial<typeof address>) => {
      if (draft && isWritten(draft)) draft.save().then(refresh, fail)
      setSeveral([])
      change({ compose: '', ...(address.pinned ? {} : { pane: false }), ...patch })
    },
    [draft, refresh, fail, change, address.pinned],
  )
  const selectMessage = useCallback(
    (id: string) => leaveItem({ message: id, ...(address.folder === 'drafts' && id ? { compose: 'draft' } : {}) }),
    [leaveItem, address.folder],
  )
  const compose = useCallback(
    (...start: Parameters<typeof begin>) => {
      if (!address.pinned) change({ pane: false })
      setSeveral([])
      begin(...start)
    },
    [address.pinned, change, begin],
  )

  const opened = useRef(!firstVisit)
  const newest = messages.data?.[0]?.id
  useEffect(() => {
    if (opened.current || !newest) return
    opened.current = true
    if (!address.message) change({ message: newest })
  }, [newest, address.message, change])

  useRead(mailbox, current, fail)

  const done = useCallback(
    async (work: Promise<unknown>, said: string, patch: Partial<typeof address>) => {
      try {
        await work
        change({ compose: '', ...patch })
        if (said) tell(said)
        await refresh()
      } catch (error) {
        fail(error)
      }
    },
    [change, tell, refresh, fail],
  )

  const hostWindow = useMemo((): Omit<HostWindow, 'leavePane'> => {
    return {
      reply: (form, all) => compose(all ? 'replyAll' : 'reply', form),
      newMessage: (form) => compose('new', form),
      openMessage: (id) => change({ message: id, compose: '' }),
      closeItem: () => change({ compose: '', message: '' }),
      closePane: () => change({ pane: false }),
      openUrl: (url) => window.open(url, '_blank', 'noopener'),
    }
  }, [compose, change])

  const send = useCallback(() => {
    if (draft) void done(draft.send(), 'Message sent', address.compose === 'draft' ? { message: '' } : {})
  }, [draft, done, address.compose])
  const sending = useSending(mailbox, draft, address.settings, address.theme, hostWindow, send)

  const report = current !== undefined && isReport(current)
  const canOpenPane = item !== null && !(report && !draft)

  return (
    <div className={styles.page}>
      <Toolbar
        address={address}
        change={change}
        hasMessage={current !== undefined && several.length === 0 && !draft}
        canOpenPane={canOpenPane}
        onCompose={compose}
        onDelete={() => done(mailbox.moveToDeleted(address.message), '', { message: '' })}
        onDeliver={() =>
          deliverMail(mailbox.person.email)
            .then(() => new Promise((resolve) => setTimeout(resolve, DELIVERY_SETTLES_MS)))
            .then(refresh, fail)
        }
        onSelectNothing={() => leaveItem({ message: '' })}
        onSelectSeveral={() => {
          leaveItem({})
          setSeveral((messages.data ?? []).slice(0, 3).flatMap(({ id }) => id ?? []))
        }}
        onReloadPane={() => setReloads((count) => count + 1)}
      />
      <main className={styles.columns}>
        <FolderPane
          person={mailbox.person}
          people={people}
          folders={folders}
          current={address.folder}
          onFolder={(folder) => leaveItem({ folder, message: '' })}
          onPerson={(user) => leaveItem({ user, folder: 'inbox', message: '' })}
        />
        <MessageList
          key={address.folder}
          folder={address.folder}
          title={folders.find(({ key }) => key === address.folder)?.name ?? ''}
          messages={messages}
          selected={several.length > 0 ? several : [address.message]}
          onSelect={selectMessage}
          onSelectSeveral={(ids) => {
            leaveItem({})
            setSeveral(ids)
          }}
        />
        <div className={styles.reading}>
          {draft ? (
            <ComposeForm
              key={draft.key}
              draft={draft}
              theme={address.theme}
              sending={sending.state.kind === 'asking'}
              onSend={sending.ask}
              onSave={() => done(draft.save(), 'Draft saved', { compose: address.compose })}
              onDiscard={() =>
                done(draft.discard(), 'Draft discarded', address.compose === 'draft' ? { message: '' } : {})
              }
            />
          ) : (
            <ReadingPane
              message={several.length > 0 ? undefined : message}
              several={several.length}
              loading={address.message !== '' && loaded.isPending}
              error={loaded.error ?? undefined}
              theme={address.theme}
              notices={notices}
              onCompose={compose}
            />
          )}
        </div>
        {address.pane && (
          <AddinPane
            key={`${draft?.key ?? 'read'}|${JSON.stringify(address.settings)}|${reloads}`}
            mailbox={mailbox}
            settings={address.settings}
            theme={address.theme}
            item={item}
            waiting={
              address.compose !== ''
                ? !draft
                : several.length === 0 && address.message !== '' && !current && !loaded.isError
            }
            pinned={address.pinned}
            window={hostWindow}
            onPin={(pinned) => change({ pinned })}
            onClose={() => change({ pane: false })}
          />
        )}
      </main>
      <SmartAlert state={sending.state} onAnyway={sending.anyway} onBack={sending.back} />
    </div>
  )
}
