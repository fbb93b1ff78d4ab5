import { Field, Input, Select } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeReading, Import } from '../../../server/import/schema.ts'
import { delimiterList, encodingList, quoteList } from './catalogue.ts'
import { errorAt, errorsByPath } from './problems.ts'
import { useImportStyles } from './styles.ts'

const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const
const quoteNames = { '"': 'double', "'": 'single', '': 'none' } as const
const lastLine = 1000

interface Props {
  one: Import
  locked: boolean
  busy: boolean
  error: unknown
  onChange: (change: ChangeReading) => void
}

/** What can be corrected about the reading of a file of this kind; each correction reads it again at once. */
export function ReadingForm({ one: { format, reading }, locked, busy, error, onChange }: Props) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const errors = errorsByPath(error)
  const said = (name: keyof ChangeReading) => errorAt(errors, name) ?? null
  if (format === 'vcard') return <p className={shared.text}>{t('file.card')}</p>
  return (
    <fieldset className={shared.plain} disabled={locked} aria-busy={busy}>
      <div className={shared.columns}>
        {format === 'csv' && (
          <>
            <Field
              label={t('file.encoding')}
              hint={`${t(`file.encodingFrom.${reading.encodingFrom}`)} ${t('file.encodingHint')}`}
              validationMessage={said('encoding')}
            >
              <Select
                className={shared.control}
                value={reading.encoding}
                onChange={(_, { value }) => onChange({ encoding: value as Import['reading']['encoding'] })}
              >
                {encodingList.map((encoding) => (
                  <option key={encoding} value={encoding}>
                    {t(`encoding.${encoding}`)}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={t('file.delimiter')} validationMessage={said('delimiter')}>
              <Select
                className={shared.control}
                value={reading.delimiter}
                onChange={(_, { value }) => onChange({ delimiter: value as Import['reading']['delimiter'] })}
              >
                {delimiterList.map((delimiter) => (
                  <option key={delimiter} value={delimiter}>
                    {t(`delimiter.${delimiterNames[delimiter]}`)}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={t('file.quote')} validationMessage={said('quote')}>
              <Select
                className={shared.control}
                value={reading.quote}
                onChange={(_, { value }) => onChange({ quote: value as Import['reading']['quote'] })}
              >
                {quoteList.map((quote) => (
                  <option key={quoteNames[quote]} value={quote}>
                    {t(`quote.${quoteNames[quote]}`)}
                  </option>
                ))}
              </Select>
            </Field>
          </>
        )}
        {reading.sheets.length > 1 && (
          <Field label={t('file.sheet')} validationMessage={said('sheet')}>
            <Select
              className={shared.control}
              value={reading.sheet ?? ''}
              onChange={(_, { value }) => onChange({ sheet: value })}
            >
              {reading.sheets.map((sheet) => (
                <option key={sheet} value={sheet}>
                  {sheet}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Header line={reading.headerLine} error={said('headerLine')} onChange={onChange} />
      </div>
    </fieldset>
  )
}

interface HeaderProps {
  line: number
  error: string | null
  onChange: (change: ChangeReading) => void
}

/** Where the names of the columns stand. */
function Header({ line, error, onChange }: HeaderProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const [further, setFurther] = useState(line > 1)
  const [typed, setTyped] = useState(String(line))
  useEffect(() => {
    setFurther(line > 1)
    setTyped(String(Math.max(2, line)))
  }, [line])
  const place = line === 0 ? 'none' : further ? 'other' : 'first'
  const choose = (value: string) => {
    setFurther(value === 'other')
    if (value === 'first') onChange({ headerLine: 1 })
    if (value === 'none') onChange({ headerLine: 0 })
    if (value === 'other' && line === 0) onChange({ headerLine: 2 })
  }
  const commit = () => {
    const next = Number(typed)
    if (Number.isInteger(next) && next >= 1 && next <= lastLine) {
      if (next !== line) onChange({ headerLine: next })
    } else setTyped(String(line))
  }
  return (
    <>
      <Field label={t('file.header')} validationMessage={place === 'other' ? null : error}>
        <Select className={shared.control} value={place} onChange={(_, { value }) => choose(value)}>
          <option value="first">{t('file.headerFirst')}</option>
          <option value="other">{t('file.headerOther')}</option>
          <option value="none">{t('file.headerNone')}</option>
        </Select>
      </Field>
      {place === 'other' && (
        <Field label={t('file.headerLine')} hint={t('file.headerLineHint')} validationMessage={error}>
          <Input
            className={shared.control}
            type="number"
            min={1}
            max={lastLine}
            value={typed}
            onChange={(_, { value }) => setTyped(value)}
            onBlur={commit}
            onKeyDown={({ key }) => key === 'Enter' && commit()}
          />
        </Field>
      )}
    </>
  )
}
