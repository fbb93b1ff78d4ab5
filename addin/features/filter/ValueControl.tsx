import { Checkbox, Field, Input, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Condition, ConditionValue } from '../../../server/filter/schema.ts'
import { useHidden } from '../../ui/parts/hidden.ts'
import { Chosen } from './Chosen.tsx'
import { describeName, fieldLabel } from './describe.ts'
import { type FieldInfo, valueShape } from './fields.ts'
import { OptionList } from './OptionList.tsx'
import { companySearchQuery } from './use-lookups.ts'
import { type Choice, choicesOf, type Lookups, type Words } from './words.ts'

/** So few are shown as boxes, without a search. */
const fewChoices = 8

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  half: { flex: '1 1 110px', minWidth: 0 },
  input: { minWidth: 0, width: '100%' },
  boxes: { display: 'flex', flexDirection: 'column', border: 0, margin: 0, padding: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
})

interface Props {
  condition: Condition
  info: FieldInfo
  words: Words
  lookups: Lookups
  onChange: (value: ConditionValue | undefined) => void
}

/** What a condition compares with, in the control its field and operator want. */
export function ValueControl({ condition, info, words, lookups, onChange }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const { value } = condition
  const shape = valueShape(info.kind, condition.op)
  if (shape === 'none') return null
  if (shape === 'list') {
    const list = { condition, words, onChange }
    return condition.field === 'company' ? <Companies {...list} /> : <Choices {...list} lookups={lookups} />
  }
  if (shape === 'numbers' || shape === 'days')
    return <Range value={value} numbers={shape === 'numbers'} set={onChange} />
  const numeric = shape === 'number' || shape === 'count'
  return (
    <Field label={t(shape === 'count' ? 'days' : 'value')} hint={shape === 'count' ? t('daysHint') : null}>
      <Input
        className={styles.input}
        data-first
        type={numeric ? 'number' : shape === 'day' ? 'date' : 'text'}
        {...(shape === 'count' ? { min: 1, max: 36_500 } : numeric ? { step: 'any' } : { maxLength: 500 })}
        autoComplete="off"
        value={value === undefined ? '' : String(value)}
        onChange={(_, { value: typed }) => onChange(typed === '' ? undefined : numeric ? Number(typed) : typed)}
      />
    </Field>
  )
}

function Range(props: { value: Condition['value']; numbers: boolean; set: Props['onChange'] }) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const [from = '', to = ''] = Array.isArray(props.value) ? props.value.map(String) : []
  const [ends, setEnds] = useState<[string, string]>([from, to])
  const set = (next: [string, string]) => {
    setEnds(next)
    const whole = next[0] !== '' && next[1] !== ''
    props.set(whole ? (props.numbers ? [Number(next[0]), Number(next[1])] : next) : undefined)
  }
  const type = props.numbers ? 'number' : 'date'
  return (
    <div className={styles.row}>
      <Field label={t('from')} className={styles.half}>
        <Input
          className={styles.input}
          data-first
          type={type}
          value={ends[0]}
          onChange={(_, { value }) => set([value, ends[1]])}
        />
      </Field>
      <Field label={t('to')} className={styles.half}>
        <Input
          className={styles.input}
          type={type}
          value={ends[1]}
          onChange={(_, { value }) => set([ends[0], value])}
        />
      </Field>
    </div>
  )
}

type ListProps = Pick<Props, 'condition' | 'words' | 'onChange'>

function Choices({ condition, words, lookups, onChange }: ListProps & { lookups: Lookups }) {
  const styles = useStyles()
  const hidden = useHidden()
  const options = choicesOf(condition.field, lookups, words.say)
  const { selected, toggle } = useListValue(condition, onChange)
  if (!options)
    return (
      <p className={styles.text} role="status">
        {words.say(lookups.failed ? 'notLoaded' : 'loading')}
      </p>
    )
  const few = options.length <= fewChoices && selected.every((one) => options.some(({ value }) => value === one))
  if (!few) return <LongList {...{ condition, words, onChange, options }} />
  return (
    <fieldset className={styles.boxes}>
      <legend className={hidden}>{fieldLabel(condition.field, words)}</legend>
      {options.map(({ value, label }, index) => (
        <Checkbox
          key={value}
          label={label}
          checked={selected.includes(value)}
          onChange={() => toggle(value)}
          {...(index === 0 ? { input: { 'data-first': true } as object } : {})}
        />
      ))}
    </fieldset>
  )
}

function Companies(list: ListProps) {
  const [text, setText] = useState('')
  const found = useQuery(companySearchQuery(useDeferredValue(text.trim())))
  const options = found.data?.items.map(({ id, name }) => ({ value: id, label: name }))
  return <LongList {...list} options={options} failed={found.isError} search={{ text, onChange: setText }} />
}

interface LongListProps extends ListProps {
  options: Choice[] | undefined
  failed?: boolean
  search?: { text: string; onChange: (text: string) => void }
}

/** What is chosen, each to be taken out again, above a list to search. */
function LongList({ condition, words, onChange, options, failed = false, search }: LongListProps) {
  const { selected, toggle } = useListValue(condition, onChange)
  const label = fieldLabel(condition.field, words)
  return (
    <div>
      <Chosen
        label={label}
        items={selected.map((value) => ({ value, label: describeName(condition.field, value, words).text }))}
        onRemove={toggle}
      />
      <OptionList
        label={label}
        options={options}
        selected={selected}
        onPick={toggle}
        failed={failed}
        {...(search ? { search } : {})}
      />
    </div>
  )
}

function useListValue({ value }: Condition, onChange: Props['onChange']) {
  const selected = Array.isArray(value) ? value.map(String) : []
  const toggle = (one: string) => {
    const next = selected.includes(one) ? selected.filter((other) => other !== one) : [...selected, one]
    onChange(next.length > 0 ? next : undefined)
  }
  return { selected, toggle }
}
