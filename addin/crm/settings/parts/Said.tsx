import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

/** What was just done; read out, and there until it is put away. */
export function Said({ text, onDismiss }: { text: string | null; onDismiss: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="status">
      {text && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{text}</MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                icon={<DismissRegular />}
                aria-label={t('common.close')}
                onClick={onDismiss}
              />
            }
          />
        </MessageBar>
      )}
    </div>
  )
}
