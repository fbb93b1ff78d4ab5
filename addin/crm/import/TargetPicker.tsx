import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { ColumnMapping } from '../../../server/import/schema.ts'
import { ConditionPopover } from '../../features/filter/ConditionPopover.tsx'
import { OptionList } from '../../features/filter/OptionList.tsx'
import { targetsByGroup } from './catalogue.ts'
import { useTargetWords } from './use-target-words.ts'

const useStyles = makeStyles({
  button: {
    width: '100%',
    justifyContent: 'space-between',
    fontWeight: tokens.fontWeightRegular,
    textAlign: 'start',
    overflowWrap: 'anywhere',
  },
  // Drawn otherwise, and not by colour alone: what is not imported is to be seen at a glance.
  ignored: {
    border: `1px dashed ${tokens.colorNeutralStrokeAccessible}`,
    color: tokens.colorNeutralForeground2,
    fontStyle: 'italic',
  },
})

interface Props {
  /** Of the column. */
  name: string
  mapping: ColumnMapping
  fields: readonly CustomField[]
  mayMakeFields: boolean
  /** Goes nowhere by itself, but is read for this other column. */
  readFor?: string | undefined
  onPick: (target: string) => void
}

/** Where a column goes: a button that opens the list of all places, searched by typing. */
export function TargetPicker({ name, mapping, fields, mayMakeFields, readFor, onPick }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields)
  const [open, setOpen] = useState(false)
  const chosen = readFor === undefined ? words.columnLabel(mapping) : t('columns.kindTarget', { name: readFor })
  return (
    <ConditionPopover
      open={open}
      onOpenChange={setOpen}
      label={t('columns.pick', { name })}
      trigger={
        <Button
          className={mergeClasses(
            styles.button,
            mapping.target === 'ignore' && readFor === undefined && styles.ignored,
          )}
          icon={<ChevronDownRegular />}
          iconPosition="after"
          aria-label={`${t('columns.target', { name })}: ${chosen}`}
        >
          {chosen}
        </Button>
      }
    >
      <OptionList
        label={t('columns.pick', { name })}
        single
        selected={[mapping.target]}
        options={targetsByGroup(fields, mayMakeFields).flatMap(({ group, targets }) =>
          targets.map((target) => ({ value: target, label: words.label(target), group: t(`group.${group}`) })),
        )}
        onPick={(target) => {
          setOpen(false)
          onPick(target)
        }}
      />
    </ConditionPopover>
  )
}
