import { Button } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Copies text for a support request. Outlook's frames may refuse the clipboard, so it falls back to a selection. */
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

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    document.body.append(field)
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    return done
  }
}
