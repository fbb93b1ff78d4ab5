import {
  Avatar,
  Caption1,
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import {
  Archive20Regular,
  Delete20Regular,
  Drafts20Regular,
  Folder20Regular,
  FolderProhibited20Regular,
  MailInbox20Regular,
  Send20Regular,
} from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import type { Person } from '../people.ts'
import type { ListedFolder, WellKnown } from './folders.ts'

const useStyles = makeStyles({
  pane: { width: '208px', flex: 'none', display: 'flex', flexDirection: 'column', minHeight: 0 },
  switcher: { justifyContent: 'flex-start', padding: '6px 8px', minWidth: 0, maxWidth: '100%', textAlign: 'left' },
  who: { flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', lineHeight: '18px' },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  folders: { overflowY: 'auto', paddingTop: tokens.spacingVerticalS },
  folder: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    height: '34px',
    boxSizing: 'border-box',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    background: 'none',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    cursor: 'pointer',
    textAlign: 'left',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    boxShadow: `inset 0 0 0 2px ${tokens.colorTransparentStroke}`, // seen in high contrast only
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorNeutralForeground1Selected,
    fontWeight: tokens.fontWeightSemibold,
  },
  name: { flex: 1, minWidth: 0 },
  unread: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
})

const ICONS: Record<WellKnown, ReactElement> = {
  inbox: <MailInbox20Regular />,
  drafts: <Drafts20Regular />,
  sentitems: <Send20Regular />,
  deleteditems: <Delete20Regular />,
  junkemail: <FolderProhibited20Regular />,
  archive: <Archive20Regular />,
}

interface FolderPaneProps {
  person: Person
  people: readonly Person[]
  folders: readonly ListedFolder[]
  current: string
  onFolder(key: string): void
  onPerson(email: string): void
}

export function FolderPane({ person, people, folders, current, onFolder, onPerson }: FolderPaneProps) {
  const styles = useStyles()
  return (
    <nav className={styles.pane} aria-label="Folders">
      <MailboxSwitcher person={person} people={people} onPerson={onPerson} />
      <div className={styles.folders}>
        {folders.map((listed) => (
          <FolderButton
            key={listed.key}
            folder={listed}
            current={listed.key === current}
            onOpen={() => onFolder(listed.key)}
          />
        ))}
      </div>
    </nav>
  )
}

interface FolderButtonProps {
  folder: ListedFolder
  current: boolean
  onOpen(): void
}

function FolderButton({ folder, current, onOpen }: FolderButtonProps) {
  const styles = useStyles()
  const count = folder.wellKnown === 'drafts' ? folder.total : folder.unread
  return (
    <button
      type="button"
      className={mergeClasses(styles.folder, current && styles.current)}
      style={{ paddingLeft: 10 + folder.depth * 18 }}
      aria-current={current}
      onClick={onOpen}
      data-testid={`folder-${folder.wellKnown ?? folder.name}`}
    >
      {folder.wellKnown ? ICONS[folder.wellKnown] : <Folder20Regular />}
      <span className={mergeClasses(styles.name, styles.cut)}>{folder.name}</span>
      {count > 0 && <Caption1 className={styles.unread}>{count}</Caption1>}
    </button>
  )
}

interface MailboxSwitcherProps {
  person: Person
  people: readonly Person[]
  onPerson(email: string): void
}

function MailboxSwitcher({ person, people, onPerson }: MailboxSwitcherProps) {
  const styles = useStyles()
  return (
    <Menu
      checkedValues={{ person: [person.email] }}
      onCheckedValueChange={(_, { checkedItems }) => checkedItems[0] && onPerson(checkedItems[0])}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          appearance="subtle"
          className={styles.switcher}
          icon={<Avatar name={person.name} color="colorful" size={28} aria-hidden />}
          data-testid="mailbox-switcher"
        >
          <span className={styles.who}>
            <span className={styles.cut}>
              <span className={styles.hidden}>Mailbox of </span>
              {person.name}
            </span>
            <Caption1 className={mergeClasses(styles.cut, styles.quiet)}>{person.jobTitle}</Caption1>
          </span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {people.map(({ name, email, jobTitle }) => (
            <MenuItemRadio key={email} name="person" value={email} subText={jobTitle} title={email}>
              {name}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
