import { Button, Field, Input, makeStyles, Select, Switch, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CustomField,
  type CustomFieldEntity,
  type CustomFieldType,
  customFieldTypes,
} from '../../../../server/custom-fields/schema.ts'
import { fieldErrors } from '../../../ui/problem-text.ts'
import { currentOf } from '../parts/problems.ts'
import { Refused } from '../parts/Refused.tsx'
import { Side } from '../parts/Side.tsx'
import { ChoicesEditor } from './ChoicesEditor.tsx'
import { Collisions } from './Collisions.tsx'
import { DefaultValue } from './DefaultValue.tsx'
import {
  afterReplacing,
  type FieldForm,
  formOf,
  hasChoices,
  keyOf,
  mayBeUnique,
  newField,
  paneLimit,
  toCreate,
  toEdit,
} from './field-form.ts'
import { useCreateField, useEditField } from './fields-query.ts'

const useStyles = makeStyles({
  flags: { display: 'grid', gap: tokens.spacingVerticalXS },
  mono: { fontFamily: tokens.fontFamilyMonospace },
})

interface Props {
  /** Null makes a new one. */
  field: CustomField | null
  entity: CustomFieldEntity
  paneFull: boolean
  onClose: (said?: string) => void
}

/** A custom field as a form. Its key and type are fixed once it is made; the type changes by conversion only. */
export function FieldEditor({ field, entity, paneFull, onClose }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  const [before, setBefore] = useState(field)
  const [form, setForm] = useState<FieldForm>(field ? formOf(field) : newField)
  const [tried, setTried] = useState(false)
  const create = useCreateField()
  const edit = useEditField()
  const { error, isPending } = before ? edit : create
  const errors = fieldErrors(error)
  const current = currentOf<CustomField>(error)
  const set = (change: Partial<FieldForm>) => setForm({ ...form, ...change })
  const submit = () => {
    setTried(true)
    if (form.label.trim() === '' || isPending) return
    const done = { onSuccess: () => onClose(t('fields.saved', { label: form.label.trim() })) }
    if (before) edit.mutate({ id: before.id, edit: toEdit(before, form) }, done)
    else create.mutate(toCreate(form, entity), done)
  }
  const takeTheirs = (theirs: CustomField) => {
    setBefore(theirs)
    setForm(formOf(theirs))
    edit.reset()
  }
  return (
    <Side
      title={before ? t('fields.editOne', { label: before.label }) : t(`fields.newFor.${entity}`)}
      onClose={() => onClose()}
      onSubmit={submit}
      actions={
        <>
          <Button type="submit" appearance="primary" disabledFocusable={isPending}>
            {isPending ? common('common.saving') : common('common.save')}
          </Button>
          <Button onClick={() => onClose()}>{common('common.cancel')}</Button>
        </>
      }
    >
      <Field
        required
        label={t('fields.label')}
        validationMessage={(tried && form.label.trim() === '' ? t('fields.labelMissing') : errors.label) ?? null}
      >
        <Input
          autoFocus={!before}
          maxLength={100}
          value={form.label}
          onChange={(_, { value }) => set({ label: value })}
        />
      </Field>
      <Field label={t('fields.key')} hint={t('fields.keyHint')} validationMessage={errors.key ?? null}>
        <Input
          className={styles.mono}
          readOnly={before !== null}
          maxLength={59}
          placeholder={keyOf(form.label)}
          value={form.key}
          onChange={(_, { value }) => set({ key: value })}
        />
      </Field>
      {before ? (
        <Field label={t('fields.type')} hint={t('fields.typeFixed')}>
          <Input readOnly value={t(`fieldType.${before.type}`)} />
        </Field>
      ) : (
        <Field label={t('fields.type')}>
          <Select
            value={form.type}
            onChange={(_, { value }) => set({ type: value as CustomFieldType, defaultText: '', defaultChoices: [] })}
          >
            {customFieldTypes.map((type) => (
              <option key={type} value={type}>
                {t(`fieldType.${type}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {hasChoices(form.type) && (
        <ChoicesEditor
          field={before}
          rows={form.choices}
          fault={errors.choices}
          onChange={(choices) => set({ choices })}
          onReplaced={(saved) => {
            setBefore(saved)
            setForm(afterReplacing(form, saved))
          }}
        />
      )}
      <Field label={t('fields.help')} hint={t('fields.helpHint')} validationMessage={errors.help ?? null}>
        <Textarea maxLength={500} rows={2} value={form.help} onChange={(_, { value }) => set({ help: value })} />
      </Field>
      <DefaultValue form={form} fault={errors.defaultValue} onChange={set} />
      <div className={styles.flags}>
        <Flag form={form} name="required" set={set} />
        {mayBeUnique(form.type) && <Flag form={form} name="unique" set={set} />}
        {entity === 'contact' && (
          <Flag form={form} name="inPane" set={set} disabled={paneFull && !form.inPane && !before?.inPane} />
        )}
        <Flag form={form} name="personalData" set={set} />
        <Flag form={form} name="sensitive" set={set} />
      </div>
      <Collisions error={error} entity={entity} />
      {error && Object.keys(errors).length === 0 && (
        <Refused error={error}>
          {current && (
            <Button size="small" onClick={() => takeTheirs(current)}>
              {t('stale.load')}
            </Button>
          )}
        </Refused>
      )}
    </Side>
  )
}

interface FlagProps {
  form: FieldForm
  name: 'required' | 'unique' | 'inPane' | 'personalData' | 'sensitive'
  set: (change: Partial<FieldForm>) => void
  disabled?: boolean
}

function Flag({ form, name, set, disabled = false }: FlagProps) {
  const { t } = useTranslation('settings')
  return (
    <Field hint={t(`fields.flagHint.${name}`, { count: paneLimit })}>
      <Switch
        label={t(`fields.flag.${name}`)}
        checked={form[name]}
        disabled={disabled}
        onChange={(_, { checked }) => set({ [name]: checked })}
      />
    </Field>
  )
}
