import { Button } from '@fluentui/react-components'
import { PlugDisconnectedRegular, WindowAdPersonRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { officeScriptHost } from '../outlook/start.ts'
import { Message } from '../ui/parts/Message.tsx'

/** The page outside Outlook, or in an Outlook that does not answer. */
export function NoOutlook({ host }: { host: 'browser' | 'silent' }) {
  const { t } = useTranslation()
  if (host === 'browser') {
    return (
      <Message icon={<WindowAdPersonRegular />} title={t('screens.browser.title')} text={t('screens.browser.text')} />
    )
  }
  return (
    <Message
      icon={<PlugDisconnectedRegular />}
      title={t('screens.silent.title')}
      text={t('screens.silent.text', { host: officeScriptHost })}
    >
      <Button appearance="primary" onClick={() => window.location.reload()}>
        {t('common.retry')}
      </Button>
    </Message>
  )
}
