import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Form } from '../../../server/forms/schema.ts'
import { ApiProblem } from '../../api/problem.ts'
import { Confirm } from '../settings/parts/Confirm.tsx'
import { Refused } from '../settings/parts/Refused.tsx'
import { Said } from '../settings/parts/Said.tsx'
import { AfterPart } from './AfterPart.tsx'
import { ConsentPart } from './ConsentPart.tsx'
import { FieldsPart } from './FieldsPart.tsx'
import { useCloseForm, useCreateForm, useDeleteForm } from './forms-query.ts'
import { Preview } from './Preview.tsx'
import { useFormRights } from './rights.ts'
import { useFormStyles } from './styles.ts'
import { TextPart } from './TextPart.tsx'
import { type Draft, useDraft } from './use-draft.ts'

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  bar: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    display: 'grid',
    gap: tokens.spacingVerticalS,
    paddingBlock: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  parts: { border: 'none', margin: 0, padding: 0, minWidth: 0 },
})

/** What a part of the builder works on. */
export interface PartProps {
  draft: Draft
  set: (part: Partial<Draft>) => void
}

/** Builds a form beside its preview. Visitors see nothing of it before it is published. */
export function Builder({ form }: { form: Form }) {
  const styles = useFormStyles()
  const own = useStyles()
  const { t } = useTranslation('marketingForms')
  const { writes } = useFormRights()
  const draft = useDraft(form)
  const parts: PartProps = { draft: draft.value, set: draft.set }
  return (
    <>
      <div className={own.bar}>
        {writes ? <Actions form={form} draft={draft} /> : <p className={styles.text}>{t('readOnly')}</p>}
        <Said text={draft.said} onDismiss={() => draft.say(null)} />
        <Trouble error={draft.error} onLoad={() => draft.load()} />
      </div>
      <div className={own.columns}>
        <fieldset className={own.parts} disabled={!writes}>
          <TextPart {...parts} />
          <FieldsPart {...parts} />
          <ConsentPart {...parts} />
          <AfterPart {...parts} ownerName={form.owner?.name} />
        </fieldset>
        <Preview definition={draft.value.definition} />
      </div>
    </>
  )
}

type DraftState = ReturnType<typeof useDraft>

function Actions({ form, draft }: { form: Form; draft: DraftState }) {
  const styles = useFormStyles()
  const { t } = useTranslation('marketingForms')
  const navigate = useNavigate()
  const [task, setTask] = useState<'close' | 'remove'>()
  const close = useCloseForm()
  const remove = useDeleteForm()
  const copy = useCreateForm()
  const changed = draft.dirty || form.changed || form.state !== 'open'
  const copyOf = { name: t('copyName', { name: form.name }).slice(0, 200), copyOf: form.id }
  return (
    <div className={styles.row}>
      <Button appearance="primary" disabledFocusable={draft.busy || !changed} onClick={() => draft.publish()}>
        {draft.busy ? t('publishing') : t('publish')}
      </Button>
      <Button disabledFocusable={draft.busy || !draft.dirty} onClick={() => draft.save()}>
        {draft.busy ? t('saving') : t('save')}
      </Button>
      {form.state === 'open' && (
        <Button appearance="subtle" onClick={() => setTask('close')}>
          {t('close')}
        </Button>
      )}
      <Button
        appearance="subtle"
        disabledFocusable={copy.isPending}
        onClick={() => copy.mutate(copyOf, { onSuccess: ({ id }) => navigate(`/forms/${id}`) })}
      >
        {t('copy')}
      </Button>
      <Button appearance="subtle" onClick={() => setTask('remove')}>
        {t('remove')}
      </Button>
      {draft.dirty && <span className={styles.quiet}>{t('unsaved')}</span>}
      {task === 'close' && (
        <Confirm
          title={t('closeTitle', { name: form.name })}
          confirm={t('close')}
          busy={close.isPending}
          error={close.error}
          onConfirm={() =>
            close.mutate(form.id, {
              onSuccess: (closed) => {
                draft.take(closed, t('saidClosed'))
                setTask(undefined)
              },
            })
          }
          onClose={() => setTask(undefined)}
        >
          {t('closeText')}
        </Confirm>
      )}
      {task === 'remove' && (
        <Confirm
          title={t('removeTitle', { name: form.name })}
          confirm={t('remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(form.id, { onSuccess: () => navigate('/forms') })}
          onClose={() => setTask(undefined)}
        >
          {t('removeText')}
        </Confirm>
      )}
    </div>
  )
}

/** What keeps it from being saved or published, point by point. */
function Trouble({ error, onLoad }: { error: Error | null; onLoad: () => void }) {
  const { t } = useTranslation('marketingForms')
  if (!error) return null
  if (error instanceof ApiProblem && error.type === 'stale-version') {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('stale')}</MessageBarBody>
        <MessageBarActions>
          <Button onClick={onLoad}>{t('loadTheirs')}</Button>
        </MessageBarActions>
      </MessageBar>
    )
  }
  const points = error instanceof ApiProblem && Array.isArray(error.body.errors) ? error.body.errors : []
  if (points.length < 2) return <Refused error={error} />
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {t('unfinished')}
        <ul>
          {points.map((point: { path: string; message: string }) => (
            <li key={point.path}>{point.message}</li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}
