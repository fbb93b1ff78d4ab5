import {
  Button,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Select,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular, DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { FormField } from '../../../server/forms/schema.ts'
import type { PartProps } from './Builder.tsx'
import { useFieldChoices } from './field-choices.ts'
import { useFormStyles } from './styles.ts'

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  name: { ...typographyStyles.caption1Strong, flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  label: { flex: '1 1 160px', minWidth: 0 },
  summary: { ...typographyStyles.caption1, cursor: 'pointer', minHeight: '24px' },
  more: { display: 'grid', gap: tokens.spacingVerticalS, paddingBlock: tokens.spacingVerticalS },
})

/** Which fields the form has, in their order. */
export function FieldsPart({ draft: { definition }, set }: PartProps) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const { standard, custom, nameOf } = useFieldChoices()
  const { fields } = definition
  const put = (next: FormField[]) => set({ definition: { ...definition, fields: next } })
  const free = (choices: typeof standard) => choices.filter(({ key }) => !fields.some((field) => field.key === key))
  const add = (key: string) => {
    const label = [...standard, ...custom].find((choice) => choice.key === key)?.label
    if (label !== undefined) put([...fields, { key, label, required: key === 'email', placeholder: '', help: '' }])
  }
  const nothingLeft = free(standard).length + free(custom).length === 0
  return (
    <section className={styles.part} aria-label={t('parts.fields')}>
      <h2 className={styles.partTitle}>{t('parts.fields')}</h2>
      <ol className={own.list}>
        {fields.map((field, at) => (
          <FieldItem
            key={field.key}
            field={field}
            name={nameOf(field)}
            first={at === 0}
            last={at === fields.length - 1}
            onChange={(part) => put(fields.with(at, { ...field, ...part }))}
            onMove={(by) => put(moved(fields, at, by))}
            onTake={() => put(fields.toSpliced(at, 1))}
          />
        ))}
      </ol>
      <Field label={t('addField')} hint={nothingLeft ? t('allFields') : null}>
        <Select value="" disabled={nothingLeft} onChange={(_, { value }) => add(value)}>
          <option value="">{t('addFieldHint')}</option>
          <optgroup label={t('standard')}>
            {free(standard).map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </optgroup>
          {free(custom).length > 0 && (
            <optgroup label={t('custom')}>
              {free(custom).map(({ key, label }) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
      </Field>
    </section>
  )
}

function moved<Item>(items: readonly Item[], at: number, by: 1 | -1): Item[] {
  const item = items[at]
  return item === undefined ? [...items] : items.toSpliced(at, 1).toSpliced(at + by, 0, item)
}

interface ItemProps {
  field: FormField
  name: string
  first: boolean
  last: boolean
  onChange: (part: Partial<FormField>) => void
  onMove: (by: 1 | -1) => void
  onTake: () => void
}

function FieldItem({ field, name, first, last, onChange, onMove, onTake }: ItemProps) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const of = { field: name }
  return (
    <li className={own.item}>
      <div className={own.head}>
        <span className={own.name}>{name}</span>
        <Button
          appearance="subtle"
          icon={<ArrowUpRegular />}
          aria-label={t('up', of)}
          disabledFocusable={first}
          onClick={() => onMove(-1)}
        />
        <Button
          appearance="subtle"
          icon={<ArrowDownRegular />}
          aria-label={t('down', of)}
          disabledFocusable={last}
          onClick={() => onMove(1)}
        />
        <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('take', of)} onClick={onTake} />
      </div>
      <div className={own.line}>
        <Input
          className={own.label}
          aria-label={t('labelOf', of)}
          maxLength={200}
          value={field.label}
          onChange={(_, { value }) => onChange({ label: value })}
        />
        <Checkbox
          label={t('required')}
          aria-label={t('requiredOf', of)}
          checked={field.required}
          onChange={(_, { checked }) => onChange({ required: checked === true })}
        />
      </div>
      <details>
        <summary className={own.summary} aria-label={t('more', of)}>
          {t('moreShort')}
        </summary>
        <div className={own.more}>
          {(['placeholder', 'help'] as const).map((part) => (
            <Field key={part} label={t(part)}>
              <Input
                className={styles.input}
                maxLength={part === 'help' ? 500 : 200}
                value={field[part]}
                onChange={(_, { value }) => onChange({ [part]: value })}
              />
            </Field>
          ))}
        </div>
      </details>
    </li>
  )
}
