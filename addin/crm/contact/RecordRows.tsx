import '../texts/record.ts'
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHidden } from '../../ui/parts/hidden.ts'

const useStyles = makeStyles({
  list: { ...typographyStyles.body1, margin: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  row: {
    display: 'grid',
    gridTemplateColumns: '96px minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'start',
    minHeight: '28px',
    marginInline: `calc(-1 * ${tokens.spacingHorizontalS})`,
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  name: {
    ...typographyStyles.caption1,
    lineHeight: '20px',
    paddingBlock: '4px',
    color: tokens.colorNeutralForeground3,
    hyphens: 'auto',
  },
  value: { margin: 0, paddingBlock: '4px', minWidth: 0, whiteSpace: 'pre-line' },
  empty: { color: tokens.colorNeutralForeground3 },
  editor: {
    margin: 0,
    marginInline: `calc(-1 * ${tokens.spacingHorizontalL})`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  form: { margin: 0 },
  toggle: { justifySelf: 'start', marginInlineStart: '-8px' },
})

export interface Row {
  field: string
  label: string
  /** Null or empty: nothing is known. */
  value: ReactNode
  /** Kept by the server, not by hand. */
  fixed?: boolean
}

interface Props {
  rows: Row[]
  /** The form of one field, in the place of its line. */
  editor: (field: string, onDone: () => void) => ReactNode
}

/** Every field of a record, each edited in place. Empty ones show on demand. */
export function RecordRows({ rows, editor }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('record')
  const hidden = useHidden()
  const [editing, setEditing] = useState<string>()
  const [all, setAll] = useState(false)
  const list = useRef<HTMLDListElement>(null)
  const left = useRef<string>(undefined)
  // Into the first input of the form; and when the line is back, to its button, where the focus was before.
  useEffect(() => {
    const button = left.current && `[data-edit="${CSS.escape(left.current)}"]`
    const target = editing ? ':is(input, select, textarea):not([type=hidden])' : button
    if (target) list.current?.querySelector<HTMLElement>(target)?.focus()
  }, [editing])
  const done = (field: string) => {
    left.current = field
    setEditing(undefined)
  }
  const shown = rows.filter((row) => all || row.value || row.field === editing)
  return (
    <>
      <dl ref={list} className={styles.list}>
        {shown.map((row) =>
          row.field === editing ? (
            <div key={row.field} className={styles.editor}>
              <dt className={hidden}>{row.label}</dt>
              <dd className={styles.form}>{editor(row.field, () => done(row.field))}</dd>
            </div>
          ) : (
            <div key={row.field} className={styles.row}>
              <dt className={styles.name}>{row.label}</dt>
              <dd className={styles.value}>{row.value || <span className={styles.empty}>–</span>}</dd>
              {!row.fixed && (
                <dd style={{ margin: 0 }}>
                  <Button
                    size="small"
                    appearance="subtle"
                    data-edit={row.field}
                    icon={<EditRegular />}
                    aria-label={t('editField', { field: row.label })}
                    title={t('editField', { field: row.label })}
                    onClick={() => setEditing(row.field)}
                  />
                </dd>
              )}
            </div>
          ),
        )}
      </dl>
      {rows.some((row) => !row.value) && (
        <Button className={styles.toggle} size="small" appearance="subtle" onClick={() => setAll(!all)}>
          {all ? t('less') : t('more')}
        </Button>
      )}
    </>
  )
}
