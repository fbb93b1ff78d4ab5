import {
  Button,
  Caption1,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Radio,
  RadioGroup,
  Switch,
  ToolbarButton,
} from '@fluentui/react-components'
import { BracesVariableRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../../../server/templates/schema.ts'
import {
  mergeFieldsQuery,
  type TemplateInput,
  useCreateTemplate,
  useEditTemplate,
} from '../../../features/templates/templates-query.ts'
import { RichText, type RichTextHandle } from '../../../features/writing/RichText.tsx'
import { fieldErrors } from '../../../ui/problem-text.ts'
import { currentOf } from '../parts/problems.ts'
import { Refused } from '../parts/Refused.tsx'
import { Side } from '../parts/Side.tsx'

interface Props {
  /** Null writes a new one. */
  template: Template | null
  onClose: (said?: string) => void
}

const empty: TemplateInput = { name: '', purpose: 'one_to_one', subject: '', body: '', shared: true }

/** A template as a form, with the merge fields there are. */
export function TemplateEditor({ template, onClose }: Props) {
  const { t } = useTranslation(['templates', 'translation'])
  const [before, setBefore] = useState(template)
  const [draft, setDraft] = useState<TemplateInput>(template ? inputOf(template) : empty)
  const text = useRef<RichTextHandle>(null)
  const create = useCreateTemplate()
  const edit = useEditTemplate()
  const { error, isPending } = before ? edit : create
  const errors = fieldErrors(error)
  const current = currentOf<Template>(error)
  const set = (change: Partial<TemplateInput>) => setDraft((now) => ({ ...now, ...change }))
  const done = ({ name }: Template) => onClose(t('saidSaved', { name }))
  const write = (archived?: boolean) => {
    if (!before) return create.mutate(draft, { onSuccess: done })
    const change = { ...draft, version: before.version, ...(archived === undefined ? {} : { archived }) }
    edit.mutate({ id: before.id, edit: change }, { onSuccess: done })
  }
  const take = (theirs: Template) => {
    setBefore(theirs)
    setDraft(inputOf(theirs))
    text.current?.setHtml(theirs.body)
    edit.reset()
  }
  return (
    <Side
      title={before ? t('edit', { name: before.name }) : t('new')}
      onClose={() => onClose()}
      onSubmit={() => write()}
      actions={
        <>
          <Button type="submit" appearance="primary" disabledFocusable={isPending}>
            {isPending ? t('translation:common.saving') : t('save')}
          </Button>
          {before && (
            <Button disabledFocusable={isPending} onClick={() => write(before.archivedAt === null)}>
              {before.archivedAt ? t('restore') : t('archive')}
            </Button>
          )}
          <Button onClick={() => onClose()}>{t('translation:common.cancel')}</Button>
        </>
      }
    >
      {error && Object.keys(errors).length === 0 && (
        <Refused error={error}>{current && <Button onClick={() => take(current)}>{t('stale')}</Button>}</Refused>
      )}
      <Field label={t('name')} required validationMessage={errors.name ?? null}>
        <Input maxLength={120} value={draft.name} onChange={(_, { value }) => set({ name: value })} />
      </Field>
      <Field label={t('kind')} hint={t('purposeHint')}>
        <RadioGroup
          layout="horizontal"
          value={draft.purpose}
          onChange={(_, { value }) => set({ purpose: value as Template['purpose'] })}
        >
          <Radio value="one_to_one" label={t('purpose.one_to_one')} />
          <Radio value="marketing" label={t('purpose.marketing')} />
        </RadioGroup>
      </Field>
      <Field label={t('subject')} validationMessage={errors.subject ?? null}>
        <Input maxLength={400} value={draft.subject} onChange={(_, { value }) => set({ subject: value })} />
      </Field>
      <RichText
        label={t('body')}
        initial={draft.body}
        handle={text}
        error={errors.body}
        onChange={(body) => set({ body })}
        tools={<FieldMenu onPick={(field) => text.current?.insert(`{{${field}}}`)} />}
      />
      <Caption1>
        {t('fallbackHint', { example: '{{firstName|there}}', interpolation: { skipOnVariables: true } })}
      </Caption1>
      <Switch label={t('shared')} checked={draft.shared} onChange={(_, { checked }) => set({ shared: checked })} />
    </Side>
  )
}

const inputOf = ({ name, purpose, subject, body, shared }: Template): TemplateInput => ({
  name,
  purpose,
  subject,
  body,
  shared,
})

function FieldMenu({ onPick }: { onPick: (field: string) => void }) {
  const { t } = useTranslation('templates')
  const { data = [] } = useQuery(mergeFieldsQuery)
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <ToolbarButton icon={<BracesVariableRegular />}>{t('fields')}</ToolbarButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {data.map(({ field, label }) => (
            <MenuItem key={field} secondaryContent={field} onClick={() => onPick(field)}>
              {label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
