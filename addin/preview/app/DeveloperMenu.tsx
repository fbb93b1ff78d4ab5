import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { DeveloperBoard20Regular } from '@fluentui/react-icons'
import { type HostSettings, SETTING_CHOICES } from '../host/settings.ts'
import type { Address } from './address.ts'

const TITLES: Record<keyof HostSettings, string> = {
  speed: 'Host answers',
  naa: 'Nested sign-in',
  permission: 'Permission level',
  mailbox: 'Mailbox requirement set',
  language: 'Display language',
}

/** Names on screen; values without one are shown as they are. */
const NAMES: Record<string, string> = {
  'speed/normal': 'At once',
  'speed/slow': 'After 12 seconds',
  'speed/never': 'Never',
  'naa/works': 'Works',
  'naa/asks': 'Needs a window once',
  'naa/cancel': 'User cancels',
  'naa/silence': 'Never answers',
  'naa/fails': 'Account unavailable',
  'naa/absent': 'Host has none',
  'language/en-US': 'English',
  'language/de-DE': 'Deutsch',
  'language/fr-FR': 'Français',
  'language/es-ES': 'Español',
}

interface DeveloperMenuProps {
  address: Address
  change(patch: Partial<Address>): void
  onSelectNothing(): void
  onSelectSeveral(): void
  onReloadPane(): void
}

/** How Outlook can be, and misbehave: for trying the add-in out. */
export function DeveloperMenu({ address, change, onSelectNothing, onSelectSeveral, onReloadPane }: DeveloperMenuProps) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<DeveloperBoard20Regular />}>
          Developer
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={onSelectNothing}>Select nothing</MenuItem>
          <MenuItem onClick={onSelectSeveral}>Select several</MenuItem>
          <MenuItem onClick={onReloadPane}>Reload the pane</MenuItem>
          <MenuDivider />
          {(Object.keys(TITLES) as (keyof HostSettings)[]).map((key) => (
            <SettingMenu
              key={key}
              setting={key}
              value={address.settings[key]}
              onChoose={(value) => change({ settings: { ...address.settings, [key]: value } })}
            />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

interface SettingMenuProps {
  setting: keyof HostSettings
  value: string
  onChoose(value: string): void
}

function SettingMenu({ setting, value, onChoose }: SettingMenuProps) {
  return (
    <Menu
      checkedValues={{ [setting]: [value] }}
      onCheckedValueChange={(_, { checkedItems }) => checkedItems[0] && onChoose(checkedItems[0])}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuItem>{TITLES[setting]}</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {SETTING_CHOICES[setting].map((choice) => (
            <MenuItemRadio key={choice} name={setting} value={choice}>
              {NAMES[`${setting}/${choice}`] ?? choice}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
