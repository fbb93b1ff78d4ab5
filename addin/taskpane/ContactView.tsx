import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ContactCard } from '../features/contact/ContactCard.tsx'
import { contactQuery } from '../features/contact/contact-query.ts'
import { lastMergeQuery } from '../features/merge/last-merge.ts'
import { usePending } from '../features/quick-log/Pending.tsx'
import { QuickLog } from '../features/quick-log/QuickLog.tsx'
import { Timeline } from '../features/timeline/Timeline.tsx'
import type { ReadMessage } from '../outlook/selection.ts'
import { asOf } from '../ui/format.ts'
import { Failed } from '../ui/parts/Failed.tsx'
import { LoadingContact } from '../ui/parts/Loading.tsx'
import { Section } from './Section.tsx'

// None of these is in the first paint: menus, dialogs and panels come when they are asked for.
const ContactActions = lazy(() => import('../features/export/ContactActions.tsx'))
const LoggedBadge = lazy(() => import('../features/timeline/LoggedBadge.tsx'))
const LastMerge = lazy(() => import('../features/merge/LastMerge.tsx'))
const ConsentPanel = lazy(() => import('../features/consent/ConsentPanel.tsx'))
const ScorePanel = lazy(() => import('../features/score/ScorePanel.tsx'))
const DealList = lazy(() => import('../features/deals/DealList.tsx'))

const useStyles = makeStyles({ grey: { filter: 'grayscale(1)' } })

interface Props {
  contactId: string
  message: ReadMessage
  guard: () => void
  onOpen: (contactId: string) => void
  /** When the shown state was fetched, in milliseconds, if the server is away now. */
  offlineSince: number | undefined
}

/** A contact beside a message: card, consent and score on demand, quick log, timeline. */
export function ContactView({ contactId, message, guard, onOpen, offlineSince }: Props) {
  const styles = useStyles()
  const { t } = useTranslation()
  const contact = useQuery(contactQuery(contactId))
  const { data: merged } = useQuery(lastMergeQuery(contactId))
  const pending = usePending(contactId)
  if (contact.isError && !contact.data) return <Failed error={contact.error} retry={contact.refetch} />
  if (!contact.data) return <LoadingContact />
  const grey = offlineSince === undefined ? undefined : styles.grey
  return (
    <>
      {offlineSince !== undefined && <OfflineBar since={offlineSince} />}
      {merged && (
        <Suspense>
          <LastMerge result={merged} />
        </Suspense>
      )}
      <div className={grey}>
        <ContactCard
          contact={contact.data}
          guard={guard}
          onOpen={onOpen}
          actions={
            <Suspense>
              <ContactActions contact={contact.data} place="pane" guard={guard} onOpen={onOpen} />
            </Suspense>
          }
        />
      </div>
      <Section title={t('sections.consent')}>
        <ConsentPanel
          contactId={contactId}
          name={contact.data.displayName}
          guard={guard}
          drawnFor={message.internetMessageId}
        />
      </Section>
      <Section title={t('sections.score')} flush>
        <ScorePanel contactId={contactId} />
      </Section>
      <Section title={t('sections.deals')}>
        <DealList
          of={{ contact: contactId }}
          start={{ contact: contact.data, company: contact.data.company }}
          guard={guard}
        />
      </Section>
      {message.internetMessageId && (
        <Suspense>
          <LoggedBadge contactId={contactId} messageId={message.internetMessageId} guard={guard} />
        </Suspense>
      )}
      <QuickLog contactId={contactId} message={message} guard={guard} />
      <div className={grey}>
        <Timeline contactId={contactId} pending={pending} />
      </div>
    </>
  )
}

function OfflineBar({ since }: { since: number }) {
  const { t } = useTranslation()
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('pane.offline', { when: asOf(since) })}</MessageBarTitle>
        {t('pane.offlineHint')}
      </MessageBarBody>
    </MessageBar>
  )
}
