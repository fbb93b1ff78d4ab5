import { Button, makeStyles, Subtitle2, ToggleButton, Tooltip, tokens } from '@fluentui/react-components'
import { Dismiss20Regular, Pin20Filled, Pin20Regular } from '@fluentui/react-icons'
import { type RefObject, useEffect, useRef } from 'react'
import icon from '../../assets/icon.svg'
import type { HostWindow, OpenItem } from '../host/item.ts'
import { openSession, type Session } from '../host/session.ts'
import type { HostSettings } from '../host/settings.ts'
import type { ThemeName } from '../host/theme.ts'
import type { Mailbox } from '../mail/mailbox.ts'

const PANE_URL = '/taskpane.html'
/** Outlook on the web gives an add-in exactly this. */
const PANE_WIDTH = '320px'

const useStyles = makeStyles({
  pane: {
    flex: 'none',
    width: PANE_WIDTH,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    outline: `1px solid ${tokens.colorTransparentStroke}`, // seen in high contrast only
    overflow: 'hidden',
  },
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    height: '44px',
    flex: 'none',
    padding: `0 ${tokens.spacingHorizontalXS} 0 ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { flex: 1, paddingLeft: tokens.spacingHorizontalXS },
  frame: {
    flex: 1,
    minHeight: 0,
    '& iframe': { display: 'block', width: PANE_WIDTH, height: '100%', border: 'none' },
  },
})

interface AddinPaneProps {
  mailbox: Mailbox
  settings: HostSettings
  theme: ThemeName
  item: OpenItem | null
  /** The item is still being fetched: the pane starts, or hears of the change, when it is there. */
  waiting: boolean
  pinned: boolean
  window: Omit<HostWindow, 'leavePane'>
  onPin(pinned: boolean): void
  onClose(): void
}

/** The add-in as Outlook shows it: our header with pin and close, the product's own page below. */
export function AddinPane(props: AddinPaneProps) {
  const styles = useStyles()
  const header = useRef<HTMLElement>(null)
  const place = useSession(props, header)
  const pinLabel = props.pinned ? 'Unpin the pane' : 'Pin the pane'
  return (
    <aside className={styles.pane} aria-label="Add-in" data-testid="addin-pane">
      <header ref={header} className={styles.header}>
        <img src={icon} alt="" width={20} height={20} />
        <Subtitle2 as="h2" className={styles.title}>
          Throughline
        </Subtitle2>
        <Tooltip content={pinLabel} relationship="label">
          <ToggleButton
            appearance="transparent"
            size="small"
            checked={props.pinned}
            icon={props.pinned ? <Pin20Filled /> : <Pin20Regular />}
            onClick={() => props.onPin(!props.pinned)}
            data-testid="pin"
          />
        </Tooltip>
        <Tooltip content="Close the pane" relationship="label">
          <Button appearance="transparent" size="small" icon={<Dismiss20Regular />} onClick={props.onClose} />
        </Tooltip>
      </header>
      <div ref={place} className={styles.frame} />
    </aside>
  )
}

/** Keeps one session with the add-in for the life of the component and tells it of items and themes. */
function useSession(
  { mailbox, settings, theme, item, waiting, window: host }: AddinPaneProps,
  header: RefObject<HTMLElement | null>,
) {
  const place = useRef<HTMLDivElement>(null)
  const session = useRef<Session>(undefined)
  const latestHost = useRef<HostWindow>(undefined)
  latestHost.current = {
    ...host,
    leavePane: (direction) => (direction === 'forward' ? firstButton() : lastButton(header.current))?.focus(),
  }

  useEffect(() => {
    if (waiting) return
    if (session.current) {
      session.current.changeTheme(theme)
      session.current.select(item)
      return
    }
    session.current = openSession({
      url: PANE_URL,
      title: 'Throughline add-in',
      mailbox,
      settings,
      theme,
      item,
      window: following(latestHost),
    })
    place.current?.append(session.current.frame)
  }, [waiting, item, theme, mailbox, settings])

  useEffect(
    () => () => {
      session.current?.dispose()
      session.current = undefined
    },
    [],
  )
  return place
}

/** The pane is the last thing on the page: after it the round begins again. */
const firstButton = () => document.querySelector<HTMLElement>('header button:not([disabled])')
const lastButton = (within: HTMLElement | null) => [...(within?.querySelectorAll('button') ?? [])].at(-1)

/** A session outlives renders: its window always speaks to the newest one. */
function following(latest: { current: HostWindow | undefined }): HostWindow {
  return {
    reply: (form, all) => latest.current?.reply(form, all),
    newMessage: (form) => latest.current?.newMessage(form),
    openMessage: (id) => latest.current?.openMessage(id),
    closeItem: () => latest.current?.closeItem(),
    closePane: () => latest.current?.closePane(),
    leavePane: (direction) => latest.current?.leavePane(direction),
    openUrl: (url) => latest.current?.openUrl(url),
  }
}
