import { Button, Checkbox, Field, makeStyles, Select, tokens, typographyStyles } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivityCondition, Condition, Operator } from '../../../server/filter/schema.ts'
import { ActivityControls } from './ActivityControls.tsx'
import { describeLeaf, fieldLabel } from './describe.ts'
import { type FieldInfo, fieldInfo, fits, valueShape, withOperator } from './fields.ts'
import type { Leaf } from './tree.ts'
import { useWords } from './use-lookups.ts'
import { ValueControl } from './ValueControl.tsx'
import { choicesOf, type Words } from './words.ts'

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  /** As it stands in the filter, or a new one that still lacks its value. */
  start: Leaf
  onApply: (leaf: Leaf) => void
  onCancel: () => void
}

/** One condition, edited; nothing of it counts before it is applied. */
export function ConditionForm({ start, onApply, onCancel }: Props) {
  const { t } = useTranslation('filter')
  const [draft, setDraft] = useState(start)
  const words = useWords('field' in draft.leaf ? draft.leaf : undefined, [])
  const set = (leaf: Condition | ActivityCondition) => setDraft({ ...draft, leaf })
  const frame = (title: string, whole: boolean, body: ReactNode, ready = true) => (
    <Frame
      title={title}
      ready={ready}
      onSubmit={() => whole && onApply(trimmed(draft))}
      whole={whole}
      onCancel={onCancel}
    >
      {body}
      <Checkbox
        label={t('invert')}
        checked={draft.negated}
        onChange={(_, { checked }) => setDraft({ ...draft, negated: checked === true })}
      />
    </Frame>
  )
  if ('activity' in draft.leaf) {
    const { activity } = draft.leaf
    return frame(
      t('field.activity'),
      activity.types.length > 0,
      <ActivityControls activity={activity} words={words} onChange={(next) => set({ activity: next })} />,
    )
  }
  const condition = draft.leaf
  const info = fieldInfo(condition.field, words.customFields ?? [])
  const title = fieldLabel(condition.field, words)
  if (!info || info.custom?.archivedAt) {
    return <Broken title={title} text={describeLeaf(draft, words).text} onCancel={onCancel} />
  }
  return frame(
    title,
    info.operators.includes(condition.op) && fits(condition.value, valueShape(info.kind, condition.op)),
    <>
      <OperatorSelect condition={condition} info={info} words={words} onChange={set} />
      <ValueControl
        // A range keeps half-typed ends to itself: another operator starts afresh.
        key={condition.op}
        condition={condition}
        info={info}
        words={words}
        lookups={words.lookups}
        onChange={(value) =>
          set(
            value === undefined
              ? { field: condition.field, op: condition.op }
              : { field: condition.field, op: condition.op, value },
          )
        }
      />
    </>,
    isReady(condition, info, words),
  )
}

/** A list to choose from may still be on its way. */
function isReady(condition: Condition, info: FieldInfo, { lookups, say }: ReturnType<typeof useWords>): boolean {
  if (valueShape(info.kind, condition.op) !== 'list' || condition.field === 'company') return true
  return lookups.failed === true || choicesOf(condition.field, lookups, say) !== undefined
}

/** Spaces around a text were not meant. */
function trimmed({ leaf, negated }: Leaf): Leaf {
  if ('activity' in leaf || typeof leaf.value !== 'string') return { leaf, negated }
  return { leaf: { ...leaf, value: leaf.value.trim() }, negated }
}

interface FrameProps {
  title: string
  whole: boolean
  /** Every control is there. */
  ready: boolean
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

function Frame({ title, whole, ready, onSubmit, onCancel, children }: FrameProps) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { t: say } = useTranslation('filter')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // Where there is a value to give, the keyboard starts there; the operator is one step back.
    const places = ['[data-first]', '[role="combobox"]', 'select, input']
    const first = places.map((place) => form.current?.querySelector<HTMLElement>(place)).find(Boolean)
    if (ready) first?.focus()
  }, [ready])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A form in a portal is still inside its parent's form for React.
    event.stopPropagation()
    onSubmit()
  }
  return (
    <form ref={form} className={styles.form} aria-label={title} noValidate onSubmit={submit}>
      <h3 className={styles.title}>{title}</h3>
      {children}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabled={!whole}>
          {say('apply')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  )
}

function Broken({ title, text, onCancel }: { title: string; text: string; onCancel: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { t: say } = useTranslation('filter')
  return (
    <div className={styles.form}>
      <h3 className={styles.title}>{title}</h3>
      <p className={styles.text}>{say('broken', { condition: text })}</p>
      <div className={styles.actions}>
        <Button onClick={onCancel}>{t('common.close')}</Button>
      </div>
    </div>
  )
}

interface OperatorProps {
  condition: Condition
  info: FieldInfo
  words: Words
  onChange: (condition: Condition) => void
}

function OperatorSelect({ condition, info, words, onChange }: OperatorProps) {
  const { say } = words
  return (
    <Field label={say('operator')}>
      <Select
        value={condition.op}
        onChange={(_, { value }) => onChange(withOperator(condition, info, value as Operator))}
      >
        {info.operators.map((op) => (
          <option key={op} value={op}>
            {say(`op.${info.kind}.${op}` as 'op.text.is')}
          </option>
        ))}
      </Select>
    </Field>
  )
}
