import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
} from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../../../server/views/schema.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError, fieldErrors } from '../../ui/problem-text.ts'
import type { ViewName } from './views-query.ts'

interface NameProps {
  title: string
  view?: SavedView
  save: (name: ViewName) => Promise<SavedView>
  onSaved?: (view: SavedView) => void
  onClose: () => void
}

/** Asks how a view is called and who may use it. */
export function ViewNameDialog({ title, view, save, onSaved, onClose }: NameProps) {
  const { t } = useTranslation(['crm', 'translation'])
  const [name, setName] = useState(view?.name ?? '')
  const [everyone, setEveryone] = useState(view?.visibility === 'everyone')
  const saving = useMutation({
    mutationFn: () => save({ name, visibility: everyone ? 'everyone' : 'private' }),
    onSuccess: (saved) => {
      onSaved?.(saved)
      onClose()
    },
  })
  const { name: wrong } = fieldErrors(saving.error)
  return (
    <Asking
      title={title}
      action={t('translation:common.save')}
      saving={saving}
      onClose={onClose}
      quiet={Boolean(wrong)}
    >
      <Field label={t('views.name')} required validationMessage={wrong ?? null}>
        <Input value={name} maxLength={100} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Checkbox
        label={t('views.everyone')}
        checked={everyone}
        onChange={(_, { checked }) => setEveryone(checked === true)}
      />
    </Asking>
  )
}

interface DeleteProps {
  view: SavedView
  remove: () => Promise<unknown>
  onRemoved: () => void
  onClose: () => void
}

/** Asks once more before a view is deleted. */
export function DeleteViewDialog({ view, remove, onRemoved, onClose }: DeleteProps) {
  const { t } = useTranslation('crm')
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      onRemoved()
      onClose()
    },
  })
  return (
    <Asking title={t('views.remove')} action={t('views.delete')} saving={removing} onClose={onClose}>
      {t('views.confirm', { name: view.name })}
    </Asking>
  )
}

interface AskingProps {
  title: string
  action: string
  saving: { mutate: () => void; isPending: boolean; error: Error | null }
  onClose: () => void
  /** The error stands at its field already. */
  quiet?: boolean
  children: ReactNode
}

function Asking({ title, action, saving, onClose, quiet, children }: AskingProps) {
  const { t } = useTranslation()
  useReturnFocus()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface aria-describedby={undefined}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            saving.mutate()
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              {children}
              {saving.error && !quiet && (
                <MessageBar intent="error" layout="multiline">
                  <MessageBarBody>{describeError(saving.error)}</MessageBarBody>
                </MessageBar>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('common.cancel')}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={saving.isPending}>
                {saving.isPending ? t('common.saving') : action}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
