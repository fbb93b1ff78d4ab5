import { Field, makeStyles, Select, typographyStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../../server/custom-fields/schema.ts'
import { Confirm } from '../parts/Confirm.tsx'
import type { ChoiceRow } from './field-form.ts'
import { useReplaceChoice } from './fields-query.ts'

const useStyles = makeStyles({ text: { ...typographyStyles.body1, margin: 0 } })

interface Props {
  field: CustomField
  from: ChoiceRow
  onClose: () => void
  onReplaced: (field: CustomField) => void
}

/** Merges a choice into another, or takes it out of all records; it is gone afterwards. */
export function ReplaceChoice({ field, from, onClose, onReplaced }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const [to, setTo] = useState<string | null>(null)
  const replace = useReplaceChoice()
  const others = field.choices.filter(({ id, archived }) => id !== from.id && !archived)
  const { id: fromId } = from
  if (fromId === undefined) return null
  return (
    <Confirm
      title={t('choices.replaceTitle', { label: from.label })}
      confirm={t('choices.replaceYes')}
      busy={replace.isPending}
      notYet={to === null}
      error={replace.error}
      onClose={onClose}
      onConfirm={() =>
        replace.mutate(
          { id: field.id, from: fromId, to: to || null },
          { onSuccess: ({ field: saved }) => onReplaced(saved) },
        )
      }
    >
      <p className={styles.text}>{t('choices.replaceHint')}</p>
      <Field label={t('choices.replaceBy')}>
        <Select value={to ?? 'none'} onChange={(_, { value }) => setTo(value === 'none' ? null : value)}>
          <option value="none">{t('choices.choose')}</option>
          {others.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value="">{t('choices.empty')}</option>
        </Select>
      </Field>
    </Confirm>
  )
}
