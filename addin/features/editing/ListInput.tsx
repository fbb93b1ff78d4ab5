import './texts.ts'
import { Combobox, makeStyles, Option, Tag, TagGroup, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { without } from './draft.ts'

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  group: { flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  item: { maxWidth: '100%', whiteSpace: 'normal', overflowWrap: 'anywhere' },
  combobox: { minWidth: 0, width: '100%' },
  input: { minWidth: 0, width: '100%' },
  // Large enough to be hit (WCAG 2.5.8).
  icon: { minWidth: '24px', minHeight: '24px' },
})

interface Props {
  label: string
  items: readonly string[]
  onChange: (items: string[]) => void
  /** Offered while typing. */
  suggestions?: readonly string[] | undefined
  /** Where one item ends and the next begins in pasted text. */
  separators: RegExp
}

const offered = 20

/** A list of short texts: typed one by one, or several pasted at once. Stands in a Field. */
export function ListInput({ label, items, onChange, suggestions = [], separators }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('forms')
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const add = (given: string) => {
    const fresh = given
      .split(separators)
      .map((item) => item.trim())
      .filter(Boolean)
    setText('')
    if (fresh.length > 0) onChange([...items, ...without([...new Set(fresh)], items)])
  }
  const write = (next: string) => {
    if (separators.test(next)) return add(next)
    setText(next)
    // Opened here too: what is pasted, dictated or composed presses no key.
    setOpen(next !== '')
  }
  const typed = text.trim()
  const matching = without(suggestions, [...items, typed])
    .filter((suggestion) => suggestion.toLocaleLowerCase().includes(typed.toLocaleLowerCase()))
    .slice(0, offered)
  return (
    <div className={styles.list}>
      {items.length > 0 && (
        <TagGroup
          className={styles.group}
          size="small"
          aria-label={label}
          onDismiss={(_, { value }) => onChange(items.filter((item) => item !== value))}
        >
          {items.map((item) => (
            <Tag
              key={item}
              value={item}
              dismissible
              dismissIcon={{ 'aria-label': t('picker.remove', { text: item }) }}
              className={styles.item}
            >
              {item}
            </Tag>
          ))}
        </TagGroup>
      )}
      <Combobox
        className={styles.combobox}
        input={{ className: styles.input }}
        freeform
        autoComplete="off"
        expandIcon={suggestions.length > 0 ? { className: styles.icon } : null}
        open={open}
        onOpenChange={(_, data) => setOpen(data.open)}
        value={text}
        selectedOptions={[]}
        onChange={(event) => write(event.target.value)}
        onBlur={() => add(text)}
        onOptionSelect={(_, { optionText }) => optionText && add(optionText)}
      >
        {typed && (
          <Option value={typed} text={typed}>
            {t('picker.add', { text: typed })}
          </Option>
        )}
        {matching.map((suggestion) => (
          <Option key={suggestion} value={suggestion} text={suggestion}>
            {suggestion}
          </Option>
        ))}
      </Combobox>
    </div>
  )
}
