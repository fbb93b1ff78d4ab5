import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { ArrowRightRegular, ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CustomField } from '../../../server/custom-fields/schema.ts'
import type { Import, ImportRow } from '../../../server/import/schema.ts'
import { useHidden } from '../../ui/parts/hidden.ts'
import { Severity } from './Issues.tsx'
import { useImportStyles } from './styles.ts'
import { useTargetWords } from './use-target-words.ts'

const namingCells = 3

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXS,
    paddingBlock: tokens.spacingVerticalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: {
    ...typographyStyles.body1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
  },
  row: { ...typographyStyles.body1Strong, fontVariantNumeric: 'tabular-nums' },
  issue: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXS,
    overflowWrap: 'anywhere',
  },
  changes: {
    ...typographyStyles.body1,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 160px) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    margin: 0,
    overflowWrap: 'anywhere',
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  field: { color: tokens.colorNeutralForeground2 },
  values: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px', margin: 0 },
  old: { color: tokens.colorNeutralForeground2, textDecorationLine: 'line-through' },
  none: { color: tokens.colorNeutralForeground2 },
  cells: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 200px) minmax(0, 1fr)',
    gap: `2px ${tokens.spacingHorizontalM}`,
    margin: 0,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-line',
  },
  cell: { margin: 0 },
})

interface Props {
  one: Import
  fields: readonly CustomField[]
  rows: readonly ImportRow[]
}

/** Rows with what was found in them, what changes, and how they stand in the file. */
export function RowList({ one, fields, rows }: Props) {
  const shared = useImportStyles()
  return (
    <ul className={shared.list}>
      {rows.map((row) => (
        <Row key={row.row} one={one} fields={fields} row={row} />
      ))}
    </ul>
  )
}

function Row({ one, fields, row }: { one: Import; fields: readonly CustomField[]; row: ImportRow }) {
  const styles = useStyles()
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const naming = row.cells.filter(Boolean).slice(0, namingCells).join(' · ')
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <span className={styles.row}>{t('rows.row', { row: row.row })}</span>
        {row.contact ? (
          <Link className={shared.link} to={`/contacts/${row.contact.id}`}>
            {row.contact.name}
          </Link>
        ) : (
          <span>{naming}</span>
        )}
        <span className={shared.quiet}>{t('rows.line', { line: row.line })}</span>
      </div>
      {row.issues.length > 0 && (
        <ul className={shared.list}>
          {row.issues.map((issue) => (
            <li key={`${issue.code} ${issue.column} ${issue.value}`} className={styles.issue}>
              <Severity of={issue.severity} />
              <span>
                {issue.column !== null && <strong>{issue.column}: </strong>}
                {issue.message}{' '}
                {issue.code === 'made-beside' && row.contact && (
                  <Link className={shared.link} to="/duplicates">
                    {t('rows.duplicates')}
                  </Link>
                )}{' '}
                {issue.value !== null && <span className={styles.none}>“{issue.value}”</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Changes one={one} fields={fields} changes={row.changes} />
      <Cells one={one} row={row} />
    </li>
  )
}

/** Old and new value of each field that changes. */
function Changes({ one, fields, changes }: Omit<Props, 'rows'> & Pick<ImportRow, 'changes'>) {
  const styles = useStyles()
  const hidden = useHidden()
  const { t } = useTranslation('imports')
  const words = useTargetWords(fields, one.mapping.columns)
  if (changes.length === 0) return null
  return (
    <dl className={styles.changes} aria-label={t('rows.changes')}>
      {changes.map(({ field, before, after }) => {
        const old = isBlank(before) ? '' : words.text(field, before)
        return (
          <div key={field} style={{ display: 'contents' }}>
            <dt className={styles.field}>{words.fieldLabel(field)}</dt>
            <dd className={styles.values}>
              {old && (
                <>
                  <span className={hidden}>{t('rows.from')}: </span>
                  <span className={styles.old}>{old}</span>
                  <ArrowRightRegular aria-hidden />
                </>
              )}
              {old && <span className={hidden}>{t('rows.to')}: </span>}
              <span>{isBlank(after) ? t('rows.empty') : words.text(field, after)}</span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The whole row as it stands in the file, for who wants to see it. */
function Cells({ one, row }: { one: Import; row: ImportRow }) {
  const styles = useStyles()
  const { t } = useTranslation('imports')
  const [open, setOpen] = useState(false)
  const id = useId()
  if (row.cells.length === 0) return null
  const filled = row.cells.flatMap((text, at) =>
    text === '' ? [] : [{ at, name: one.columns[at]?.name ?? t('rows.noColumn', { number: at + 1 }), text }],
  )
  return (
    <div>
      <Button
        size="small"
        appearance="transparent"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        aria-controls={id}
        aria-label={`${t('rows.cells')}: ${t('rows.row', { row: row.row })}`}
        onClick={() => setOpen(!open)}
      >
        {t('rows.cells')}
      </Button>
      <div id={id}>
        {open && (
          <dl className={styles.cells}>
            {filled.map(({ at, name, text }) => (
              <div key={at} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd className={styles.cell}>{text}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  )
}
