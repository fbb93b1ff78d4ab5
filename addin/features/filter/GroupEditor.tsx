import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { AddCondition } from './AddCondition.tsx'
import { ConditionChip } from './ConditionChip.tsx'
import { addAt, type Group, isLeaf, itemAt, type Mode, type Path, removeAt, replaceAt, setMode } from './tree.ts'
import type { Words } from './words.ts'

/** The server allows ten levels; a negated group takes two. */
const deepest = 3

const useStyles = makeStyles({
  group: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
  },
  nested: {
    flex: '1 1 100%',
    padding: tokens.spacingHorizontalXS,
    paddingInlineStart: tokens.spacingHorizontalS,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderInlineStartWidth: '3px',
    borderInlineStartColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
  },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3 },
})

interface Props {
  root: Group
  path: Path
  words: Words
  onChange: (root: Group) => void
}

/** One group: how its conditions count, the conditions and groups in it, and what can be added. */
export function GroupEditor({ root, path, words, onChange }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const group = itemAt(root, path)
  if (!group || isLeaf(group)) return null
  const nested = path.length > 0
  // A single plain condition needs no word about how conditions count.
  const spoken = nested || group.items.length > 1 || group.mode === 'none' || group.mode === 'not_all'
  const menu = <GroupMenu {...{ root, path, words, onChange, group, spoken }} />
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay out as a wrapping row in every browser
    <div
      className={mergeClasses(styles.group, nested && styles.nested)}
      role="group"
      aria-label={t(`mode.${group.mode}`)}
    >
      {spoken && menu}
      {group.items.map((item, index) => {
        const at = [...path, index]
        const key = `${index} ${JSON.stringify(isLeaf(item) ? item : item.mode)}`
        return isLeaf(item) ? (
          <ConditionChip
            key={key}
            leaf={item}
            words={words}
            onChange={(leaf) => onChange(replaceAt(root, at, leaf))}
            onRemove={() => onChange(removeAt(root, at))}
          />
        ) : (
          <GroupEditor key={String(index)} root={root} path={at} words={words} onChange={onChange} />
        )
      })}
      {nested && group.items.length === 0 && <span className={styles.quiet}>{t('empty')}</span>}
      <AddCondition first={!nested && group.items.length === 0} onAdd={(leaf) => onChange(addAt(root, path, leaf))} />
      {!spoken && group.items.length > 0 && menu}
    </div>
  )
}

interface MenuProps extends Props {
  group: Group
  spoken: boolean
}

function GroupMenu({ root, path, onChange, group, spoken }: MenuProps) {
  const { t } = useTranslation('filter')
  const nested = path.length > 0
  const modes: Mode[] = group.mode === 'not_all' ? ['all', 'any', 'none', 'not_all'] : ['all', 'any', 'none']
  return (
    <Menu
      checkedValues={{ mode: [group.mode] }}
      onCheckedValueChange={(_, { checkedItems: [mode] }) => onChange(setMode(root, path, mode as Mode))}
      positioning={{ position: 'below', align: 'start', autoSize: true }}
    >
      <MenuTrigger disableButtonEnhancement>
        {spoken ? (
          <MenuButton size="small" appearance="subtle" aria-label={`${t('mode.label')}: ${t(`mode.${group.mode}`)}`}>
            {t(`mode.${group.mode}`)}
          </MenuButton>
        ) : (
          <MenuButton
            size="small"
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            menuIcon={null}
            aria-label={t('more')}
            title={t('more')}
          />
        )}
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('mode.label')}</MenuGroupHeader>
            {modes.map((mode) => (
              <MenuItemRadio key={mode} name="mode" value={mode} secondaryContent={t(`modeHint.${mode}`)}>
                {t(`mode.${mode}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          {path.length < deepest && (
            <MenuItem onClick={() => onChange(addAt(root, path, { mode: 'any', items: [], fresh: true }))}>
              {t('addGroup')}
            </MenuItem>
          )}
          <MenuItem onClick={() => onChange(removeAt(root, path))}>{t(nested ? 'removeGroup' : 'clear')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
