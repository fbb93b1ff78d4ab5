import './texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deal, DealStageReference } from '../../../server/deals/schema.ts'
import { useFirstField, useReturnFocus } from '../../ui/parts/focus.ts'

const useStyles = makeStyles({
  surface: { maxWidth: 'min(480px, calc(100vw - 16px))' },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  actions: { flexWrap: 'wrap' },
})

interface Props {
  deal: Deal
  /** The final stage it goes into. */
  stage: DealStageReference & { outcome: 'won' | 'lost' }
  busy: boolean
  onConfirm: (reason: string) => void
  onClose: () => void
}

/** Asks why a deal was won or lost. A lost one needs a reason. */
export default function CloseDeal({ deal, stage, busy, onConfirm, onClose }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['deals', 'translation'])
  useReturnFocus()
  const form = useFirstField()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { outcome } = stage
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            const needed = outcome === 'lost' && !reason.trim()
            setMissing(needed)
            if (!needed && !busy) onConfirm(reason.trim())
          }}
        >
          <DialogBody>
            <DialogTitle>{t(`closeTitle.${outcome}`, { name: deal.name })}</DialogTitle>
            <DialogContent className={styles.content}>
              <Field
                label={outcome === 'won' ? t('wonReason') : t('lostReason')}
                required={outcome === 'lost'}
                hint={t('reasonHint')}
                validationMessage={missing ? t('reasonMissing') : null}
              >
                <Textarea
                  maxLength={1000}
                  value={reason}
                  onChange={(_, { value }) => {
                    setReason(value)
                    setMissing(false)
                  }}
                />
              </Field>
            </DialogContent>
            <DialogActions className={styles.actions} fluid>
              <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {busy ? t('translation:common.saving') : t(`close.${outcome}`)}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
