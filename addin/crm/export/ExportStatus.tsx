import '../texts/export.ts'
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { fileSize } from '../../ui/format.ts'
import { Announcer } from '../../ui/parts/Announcer.tsx'
import { describeError } from '../../ui/problem-text.ts'
import type { Export } from './use-export.ts'

/** How far a download is, and what came of it. Read out once at each turn, not with every byte. */
export function ExportStatus({ exporting }: { exporting: Export }) {
  const { t } = useTranslation('exporting')
  const { busy, error, stopped, saved } = exporting
  const text = busy
    ? t('preparing')
    : stopped
      ? t('stopped')
      : error
        ? t('failed', { reason: describeError(error) })
        : saved && t('saved', { name: saved })
  return (
    <>
      <Announcer text={text ?? ''} />
      {busy && <Running exporting={exporting} />}
      {!busy && text && <Outcome exporting={exporting} text={text} />}
    </>
  )
}

function Running({ exporting: { received, stop } }: { exporting: Export }) {
  const { t } = useTranslation('exporting')
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{received > 0 ? t('received', { size: fileSize(received) }) : t('preparing')}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={stop}>
          {t('stop')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Outcome({ exporting, text }: { exporting: Export; text: string }) {
  const { t } = useTranslation()
  const failed = exporting.error !== null && !exporting.stopped
  const again = failed ? (
    <Button size="small" onClick={exporting.again}>
      {t('common.retry')}
    </Button>
  ) : undefined
  return (
    <MessageBar intent={failed ? 'error' : exporting.saved ? 'success' : 'info'} layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={t('common.close')}
            onClick={exporting.dismiss}
          />
        }
      >
        {again}
      </MessageBarActions>
    </MessageBar>
  )
}
