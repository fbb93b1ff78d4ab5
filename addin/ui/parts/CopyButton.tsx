import { Button } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { writeClipboard } from './clipboard.ts'

/** Copies text for a support request. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => setCopied(await writeClipboard(text))
  return (
    <Button appearance="subtle" icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
      {copied ? t('common.copied') : t('common.copy')}
    </Button>
  )
}
