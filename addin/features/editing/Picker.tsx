import './texts.ts'
import { Combobox, makeStyles, Option } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference } from './draft.ts'

const useStyles = makeStyles({
  // By themselves comboboxes are 250 px wide, which a narrow pane has no room for.
  combobox: { minWidth: 0, width: '100%' },
  input: { minWidth: 0, width: '100%' },
  list: { maxHeight: '320px' },
  // Large enough to be hit (WCAG 2.5.8).
  icon: { minWidth: '24px', minHeight: '24px', display: 'grid', placeItems: 'center' },
})

export interface Choice {
  id: string
  name: string
  /** Stands in the list instead of the name. */
  label?: string
}

interface Props {
  value: Reference | null
  choices: readonly Choice[]
  onChange: (value: Reference | null) => void
  /** Follows what is typed, where the choices come from a search. */
  onSearch?: (text: string) => void
  /** What is typed counts though it is no choice; gives the text of the list's line for it. */
  offerNew?: (text: string) => string
  /** What nothing chosen means. */
  placeholder?: string | undefined
}

const shown = 60

/** Chooses one of many by typing part of its name. Stands in a Field. */
export function Picker({ value, choices, onChange, onSearch, offerNew, placeholder }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('forms')
  const [typed, setTyped] = useState<string>()
  const [open, setOpen] = useState(false)
  const text = typed ?? value?.name ?? ''
  const found = (onSearch || typed === undefined ? choices : choices.filter(matches(typed))).slice(0, shown)
  const exact = found.some((choice) => fold(choice.name) === fold(text))
  const write = (next: string) => {
    setTyped(next)
    // Opened here too: what is pasted, dictated or composed presses no key.
    setOpen(next !== '')
    onSearch?.(next)
    if (offerNew) onChange(next.trim() ? (exactly(choices, next) ?? { id: null, name: next }) : null)
    else if (next.trim() === '') onChange(null)
  }
  const leave = () => {
    const match = typed?.trim() ? exactly(choices, typed) : undefined
    if (match) onChange(match)
    setTyped(undefined)
  }
  return (
    <Combobox
      className={styles.combobox}
      input={{ className: styles.input }}
      listbox={{ className: styles.list }}
      expandIcon={{ className: styles.icon }}
      freeform
      autoComplete="off"
      {...(placeholder ? { placeholder } : {})}
      open={open}
      onOpenChange={(_, data) => setOpen(data.open)}
      value={text}
      selectedOptions={value?.id ? [value.id] : []}
      onChange={(event) => write(event.target.value)}
      onBlur={leave}
      onOptionSelect={(_, { optionValue, optionText }) => {
        setTyped(undefined)
        if (optionValue !== undefined) onChange({ id: optionValue || null, name: optionText ?? '' })
      }}
    >
      {offerNew && typed?.trim() && !exact && (
        <Option value="" text={typed.trim()}>
          {offerNew(typed.trim())}
        </Option>
      )}
      {found.map((choice) => (
        <Option key={choice.id} value={choice.id} text={choice.name}>
          {choice.label ?? choice.name}
        </Option>
      ))}
      {found.length === 0 && !offerNew && (
        <Option disabled value="none" text="">
          {t('picker.nothing')}
        </Option>
      )}
    </Combobox>
  )
}

const fold = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').trim().toLocaleLowerCase()

const matches = (typed: string) => (choice: Choice) => fold(choice.label ?? choice.name).includes(fold(typed))

const exactly = (choices: readonly Choice[], typed: string): Reference | undefined => {
  const match = choices.find((choice) => fold(choice.name) === fold(typed))
  return match && { id: match.id, name: match.name }
}
