import './texts.ts'
import { Field, Input, makeStyles, mergeClasses, Select, Textarea, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DealStage } from '../../../server/deals/schema.ts'
import { CompanyPicker } from '../editing/CompanyPicker.tsx'
import { type Draft, isReference, type Value } from '../editing/draft.ts'
import { UserPicker } from '../editing/UserPicker.tsx'
import { type DealField, dealFields } from './deal-draft.ts'
import { stagesQuery } from './deals-query.ts'
import { amountToType, currencyChoices } from './money.ts'

const wide: readonly DealField[] = ['name', 'company', 'closeReason']

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(120px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
  },
  field: { minWidth: 0 },
  wide: { gridColumn: '1 / -1' },
  input: { minWidth: 0, width: '100%' },
  // By itself it is as wide as its longest option.
  select: { minWidth: 0, width: '100%', '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
})

interface Props {
  draft: Draft
  errors: Record<string, string>
  set: (field: string, value: Value) => void
  /** Only these fields. */
  only?: readonly string[] | undefined
}

/** Every field of a deal, for adding and editing. */
export function DealFields({ draft, errors, set, only }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('deals')
  const { data } = useQuery(stagesQuery)
  const stages = data?.items ?? []
  const outcome = outcomeOf(draft, stages)
  const shown = dealFields.filter(
    (field) => (only ? only.includes(field) : true) && (field !== 'closeReason' || outcome !== 'open'),
  )
  return (
    <div className={styles.fields}>
      {shown.map((field) => (
        <Field
          key={field}
          className={mergeClasses(styles.field, wide.includes(field) && styles.wide)}
          size="small"
          label={field === 'closeReason' && outcome === 'won' ? t('wonReason') : t(`field.${field}`)}
          required={field === 'name' || (field === 'closeReason' && outcome === 'lost')}
          hint={field === 'amount' ? t('amountHint', { example: amountToType('1250.50') }) : null}
          validationMessage={errors[wireNames[field] ?? field] ?? null}
        >
          <Control field={field} draft={draft} set={set} stages={stages} />
        </Field>
      ))}
    </div>
  )
}

/** What the server calls a field where it speaks of it. */
const wireNames: Partial<Record<DealField, string>> = { stage: 'stageId' }

function outcomeOf({ stage }: Draft, stages: readonly DealStage[]): DealStage['outcome'] {
  return stages.find(({ id }) => isReference(stage) && id === stage.id)?.outcome ?? 'open'
}

interface ControlProps {
  field: DealField
  draft: Draft
  set: Props['set']
  stages: readonly DealStage[]
}

function Control({ field, draft, set, stages }: ControlProps): ReactElement {
  const styles = useStyles()
  const value = draft[field] ?? null
  const text = typeof value === 'string' ? value : ''
  const reference = isReference(value) ? value : null
  if (field === 'company') return <CompanyPicker value={reference} onChange={(company) => set(field, company)} />
  if (field === 'owner') {
    return <UserPicker value={reference?.id ?? null} name={reference?.name} onChange={(user) => set(field, user)} />
  }
  if (field === 'currency') return <Currencies value={text} onChange={(code) => set(field, code)} />
  if (field === 'stage') {
    return (
      <Select
        className={styles.select}
        size="small"
        value={reference?.id ?? ''}
        onChange={(_, data) => {
          const stage = stages.find(({ id }) => id === data.value)
          if (stage) set(field, { id: stage.id, name: stage.name })
        }}
      >
        {stages.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    )
  }
  if (field === 'closeReason') {
    return <Textarea size="small" maxLength={1000} value={text} onChange={(_, data) => set(field, data.value)} />
  }
  return (
    <Input
      className={styles.input}
      size="small"
      type={field === 'expectedClose' ? 'date' : 'text'}
      inputMode={field === 'amount' ? 'decimal' : undefined}
      maxLength={200}
      autoComplete="off"
      value={text}
      onChange={(_, data) => set(field, data.value)}
    />
  )
}

/** All of ISO 4217: the browser's own list, where typing the first letters finds one. */
function Currencies({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const styles = useStyles()
  const [present] = useState(value)
  const choices = useMemo(() => currencyChoices(present), [present])
  return (
    <Select className={styles.select} size="small" value={value} onChange={(_, data) => onChange(data.value)}>
      {value === '' && <option value="" />}
      {choices.map(({ code, label }) => (
        <option key={code} value={code}>
          {label}
        </option>
      ))}
    </Select>
  )
}
