import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components'
import {
  CalendarLtrRegular,
  ComposeRegular,
  type FluentIcon,
  LockClosedRegular,
  MailAlertRegular,
  MailMultipleRegular,
  MailRegular,
  WarningRegular,
} from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { SignedIn } from '../features/session/SignedIn.tsx'
import { clientVersion } from '../features/session/versions.ts'
import { selectedItem } from '../outlook/selected-item.ts'
import type { Selection } from '../outlook/selection.ts'
import { CopyButton } from '../ui/parts/CopyButton.tsx'
import { ErrorBoundary } from '../ui/parts/ErrorBoundary.tsx'
import { Message } from '../ui/parts/Message.tsx'
import { Header } from './Header.tsx'
import { MessageView } from './MessageView.tsx'

const icons: Record<Exclude<Selection['kind'], 'message'>, FluentIcon> = {
  none: MailRegular,
  several: MailMultipleRegular,
  protected: LockClosedRegular,
  system: MailAlertRegular,
  appointment: CalendarLtrRegular,
  compose: ComposeRegular,
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

/** The read pane: what is shown follows what is selected in Outlook. */
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
        <ErrorBoundary
          resetKey={selection.kind === 'message' ? selection.message.key : selection.kind}
          fallback={(error, retry) => <Crashed error={error} retry={retry} />}
        >
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

function subjectOf(selection: Selection): string | null {
  if (selection.kind === 'message') return selection.message.subject
  return selection.kind === 'protected' ? selection.subject : null
}
