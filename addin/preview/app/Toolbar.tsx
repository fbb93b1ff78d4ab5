import {
  Button,
  Toolbar as FluentToolbar,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Subtitle2,
  ToggleButton,
  ToolbarButton,
  ToolbarDivider,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowForward20Regular,
  ArrowReply20Regular,
  ArrowReplyAll20Regular,
  DarkTheme20Regular,
  Delete20Regular,
  Mail20Regular,
  MailArrowDown20Regular,
  MailInbox20Filled,
} from '@fluentui/react-icons'
import icon from '../../assets/icon.svg'
import { THEMES, type ThemeName } from '../host/theme.ts'
import type { Address, ComposeMode } from './address.ts'
import { DeveloperMenu } from './DeveloperMenu.tsx'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    minHeight: '48px',
    boxSizing: 'border-box',
  },
  product: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '204px',
    flex: 'none',
    paddingLeft: tokens.spacingHorizontalS,
    color: tokens.colorBrandForeground1,
  },
  group: {
    flex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    outline: `1px solid ${tokens.colorTransparentStroke}`, // seen in high contrast only
    padding: '3px 6px',
    '& button': { minWidth: 'auto', fontWeight: tokens.fontWeightRegular },
  },
  space: { flex: 1 },
})

const THEME_NAMES: Record<ThemeName, string> = { light: 'Light', dark: 'Dark', contrast: 'High contrast' }

interface ToolbarProps {
  address: Address
  change(patch: Partial<Address>): void
  hasMessage: boolean
  canOpenPane: boolean
  onCompose(mode: ComposeMode): void
  onDelete(): void
  onDeliver(): void
  onSelectNothing(): void
  onSelectSeveral(): void
  onReloadPane(): void
}

export function Toolbar(props: ToolbarProps) {
  const styles = useStyles()
  const { address, change, hasMessage, onCompose } = props
  return (
    <header className={styles.bar}>
      <div className={styles.product}>
        <MailInbox20Filled />
        <Subtitle2 as="h1">Outlook preview</Subtitle2>
      </div>
      <FluentToolbar className={styles.group} size="small" aria-label="Mail">
        <ToolbarButton appearance="primary" icon={<Mail20Regular />} onClick={() => onCompose('new')}>
          New mail
        </ToolbarButton>
        <ToolbarDivider />
        <ToolbarButton icon={<ArrowReply20Regular />} disabled={!hasMessage} onClick={() => onCompose('reply')}>
          Reply
        </ToolbarButton>
        <ToolbarButton icon={<ArrowReplyAll20Regular />} disabled={!hasMessage} onClick={() => onCompose('replyAll')}>
          Reply all
        </ToolbarButton>
        <ToolbarButton icon={<ArrowForward20Regular />} disabled={!hasMessage} onClick={() => onCompose('forward')}>
          Forward
        </ToolbarButton>
        <ToolbarButton icon={<Delete20Regular />} aria-label="Delete" disabled={!hasMessage} onClick={props.onDelete} />
        <ToolbarDivider />
        <ToolbarButton icon={<MailArrowDown20Regular />} onClick={props.onDeliver}>
          A new mail arrives
        </ToolbarButton>
        <span className={styles.space} />
        <ThemeMenu theme={address.theme} onTheme={(theme) => change({ theme })} />
        <DeveloperMenu {...props} />
        <ToolbarDivider />
        <Button as="a" appearance="subtle" href="/" target="_blank">
          Full-window pages
        </Button>
        <ToggleButton
          appearance="subtle"
          checked={address.pane}
          disabled={!props.canOpenPane && !address.pane}
          icon={<img src={icon} alt="" width={20} height={20} />}
          onClick={() => change({ pane: !address.pane })}
          data-testid="addin-button"
        >
          Throughline
        </ToggleButton>
      </FluentToolbar>
    </header>
  )
}

function ThemeMenu({ theme, onTheme }: { theme: ThemeName; onTheme(theme: ThemeName): void }) {
  return (
    <Menu
      checkedValues={{ theme: [theme] }}
      onCheckedValueChange={(_, { checkedItems }) => onTheme(checkedItems[0] as ThemeName)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<DarkTheme20Regular />} aria-label="Theme" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {THEMES.map((name) => (
            <MenuItemRadio key={name} name="theme" value={name}>
              {THEME_NAMES[name]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
