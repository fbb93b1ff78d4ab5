import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { DismissRegular, WarningRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConditionForm } from './ConditionForm.tsx'
import { ConditionPopover } from './ConditionPopover.tsx'
import { describeLeaf } from './describe.ts'
import type { Leaf } from './tree.ts'
import type { Words } from './words.ts'

const useStyles = makeStyles({
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    maxWidth: '100%',
    minWidth: 0,
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  broken: { border: `1px solid ${tokens.colorPaletteRedBorder2}`, backgroundColor: tokens.colorPaletteRedBackground1 },
  text: {
    ...typographyStyles.body1,
    minWidth: 0,
    justifyContent: 'flex-start',
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
    // The same with and without an icon.
    padding: `3px ${tokens.spacingHorizontalS}`,
  },
  remove: { minWidth: '28px' },
})

interface Props {
  leaf: Leaf
  words: Words
  onChange: (leaf: Leaf) => void
  onRemove: () => void
}

/** A condition as a chip: pressing it opens the condition, the cross takes it out. */
export function ConditionChip({ leaf, words, onChange, onRemove }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const [open, setOpen] = useState(false)
  const { text, broken } = describeLeaf(leaf, words)
  return (
    <span className={mergeClasses(styles.chip, broken && styles.broken)}>
      <ConditionPopover
        open={open}
        onOpenChange={setOpen}
        label={t('edit', { condition: text })}
        trigger={
          <Button
            size="small"
            appearance="transparent"
            className={styles.text}
            {...(broken ? { icon: <WarningRegular />, title: t('broken', { condition: text }) } : {})}
            aria-label={broken ? t('broken', { condition: text }) : t('edit', { condition: text })}
          >
            {text}
          </Button>
        }
      >
        <ConditionForm
          start={leaf}
          onCancel={() => setOpen(false)}
          onApply={(next) => {
            setOpen(false)
            onChange(next)
          }}
        />
      </ConditionPopover>
      <Button
        size="small"
        appearance="transparent"
        className={styles.remove}
        icon={<DismissRegular />}
        aria-label={t('remove', { condition: text })}
        onClick={onRemove}
      />
    </span>
  )
}
