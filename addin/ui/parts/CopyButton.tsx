import { Button } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { writeClipboard } from './clipboard.ts'

/** Copies text; without a label, the details for a support request. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => setCopied(await writeClipboard(text))
  return (
    <Button appearance="subtle" icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
      {copied ? t('common.copied') : (label ?? t('common.copy'))}
    </Button>
  )
}
