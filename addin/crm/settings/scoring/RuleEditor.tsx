import { Button, Field, Input, makeStyles, Radio, RadioGroup, Switch, tokens } from '@fluentui/react-components'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScoringRule } from '../../../../server/scoring/schema.ts'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { fieldErrors } from '../../../ui/problem-text.ts'
import { currentOf } from '../parts/problems.ts'
import { Refused } from '../parts/Refused.tsx'
import { Side } from '../parts/Side.tsx'
import { ActivityRule } from './ActivityRule.tsx'
import { Preview } from './Preview.tsx'
import { newRule, type RuleFault, type RuleForm, ruleFaults, ruleFormOf, toRule } from './rule-form.ts'
import { useSaveChange } from './scoring-query.ts'

const FilterEditor = lazy(() => import('../../../features/filter/FilterEditor.tsx'))

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(160px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
  },
  input: { minWidth: 0, width: '100%' },
})

interface Props {
  /** Null makes a new one. */
  rule: ScoringRule | null
  position: number
  onSaved: (name: string) => void
  onClose: () => void
}

/** A rule as a form, then what it would do to the scores, then the save: never without having seen it (LS-06). */
export function RuleEditor({ rule, position, onSaved, onClose }: Props) {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  const [before, setBefore] = useState(rule)
  const [form, setForm] = useState<RuleForm>(rule ? ruleFormOf(rule) : newRule)
  const [tried, setTried] = useState(false)
  const [previewing, setPreviewing] = useState(false)
  const save = useSaveChange()
  const faults = ruleFaults(form)
  const change = { id: before?.id ?? null, rule: toRule(form, position) }
  const current = currentOf<ScoringRule>(save.error)
  const submit = () => {
    setTried(true)
    if (faults.length > 0 || save.isPending) return
    if (!previewing) return setPreviewing(true)
    save.mutate({ ...change, version: before?.version }, { onSuccess: () => onSaved(form.name.trim()) })
  }
  const back = () => {
    setPreviewing(false)
    save.reset()
  }
  const takeTheirs = (theirs: ScoringRule) => {
    setBefore(theirs)
    setForm(ruleFormOf(theirs))
    back()
  }
  return (
    <Side
      title={before ? t('fields.editOne', { label: before.name }) : t('scoring.new')}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button type="submit" appearance="primary" disabledFocusable={save.isPending}>
            {save.isPending ? common('common.saving') : t(previewing ? 'scoring.saveAll' : 'scoring.preview')}
          </Button>
          <Button onClick={previewing ? back : onClose}>
            {previewing ? t('scoring.back') : common('common.cancel')}
          </Button>
        </>
      }
    >
      {previewing ? (
        <Preview change={change} />
      ) : (
        <RuleFields form={form} faults={tried ? faults : []} onChange={(part) => setForm({ ...form, ...part })} />
      )}
      {save.error && (
        <Refused error={save.error}>
          {Object.values(fieldErrors(save.error)).join(' ')}
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

interface FieldsProps {
  form: RuleForm
  faults: readonly RuleFault[]
  onChange: (part: Partial<RuleForm>) => void
}

function RuleFields({ form, faults, onChange }: FieldsProps) {
  const { t } = useTranslation('settings')
  const fault = (field: RuleFault) => (faults.includes(field) ? t(`scoring.fault.${field}`) : null)
  return (
    <>
      <Field required label={t('scoring.name')} validationMessage={fault('name')}>
        <Input maxLength={100} value={form.name} onChange={(_, { value }) => onChange({ name: value })} />
      </Field>
      <Field label={t('scoring.kind')}>
        <RadioGroup
          value={form.kind}
          onChange={(_, { value }) => onChange({ kind: value === 'activity' ? 'activity' : 'fields' })}
        >
          <Radio value="fields" label={t('scoring.kindFields')} />
          <Radio value="activity" label={t('scoring.kindActivity')} />
        </RadioGroup>
      </Field>
      {form.kind === 'fields' ? (
        <Field label={t('scoring.condition')} validationMessage={fault('filter')}>
          {() => (
            <Suspense fallback={<LoadingRows count={1} />}>
              <FilterEditor value={form.filter} onChange={(filter) => onChange({ filter })} />
            </Suspense>
          )}
        </Field>
      ) : (
        <ActivityRule form={form} faults={faults} onChange={onChange} />
      )}
      <Points form={form} faults={faults} onChange={onChange} />
    </>
  )
}

function Points({ form, faults, onChange }: FieldsProps) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const fault = (field: RuleFault) => (faults.includes(field) ? t(`scoring.fault.${field}`) : null)
  const numbers: ('points' | 'cap' | 'halfLifeDays')[] =
    form.kind === 'fields'
      ? ['points']
      : form.per === 'once'
        ? ['points', 'halfLifeDays']
        : ['points', 'cap', 'halfLifeDays']
  return (
    <>
      <Field hint={t('scoring.disqualifiesHint')}>
        <Switch
          label={t('scoring.disqualifies')}
          checked={form.disqualifies}
          onChange={(_, { checked }) => onChange({ disqualifies: checked })}
        />
      </Field>
      {!form.disqualifies && (
        <div className={styles.pair}>
          {numbers.map((field) => (
            <Field
              key={field}
              required={field === 'points'}
              label={t(`scoring.number.${field}`)}
              hint={t(`scoring.numberHint.${field}`)}
              validationMessage={fault(field)}
            >
              <Input
                className={styles.input}
                inputMode="text"
                value={form[field]}
                onChange={(_, { value }) => onChange({ [field]: value })}
              />
            </Field>
          ))}
        </div>
      )}
      <Field>
        <Switch
          label={t('scoring.active')}
          checked={form.active}
          onChange={(_, { checked }) => onChange({ active: checked })}
        />
      </Field>
    </>
  )
}
