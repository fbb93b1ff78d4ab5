import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../../ui/parts/focus.ts'
import { Refused } from './Refused.tsx'

const useStyles = makeStyles({
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
})

interface Props {
  title: string
  confirm: string
  busy: boolean
  error?: unknown
  /** Nothing to confirm yet, for example while the preview is worked out. */
  notYet?: boolean
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** Asks before something is done, and stays open with the server's words when it was refused. */
export function Confirm({ title, confirm, busy, error, notYet = false, onConfirm, onClose, children }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  useReturnFocus()
  return (
    <Dialog open modalType="modal" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            {error ? <Refused error={error} /> : null}
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button appearance="primary" disabledFocusable={busy || notYet} onClick={onConfirm}>
              {busy ? t('common.saving') : confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
