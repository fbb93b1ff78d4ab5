import { Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ChoiceDecision } from '../../../server/import/schema.ts'
import { useImportStyles } from './styles.ts'
import type { Choice } from './use-target-words.ts'

interface Props {
  label: string
  value: string
  decision: ChoiceDecision | undefined
  choices: readonly Choice[]
  /** New choices can be made: it is a field of the organisation's own, and the reader may. */
  mayCreate: boolean
  /** What stands for no decision. */
  undecided: string
  onChange: (decision: ChoiceDecision | undefined) => void
}

/** What becomes of a value that is not among the choices of its field (IM-10). */
export function ChoiceSelect({ label, value, decision, choices, mayCreate, undecided, onChange }: Props) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  return (
    <Select
      className={shared.control}
      aria-label={label}
      value={keyOf(decision)}
      onChange={(_, data) => onChange(decisionOf(data.value, value))}
    >
      <option value="">{undecided}</option>
      {mayCreate && <option value="create">{t('choice.create')}</option>}
      <option value="empty">{t('choice.empty')}</option>
      <option value="refuse">{t('choice.refuse')}</option>
      {choices.map(({ id, label: name }) => (
        <option key={id} value={`choice:${id}`}>
          {name}
        </option>
      ))}
    </Select>
  )
}

function keyOf(decision: ChoiceDecision | undefined): string {
  if (decision === undefined || typeof decision === 'string') return decision ?? ''
  return 'create' in decision ? 'create' : `choice:${decision.choice}`
}

function decisionOf(key: string, value: string): ChoiceDecision | undefined {
  if (key === 'empty' || key === 'refuse') return key
  if (key === 'create') return { create: value.trim().slice(0, 100) }
  return key.startsWith('choice:') ? { choice: key.slice('choice:'.length) } : undefined
}
