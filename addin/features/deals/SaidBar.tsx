import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import type { Said } from './use-moving.tsx'

/** What came of a move: told to screen readers, and shown where it went wrong. */
export function SaidBar({ said, onDismiss }: { said: Said | undefined; onDismiss: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <Announcer text={said?.intent === 'success' ? said.text : ''} />
      {said?.intent === 'error' && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{said.text}</MessageBarBody>
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
    </>
  )
}
