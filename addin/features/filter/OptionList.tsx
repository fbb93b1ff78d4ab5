import { Input, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { CheckmarkRegular, SearchRegular } from '@fluentui/react-icons'
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../../crm/texts/filter.ts'

const useStyles = makeStyles({
  list: {
    maxHeight: 'min(280px, 40vh)',
    overflowY: 'auto',
    marginBlockStart: tokens.spacingVerticalXS,
    // Room for the mark of the active option.
    padding: '1px',
  },
  heading: {
    ...typographyStyles.caption1Strong,
    color: tokens.colorNeutralForeground2,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXXS}`,
  },
  option: {
    ...typographyStyles.body1,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '32px',
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    '&:hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: {
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
    backgroundColor: tokens.colorNeutralBackground1Hover,
  },
  mark: { width: '16px', flexShrink: 0, display: 'inline-flex', color: tokens.colorCompoundBrandForeground1 },
  quiet: { ...typographyStyles.body1, color: tokens.colorNeutralForeground3, padding: tokens.spacingHorizontalS },
  input: { width: '100%', minWidth: 0 },
})

export interface Option {
  value: string
  label: string
  /** Options with the same heading stand together. */
  group?: string
}

interface Props {
  label: string
  /** Undefined while they load. */
  options: readonly Option[] | undefined
  /** What is chosen. Without it a pick is an act, not a choice. */
  selected?: readonly string[]
  /** Only one can be chosen. */
  single?: boolean
  onPick: (value: string) => void
  /** The options could not be loaded. */
  failed?: boolean
  /** The server searches; without it the list is narrowed here. */
  search?: { text: string; onChange: (text: string) => void }
}

/** A list one searches by typing and walks with the arrow keys, always open: for use in popovers and dialogs. */
export function OptionList({ label, options, selected, single = false, onPick, failed = false, search }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [own, setOwn] = useState('')
  const [active, setActive] = useState(0)
  const typed = search?.text ?? own
  const shown = search ? (options ?? []) : (options ?? []).filter((option) => matches(option, typed))
  const at = Math.min(active, shown.length - 1)
  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const type = (text: string) => {
    setActive(0)
    if (search) search.onChange(text)
    else setOwn(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 7, PageUp: at - 7 }[event.key]
    if (next !== undefined) setActive(Math.max(0, Math.min(next, shown.length - 1)))
    else if (event.key === 'Enter' && !event.ctrlKey) {
      const option = shown[at]
      if (option) onPick(option.value)
    } else return
    event.preventDefault()
  }
  return (
    <div>
      <Input
        className={styles.input}
        contentBefore={<SearchRegular aria-hidden />}
        placeholder={t('search')}
        autoComplete="off"
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(at >= 0 ? { 'aria-activedescendant': `${id}-${at}` } : {})}
        value={typed}
        onChange={(_, { value }) => type(value)}
        onKeyDown={onKeyDown}
      />
      {/* The keyboard stays in the field above; aria-activedescendant tells where it is in the list. */}
      <div
        ref={list}
        id={`${id}-list`}
        className={styles.list}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={selected !== undefined && !single}
      >
        {shown.map((option, index) => (
          <Fragment key={option.value}>
            {option.group && option.group !== shown[index - 1]?.group && (
              <div className={styles.heading} role="presentation">
                {option.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard in the field above */}
            <div
              id={`${id}-${index}`}
              data-index={index}
              className={mergeClasses(styles.option, index === at && styles.active)}
              role="option"
              tabIndex={-1}
              aria-selected={selected ? selected.includes(option.value) : index === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                setActive(index)
                onPick(option.value)
              }}
            >
              {selected && (
                <span className={styles.mark}>{selected.includes(option.value) && <CheckmarkRegular />}</span>
              )}
              {option.label}
            </div>
          </Fragment>
        ))}
      </div>
      {shown.length === 0 && (
        <div className={styles.quiet} role="status">
          {options ? t('nothingFound') : failed ? t('notLoaded') : t('loading')}
        </div>
      )}
    </div>
  )
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Every word typed is somewhere in the label or its heading. */
function matches({ label, group = '' }: Option, typed: string): boolean {
  const text = fold(`${label} ${group}`)
  return fold(typed)
    .split(/\s+/)
    .every((word) => text.includes(word))
}
