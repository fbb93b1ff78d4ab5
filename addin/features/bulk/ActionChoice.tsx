import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BulkAction } from '../../../server/bulk/schema.ts'
import { tagsQuery } from '../contact/tags-query.ts'
import { usersQuery } from '../editing/users-query.ts'
import { Chosen } from '../filter/Chosen.tsx'
import { OptionList } from '../filter/OptionList.tsx'
import { segmentsQuery } from '../filter/use-lookups.ts'
import './texts.ts'
import { useCreateStatic } from './use-create-static.ts'

export type ActionType = BulkAction['type']

interface Props {
  type: ActionType
  action: BulkAction | undefined
  /** Undefined while the choice is not complete. */
  onChange: (action: BulkAction | undefined) => void
}

const statuses = ['active', 'inactive'] as const
const roles = ['decision_maker', 'influencer', 'champion', 'blocker', 'end_user', 'other'] as const
const none = 'none'

/** What is to be changed, in the control that fits. */
export function ActionChoice({ type, action, onChange }: Props) {
  const { t } = useTranslation()
  const { t: say } = useTranslation('bulk')
  switch (type) {
    case 'add_tags':
    case 'remove_tags':
      return <Tags type={type} action={action} onChange={onChange} />
    case 'set_owner':
      return <Owner action={action} onChange={onChange} />
    case 'set_status':
      return (
        <Radios
          label={say('status')}
          value={action?.type === 'set_status' ? action.status : ''}
          options={statuses.map((status) => [status, t(`status.${status}`)])}
          onChange={(status) => onChange({ type, status: status as (typeof statuses)[number] })}
        />
      )
    case 'set_role':
      return (
        <Radios
          label={say('role')}
          value={action?.type === 'set_role' ? (action.role ?? none) : ''}
          options={[...roles.map((role): [string, string] => [role, t(`role.${role}`)]), [none, say('noRole')]]}
          onChange={(role) => onChange({ type, role: role === none ? null : (role as (typeof roles)[number]) })}
        />
      )
    default:
      return <StaticSegment type={type} action={action} onChange={onChange} />
  }
}

interface RadiosProps {
  label: string
  value: string
  options: [string, string][]
  onChange: (value: string) => void
}

function Radios({ label, value, options, onChange }: RadiosProps) {
  return (
    <Field label={label}>
      <RadioGroup value={value} onChange={(_, data) => onChange(data.value)}>
        {options.map(([key, text]) => (
          <Radio key={key} value={key} label={text} />
        ))}
      </RadioGroup>
    </Field>
  )
}

function Tags({ type, action, onChange }: Props & { type: 'add_tags' | 'remove_tags' }) {
  const { t } = useTranslation('bulk')
  const { data } = useQuery(tagsQuery)
  const [text, setText] = useState('')
  const chosen = action && 'tags' in action ? action.tags : []
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]
    setText('')
    onChange(next.length > 0 ? { type, tags: next } : undefined)
  }
  const typed = text.trim().replaceAll(/\s+/g, ' ')
  const found = data?.filter(({ name }) => includes(name, typed)).map(({ name }) => ({ value: name, label: name }))
  const isNew =
    type === 'add_tags' && typed !== '' && typed.length <= 50 && !found?.some(({ value }) => same(value, typed))
  const fresh = isNew ? [{ value: typed, label: t('newTag', { name: typed }) }] : []
  return (
    <div>
      <Chosen label={t('tags')} items={chosen.map((name) => ({ value: name, label: name }))} onRemove={toggle} />
      <OptionList
        label={t('tags')}
        options={found && [...found, ...fresh]}
        selected={chosen}
        onPick={toggle}
        search={{ text, onChange: setText }}
      />
    </div>
  )
}

function Owner({ action, onChange }: Omit<Props, 'type'>) {
  const { t } = useTranslation('bulk')
  const { data } = useQuery(usersQuery)
  const people = data?.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))
  const chosen = action?.type === 'set_owner' ? [action.ownerId ?? none] : []
  return (
    <OptionList
      label={t('owner')}
      options={people && [...people, { value: none, label: t('nobody') }]}
      selected={chosen}
      single
      onPick={(id) => onChange({ type: 'set_owner', ownerId: id === none ? null : id })}
    />
  )
}

type SegmentProps = Props & { type: 'add_to_segment' | 'remove_from_segment' }

function StaticSegment({ type, action, onChange }: SegmentProps) {
  const { t } = useTranslation('bulk')
  const { data } = useQuery(segmentsQuery)
  const [text, setText] = useState('')
  const create = useCreateStatic()
  const typed = text.trim()
  const found = data?.items
    .filter(({ kind, name }) => kind === 'static' && includes(name, typed))
    .map(({ id, name }) => ({ value: id, label: name }))
  const isNew = type === 'add_to_segment' && typed !== '' && !found?.some(({ label }) => same(label, typed))
  const fresh = isNew ? [{ value: none, label: t('newSegment', { name: typed }) }] : []
  const pick = async (id: string) => {
    const segmentId = id === none ? (await create.mutateAsync(typed)).id : id
    onChange({ type, segmentId })
  }
  return (
    <OptionList
      label={t('segment')}
      options={found && [...found, ...fresh]}
      selected={action && 'segmentId' in action ? [action.segmentId] : []}
      single
      onPick={(id) => void pick(id).catch(() => undefined)}
      search={{ text, onChange: setText }}
    />
  )
}

const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase()
const same = (a: string, b: string): boolean => fold(a) === fold(b)
const includes = (text: string, part: string): boolean => fold(text).includes(fold(part))
