import { Checkbox, Field, Input, Select } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomFieldType } from '../../../server/custom-fields/schema.ts'
import type { ColumnPart } from './ColumnReading.tsx'
import { newFieldTypes } from './catalogue.ts'
import { withColumn } from './mapping.ts'
import { errorAt } from './problems.ts'
import { useImportStyles } from './styles.ts'

/** Lists and long texts are never told apart by their value. */
const neverUnique: readonly CustomFieldType[] = ['long_text', 'yes_no', 'single_choice', 'multi_choice']

/** The custom field that is made of a column. */
export function NewField({
  index,
  column,
  mapping,
  edit,
  locked,
  errors,
}: ColumnPart & { errors: Record<string, string> }) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const field = mapping.field ?? { label: column.name.slice(0, 100), type: 'text' as const }
  const [label, setLabel] = useState(field.label)
  const set = (change: Partial<typeof field>) =>
    edit.change((all) => withColumn(all, index, { field: { ...field, ...change } }))
  // A name that is being typed is none yet.
  const commit = () => {
    const typed = label.trim()
    if (typed) set({ label: typed })
    else setLabel(field.label)
  }
  const setType = (type: CustomFieldType) => {
    const { unique: _, ...rest } = field
    edit.change((all) =>
      withColumn(all, index, {
        field: { ...(neverUnique.includes(type) ? rest : field), type },
        dateOrder: type === 'date' ? mapping.dateOrder : undefined,
        decimal: type === 'number' ? mapping.decimal : undefined,
      }),
    )
  }
  return (
    <fieldset className={shared.plain} disabled={locked}>
      <div className={shared.columns}>
        <Field
          label={t('columns.field')}
          required
          validationMessage={errorAt(errors, `columns.${index}.field`) ?? null}
        >
          <Input
            className={shared.control}
            maxLength={100}
            value={label}
            onChange={(_, { value }) => setLabel(value)}
            onBlur={commit}
            onKeyDown={({ key }) => key === 'Enter' && commit()}
          />
        </Field>
        <Field label={t('columns.fieldType')}>
          <Select
            className={shared.control}
            value={field.type}
            onChange={(_, { value }) => setType(value as CustomFieldType)}
          >
            {newFieldTypes.map((type) => (
              <option key={type} value={type}>
                {t(`fieldType.${type}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {!neverUnique.includes(field.type) && (
        <Checkbox
          label={t('columns.fieldUnique')}
          checked={field.unique ?? false}
          onChange={(_, { checked }) => set({ unique: checked === true })}
        />
      )}
    </fieldset>
  )
}
