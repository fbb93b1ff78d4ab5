import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import {
  AddRegular,
  ArrowDownRegular,
  ArrowUpRegular,
  ColumnTripleEditRegular,
  DismissRegular,
} from '@fluentui/react-icons'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { useCustomFields } from '../../features/custom-fields/use-custom-fields.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { describeError } from '../../ui/problem-text.ts'
import { customColumn, fixedColumn, moveColumn, recordColumns, usualColumns } from './columns.ts'
import { useColumnLabel } from './use-column-label.ts'

const useStyles = makeStyles({
  surface: { width: 'min(340px, 90vw)', maxHeight: '70vh', overflowY: 'auto' },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  part: { ...typographyStyles.caption1Strong, margin: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalXS}` },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { display: 'flex', alignItems: 'center', minHeight: '32px' },
  label: { flexGrow: 1, minWidth: 0 },
})

interface Props {
  columns: string[]
  custom: ReturnType<typeof useCustomFields>
  onChange: (columns: string[]) => void
  error: Error | null
}

/** Chooses the columns and their order; each change holds at once. */
export function ColumnsMenu({ columns, custom, onChange, error }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const label = useColumnLabel(custom)
  const [said, setSaid] = useState('')
  const others = [...recordColumns, ...custom.fields.map(customColumn)].filter((id) => !columns.includes(id))
  const move = (id: string, by: -1 | 1) => {
    const next = moveColumn(columns, id, by)
    onChange(next)
    setSaid(t('columns.moved', { column: label(id), place: next.indexOf(id) + 1 }))
  }
  return (
    <Popover positioning="below-end" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button icon={<ColumnTripleEditRegular />}>{t('columns.open')}</Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('columns.title')}>
        <h2 className={styles.title}>{t('columns.title')}</h2>
        <Announcer text={said} />
        {error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{t('columns.failed', { reason: describeError(error) })}</MessageBarBody>
          </MessageBar>
        )}
        <h3 className={styles.part}>{t('columns.shown')}</h3>
        <ol className={styles.list}>
          {columns.map((id, index) => (
            <li key={id} className={styles.item}>
              <span className={styles.label}>{label(id)}</span>
              {id !== fixedColumn && (
                <>
                  <Tool
                    label={t('columns.up', { column: label(id) })}
                    icon={<ArrowUpRegular />}
                    disabled={index === 1}
                    onClick={() => move(id, -1)}
                  />
                  <Tool
                    label={t('columns.down', { column: label(id) })}
                    icon={<ArrowDownRegular />}
                    disabled={index === columns.length - 1}
                    onClick={() => move(id, 1)}
                  />
                  <Tool
                    label={t('columns.hide', { column: label(id) })}
                    icon={<DismissRegular />}
                    onClick={() => onChange(columns.filter((one) => one !== id))}
                  />
                </>
              )}
            </li>
          ))}
        </ol>
        {others.length > 0 && <h3 className={styles.part}>{t('columns.others')}</h3>}
        <ul className={styles.list}>
          {others.map((id) => (
            <li key={id} className={styles.item}>
              <span className={styles.label}>{label(id)}</span>
              <Tool
                label={t('columns.show', { column: label(id) })}
                icon={<AddRegular />}
                onClick={() => onChange([...columns, id])}
              />
            </li>
          ))}
        </ul>
        <Button size="small" onClick={() => onChange([...usualColumns])}>
          {t('columns.usual')}
        </Button>
      </PopoverSurface>
    </Popover>
  )
}

interface ToolProps {
  label: string
  icon: JSX.Element
  disabled?: boolean
  onClick: () => void
}

function Tool({ label, icon, disabled = false, onClick }: ToolProps) {
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={icon}
      aria-label={label}
      title={label}
      disabledFocusable={disabled}
      onClick={onClick}
    />
  )
}
