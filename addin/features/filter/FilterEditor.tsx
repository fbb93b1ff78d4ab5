import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Filter } from '../../../server/filter/schema.ts'
import { GroupEditor } from './GroupEditor.tsx'
import { type Group, toFilter, toTree } from './tree.ts'
import '../../crm/texts/filter.ts'
import { useWords } from './use-lookups.ts'

interface Props {
  value: Filter | undefined
  /** Gets a whole filter each time; undefined when no condition is left. */
  onChange: (filter: Filter | undefined) => void
}

interface Edited {
  /** The value this tree stands for. */
  text: string
  tree: Group
}

const textOf = (filter: Filter | undefined): string => JSON.stringify(filter) ?? ''

/** The one editor of filter expressions: chips at first sight, groups of all, any or none for those who need them. */
export default function FilterEditor({ value, onChange }: Props) {
  const { t } = useTranslation('filter')
  const place = useRef<HTMLDivElement>(null)
  const words = useWords(value)
  const [edited, setEdited] = useState<Edited>(() => ({ text: textOf(value), tree: toTree(value) }))
  // Groups that are still empty live here only; a value from elsewhere (the address, a saved view) replaces them.
  const current = edited.text === textOf(value) ? edited : { text: textOf(value), tree: toTree(value) }
  const change = (tree: Group) => {
    const filter = toFilter(tree)
    const text = textOf(filter)
    setEdited({ text, tree })
    if (text !== current.text) onChange(filter)
    keepFocus(place.current)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands inside forms of its own, which a fieldset would become part of
    <div ref={place} role="group" aria-label={t('label')}>
      <GroupEditor root={current.tree} path={[]} words={words} onChange={change} />
    </div>
  )
}

/** What was pressed may be gone with the change; the keyboard goes on at the end of the filter, not at the top of the page. */
function keepFocus(place: HTMLElement | null): void {
  setTimeout(() => {
    if (document.activeElement && document.activeElement !== document.body) return
    const buttons = place?.querySelectorAll<HTMLElement>('[data-add-condition]')
    buttons?.item(buttons.length - 1)?.focus()
  }, 50)
}
