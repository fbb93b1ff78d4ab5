import '../../texts/calls.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallSourceWithKey } from '../../../../server/calls/schema.ts'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { ReceivedCalls } from './ReceivedCalls.tsx'
import { SigningKey } from './SigningKey.tsx'
import { Sources } from './Sources.tsx'

/** Settings > Calls: the voice systems that may post calls, and what came of them. */
export default function CallsPage() {
  const { t } = useTranslation('settings')
  const { may, who } = useMay('calls')
  return (
    <Page title={t('page.calls')} intro={t('about.calls')}>
      {may ? <Calls /> : <ReadOnly who={who} what="hidden" />}
    </Page>
  )
}

function Calls() {
  const [shown, setShown] = useState<CallSourceWithKey>()
  const [said, setSaid] = useState<string | null>(null)
  return (
    <>
      <Said text={said} onDismiss={() => setSaid(null)} />
      <Sources onKey={setShown} onSaid={setSaid} />
      <ReceivedCalls />
      {shown && <SigningKey source={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}
