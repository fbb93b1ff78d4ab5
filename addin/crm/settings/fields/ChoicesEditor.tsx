import {
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import {
  AddRegular,
  ArchiveRegular,
  ArrowDownRegular,
  ArrowUndoRegular,
  ArrowUpRegular,
  DismissRegular,
  MergeRegular,
  MoreHorizontalRegular,
} from '@fluentui/react-icons'
import { type ClipboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '../../../../server/custom-fields/schema.ts'
import { addedChoices, type ChoiceRow, moved } from './field-form.ts'
import { ReplaceChoice } from './ReplaceChoice.tsx'

const useStyles = makeStyles({
  part: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXS,
    border: 'none',
    margin: 0,
    padding: 0,
    minWidth: 0,
  },
  title: { ...typographyStyles.body1, padding: 0, marginBlockEnd: tokens.spacingVerticalXS },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalXS },
  row: { display: 'flex', alignItems: 'center', gap: '2px' },
  input: { flex: '1 1 0', minWidth: 0 },
  archived: { opacity: 0.85, textDecorationLine: 'line-through' },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  wrong: { ...typographyStyles.caption1, color: tokens.colorPaletteRedForeground1, margin: 0 },
})

interface Props {
  /** The saved field; null while it is made. */
  field: CustomField | null
  rows: ChoiceRow[]
  fault: string | undefined
  onChange: (rows: ChoiceRow[]) => void
  /** A choice was replaced in all records, which is saved at once. */
  onReplaced: (field: CustomField) => void
}

/** The choices of a field: rename, reorder, archive, add (several lines at once by pasting), replace (CF-03). */
export function ChoicesEditor({ field, rows, fault, onChange, onReplaced }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const [replacing, setReplacing] = useState<ChoiceRow | null>(null)
  const change = (row: number, part: Partial<ChoiceRow>) =>
    onChange(rows.map((one) => (one.row === row ? { ...one, ...part } : one)))
  return (
    <fieldset className={styles.part}>
      <legend className={styles.title}>{t('choices.title')}</legend>
      {field && <p className={styles.quiet}>{t('choices.hint')}</p>}
      <ul className={styles.list}>
        {rows.map((row, index) => (
          <li key={row.row} className={styles.row}>
            <Input
              className={styles.input}
              input={{ className: row.archived ? styles.archived : '' }}
              size="small"
              maxLength={100}
              aria-label={t(row.archived ? 'choices.archivedChoice' : 'choices.choice', { number: index + 1 })}
              value={row.label}
              onChange={(_, { value }) => change(row.row, { label: value })}
            />
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowUpRegular />}
              aria-label={t('fields.up', { label: row.label })}
              disabledFocusable={index === 0}
              onClick={() => onChange(moved(rows, index, -1))}
            />
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowDownRegular />}
              aria-label={t('fields.down', { label: row.label })}
              disabledFocusable={index === rows.length - 1}
              onClick={() => onChange(moved(rows, index, 1))}
            />
            {row.id === undefined ? (
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('choices.remove', { label: row.label })}
                onClick={() => onChange(rows.filter((one) => one !== row))}
              />
            ) : (
              <SavedActions
                row={row}
                onArchive={(archived) => change(row.row, { archived })}
                onRemove={() => onChange(rows.filter((one) => one !== row))}
                onReplace={() => setReplacing(row)}
              />
            )}
          </li>
        ))}
      </ul>
      <AddChoices onAdd={(text) => onChange(addedChoices(rows, text))} />
      {fault && <p className={styles.wrong}>{fault}</p>}
      {field && replacing && (
        <ReplaceChoice
          field={field}
          from={replacing}
          onClose={() => setReplacing(null)}
          onReplaced={(saved) => {
            setReplacing(null)
            onReplaced(saved)
          }}
        />
      )}
    </fieldset>
  )
}

interface SavedProps {
  row: ChoiceRow
  onArchive: (archived: boolean) => void
  onRemove: () => void
  onReplace: () => void
}

function SavedActions({ row, onArchive, onRemove, onReplace }: SavedProps) {
  const { t } = useTranslation('settings')
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('fields.moreFor', { label: row.label })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem
            icon={row.archived ? <ArrowUndoRegular /> : <ArchiveRegular />}
            onClick={() => onArchive(!row.archived)}
          >
            {t(row.archived ? 'choices.restore' : 'choices.archive')}
          </MenuItem>
          <MenuItem icon={<MergeRegular />} onClick={onReplace}>
            {t('choices.replace')}
          </MenuItem>
          <MenuItem icon={<DismissRegular />} onClick={onRemove}>
            {t('choices.removeSaved')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function AddChoices({ onAdd }: { onAdd: (text: string) => void }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const [text, setText] = useState('')
  const add = () => {
    onAdd(text)
    setText('')
  }
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!/[\r\n]/.test(pasted)) return
    event.preventDefault()
    onAdd(`${text}${pasted}`)
    setText('')
  }
  return (
    <Field label={t('choices.new')} hint={t('choices.newHint')} size="small">
      <div className={styles.row}>
        <Input
          className={styles.input}
          size="small"
          maxLength={100}
          aria-label={t('choices.new')}
          value={text}
          onChange={(_, { value }) => setText(value)}
          onPaste={paste}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || text.trim() === '') return
            event.preventDefault()
            add()
          }}
        />
        <Button size="small" icon={<AddRegular />} disabledFocusable={text.trim() === ''} onClick={add}>
          {t('choices.add')}
        </Button>
      </div>
    </Field>
  )
}
