import { Button, Field, Input, MessageBar, MessageBarActions, MessageBarBody, Select } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnRow } from './ColumnRow.tsx'
import { Foot } from './Foot.tsx'
import { kindColumns, summaryOf, toNotes } from './mapping.ts'
import { errorAt } from './problems.ts'
import { StepFrame } from './StepFrame.tsx'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

const pageful = 60

type Show = 'all' | 'ignored' | 'open'

/** Where every column goes; none is left out of sight. */
export function ColumnsStep(props: StepProps) {
  const { one, edit, questions, errors, locked, go } = props
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const [show, setShow] = useState<Show>('all')
  const [text, setText] = useState('')
  const [shown, setShown] = useState(pageful)
  const list = useRef<HTMLUListElement>(null)
  const kinds = kindColumns(edit.mapping)
  const isOpen = (index: number) =>
    questions.includes(index) ||
    errorAt(errors, `columns.${index}`) !== undefined ||
    (one.columns[index]?.damage.length ?? 0) > 0
  const isShown = (index: number) => {
    const target = edit.mapping.columns[index]?.target
    if (show === 'ignored' && (target !== 'ignore' || kinds.has(index))) return false
    if (show === 'open' && !isOpen(index)) return false
    return (one.columns[index]?.name ?? '').toLocaleLowerCase().includes(text.trim().toLocaleLowerCase())
  }
  const places = one.columns.map((_, index) => index).filter(isShown)
  const showQuestion = () => {
    const first = questions[0]
    if (first === undefined) return true
    setShow('all')
    setText('')
    setShown((count) => Math.max(count, first + 1))
    // Once it is there.
    requestAnimationFrame(() => {
      list.current?.querySelector<HTMLElement>(`[data-column="${first}"] input[type=radio]`)?.focus()
    })
    return false
  }
  return (
    <StepFrame
      title={t('columns.title')}
      intro={t('columns.intro')}
      foot={<Foot step="columns" edit={edit} go={go} locked={locked} beforeNext={() => locked || showQuestion()} />}
    >
      <p className={shared.text}>{t(`columns.from.${one.mappingFrom}`, { name: one.knownAs ?? '' })}</p>
      <Summary {...props} />
      {questions.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('columns.questions', { count: questions.length })}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={showQuestion}>{t('columns.toQuestion')}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {one.columns.length > 8 && (
        <div className={shared.columns}>
          <Field label={t('columns.show')}>
            <Select className={shared.control} value={show} onChange={(_, { value }) => setShow(value as Show)}>
              <option value="all">{t('columns.showAll')}</option>
              <option value="ignored">{t('columns.showIgnored')}</option>
              <option value="open">{t('columns.showOpen')}</option>
            </Select>
          </Field>
          <Field label={t('columns.search')}>
            <Input
              className={shared.control}
              type="search"
              contentBefore={<SearchRegular aria-hidden />}
              value={text}
              onChange={(_, { value }) => setText(value)}
            />
          </Field>
        </div>
      )}
      <ul ref={list} className={shared.list} aria-label={t('columns.title')}>
        {places.slice(0, shown).map((index) => (
          <ColumnRow key={index} index={index} {...props} />
        ))}
      </ul>
      {places.length === 0 && <p className={shared.text}>{t('columns.none')}</p>}
      {places.length > shown && (
        <div className={shared.row}>
          <Button onClick={() => setShown(shown + pageful)}>{t('columns.more')}</Button>
          <span className={shared.quiet}>{t('columns.shown', { from: 1, to: shown, count: places.length })}</span>
        </div>
      )}
    </StepFrame>
  )
}

/** "12 of 17 columns are imported, 3 go to a note, 2 with data are ignored." */
function Summary({ one, edit, locked }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { all, imported, notes, ignored, empty } = summaryOf(one.columns, edit.mapping)
  const parts = [
    t('columns.imported', { count: imported, all }),
    ...(notes > 0 ? [t('columns.notes', { count: notes })] : []),
    ...(ignored.length > 0 ? [t('columns.ignored', { count: ignored.length })] : []),
    ...(empty > 0 ? [t('columns.emptyOnes', { count: empty })] : []),
  ]
  return (
    <div className={shared.row}>
      <p className={shared.strong} role="status">
        {parts.join(', ')}.
      </p>
      {!locked && ignored.length > 0 && (
        <Button size="small" onClick={() => edit.change((mapping) => toNotes(mapping, ignored))}>
          {t('columns.allToNotes')}
        </Button>
      )}
    </div>
  )
}
