import { Button, Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components'
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnPolicies } from './ColumnPolicies.tsx'
import { type MatchPolicy, matchList } from './catalogue.ts'
import { Hinted } from './Hinted.tsx'
import { matchKeys, withMatchKey, withRules, writingColumns } from './mapping.ts'
import { errorAt } from './problems.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'
import { useTargetWords } from './use-target-words.ts'

const named = ['email', 'linkedin', 'id'] as const

/** What tells that a row is somebody who is here already, and what happens to them then. */
export function MatchRules(props: StepProps) {
  const { edit, fields, errors } = props
  const { mapping, change } = edit
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields)
  const keys = matchKeys(mapping, fields)
  const keyLabel = (key: string) => {
    const known = named.find((one) => one === key)
    return known ? t(`rules.key.${known}`) : words.label(key)
  }
  return (
    <section className={shared.form} aria-labelledby="import-match">
      <h3 id="import-match" className={shared.partTitle}>
        {t('rules.matchTitle')}
      </h3>
      <Field
        label={t('rules.matchBy')}
        hint={mapping.matchBy.length > 0 ? t('rules.matchByHint') : t('rules.matchByNone')}
        validationMessage={errorAt(errors, 'matchBy') ?? null}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own */}
        <div role="group" aria-label={t('rules.matchBy')} className={shared.row}>
          {keys.map((key) => (
            <Checkbox
              key={key}
              label={keyLabel(key)}
              checked={mapping.matchBy.includes(key)}
              onChange={(_, { checked }) => change((all) => withMatchKey(all, key, checked === true))}
            />
          ))}
        </div>
      </Field>
      <Field label={t('rules.onMatch')} validationMessage={errorAt(errors, 'onMatch') ?? null}>
        <RadioGroup
          value={mapping.onMatch}
          onChange={(_, { value }) => change((all) => withRules(all, { onMatch: value as MatchPolicy }))}
        >
          {matchList.map((policy) => (
            <Radio
              key={policy}
              value={policy}
              label={<Hinted label={t(`rules.match.${policy}`)} hint={t(`rules.matchHint.${policy}`)} />}
            />
          ))}
        </RadioGroup>
      </Field>
      {(mapping.onMatch === 'fill' || mapping.onMatch === 'overwrite') && <Different {...props} />}
    </section>
  )
}

/** Rules for single columns, out of the way until somebody wants them, or has them. */
function Different(props: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const id = useId()
  const [open, setOpen] = useState(() =>
    props.edit.mapping.columns.some(({ policy, blank }) => policy !== undefined || blank !== undefined),
  )
  if (writingColumns(props.edit.mapping).length === 0) return null
  return (
    <div className={shared.part}>
      <div>
        <Button
          appearance="subtle"
          icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t('rules.different')}
        </Button>
      </div>
      <div id={id} hidden={!open}>
        {open && <ColumnPolicies {...props} />}
      </div>
    </div>
  )
}
