import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import {
  CalendarLtrRegular,
  type FluentIcon,
  LockClosedRegular,
  MailAlertRegular,
  MailMultipleRegular,
  MailRegular,
  WarningRegular,
} from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { SignedIn } from '../features/session/SignedIn.tsx'
import { clientVersion } from '../features/session/versions.ts'
import { selectedItem } from '../outlook/selected-item.ts'
import type { Selection } from '../outlook/selection.ts'
import { CopyButton } from '../ui/parts/CopyButton.tsx'
import { ErrorBoundary } from '../ui/parts/ErrorBoundary.tsx'
import { LoadingContact } from '../ui/parts/Loading.tsx'
import { Message } from '../ui/parts/Message.tsx'
import { Header } from './Header.tsx'
import { MessageView } from './MessageView.tsx'

// Whoever reads does not write: the one is no part of the other's first paint.
const ComposeView = lazy(() => import('../features/compose/ComposeView.tsx'))

const icons: Record<Exclude<Selection['kind'], 'message' | 'compose'>, FluentIcon> = {
  none: MailRegular,
  several: MailMultipleRegular,
  protected: LockClosedRegular,
  system: MailAlertRegular,
  appointment: CalendarLtrRegular,
}

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', minHeight: '100vh' },
  main: { flexGrow: 1 },
  footer: {
    ...typographyStyles.caption2,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground3,
  },
})

/** What is shown follows what is selected, or being written, in Outlook. */
export function Pane() {
  const styles = useStyles()
  const { t } = useTranslation()
  const queries = useQueryClient()
  const selection = useSyncExternalStore(selectedItem.subscribe, selectedItem.current)
  const refresh = () => {
    selectedItem.refresh()
    void queries.invalidateQueries()
  }
  return (
    <div className={styles.pane}>
      <Header subject={subjectOf(selection)} onRefresh={refresh} />
      <main className={styles.main}>
        <ErrorBoundary resetKey={keyOf(selection)} fallback={(error, retry) => <Crashed error={error} retry={retry} />}>
          <Selected selection={selection} />
        </ErrorBoundary>
      </main>
      <footer className={styles.footer}>{t('app.version', { version: clientVersion })}</footer>
    </div>
  )
}

function Selected({ selection }: { selection: Selection }) {
  const { t } = useTranslation()
  if (selection.kind === 'message') {
    return <SignedIn>{(me) => <MessageView message={selection.message} me={me} />}</SignedIn>
  }
  if (selection.kind === 'compose') {
    return (
      <SignedIn>
        {(me) => (
          <Suspense fallback={<LoadingContact />}>
            <ComposeView key={selection.key} me={me} />
          </Suspense>
        )}
      </SignedIn>
    )
  }
  const Icon = icons[selection.kind]
  return (
    <Message icon={<Icon />} title={t(`screens.${selection.kind}.title`)} text={t(`screens.${selection.kind}.text`)} />
  )
}

function Crashed({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation()
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return (
    <Message icon={<WarningRegular />} title={t('pane.crashed')} text={t('pane.crashedHint')}>
      <Button onClick={retry}>{t('common.retry')}</Button>
      <CopyButton text={`${t('app.version', { version: clientVersion })}\n${trace}`} />
    </Message>
  )
}

function keyOf(selection: Selection): string {
  if (selection.kind === 'message') return selection.message.key
  return selection.kind === 'compose' ? `compose ${selection.key}` : selection.kind
}

function subjectOf(selection: Selection): string | null {
  if (selection.kind === 'message') return selection.message.subject
  return selection.kind === 'protected' ? selection.subject : null
}
