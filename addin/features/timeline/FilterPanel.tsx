import './texts.ts'
import { Button, Field, Input, makeStyles, SearchBox, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { UserPicker } from '../editing/UserPicker.tsx'
import type { TimelineFilter } from './filters.ts'
import { RemovedDialog } from './RemovedDialog.tsx'

const TYPING = 300

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
    gap: tokens.spacingHorizontalS,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
  },
  input: { minWidth: 0, maxWidth: 'none', width: '100%' },
  wide: { gridColumn: '1 / -1', justifySelf: 'start' },
})

interface Props {
  filter: TimelineFilter
  onFilter: (filter: TimelineFilter) => void
  /** Whose timeline it is; null for that of a company. */
  contactId: string | null
}

/** Narrows the timeline by words, person and days; shows what was taken off it. */
export default function FilterPanel({ filter, onFilter, contactId }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('entries')
  const [removed, setRemoved] = useState(false)
  const set = (part: Partial<TimelineFilter>) => onFilter({ ...filter, ...part })
  return (
    <search className={styles.panel}>
      <Field label={t('filters.search')} size="small">
        <Words text={filter.search} onChange={(search) => set({ search })} />
      </Field>
      <Field label={t('filters.person')} size="small">
        <UserPicker value={filter.person || null} onChange={(user) => set({ person: user?.id ?? '' })} />
      </Field>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(`filters.${end}`)} size="small">
          <Input
            className={styles.input}
            type="date"
            size="small"
            value={filter[end]}
            onChange={(_, { value }) => set({ [end]: value })}
          />
        </Field>
      ))}
      {contactId && (
        <Button className={styles.wide} size="small" appearance="subtle" onClick={() => setRemoved(true)}>
          {t('filters.removed')}
        </Button>
      )}
      {removed && contactId && <RemovedDialog contactId={contactId} onClose={() => setRemoved(false)} />}
    </search>
  )
}

/** What is typed counts after a moment of rest. */
function Words({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const styles = useStyles()
  const [typed, setTyped] = useState(text)
  const [from, setFrom] = useState(text)
  // Set from outside, by going back or by «show everything».
  if (text !== from) {
    setFrom(text)
    setTyped(text)
  }
  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => onChange(typed), TYPING)
    return () => clearTimeout(timer)
  })
  return (
    <SearchBox
      className={styles.input}
      size="small"
      maxLength={200}
      value={typed}
      onChange={(_, { value }) => setTyped(value)}
    />
  )
}
