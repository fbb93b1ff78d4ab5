import './texts.ts'
import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '../../../server/timeline/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../api/session.ts'
import { localDateTime } from '../../ui/format.ts'
import { useFirstField } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalS },
  row: { display: 'flex', gap: tokens.spacingHorizontalS },
})

/** Corrects a call, meeting or note. What somebody else saved meanwhile is shown before it is written over. */
export function EditEntry({ activity, onDone }: { activity: Activity; onDone: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation(['entries', 'translation'])
  const queries = useQueryClient()
  const form = useFirstField()
  const [text, setText] = useState(activity.summary ?? '')
  const [at, setAt] = useState(localDateTime(activity.occurredAt))
  const [minutes, setMinutes] = useState(minutesOf(activity))
  const [read, setRead] = useState(activity)
  const save = useMutation({
    mutationFn: () =>
      api.patch<Activity>(`/activities/${activity.id}`, {
        body: { editedAt: read.editedAt, ...changed(read, { text, at, minutes }) },
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['timeline'] })
      void queries.invalidateQueries({ queryKey: ['contact'] })
      onDone()
    },
    onError: (error) => {
      const current = staleCurrent(error)
      if (current) setRead(current)
    },
  })
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() !== '' && !save.isPending) save.mutate()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
    if (event.key !== 'Escape') return
    // Office.js takes Escape on the window for "leave the pane".
    event.stopPropagation()
    onDone()
  }
  const current = staleCurrent(save.error)
  return (
    <form ref={form} className={styles.form} aria-label={t('edit')} onSubmit={submit} onKeyDown={onKeyDown}>
      <Field label={t('text')} size="small">
        <Textarea
          rows={3}
          resize="vertical"
          maxLength={10_000}
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <Field label={t('when')} size="small">
        <Input type="datetime-local" size="small" value={at} onChange={(_, { value }) => setAt(value)} />
      </Field>
      {activity.type !== 'note' && (
        <Field label={t('minutes')} size="small">
          <Input type="number" min={0} size="small" value={minutes} onChange={(_, { value }) => setMinutes(value)} />
        </Field>
      )}
      {save.isError && (
        <MessageBar intent={current ? 'warning' : 'error'} layout="multiline" role="alert">
          <MessageBarBody>
            {current ? t('stale', { text: current.summary ?? '' }) : describeError(save.error)}
          </MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.row}>
        <Button
          type="submit"
          appearance="primary"
          size="small"
          disabledFocusable={save.isPending || text.trim() === ''}
        >
          {t(save.isPending ? 'translation:common.saving' : 'translation:common.save')}
        </Button>
        <Button size="small" onClick={onDone}>
          {t('translation:common.cancel')}
        </Button>
      </div>
    </form>
  )
}

const minutesOf = ({ details }: Activity): string =>
  typeof details.durationMinutes === 'number' ? String(details.durationMinutes) : ''

/** Only what differs from what was read; seconds, which the field does not show, stay. */
function changed(read: Activity, { text, at, minutes }: { text: string; at: string; minutes: string }) {
  const { direction, outcome, location } = read.details
  return {
    summary: text.trim(),
    ...(at && at !== localDateTime(read.occurredAt) ? { occurredAt: new Date(at).toISOString() } : {}),
    ...(minutes === minutesOf(read)
      ? {}
      : {
          details: {
            ...(direction ? { direction } : {}),
            ...(outcome ? { outcome } : {}),
            ...(location ? { location } : {}),
            ...(minutes === '' ? {} : { durationMinutes: Number(minutes) }),
          },
        }),
  }
}

const staleCurrent = (error: unknown): Activity | null =>
  error instanceof ApiProblem && error.type === 'stale-activity' ? (error.body.current as Activity) : null
