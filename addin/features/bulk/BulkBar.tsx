import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { AddSquareMultipleRegular, MoreHorizontalRegular, PersonRegular, TagRegular } from '@fluentui/react-icons'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Selection } from '../../../server/bulk/schema.ts'
import type { ActionType } from './ActionChoice.tsx'
import { BulkDialog } from './BulkDialog.tsx'
import './texts.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS },
})

const icons = {
  add_tags: <TagRegular />,
  set_owner: <PersonRegular />,
  add_to_segment: <AddSquareMultipleRegular />,
}
const atOnce = ['add_tags', 'set_owner', 'add_to_segment'] as const
const later = ['remove_tags', 'set_status', 'set_role', 'remove_from_segment'] as const

interface Props {
  selection: Selection
  /** How many that are, as far as the list knows. */
  count: number
  /** A change was started and its window is closed: the selection has served. */
  onDone(): void
}

/** What can be done with the chosen contacts, all at once. */
export default function BulkBar({ selection, count, onDone }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('bulk')
  const [type, setType] = useState<ActionType>()
  const opener = useRef<HTMLElement | null>(null)
  const open = (next: ActionType, from: HTMLElement | null) => {
    opener.current = from
    setType(next)
  }
  return (
    <>
      <div className={styles.bar} role="toolbar" aria-label={t('label', { count })}>
        {atOnce.map((one) => (
          <Button
            key={one}
            size="small"
            appearance="subtle"
            icon={icons[one]}
            onClick={(event) => open(one, event.currentTarget)}
          >
            {t(`start.${one}`)}
          </Button>
        ))}
        <More onPick={open} />
      </div>
      {type && (
        <BulkDialog
          key={type}
          type={type}
          selection={selection}
          onClose={(started) => {
            setType(undefined)
            if (started) onDone()
            else opener.current?.focus()
          }}
        />
      )}
    </>
  )
}

function More({ onPick }: { onPick: (type: ActionType, from: HTMLElement | null) => void }) {
  const { t } = useTranslation('bulk')
  const place = useRef<HTMLSpanElement>(null)
  const button = () => place.current?.querySelector('button') ?? null
  return (
    <Menu positioning={{ position: 'below', align: 'start', autoSize: true }}>
      <span ref={place}>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton size="small" appearance="subtle" icon={<MoreHorizontalRegular />}>
            {t('more')}
          </MenuButton>
        </MenuTrigger>
      </span>
      <MenuPopover>
        <MenuList>
          {later.map((one) => (
            <MenuItem key={one} onClick={() => onPick(one, button())}>
              {t(`start.${one}`)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
