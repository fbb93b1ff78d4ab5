import './texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import { useRecordConsent } from './consent-query.ts'

const useStyles = makeStyles({
  surface: { maxWidth: 'min(480px, calc(100vw - 16px))' },
  actions: { flexWrap: 'wrap' },
})

interface Props {
  contactId: string
  name: string
  guard?: (() => void) | undefined
  drawnFor?: string | null | undefined
  onClose: () => void
}

/** The one question before somebody is opted out. */
export default function OptOut({ contactId, name, guard, drawnFor, onClose }: Props) {
  const styles = useStyles()
  const { t } = useTranslation(['consentPanel', 'translation'])
  useReturnFocus()
  const record = useRecordConsent(contactId, { onSaved: onClose, guard })
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t('optOutTitle', { name })}</DialogTitle>
          <DialogContent>
            {t('optOutText')}
            {record.error && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>{describeError(record.error)}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions className={styles.actions} fluid>
            <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
            <Button
              appearance="primary"
              disabledFocusable={record.isPending}
              onClick={() => record.mutate({ status: 'opted_out', ...(drawnFor ? { drawnFor } : {}) })}
            >
              {t('optOutDo')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
