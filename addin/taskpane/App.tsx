import { useEffect, useState } from 'react'
import { keepViews } from '../api/kept-views.ts'
import { queries } from '../api/session.ts'
import { startOutbox } from '../features/quick-log/log-outbox.ts'
import { selectedItem } from '../outlook/selected-item.ts'
import { type Host, mailboxAddress, startOffice } from '../outlook/start.ts'
import { storage } from '../outlook/storage.ts'
import { startTexts } from '../ui/i18n.ts'
import { LoadingContact } from '../ui/parts/Loading.tsx'
import { Themed } from '../ui/Themed.tsx'
import { NoOutlook } from './NoOutlook.tsx'
import { Pane } from './Pane.tsx'

let starting: Promise<Host> | undefined

/** Starts Office, then everything that listens to it; once, however often the component mounts. */
function start(): Promise<Host> {
  starting ??= startOffice().then(async (host) => {
    await startTexts()
    if (host !== 'outlook') return host
    keepViews(queries, storage, mailboxAddress())
    selectedItem.start()
    startOutbox()
    return host
  })
  return starting
}

export function App() {
  const [host, setHost] = useState<Host>()
  useEffect(() => {
    void start().then(setHost)
  }, [])
  // Office and language are known only now, so the theme provider starts anew with them.
  return (
    <Themed key={host ?? 'starting'}>
      {host === undefined && <LoadingContact />}
      {host === 'outlook' && <Pane />}
      {(host === 'browser' || host === 'silent') && <NoOutlook host={host} />}
    </Themed>
  )
}
