import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import { anyMeeting } from './ActivityControls.tsx'
import { ConditionForm } from './ConditionForm.tsx'
import { ConditionPopover } from './ConditionPopover.tsx'
import { fieldLabel } from './describe.ts'
import { fieldGroups, fieldInfo, newCondition, recordFields } from './fields.ts'
import { type Option, OptionList } from './OptionList.tsx'
import type { Leaf } from './tree.ts'
import { useWords } from './use-lookups.ts'
import type { Words } from './words.ts'

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle2, margin: `0 0 ${tokens.spacingVerticalS}` },
  button: { minWidth: 'auto' },
})

/** The custom fields are wanted, whatever the filter names so far. */
const wanted = ['custom.']
const activity = 'activity'

/** "+ Filter": first the field, then the condition on it. */
export function AddCondition({ first, onAdd }: { first: boolean; onAdd: (leaf: Leaf) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const [open, setOpen] = useState(false)
  const [start, setStart] = useState<Leaf>()
  const change = (next: boolean) => {
    setOpen(next)
    setStart(undefined)
  }
  return (
    <ConditionPopover
      open={open}
      onOpenChange={change}
      label={t('addTitle')}
      trigger={
        <Button
          className={styles.button}
          size="small"
          appearance="subtle"
          icon={<AddRegular />}
          data-add-condition
          {...(first ? {} : { 'aria-label': t('addAnother'), title: t('addAnother') })}
        >
          {first ? t('add') : null}
        </Button>
      }
    >
      {start ? (
        <ConditionForm
          start={start}
          onCancel={() => change(false)}
          onApply={(leaf) => {
            change(false)
            onAdd(leaf)
          }}
        />
      ) : (
        <FieldList onPick={setStart} />
      )}
    </ConditionPopover>
  )
}

function FieldList({ onPick }: { onPick: (start: Leaf) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const words = useWords(undefined, wanted)
  const custom = (words.customFields ?? []).filter(({ archivedAt }) => !archivedAt)
  const pick = (field: string) => {
    if (field === activity) return onPick({ leaf: anyMeeting, negated: false })
    const info = fieldInfo(field, custom)
    if (info) onPick({ leaf: newCondition(info), negated: false })
  }
  return (
    <>
      <h3 className={styles.title}>{t('addTitle')}</h3>
      <OptionList label={t('addTitle')} options={fieldOptions(custom, words)} onPick={pick} />
    </>
  )
}

/** Every field under its heading; activities stand with the dates. */
function fieldOptions(custom: CustomField[], words: Words): Option[] {
  const fields = [...recordFields, ...custom.map(({ key }) => `custom.${key}`)]
  const grouped = fields.flatMap((field) => {
    const group = fieldInfo(field, custom)?.group
    return group ? [{ value: field, label: fieldLabel(field, words), group }] : []
  })
  const all = [...grouped, { value: activity, label: words.say('field.activity'), group: 'activity' as const }]
  return fieldGroups.flatMap((group) =>
    all.filter((option) => option.group === group).map((option) => ({ ...option, group: words.say(`group.${group}`) })),
  )
}
