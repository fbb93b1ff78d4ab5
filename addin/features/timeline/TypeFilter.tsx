import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { FilterRegular } from '@fluentui/react-icons'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityType } from '../../../server/timeline/schema.ts'
import { activityIcons, allTypes } from './activity-look.tsx'

/** Office.js takes Escape on the window for "leave the pane" and would move the focus away from the closing menu. */
function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation()
}

interface Props {
  /** None means all. */
  types: ActivityType[]
  onChange: (types: ActivityType[]) => void
}

/** Chooses which kinds of activity the timeline shows; several at once. */
export default function TypeFilter({ types, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <Menu
      checkedValues={{ types }}
      onCheckedValueChange={(_, { checkedItems }) => onChange(checkedItems as ActivityType[])}
      positioning={{ align: 'end', position: 'below', autoSize: true }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton size="small" appearance={types.length > 0 ? 'secondary' : 'subtle'} icon={<FilterRegular />}>
          {types.length > 0 ? t('timeline.filtered', { count: types.length }) : t('timeline.filter')}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover onKeyDown={keepEscape}>
        <MenuList hasCheckmarks hasIcons>
          <MenuGroup>
            <MenuGroupHeader>{t('timeline.filterLabel')}</MenuGroupHeader>
            {allTypes.map((type) => {
              const Icon = activityIcons[type]
              return (
                <MenuItemCheckbox key={type} name="types" value={type} icon={<Icon />}>
                  {t(`activity.${type}`)}
                </MenuItemCheckbox>
              )
            })}
          </MenuGroup>
          {types.length > 0 && <MenuDivider />}
          {types.length > 0 && <MenuItem onClick={() => onChange([])}>{t('timeline.clear')}</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
