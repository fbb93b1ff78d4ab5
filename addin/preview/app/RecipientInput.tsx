import {
  InteractionTag,
  InteractionTagPrimary,
  InteractionTagSecondary,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { type KeyboardEvent, useState } from 'react'
import { type ItemPerson, itemPerson } from '../host/initial-data.ts'
import type { Person } from '../people.ts'

const useStyles = makeStyles({
  field: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    minHeight: '34px',
    padding: '2px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    ':focus-within': { borderBottomColor: tokens.colorBrandStroke1 },
  },
  label: { width: '32px', color: tokens.colorNeutralForeground2 },
  input: {
    flex: 1,
    minWidth: '120px',
    border: 'none',
    outline: 'none',
    background: 'none',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
  },
})

interface RecipientInputProps {
  label: string
  people: readonly ItemPerson[]
  reader: Person
  onChange(people: ItemPerson[]): void
}

/** Addresses as chips; what is typed becomes one at Enter, comma, semicolon or on leaving. */
export function RecipientInput({ label, people, reader, onChange }: RecipientInputProps) {
  const styles = useStyles()
  const [text, setText] = useState('')

  function add() {
    const added = text.split(/[,;]/).flatMap((part) => parseRecipient(part, reader) ?? [])
    if (added.length > 0) onChange([...people, ...added])
    setText('')
  }

  function key(event: KeyboardEvent) {
    if (['Enter', ',', ';'].includes(event.key)) {
      event.preventDefault()
      add()
    }
    if (event.key === 'Backspace' && text === '') onChange(people.slice(0, -1))
  }

  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={`recipients-${label}`}>
        {label}
      </label>
      {people.map((person) => (
        <InteractionTag key={person.address} size="small" shape="circular" appearance="brand">
          <InteractionTagPrimary hasSecondaryAction title={person.address}>
            {person.name}
          </InteractionTagPrimary>
          <InteractionTagSecondary
            aria-label={`Remove ${person.name}`}
            onClick={() => onChange(people.filter((other) => other !== person))}
          />
        </InteractionTag>
      ))}
      <input
        id={`recipients-${label}`}
        className={styles.input}
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        onBlur={add}
      />
    </div>
  )
}

/** Reads `Ann Lee <ann@example.com>` or a bare address. */
function parseRecipient(text: string, reader: Person): ItemPerson | undefined {
  const [, name, bracketed] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const address = (bracketed ?? text).trim()
  return /^[^\s@]+@[^\s@]+$/.test(address) ? itemPerson({ address, name: name || address }, reader) : undefined
}
