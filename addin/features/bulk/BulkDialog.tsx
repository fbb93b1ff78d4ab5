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
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BulkAction, BulkPreview, Selection } from '../../../server/bulk/schema.ts'
import { locale } from '../../ui/i18n.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError } from '../../ui/problem-text.ts'
import { ActionChoice, type ActionType } from './ActionChoice.tsx'
import { previewQuery, useStartBulk } from './bulk-query.ts'
import { OperationProgress } from './OperationProgress.tsx'

const useStyles = makeStyles({
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  text: { ...typographyStyles.body1, margin: 0 },
  actions: { flexWrap: 'wrap' },
})

interface Props {
  type: ActionType
  selection: Selection
  onClose: (started: boolean) => void
}

/** Choose, see how many it changes, start, watch, and take it back: one window. */
export function BulkDialog({ type, selection, onClose }: Props) {
  useReturnFocus()
  const styles = useStyles()
  const { t } = useTranslation()
  const { t: say } = useTranslation('bulk')
  const [action, setAction] = useState<BulkAction>()
  const start = useStartBulk()
  const preview = useQuery(previewQuery(selection, action))
  // Pressed twice, or sent twice by the network, it is one change.
  const key = useRef(crypto.randomUUID())
  const operationId = start.data?.id
  const ready = action && preview.data && !preview.isPlaceholderData && preview.data.changes > 0
  const error = start.error ?? preview.error
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose(operationId !== undefined)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{say(`title.${type}`)}</DialogTitle>
          <DialogContent className={styles.content}>
            {operationId ? (
              <OperationProgress id={operationId} />
            ) : (
              <>
                <ActionChoice
                  type={type}
                  action={action}
                  onChange={(next) => {
                    key.current = crypto.randomUUID()
                    setAction(next)
                  }}
                />
                <p className={styles.text} role="status">
                  {!action ? say('choose') : preview.data ? <Found preview={preview.data} /> : say('counting')}
                </p>
                {error && (
                  <MessageBar intent="error" layout="multiline">
                    <MessageBarBody>{describeError(error)}</MessageBarBody>
                  </MessageBar>
                )}
              </>
            )}
          </DialogContent>
          <DialogActions fluid className={styles.actions}>
            {!operationId && (
              <Button
                appearance="primary"
                disabledFocusable={!ready || start.isPending}
                onClick={() => ready && start.mutate({ selection, action, idempotencyKey: key.current })}
              >
                {start.isPending
                  ? say('starting')
                  : preview.data && action
                    ? say('run', { count: preview.data.changes })
                    : say(`start.${type}`)}
              </Button>
            )}
            <Button onClick={() => onClose(operationId !== undefined)}>
              {operationId ? t('common.close') : t('common.cancel')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

/** "12,340 contacts are selected. 11,900 will change, for example Ann, Bo and Cy." */
function Found({ preview }: { preview: BulkPreview }) {
  const { t } = useTranslation('bulk')
  const names = new Intl.ListFormat(locale(), { type: 'unit' }).format(preview.sample.map(({ name }) => name))
  if (preview.changes === 0) {
    return (
      <>
        {t('matches', { count: preview.total })} {t('changesNone')}
      </>
    )
  }
  return (
    <>
      {t('matches', { count: preview.total })} {t('changes', { count: preview.changes })}
      {names ? `, ${t('sample', { names })}` : '.'}
    </>
  )
}
