import {
  Dialog,
  DialogSurface,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import {
  BuildingRegular,
  HandshakeRegular,
  PersonAddRegular,
  PersonRegular,
  SearchRegular,
} from '@fluentui/react-icons'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import { pages } from '../shell/pages.ts'
import { type Entry, groupsOf } from './entries.ts'
import { useEntries } from './use-entries.ts'

const useStyles = makeStyles({
  surface: {
    padding: 0,
    maxWidth: 'min(560px, 94vw)',
    marginTop: '10vh',
    marginBottom: 'auto',
    overflow: 'hidden',
  },
  input: { width: '100%', minHeight: '48px', paddingInline: tokens.spacingHorizontalM, borderRadius: 0 },
  list: { maxHeight: '60vh', overflowY: 'auto', padding: tokens.spacingHorizontalXS },
  group: { margin: 0, padding: 0 },
  heading: {
    ...typographyStyles.caption1Strong,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    color: tokens.colorNeutralForeground3,
  },
  entry: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '36px',
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground1Hover,
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
  },
  icon: { fontSize: '20px', flexShrink: 0, lineHeight: 1 },
  label: { ...typographyStyles.body1 },
  detail: {
    ...typographyStyles.caption1,
    color: tokens.colorNeutralForeground3,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  none: { ...typographyStyles.body1, padding: tokens.spacingHorizontalM },
})

const headings = {
  contact: 'palette.contacts',
  company: 'palette.companies',
  deal: 'palette.deals',
  page: 'palette.pages',
  action: 'palette.actions',
  list: 'palette.more',
} as const satisfies Record<Entry['kind'], string>

/** Ctrl K: finds contacts and companies, jumps to pages; all of it without leaving the keyboard. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  useReturnFocus()
  const navigate = useNavigate()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState(0)
  const { entries, searching, error } = useEntries(typed)
  const active = Math.min(wanted, entries.length - 1)
  const go = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    void navigate(entry.to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      setWanted((to + entries.length) % Math.max(1, entries.length))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      go(entries[active])
    }
  }
  const optionId = (index: number) => `${listId}-${index}`
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface} aria-label={t('palette.title')} aria-describedby={undefined}>
        <Input
          className={styles.input}
          appearance="filled-lighter"
          contentBefore={<SearchRegular aria-hidden />}
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={entries.length > 0 ? optionId(active) : undefined}
          placeholder={t('palette.placeholder')}
          maxLength={200}
          value={typed}
          onChange={(_, { value }) => {
            setTyped(value)
            setWanted(0)
          }}
          onKeyDown={onKeyDown}
        />
        {error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{describeError(error)}</MessageBarBody>
          </MessageBar>
        )}
        <Announcer text={searching ? t('palette.searching') : t('palette.found', { count: entries.length })} />
        <Options
          id={listId}
          entries={entries}
          active={active}
          optionId={optionId}
          onPick={go}
          onPoint={(index) => setWanted(index)}
        />
        {entries.length === 0 && <p className={styles.none}>{t('palette.none')}</p>}
      </DialogSurface>
    </Dialog>
  )
}

interface OptionsProps {
  id: string
  entries: Entry[]
  active: number
  optionId: (index: number) => string
  onPick: (entry: Entry) => void
  onPoint: (index: number) => void
}

function Options({ id, entries, active, optionId, onPick, onPoint }: OptionsProps) {
  const styles = useStyles()
  const { t } = useTranslation('crm')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} id={id} role="listbox" aria-label={t('palette.results')} className={styles.list} tabIndex={-1}>
      {groupsOf(entries).map(({ kind, first, members }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, which no element stands for
        <div key={first} role="group" aria-labelledby={`${id}-group-${first}`} className={styles.group}>
          <div id={`${id}-group-${first}`} role="presentation" className={styles.heading}>
            {t(headings[kind])}
          </div>
          {members.map((entry, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
            <div
              key={`${entry.kind} ${entry.id}`}
              id={optionId(first + at)}
              data-index={first + at}
              role="option"
              tabIndex={-1}
              aria-selected={first + at === active}
              className={mergeClasses(styles.entry, first + at === active && styles.active)}
              onClick={() => onPick(entry)}
              onMouseMove={() => onPoint(first + at)}
            >
              <EntryIcon entry={entry} />
              <bdi className={styles.label}>{entry.label}</bdi>
              {'detail' in entry && <bdi className={styles.detail}>{entry.detail}</bdi>}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

function EntryIcon({ entry }: { entry: Entry }) {
  const styles = useStyles()
  const Icon =
    entry.kind === 'contact'
      ? PersonRegular
      : entry.kind === 'company'
        ? BuildingRegular
        : entry.kind === 'deal' || entry.id === 'add-deal'
          ? HandshakeRegular
          : entry.kind === 'page'
            ? (pages.find(({ name }) => name === entry.id)?.icon ?? SearchRegular)
            : entry.kind === 'action'
              ? PersonAddRegular
              : SearchRegular
  return <Icon className={styles.icon} aria-hidden />
}
