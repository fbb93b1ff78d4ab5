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
import { useTranslation } from 'react-i18next'
import type { CallSourceWithKey } from '../../../../server/calls/schema.ts'
import { CopyButton } from '../../../ui/parts/CopyButton.tsx'
import { useReturnFocus } from '../../../ui/parts/focus.ts'

const useStyles = makeStyles({
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  part: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    justifyItems: 'start',
    gap: tokens.spacingVerticalXS,
  },
  label: { ...typographyStyles.body1Strong, margin: 0 },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', userSelect: 'all' },
})

/** The key of a voice system, this once. */
export function SigningKey({ source, onClose }: { source: CallSourceWithKey; onClose: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('calls')
  useReturnFocus()
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('keyTitle', { name: source.name })}</DialogTitle>
          <DialogContent className={styles.content}>
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t('keyOnce')}</MessageBarBody>
            </MessageBar>
            {(['key', 'address'] as const).map((name) => {
              const text = name === 'key' ? source.signingKey : source.address
              return (
                <div key={name} className={styles.part}>
                  <p className={styles.label}>{t(name)}</p>
                  <code className={styles.code}>{text}</code>
                  <CopyButton text={text} label={t(`copy.${name}`)} />
                </div>
              )
            })}
          </DialogContent>
          <DialogActions fluid>
            <Button appearance="primary" onClick={onClose}>
              {t('done')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
